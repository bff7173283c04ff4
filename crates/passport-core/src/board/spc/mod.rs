//! XmR charts: whether a monthly figure is moving, or only varies as it always does.
//!
//! The rules are those of NHS England's *Making Data Count* programme
//! (<https://www.england.nhs.uk/publication/making-data-count/>, read November 2026)
//! as its workbook computes them: the centre line is the mean, the limits stand 2.66
//! mean moving ranges from it, and outlying ranges are kept. Where the workbook leaves
//! a choice, decision 0026 says which was taken and why.
//!
//! A value is a whole number of thousandths of its unit, 89.964% is 89 964, and every
//! comparison is made in whole numbers: a point lies on the mean or it does not, and no
//! run begins because a sum of fractions came out a trifle high.
//!
//! Months whose figures are reconstructed never enter a chart (rules.md section 7):
//! leaving them out is the caller's part, as is a month that was never published. The
//! points on either side of a gap count as neighbours.

mod icons;
mod process;
mod signals;

use std::collections::BTreeMap;

pub use icons::{Assurance, Better, Variation};
pub use process::{Process, Thousandths};
pub use signals::{Rule, Side, Signal};

use crate::compliance::Count;
use crate::delivery::Month;

/// Limits on fewer points than this would say more than is known. Twelve is what the
/// programme asks for.
pub const FEWEST: usize = 12;

/// From this month on the process is another one, and its limits are worked out anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The first month of the new process.
    pub from: Month,
    /// What changed, for whoever reads the chart.
    pub reason: String,
}

/// One month on the chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// The month.
    pub month: Month,
    /// Its value.
    pub value: Thousandths,
    /// What makes it stand out, the strongest first; empty where nothing does.
    pub signals: Vec<Signal>,
}

/// The points between two steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The step that began it; the first segment has none.
    pub step: Option<Step>,
    /// In order, at least one.
    pub points: Vec<Point>,
    /// Mean and limits.
    pub process: Process,
}

/// An XmR chart, without its drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Xmr {
    /// In order; none where there are no points.
    pub segments: Vec<Segment>,
}

impl Xmr {
    /// The chart of these months. A step before the first month or after the last makes
    /// no segment; of several in the same gap the latest speaks.
    #[must_use]
    pub fn new(values: &BTreeMap<Month, Thousandths>, steps: &[Step]) -> Self {
        let mut steps: Vec<&Step> = steps.iter().collect();
        steps.sort_by_key(|step| step.from);
        let begun_by = |month: Month| steps.iter().rev().find(|step| step.from <= month).copied();
        let months: Vec<(Month, Thousandths)> = values.iter().map(|(m, v)| (*m, *v)).collect();
        let segments = months
            .chunk_by(|a, b| begun_by(a.0) == begun_by(b.0))
            .enumerate()
            .map(|(place, months)| {
                // What began before the first point is how things were, not a change.
                let step = (place > 0).then(|| begun_by(months[0].0)).flatten();
                Segment::new(step.cloned(), months)
            })
            .collect();
        Self { segments }
    }

    /// Every point, in order.
    pub fn points(&self) -> impl Iterator<Item = &Point> {
        self.segments.iter().flat_map(|segment| &segment.points)
    }

    /// The latest point with its segment.
    #[must_use]
    pub fn latest(&self) -> Option<(&Segment, &Point)> {
        let segment = self.segments.last()?;
        Some((segment, segment.points.last()?))
    }
}

impl Segment {
    fn new(step: Option<Step>, months: &[(Month, Thousandths)]) -> Self {
        let values: Vec<Thousandths> = months.iter().map(|(_, value)| *value).collect();
        let process = Process::of(&values);
        let signals = signals::signals(&process, &values);
        let points = months
            .iter()
            .zip(signals)
            .map(|(&(month, value), signals)| Point { month, value, signals })
            .collect();
        Self { step, points, process }
    }
}

/// A figure as a point: thousandths of a per cent, truncated as every percentage here
/// is; `None` where nothing is counted, which is neither 0% nor 100% and no point.
#[must_use]
pub fn per_cent(count: Count) -> Option<Thousandths> {
    let share = u128::from(count.compliant) * 100_000;
    Thousandths::try_from(share.checked_div(u128::from(count.counted))?).ok()
}

#[cfg(test)]
mod tests;
