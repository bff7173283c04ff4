//! The eight statuses of a line (rules.md section 4). Their words and colours
//! live beside them in `present`.

use serde::{Deserialize, Serialize};

/// What a line is on a date: exactly one, the first that holds in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The assignment is left out of the figures; only in figures and reports.
    Excluded,
    /// Announced, its introduction date has not come.
    NotYetIntroduced,
    /// An exemption covers the date.
    Exempt,
    /// Satisfied.
    Completed,
    /// Satisfied, and expires within the warning window.
    RenewSoon,
    /// Not satisfied, and the due date of a starter's grace, or of the time given
    /// after leave, has not passed.
    InGrace,
    /// Once satisfied, not now.
    Expired,
    /// No award ever satisfied it.
    NeverCompleted,
}

impl Status {
    /// The machine-readable word, as `report people` prints it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Excluded => "excluded",
            Self::NotYetIntroduced => "not-yet-introduced",
            Self::Exempt => "exempt",
            Self::Completed => "completed",
            Self::RenewSoon => "renew-soon",
            Self::InGrace => "in-grace",
            Self::Expired => "expired",
            Self::NeverCompleted => "never-completed",
        }
    }

    /// True for exactly `expired` and `never-completed`.
    #[must_use]
    pub const fn is_red(self) -> bool {
        matches!(self, Self::Expired | Self::NeverCompleted)
    }

    /// True for exactly `completed` and `renew-soon`.
    #[must_use]
    pub const fn is_compliant(self) -> bool {
        matches!(self, Self::Completed | Self::RenewSoon)
    }
}
