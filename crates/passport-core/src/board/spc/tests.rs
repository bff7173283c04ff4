use std::collections::BTreeMap;

use jiff::civil::date;
use proptest::prelude::{ProptestConfig, prop};
use proptest::{prop_assert, prop_assert_eq, proptest};

use super::{Assurance, Better, Rule, Side, Signal, Step, Variation, Xmr, per_cent};
use crate::compliance::{Count, add_months};
use crate::delivery::Month;

fn month(place: usize) -> Month {
    Month::of(add_months(date(2024, 1, 1), i32::try_from(place).expect("a short chart")))
}

/// A chart of whole units.
fn chart(values: &[i64]) -> Xmr {
    stepped(values, &[])
}

fn stepped(values: &[i64], steps: &[(usize, &str)]) -> Xmr {
    let values: BTreeMap<Month, i64> =
        values.iter().enumerate().map(|(place, value)| (month(place), value * 1000)).collect();
    let step = |&(at, reason): &(usize, &str)| Step { from: month(at), reason: reason.into() };
    Xmr::new(&values, &steps.iter().map(step).collect::<Vec<_>>())
}

/// The rules that each point breaks, e.g. `4:Outside`.
fn marked(xmr: &Xmr) -> Vec<(usize, Rule, Side)> {
    let points = xmr.points().enumerate();
    points
        .flat_map(|(place, point)| point.signals.iter().map(move |s| (place, s.rule, s.side)))
        .collect()
}

/// The series of the package NHSRplotthedots that shows what the Making Data Count
/// workbook gives with outlying points kept (its vignette "Deviations from Excel
/// defaults", section 1). By hand: 9 × 1 + 8 × 2 + 10 = 35 over 18 points, mean
/// 1.944; ranges 15 × 1 + 8 + 9 = 32 over 17, mean 1.882, times 2.66 is 5.007.
#[test]
fn limits_are_those_of_the_published_workbook() {
    let xmr = chart(&[1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]);
    let process = xmr.segments[0].process;
    assert_eq!(process.mean(), 1_944);
    assert_eq!(process.limits(), Some((-3_063, 6_952)));
    assert_eq!(process.limits_of_per_cent(), Some((0, 6_952)));
    assert_eq!(marked(&xmr), [(4, Rule::Outside, Side::High)]);
}

#[test]
fn fewer_than_twelve_points_have_a_mean_and_nothing_else() {
    let xmr = chart(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 90]);
    assert_eq!(xmr.segments[0].process.mean(), 13_182);
    assert_eq!(xmr.segments[0].process.limits(), None);
    assert_eq!(marked(&xmr), []);
    assert_eq!(xmr.variation(Better::Higher), Variation::TooFew);
    assert_eq!(xmr.assurance(Better::Higher, 1_000), Assurance::TooFew);
    assert!(chart(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 90, 4]).segments[0].process.has_limits());
    assert_eq!(chart(&[]).variation(Better::Higher), Variation::TooFew);
}

#[test]
fn a_figure_that_never_moves_has_no_special_cause() {
    let xmr = chart(&[91; 24]);
    assert_eq!(marked(&xmr), []);
    assert_eq!(xmr.segments[0].process.limits(), Some((91_000, 91_000)));
    assert_eq!(xmr.assurance(Better::Higher, 91_000), Assurance::Hit);
    assert_eq!(xmr.assurance(Better::Higher, 91_001), Assurance::Miss);
}

#[test]
fn seven_in_a_row_on_one_side_are_a_shift_and_six_are_not() {
    // Mean 50: a point on it ends a run. The swings keep the limits wide.
    let seven = [40, 60, 40, 60, 40, 55, 55, 55, 55, 55, 55, 55, 50, 40, 45, 40];
    let found = marked(&chart(&seven));
    let shift: Vec<_> = found.iter().filter(|(_, rule, _)| *rule == Rule::Shift).collect();
    assert_eq!(shift.len(), 7, "{found:?}");
    assert!(shift.iter().all(|(place, _, side)| (5..=11).contains(place) && *side == Side::High));
    // The same with one of the seven on the mean.
    let six = [40, 60, 40, 60, 40, 55, 55, 55, 50, 55, 55, 55, 55, 40, 45, 40];
    assert!(marked(&chart(&six)).iter().all(|(_, rule, _)| *rule != Rule::Shift));
}

#[test]
fn seven_in_a_row_rising_are_a_trend_and_equal_neighbours_end_it() {
    let rising = [50, 70, 30, 44, 46, 48, 50, 52, 54, 53, 70, 30, 70, 30];
    let trend = |xmr: &Xmr| -> Vec<(usize, Side)> {
        let found = marked(xmr).into_iter().filter(|(_, rule, _)| *rule == Rule::Trend);
        found.map(|(place, _, side)| (place, side)).collect()
    };
    // 30, 44, 46, 48, 50, 52, 54: seven points, six rises.
    let expected: Vec<_> = (2..=8).map(|place| (place, Side::High)).collect();
    assert_eq!(trend(&chart(&rising)), expected);
    let mut falling = rising;
    falling.reverse();
    assert_eq!(trend(&chart(&falling))[0], (5, Side::Low));
    let level = [50, 70, 30, 44, 46, 46, 50, 52, 54, 53, 70, 30, 70, 30];
    assert_eq!(trend(&chart(&level)), []);
}

/// As the programme's single chart tool has it since November 2023: points beyond the
/// limit count too, all three lie on one side of the mean, and only those beyond two
/// thirds are marked.
#[test]
fn two_of_three_near_the_same_limit_are_marked_and_the_third_is_not() {
    let near = |values: &[i64]| -> Vec<(usize, Side)> {
        let found = marked(&chart(values)).into_iter();
        found.filter(|(_, rule, _)| *rule == Rule::NearLimit).map(|(at, _, to)| (at, to)).collect()
    };
    // By hand: 16 points, sum 800, mean 50; 15 ranges, sum 133, times 2.66 is 23.585,
    // two thirds of which are 15.72: near is above 65.72 or below 34.28.
    let same_side = [50, 55, 45, 55, 45, 55, 68, 58, 68, 48, 43, 48, 38, 43, 38, 43];
    let process = chart(&same_side).segments[0].process;
    assert_eq!((process.mean(), process.limits()), (50_000, Some((26_415, 73_585))));
    assert_eq!(near(&same_side), [(6, Side::High), (8, Side::High)]);
    // Mean 50, ranges 173: near is above 70.45, and 48 lies on the other side.
    let other_side = [50, 55, 45, 55, 45, 55, 72, 48, 72, 58, 43, 48, 36, 43, 36, 39];
    assert_eq!(near(&other_side), []);
    // Mean 50, ranges 121: near is above 64.30, the limit 71.46, and 77 is beyond it.
    let beyond = [50, 55, 45, 55, 45, 55, 77, 68, 58, 48, 43, 44, 38, 43, 37, 39];
    assert!(marked(&chart(&beyond)).contains(&(6, Rule::Outside, Side::High)));
    assert_eq!(near(&beyond), [(6, Side::High), (7, Side::High)]);
}

#[test]
fn a_step_begins_anew_and_says_why() {
    let before = [80, 82, 80, 82, 80, 82, 80, 82, 80, 82, 80, 82];
    let after = [90, 92, 90, 92, 90, 92, 90, 92, 90, 92, 90, 92];
    let both = [before, after].concat();
    // As one process, everything is a shift; as two, nothing is.
    assert!(chart(&both).points().all(|point| !point.signals.is_empty()));
    let xmr = stepped(&both, &[(12, "Protected training day"), (40, "Later"), (0, "Earlier")]);
    assert_eq!(marked(&xmr), []);
    assert_eq!(xmr.segments.len(), 2);
    assert_eq!(xmr.segments[0].step, None);
    let step = xmr.segments[1].step.as_ref().expect("a step");
    assert_eq!(step.reason, "Protected training day");
    // The leap from 82 to 90 is in neither segment's ranges.
    assert_eq!(xmr.segments[1].process.limits(), Some((91_000 - 5_320, 91_000 + 5_320)));
    // The next steps leave too few points, and no limits are better than false ones.
    assert_eq!(stepped(&both, &[(13, "Late")]).segments[1].process.limits(), None);
}

#[test]
fn the_latest_point_says_how_the_figure_varies() {
    let mut values = vec![80, 82, 80, 82, 80, 82, 80, 82, 80, 82, 80, 82];
    assert_eq!(chart(&values).variation(Better::Higher), Variation::Common);
    values.push(95);
    let high = chart(&values);
    assert_eq!(high.variation(Better::Higher), Variation::Improving(Side::High));
    assert_eq!(high.variation(Better::Lower), Variation::Concerning(Side::High));
    values.push(60);
    let low = chart(&values);
    assert_eq!(low.variation(Better::Higher), Variation::Concerning(Side::Low));
    assert_eq!(low.variation(Better::Lower), Variation::Improving(Side::Low));
    // Below the mean and rising: where special causes point both ways the programme's
    // tool shows the improvement.
    let up_again = [90, 40, 90, 40, 90, 90, 90, 90, 90, 20, 22, 24, 26, 28, 30, 32];
    assert_eq!(chart(&up_again).variation(Better::Higher), Variation::Improving(Side::High));
    assert_eq!(chart(&up_again).variation(Better::Lower), Variation::Improving(Side::Low));
}

#[test]
fn assurance_is_where_the_target_lies_between_the_limits() {
    // Mean 81, limits 75.68 and 86.32.
    let xmr = chart(&[80, 82, 80, 82, 80, 82, 80, 82, 80, 82, 80, 82]);
    for (target, higher, lower) in [
        (75_680, Assurance::Hit, Assurance::HitAndMiss),
        (75_681, Assurance::HitAndMiss, Assurance::HitAndMiss),
        (75_679, Assurance::Hit, Assurance::Miss),
        (86_320, Assurance::HitAndMiss, Assurance::Hit),
        (86_321, Assurance::Miss, Assurance::Hit),
    ] {
        assert_eq!(xmr.assurance(Better::Higher, target), higher, "{target}");
        assert_eq!(xmr.assurance(Better::Lower, target), lower, "{target}");
    }
}

#[test]
fn a_figure_of_nothing_is_no_point() {
    assert_eq!(per_cent(Count { counted: 0, compliant: 0 }), None);
    assert_eq!(per_cent(Count { counted: 3, compliant: 2 }), Some(66_666));
}

/// The rules in floating point, written another way: each signal asks its own window.
fn by_definition(values: &[f64]) -> Vec<Vec<Signal>> {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let ranges: Vec<f64> = values.windows(2).map(|w| (w[1] - w[0]).abs()).collect();
    let reach = 2.66 * ranges.iter().sum::<f64>() / (count - 1.0);
    let windows = |size: usize, place: usize| {
        let first = place.saturating_sub(size - 1)..=place.min(values.len() - size);
        first.map(move |first| first..first + size)
    };
    let tell = |place: usize, rule: Rule, sign: f64| -> bool {
        let up = |value: f64| sign * (value - mean);
        match rule {
            Rule::Outside => up(values[place]) > reach,
            Rule::Shift => {
                windows(7, place).any(|mut window| window.all(|at| up(values[at]) > 0.0))
            }
            Rule::NearLimit => {
                let near = |at: usize| up(values[at]) > reach * 2.0 / 3.0;
                let fits = |window: std::ops::Range<usize>| {
                    window.clone().all(|at| up(values[at]) > 0.0)
                        && window.filter(|at| near(*at)).count() >= 2
                };
                near(place) && windows(3, place).any(fits)
            }
            Rule::Trend => windows(7, place).any(|window| {
                values[window].windows(2).all(|pair| sign * (pair[1] - pair[0]) > 0.0)
            }),
        }
    };
    let mut found = vec![Vec::new(); values.len()];
    for (place, found) in found.iter_mut().enumerate() {
        for rule in [Rule::Outside, Rule::Shift, Rule::NearLimit, Rule::Trend] {
            for (side, sign) in [(Side::High, 1.0), (Side::Low, -1.0)] {
                if tell(place, rule, sign) {
                    found.push(Signal { rule, side });
                }
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Halves keep the two apart from ties, which floating point cannot settle.
    #[test]
    fn signals_are_those_of_a_second_reckoning(
        values in prop::collection::vec(0_i64..100, 12..40),
    ) {
        let sum: i64 = values.iter().sum();
        let tie = values.iter().any(|value| value * i64::try_from(values.len()).unwrap_or(1) == sum);
        if !tie {
            let found: Vec<_> =
                chart(&values).points().map(|point| point.signals.clone()).collect();
            let exact: Vec<f64> = values.iter().map(|value| *value as f64).collect();
            prop_assert_eq!(found, by_definition(&exact));
        }
    }

    #[test]
    fn signals_do_not_change_with_unit_or_zero(
        values in prop::collection::vec(0_i64..100, 12..40),
        times in 1_i64..50,
        plus in -500_i64..500,
    ) {
        let other: Vec<i64> = values.iter().map(|value| value * times + plus).collect();
        prop_assert_eq!(marked(&chart(&values)), marked(&chart(&other)));
    }

    #[test]
    fn turned_upside_down_improvement_is_concern(
        values in prop::collection::vec(0_i64..100, 0..40),
    ) {
        let down: Vec<i64> = values.iter().map(|value| -value).collect();
        let (up, down) = (chart(&values), chart(&down));
        prop_assert_eq!(marked(&up).len(), marked(&down).len());
        let turned = match down.variation(Better::Higher) {
            Variation::Improving(_) => matches!(up.variation(Better::Higher), Variation::Concerning(_)),
            Variation::Concerning(_) => matches!(up.variation(Better::Higher), Variation::Improving(_)),
            same => up.variation(Better::Higher) == same,
        };
        // Special causes that point both ways are an improvement either way up.
        let both = up.latest().is_some_and(|(_, point)| {
            point.signals.iter().any(|signal| signal.side != point.signals[0].side)
        });
        prop_assert!(turned || both);
    }

    #[test]
    fn each_segment_is_a_chart_of_its_own(
        values in prop::collection::vec(0_i64..100, 2..50),
        at in 1_usize..49,
    ) {
        let at = at.min(values.len() - 1);
        let xmr = stepped(&values, &[(at, "Change")]);
        prop_assert_eq!(xmr.segments.len(), 2);
        let alone = chart(&values[at..]);
        prop_assert_eq!(xmr.segments[1].process, alone.segments[0].process);
        let signals = |segment: &super::Segment| -> Vec<_> {
            segment.points.iter().map(|point| point.signals.clone()).collect()
        };
        prop_assert_eq!(signals(&xmr.segments[1]), signals(&alone.segments[0]));
    }
}
