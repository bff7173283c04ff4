//! Sessions: who is logged in. They are kept in the database, by the hash of
//! their token, and end by the clock, by their owner, or with the account.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use passport_core::setting::Settings;
use passport_store::{Latest, Organisation, SessionRow};

use super::{Asker, Authority};

/// A log-in that waits for a second factor is begun anew after so long.
pub(super) const HALF: SignedDuration = SignedDuration::from_mins(15);
/// A session's last use is noted to within this.
pub(super) const NOTED: SignedDuration = SignedDuration::from_mins(1);

/// How the person of a session has proved who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// By a password.
    Password,
    /// By a password and a code.
    SecondFactor,
    /// Elsewhere: the organisation's identity provider says so.
    SingleSignOn,
    /// Not at all: the people of a demonstration are invented.
    Demonstration,
}

impl Proof {
    const EACH: [(Self, &str); 4] = [
        (Self::Password, "password"),
        (Self::SecondFactor, "second factor"),
        (Self::SingleSignOn, "single sign-on"),
        (Self::Demonstration, "demonstration"),
    ];

    /// Its name where it is kept.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::EACH.iter().find(|(proof, _)| *proof == self).map_or("", |(_, name)| name)
    }

    /// Reads what [`Proof::name`] wrote.
    pub(super) fn read(name: &str) -> Option<Self> {
        Self::EACH.iter().find(|(_, known)| *known == name).map(|(proof, _)| *proof)
    }
}

/// Someone is logged in to an organisation, and what they may reach today.
#[derive(Debug)]
pub struct Session {
    /// Who.
    pub asker: Asker,
    /// How they proved it.
    pub proof: Proof,
    /// To which organisation.
    pub(super) organisation: Organisation,
    pub(super) authority: Arc<Authority>,
    /// The organisation's last changes when the request came.
    pub latest: Latest,
    /// Its token's hash, by which its owner ends it.
    pub token_hash: String,
}

impl Session {
    /// The name of the organisation.
    #[must_use]
    pub fn organisation_name(&self) -> &str {
        &self.organisation.name
    }
}

/// What is still asked of someone whose password was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// A code of their second factor.
    Code,
    /// A second factor, which a role of theirs asks for and they have not set up.
    SecondFactor,
}

/// Someone whose password was right, and of whom more is asked. It opens nothing.
#[derive(Debug)]
pub struct HalfSession {
    /// What is asked.
    pub missing: Missing,
    /// The account's number.
    pub account: i64,
    /// Their employee number; empty for someone who is not staff.
    pub employee_number: String,
    /// To which organisation.
    pub(super) organisation: Organisation,
}

impl HalfSession {
    /// Where the second factor is kept.
    #[must_use]
    pub(crate) const fn organisation(&self) -> &Organisation {
        &self.organisation
    }
}

/// What the session of a cookie lets its holder do.
#[derive(Debug)]
pub enum Entry {
    /// What their roles say.
    Whole(Arc<Session>),
    /// Say more of who they are.
    Half(Arc<HalfSession>),
}

/// How long sessions last, as the organisation has set it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    idle: SignedDuration,
    absolute: SignedDuration,
}

impl Limits {
    pub fn of(settings: &Settings, day: Date) -> Self {
        Self {
            idle: SignedDuration::from_mins(settings.whole("session-idle-minutes", day).into()),
            absolute: SignedDuration::from_hours(settings.whole("session-hours", day).into()),
        }
    }

    /// Whether the clock has ended a session.
    pub fn are_over(self, row: &SessionRow, now: Timestamp) -> bool {
        // A minute more, since the last use is only noted to within one.
        now.duration_since(row.seen_at) > self.idle + NOTED
            || now.duration_since(row.began_at) > self.absolute
    }
}
