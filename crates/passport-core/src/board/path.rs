//! The path to target: how many completions a month a figure needs to reach its target
//! by a month's end, from the forecast in which nobody trains.
//!
//! On its last day the forecast falls short by some lines. Each must be completed by
//! then, and spread evenly that is so many a month. A completion is counted wherever it
//! comes, of a line that is missing or of one that would run out before the end. Lines
//! whose training lasts less than the time to the end are counted once all the same,
//! though they need it twice: keep the path shorter than the shortest period.

use serde::Serialize;

use crate::compliance::{ClassFilter, Count, ForecastPoint};
use crate::delivery::Month;

/// A month on the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PathMonth {
    /// The month.
    pub month: Month,
    /// The figure at its end if nobody trains.
    pub if_nobody_trains: Count,
    /// Completions needed in the month.
    pub completions: u64,
    /// The figure at its end if they are made.
    pub on_path: Count,
}

/// The way to a target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Path {
    /// The target in hundredths of a per cent.
    pub target: u32,
    /// Completions needed in all; 0 where the target is reached if nobody trains.
    pub completions: u64,
    /// Month by month, the last the one by which the target is to be reached.
    pub months: Vec<PathMonth>,
}

impl Path {
    /// The most that any one month asks for.
    #[must_use]
    pub fn most_in_a_month(&self) -> u64 {
        self.months.iter().map(|month| month.completions).max().unwrap_or(0)
    }
}

/// The path over the months of a forecast, in hundredths of a per cent.
///
/// The target is above what can be reached only where it is above 100%, and then
/// everything counted is needed.
#[must_use]
pub fn path(if_nobody_trains: &[(Month, Count)], target: u32) -> Path {
    let short = if_nobody_trains.last().map_or(0, |(_, end)| {
        let wanted = (end.counted * u64::from(target)).div_ceil(10_000).min(end.counted);
        wanted.saturating_sub(end.compliant)
    });
    let count = if_nobody_trains.len() as u64;
    let by = |month: u64| (short * month).div_ceil(count.max(1));
    let months = (1..)
        .zip(if_nobody_trains)
        .map(|(place, &(month, if_nobody_trains))| {
            let compliant = (if_nobody_trains.compliant + by(place)).min(if_nobody_trains.counted);
            PathMonth {
                month,
                if_nobody_trains,
                completions: by(place) - by(place - 1),
                on_path: Count { compliant, ..if_nobody_trains },
            }
        })
        .collect();
    Path { target, completions: short, months }
}

/// The figure of one class and group at each point of a forecast if nobody trains, as
/// [`path`] takes it; points at which the group is not there have no lines.
#[must_use]
pub fn if_nobody_trains(
    forecast: &[ForecastPoint],
    keys: &[String],
    class: ClassFilter,
) -> Vec<(Month, Count)> {
    let figure = |point: &ForecastPoint| {
        let row = point.if_nobody_trains.iter().find(|row| row.keys == keys && row.class == class);
        (Month::of(point.as_at), row.map(|row| row.lines).unwrap_or_default())
    };
    forecast.iter().map(figure).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::prop;
    use proptest::{prop_assert, prop_assert_eq, proptest};

    use super::{Path, path};
    use crate::compliance::{Count, add_months};
    use crate::delivery::Month;

    fn to(target: u32, figures: &[(u64, u64)]) -> Path {
        let months = (0..).zip(figures).map(|(place, &(compliant, counted))| {
            (Month::of(add_months(date(2026, 11, 1), place)), Count { counted, compliant })
        });
        path(&months.collect::<Vec<_>>(), target)
    }

    #[test]
    fn what_the_forecast_falls_short_by_is_spread_evenly() {
        // 90% of 200 is 180; if nobody trains 150 are left: 30 in 4 months.
        let path = to(9000, &[(176, 200), (170, 200), (160, 200), (150, 200)]);
        let months: Vec<_> =
            path.months.iter().map(|m| (m.completions, m.on_path.compliant)).collect();
        assert_eq!(path.completions, 30);
        assert_eq!(months, [(8, 184), (7, 185), (8, 183), (7, 180)]);
        assert_eq!(path.most_in_a_month(), 8);
    }

    #[test]
    fn a_target_that_is_reached_anyway_needs_nobody_and_none_is_needed_of_nothing() {
        assert_eq!(to(9000, &[(95, 100), (90, 100)]).completions, 0);
        assert_eq!(to(9000, &[(95, 100), (89, 100)]).completions, 1);
        assert_eq!(to(9000, &[(0, 0)]).completions, 0);
        assert_eq!(to(9000, &[]).months, []);
        assert_eq!(to(12_000, &[(5, 10)]).completions, 5);
    }

    proptest! {
        #[test]
        fn the_path_ends_on_the_target_and_not_one_line_beyond(
            counted in 1_u64..5_000,
            shares in prop::collection::vec(0_u64..=1_000, 1..24),
            target in 0_u32..=10_000,
        ) {
            let figures: Vec<_> =
                shares.iter().map(|share| (counted * share / 1_000, counted)).collect();
            let path = to(target, &figures);
            let end = path.months.last().expect("a month").on_path;
            prop_assert_eq!(end.meets(target), Some(true));
            if path.completions > 0 {
                let fewer = Count { compliant: end.compliant - 1, ..end };
                prop_assert_eq!(fewer.meets(target), Some(false));
            }
            let sum: u64 = path.months.iter().map(|month| month.completions).sum();
            prop_assert_eq!(sum, path.completions);
            let least = path.months.iter().map(|month| month.completions).min().unwrap_or(0);
            prop_assert!(path.most_in_a_month() - least <= 1, "months differ by one at most");
        }
    }
}
