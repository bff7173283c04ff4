//! Requirements: this subject at this level, of class C or R, for a target,
//! between two dates (rules.md section 1).

use serde::{Deserialize, Serialize};

/// C, R, or the lifting of a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Class {
    /// Compulsory; yellow.
    #[serde(rename = "C")]
    Compulsory,
    /// Role specific; blue.
    #[serde(rename = "R")]
    RoleSpecific,
}

impl Class {
    /// `C` or `R`.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Compulsory => "C",
            Self::RoleSpecific => "R",
        }
    }

    /// The letter's word, never left out where the letter is explained.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Compulsory => "Compulsory",
            Self::RoleSpecific => "Role specific",
        }
    }
}
