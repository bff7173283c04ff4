//! A run of civil days, both ends included.

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

/// Earlier than any fact this product holds; stands for "from its own start"
/// where a file gives no start.
pub const BEGINNING: Date = date(1900, 1, 1);

/// From a day to a day, both covered; without an end it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First day covered.
    pub from: Date,
    /// Last day covered; `None`: open-ended.
    pub to: Option<Date>,
}

impl Span {
    /// Covers every day there is.
    pub const ALWAYS: Self = Self { from: BEGINNING, to: None };

    /// Covers `from` and everything after.
    #[must_use]
    pub const fn since(from: Date) -> Self {
        Self { from, to: None }
    }

    /// Whether the day is covered.
    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}
