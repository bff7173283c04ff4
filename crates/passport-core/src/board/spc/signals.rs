//! Special causes: what says that a figure moved for a reason.
//!
//! Of the third rule the programme's tool has had two readings. This is the present one,
//! as its authors told those who write other tools on 6 November 2023
//! (<https://github.com/nhs-r-community/NHSRplotthedots/issues/194>).

use super::process::{Process, Thousandths};

/// The four rules, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// Beyond a limit.
    Outside,
    /// One of 7 or more in a row on the same side of the mean. A point on the mean is
    /// on neither side.
    Shift,
    /// One of 2 in any 3 in a row that lie more than two thirds of the way from the
    /// mean to the same limit, or beyond it. The third lies on the same side of the mean.
    NearLimit,
    /// One of 7 or more in a row, each higher than the one before, or each lower.
    Trend,
}

/// Which way a special cause points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Above the mean, or rising.
    High,
    /// Below the mean, or falling.
    Low,
}

/// A rule that a point breaks, and which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Signal {
    /// The rule.
    pub rule: Rule,
    /// Which way.
    pub side: Side,
}

/// How many in a row make a shift or a trend.
const RUN: usize = 7;

impl Signal {
    /// As the table beside a chart has it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match (self.rule, self.side) {
            (Rule::Outside, Side::High) => "Above the upper limit",
            (Rule::Outside, Side::Low) => "Below the lower limit",
            (Rule::Shift, Side::High) => "7 or more in a row above the mean",
            (Rule::Shift, Side::Low) => "7 or more in a row below the mean",
            (Rule::NearLimit, Side::High) => "2 of 3 near or above the upper limit",
            (Rule::NearLimit, Side::Low) => "2 of 3 near or below the lower limit",
            (Rule::Trend, Side::High) => "7 or more in a row rising",
            (Rule::Trend, Side::Low) => "7 or more in a row falling",
        }
    }
}

/// What makes each value stand out. With too few values for limits nothing does.
pub(super) fn signals(process: &Process, values: &[Thousandths]) -> Vec<Vec<Signal>> {
    let mut found = vec![Vec::new(); values.len()];
    if !process.has_limits() {
        return found;
    }
    let distances: Vec<i128> = values.iter().map(|value| process.distance(*value)).collect();
    for side in [Side::High, Side::Low] {
        // Towards this side is up.
        let up = |distance: i128| if side == Side::High { distance } else { -distance };
        let above: Vec<i128> = distances.iter().map(|distance| up(*distance)).collect();
        let mut mark = |rule, places: Vec<bool>| {
            for (signals, _) in found.iter_mut().zip(places).filter(|(_, marked)| *marked) {
                signals.push(Signal { rule, side });
            }
        };
        mark(Rule::Outside, above.iter().map(|at| *at > process.reach()).collect());
        mark(Rule::Shift, runs(&above.iter().map(|at| *at > 0).collect::<Vec<_>>(), RUN));
        let near: Vec<bool> = above.iter().map(|at| 3 * at > 2 * process.reach()).collect();
        mark(Rule::NearLimit, two_of_three(&above, &near));
        mark(Rule::Trend, trends(&above));
    }
    for signals in &mut found {
        signals.sort_unstable();
    }
    found
}

/// Those that stand in a row of at least so many.
fn runs(holds: &[bool], least: usize) -> Vec<bool> {
    let chunks = holds.chunk_by(|a, b| a == b);
    chunks.flat_map(|run| vec![run[0] && run.len() >= least; run.len()]).collect()
}

fn two_of_three(above: &[i128], near: &[bool]) -> Vec<bool> {
    let mut marked = vec![false; near.len()];
    for first in 0..near.len().saturating_sub(2) {
        let three = first..first + 3;
        let same_side = above[three.clone()].iter().all(|at| *at > 0);
        if same_side && near[three.clone()].iter().filter(|near| **near).count() >= 2 {
            for place in three {
                marked[place] |= near[place];
            }
        }
    }
    marked
}

/// Those in a row of [`RUN`] that rise: one rise fewer than points.
fn trends(above: &[i128]) -> Vec<bool> {
    let rises: Vec<bool> = above.windows(2).map(|pair| pair[1] > pair[0]).collect();
    let rising = runs(&rises, RUN - 1);
    let rises_to = |place: usize| place > 0 && rising[place - 1];
    let rises_from = |place: usize| rising.get(place).is_some_and(|rises| *rises);
    (0..above.len()).map(|place| rises_to(place) || rises_from(place)).collect()
}
