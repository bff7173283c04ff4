//! The one place that asks what time it is. Everything else is told.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// What time it is, for a command or a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A fixed instant, for tests.
    Fixed(Timestamp),
}

impl Clock {
    /// The instant.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the clock that others are handed")]
    pub fn now(self) -> Timestamp {
        match self {
            Self::System => Timestamp::now(),
            Self::Fixed(at) => at,
        }
    }

    /// Today's date in Europe/London, where the trusts are.
    #[must_use]
    pub fn today(self) -> Date {
        self.now().to_zoned(london()).date()
    }
}

/// Europe/London, or UTC where the machine has no time zone data (`check` says so).
#[must_use]
pub fn london() -> TimeZone {
    TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC)
}
