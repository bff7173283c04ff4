//! Reminders: each message written down with the lines it speaks of before it is
//! sent, claimed by one sender and settled once.

mod queue;
mod read;
mod write;

use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::delivery::MailState;
use passport_core::reminder::Audience;

pub use read::Said;

/// What kind of message it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReminderKind {
    /// To a person, by the ladder.
    Ladder,
    /// To a manager, by the ladder, about their people.
    Digest,
    /// To a person, by a manager.
    ByManager,
}

impl ReminderKind {
    const ALL: [Self; 3] = [Self::Ladder, Self::Digest, Self::ByManager];

    /// As stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ladder => "reminder",
            Self::Digest => "digest",
            Self::ByManager => "by-manager",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A message that is to be written down.
#[derive(Clone, Debug)]
pub struct NewReminder {
    /// What kind.
    pub kind: ReminderKind,
    /// To whom.
    pub employee_number: String,
    /// On which day; one of each kind a day.
    pub day: Date,
    /// A manager's words.
    pub note: String,
    /// Of what it speaks.
    pub lines: Vec<ReminderLine>,
}

/// A line that a message speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ReminderLine {
    /// Whose line.
    pub employee_number: String,
    /// Its key: subject and level.
    pub line: String,
    /// The deadline that the rule counts from.
    pub deadline: Date,
    /// The rule's name.
    pub rule: String,
    /// To whom the rule speaks.
    pub audience: Audience,
    /// Subject and level as read aloud.
    pub title: String,
}

/// A message that was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// Its number in the organisation.
    pub id: i64,
    /// What kind.
    pub kind: ReminderKind,
    /// To whom.
    pub employee_number: String,
    /// On which day.
    pub day: Date,
    /// Who asked for it, as the change sequence names them.
    pub asked_by: String,
    /// A manager's words.
    pub note: String,
    /// Its Date.
    pub dated: Timestamp,
    /// Where it went; empty until it is begun.
    pub address: String,
    /// Its Message-ID, without angle brackets; empty until it is begun.
    pub message_id: String,
    /// Its subject; empty until it is begun.
    pub subject: String,
    /// Where it stands.
    pub state: MailState,
    /// The server's answer, or why it was not sent.
    pub detail: String,
    /// How often it was handed over.
    pub attempts: i64,
    /// Whether its acceptance was ever in doubt: it may have arrived twice.
    pub doubted: bool,
    /// When it reached its last state.
    pub settled_at: Option<Timestamp>,
}
