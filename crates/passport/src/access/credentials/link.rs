//! Links that let someone in once: the token is sent, its hash is kept.
//!
//! The token is a [`Token`], 256 bits of chance, so a plain hash is enough. How
//! long a link is good is a matter of what it is for: an invitation waits for
//! someone to come back from leave, a reset for someone at their desk.

use jiff::{SignedDuration, Timestamp};
use passport_store::Account;

/// How far the clocks of two servers may differ: one may have made the link a
/// moment later than the other thinks it is.
const CLOCKS: SignedDuration = SignedDuration::from_mins(1);

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Someone new chooses a password. 14 days.
    Invitation,
    /// Someone has forgotten theirs. One hour.
    Reset,
    /// The first administrator of an organisation begins. 24 hours.
    FirstAdministrator,
}

impl Purpose {
    /// Every purpose.
    pub const EACH: [Self; 3] = [Self::Invitation, Self::Reset, Self::FirstAdministrator];

    /// What a link for somebody is for: an invitation until they have a password.
    #[must_use]
    pub fn of(account: &Account) -> Self {
        match account.password_hash.as_str() {
            "" => Self::Invitation,
            _ => Self::Reset,
        }
    }

    /// Its name where it is kept.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Reset => "reset",
            Self::FirstAdministrator => "first administrator",
        }
    }

    /// Reads what [`Purpose::name`] wrote.
    #[must_use]
    pub fn read(name: &str) -> Option<Self> {
        Self::EACH.into_iter().find(|purpose| purpose.name() == name)
    }

    /// How long a link is good.
    #[must_use]
    pub const fn lasts(self) -> SignedDuration {
        match self {
            Self::Invitation => SignedDuration::from_hours(14 * 24),
            Self::Reset => SignedDuration::from_hours(1),
            Self::FirstAdministrator => SignedDuration::from_hours(24),
        }
    }

    /// The same in words.
    #[must_use]
    pub const fn lasts_words(self) -> &'static str {
        match self {
            Self::Invitation => "14 days",
            Self::Reset => "one hour",
            Self::FirstAdministrator => "24 hours",
        }
    }

    /// Whether a link of this purpose that was made and used then is good now. Use
    /// it up in one statement that checks that it was not used, and go on only if
    /// that statement changed a row.
    #[must_use]
    pub fn is_good(self, created: Timestamp, used: Option<Timestamp>, now: Timestamp) -> bool {
        let age = now.duration_since(created);
        used.is_none() && age >= -CLOCKS && age < self.lasts()
    }
}

#[cfg(test)]
mod tests {
    use super::Purpose;
    use jiff::{SignedDuration, Timestamp};

    #[test]
    fn a_link_is_good_until_its_time_is_over() {
        let created: Timestamp = "2026-11-22T09:00:00Z".parse().expect("an instant");
        for (purpose, until) in [
            (Purpose::Invitation, "2026-12-06T09:00:00Z"),
            (Purpose::Reset, "2026-11-22T10:00:00Z"),
            (Purpose::FirstAdministrator, "2026-11-23T09:00:00Z"),
        ] {
            let until: Timestamp = until.parse().expect("an instant");
            let moment = SignedDuration::from_nanos(1);
            assert!(purpose.is_good(created, None, created));
            assert!(purpose.is_good(created, None, until - moment));
            assert!(!purpose.is_good(created, None, until), "{purpose:?}");
            assert!(!purpose.is_good(created, None, until + purpose.lasts() * 9));
        }
    }

    #[test]
    fn a_link_is_good_once() {
        let now = Timestamp::UNIX_EPOCH;
        for purpose in Purpose::EACH {
            assert!(!purpose.is_good(now, Some(now), now), "{purpose:?}");
        }
    }

    #[test]
    fn a_link_from_a_clock_that_was_wrong_by_more_than_a_minute_is_not_good() {
        let now = Timestamp::UNIX_EPOCH;
        let ahead = |seconds| now + SignedDuration::from_secs(seconds);
        assert!(Purpose::Reset.is_good(ahead(60), None, now));
        assert!(!Purpose::Reset.is_good(ahead(61), None, now));
    }

    #[test]
    fn a_purpose_reads_back() {
        for purpose in Purpose::EACH {
            assert_eq!(Purpose::read(purpose.name()), Some(purpose));
        }
        assert_eq!(Purpose::read("Reset"), None);
    }
}
