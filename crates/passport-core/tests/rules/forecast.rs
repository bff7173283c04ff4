//! Forecast (rules.md section 5).

use super::support::{book, day, person};
use passport_core::compliance::{Question, forecast, month_ends, supposed};

#[test]
fn month_ends_are_those_after_the_day() {
    for (after, ends) in [
        ("2026-11-22", &["2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"][..]),
        ("2026-11-30", &["2026-12-31", "2027-01-31"]),
        ("2027-12-31", &["2028-01-31", "2028-02-29"]),
        ("2026-11-22", &[]),
    ] {
        let ends: Vec<_> = ends.iter().map(|end| day(end)).collect();
        assert_eq!(month_ends(day(after), ends.len() as u16), ends, "after {after}");
    }
}

#[test]
fn a_forecast_is_the_same_evaluation_later_with_no_further_awards_and_with_all_bookings() {
    let mut rules = book(&["X 12"], &["C X"]);
    let who = person(&mut rules, &[""], &["X @ 2025-12-15"]);
    let x = rules.framework.by_name("X").unwrap();
    let bookings = [supposed(x, day("2027-01-20"))];
    let question = Question {
        as_at: day("2026-11-22"),
        by: &[],
        class: Some(passport_core::compliance::ClassFilter::All),
        unit: None,
        organisation: "",
    };
    let points: Vec<String> = forecast(&rules, [(&who, bookings.as_slice())], question, 3)
        .iter()
        .map(|point| {
            format!(
                "{} {} {}",
                point.as_at,
                point.if_nobody_trains[0].lines.words(),
                point.if_all_bookings_hold[0].lines.words()
            )
        })
        .collect();
    assert_eq!(
        points,
        ["2026-11-30 100.0% 100.0%", "2026-12-31 0.0% 0.0%", "2027-01-31 0.0% 100.0%"]
    );
}
