//! How it stands with one person's monthly message, and why it did not reach
//! them: one list of words for the command, the page and the JSON.

use serde::Serialize;

use crate::delivery::NotMailed;

macro_rules! named {
    ($type:ident { $($variant:ident = $name:literal),* $(,)? }) => {
        impl $type {
            /// Every one of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name, as stored and in JSON.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The one of this name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }
    };
}

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MailState {
    /// Written down, not begun.
    Planned,
    /// Being handed over by a named worker.
    Sending,
    /// Accepted by the mail server, or in the folder.
    Sent,
    /// Refused for now; tried again.
    FailedTemporarily,
    /// Refused for good, or returned.
    FailedPermanently,
    /// Perhaps accepted: sent again with the same Message-ID.
    InDoubt,
    /// Perhaps accepted: a person decides.
    Held,
    /// In the team's print file.
    Printed,
    /// Not to be sent.
    NotSent,
}

named!(MailState {
    Planned = "planned",
    Sending = "sending",
    Sent = "sent",
    FailedTemporarily = "failed-temporarily",
    FailedPermanently = "failed-permanently",
    InDoubt = "in-doubt",
    Held = "held",
    Printed = "printed",
    NotSent = "not-sent",
});

impl MailState {
    /// As said in a report.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Planned => "to be sent",
            Self::Sending => "being sent",
            Self::Sent => "sent",
            Self::FailedTemporarily => "to be tried again",
            Self::FailedPermanently => "could not be delivered",
            Self::InDoubt => "in doubt, to be sent again",
            Self::Held => "in doubt, held for a decision",
            Self::Printed => "printed",
            Self::NotSent => "not sent",
        }
    }
}

/// Why a message did not reach a person by email.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// No address is known.
    NoAddress,
    /// What is given as the address is none.
    AddressUnusable,
    /// An earlier message to the address came back.
    AddressBounced,
    /// The assignment's status.
    Status,
    /// Long-term sickness.
    LongTermSickness,
    /// The assignment begins later.
    NotYetStarted,
    /// The record is restricted.
    Restricted,
    /// No longer holds an assignment on the day.
    NotHere,
    /// Their passport could not be made.
    NotComposed,
    /// The mail server refused it for good.
    Refused,
    /// The mail server refused it for now.
    RefusedForNow,
    /// This message came back.
    Bounced,
    /// Whether the mail server accepted it is not known.
    InDoubt,
}

named!(Reason {
    NoAddress = "no-address",
    AddressUnusable = "address-unusable",
    AddressBounced = "address-bounced",
    Status = "status",
    LongTermSickness = "long-term-sickness",
    NotYetStarted = "not-yet-started",
    Restricted = "restricted",
    NotHere = "not-here",
    NotComposed = "not-composed",
    Refused = "refused",
    RefusedForNow = "refused-for-now",
    Bounced = "bounced",
    InDoubt = "in-doubt",
});

impl Reason {
    /// As said in a report; `detail` is what the status, server or address was.
    #[must_use]
    pub fn words(self, detail: &str) -> String {
        let plain = match self {
            Self::NoAddress => "No email address is known",
            Self::AddressUnusable => "What is recorded as the email address is not one",
            Self::AddressBounced => "An earlier email to this address came back",
            Self::Status => return detail.to_owned(),
            Self::LongTermSickness => "Long-term sickness",
            Self::NotYetStarted => "Not yet started",
            Self::Restricted => "The record is restricted",
            Self::NotHere => "No longer holds an assignment on the day",
            Self::NotComposed => "The passport could not be made",
            Self::Refused => "The mail server refused it",
            Self::RefusedForNow => "The mail server would not take it yet",
            Self::Bounced => "The email came back",
            Self::InDoubt => "It is not known whether the mail server took it",
        };
        if detail.is_empty() { plain.to_owned() } else { format!("{plain}: {detail}") }
    }

    /// What to do about it; empty where nothing is.
    #[must_use]
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::NoAddress => "Add an email address in ESR",
            Self::AddressUnusable | Self::AddressBounced | Self::Bounced => {
                "Correct the email address in ESR, or run bounce --clear with the address if it is right"
            }
            Self::Refused => "Correct the email address in ESR, or ask who runs the mail server",
            Self::RefusedForNow => "Run send again; ask who runs the mail server if it stays so",
            Self::NotComposed => "Report this with the words above, then run send again",
            Self::InDoubt => {
                "Ask the person whether it came, then run held with --received or --send-again"
            }
            Self::Status
            | Self::LongTermSickness
            | Self::NotYetStarted
            | Self::Restricted
            | Self::NotHere => "",
        }
    }

    /// Whether the passport goes into the team's print file instead.
    #[must_use]
    pub const fn is_printed(self) -> bool {
        matches!(self, Self::NoAddress | Self::AddressUnusable | Self::AddressBounced)
    }
}

impl NotMailed {
    /// As a reason with its detail.
    #[must_use]
    pub fn reason(&self) -> (Reason, String) {
        match self {
            Self::Status(status) => (Reason::Status, status.clone()),
            Self::LongTermSickness => (Reason::LongTermSickness, String::new()),
            Self::NotYetStarted => (Reason::NotYetStarted, String::new()),
            Self::Restricted => (Reason::Restricted, String::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back() {
        for state in MailState::ALL {
            assert_eq!(MailState::from_name(state.name()), Some(*state));
        }
        for reason in Reason::ALL {
            assert_eq!(Reason::from_name(reason.name()), Some(*reason));
        }
    }

    #[test]
    fn a_reason_carries_its_detail() {
        assert_eq!(Reason::Status.words("Career Break"), "Career Break");
        assert_eq!(
            Reason::Refused.words("550 5.1.1 no such user"),
            "The mail server refused it: 550 5.1.1 no such user"
        );
        assert_eq!(Reason::NoAddress.words(""), "No email address is known");
    }
}
