//! A month of the calendar, as `--month 2026-11` names it.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::Serialize;

/// A month of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    first: Date,
}

/// Why text is not a month.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a month: enter one such as 2026-11")]
pub struct MonthError(String);

impl Month {
    /// The month a day is in.
    #[must_use]
    pub fn of(day: Date) -> Self {
        Self { first: day.first_of_month() }
    }

    /// Its first day.
    #[must_use]
    pub const fn first(self) -> Date {
        self.first
    }

    /// Its last day.
    #[must_use]
    pub fn last(self) -> Date {
        self.first.last_of_month()
    }

    /// As people read it: `November 2026`.
    #[must_use]
    pub fn words(self) -> String {
        self.first.strftime("%B %Y").to_string()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.first.strftime("%Y-%m"))
    }
}

impl Serialize for Month {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromStr for Month {
    type Err = MonthError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || MonthError(text.to_owned());
        let shaped = text.len() == 7
            && text.bytes().enumerate().all(|(place, byte)| match place {
                4 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !shaped {
            return Err(wrong());
        }
        format!("{text}-01").parse().map(|first| Self { first }).map_err(|_| wrong())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_a_year_and_two_digits() {
        let month: Month = "2026-11".parse().expect("a month");
        assert_eq!(month.to_string(), "2026-11");
        assert_eq!(month.words(), "November 2026");
        assert_eq!(month.last().to_string(), "2026-11-30");
        for wrong in
            ["2026-13", "2026-1", "2026-00", "26-11", "2026/11", "2026-11-01", "", "2026-1é"]
        {
            assert!(wrong.parse::<Month>().is_err(), "{wrong:?}");
        }
    }
}
