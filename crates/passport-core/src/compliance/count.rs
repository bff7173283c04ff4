//! One figure: lines satisfied of lines counted, both always shown
//! (rules.md section 5). Nothing here is ever rounded up across a target.

use serde::{Serialize, Serializer};

use crate::requirement::Class;

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// How many are counted.
    pub counted: u64,
    /// How many of them are compliant.
    pub compliant: u64,
}

impl Count {
    /// Tenths of a per cent, truncated: 84.96% is 849. `None` where nothing is
    /// counted: that is neither 0% nor 100%.
    #[must_use]
    pub fn percent_tenths(self) -> Option<u32> {
        (self.compliant * 1000).checked_div(self.counted).map(|tenths| tenths as u32)
    }

    /// `84.9`, as a file prints it; `None` where nothing is counted.
    #[must_use]
    pub fn percent(self) -> Option<String> {
        self.percent_tenths().map(|tenths| format!("{}.{}", tenths / 10, tenths % 10))
    }

    /// `84.9%`, or `none required` where nothing is counted.
    #[must_use]
    pub fn words(self) -> String {
        self.percent().map_or_else(|| "none required".into(), |percent| percent + "%")
    }

    /// Whether the figure reaches a target given in hundredths of a per cent,
    /// by the counts themselves; `None` where nothing is counted.
    #[must_use]
    pub fn meets(self, target_hundredths: u32) -> Option<bool> {
        (self.counted > 0)
            .then(|| self.compliant * 10_000 >= self.counted * u64::from(target_hundredths))
    }
}

/// Which lines a figure is of: C and R always stand apart, a third is all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClassFilter {
    /// Compulsory lines.
    Compulsory,
    /// Role-specific lines.
    RoleSpecific,
    /// Both.
    All,
}

impl ClassFilter {
    /// The three figures, in the order in which they are shown.
    pub const EACH: [Self; 3] = [Self::Compulsory, Self::RoleSpecific, Self::All];

    /// `C`, `R` or `all`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Compulsory => "C",
            Self::RoleSpecific => "R",
            Self::All => "all",
        }
    }

    /// Reads [`ClassFilter::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::EACH.into_iter().find(|filter| filter.code() == code)
    }

    /// Whether a line of the class is in the figure.
    #[must_use]
    pub fn takes(self, class: Class) -> bool {
        match self {
            Self::Compulsory => class == Class::Compulsory,
            Self::RoleSpecific => class == Class::RoleSpecific,
            Self::All => true,
        }
    }
}

impl Serialize for ClassFilter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}
