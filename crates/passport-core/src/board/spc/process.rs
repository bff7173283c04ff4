//! Mean and limits of one run of months, kept as the sums they are made of so that
//! comparing with them is exact.

use super::FEWEST;

/// A value in thousandths of its unit.
pub type Thousandths = i64;

/// The mean and the limits of a run of values.
///
/// With *n* values that sum to *S* and *n* - 1 ranges between neighbours that sum to
/// *R*, the mean is *S*/*n* and a limit is 2.66 *R*/(*n* - 1) away from it. 2.66 is
/// 3/1.128: three standard deviations, of which the mean range of two is 1.128.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Process {
    count: i128,
    sum: i128,
    ranges: i128,
}

/// 2.66 as a fraction.
const REACH: (i128, i128) = (266, 100);

impl Process {
    pub(super) fn of(values: &[Thousandths]) -> Self {
        let range = |pair: &[Thousandths]| i128::from(pair[0].abs_diff(pair[1]));
        Self {
            count: values.len() as i128,
            sum: values.iter().map(|value| i128::from(*value)).sum(),
            ranges: values.windows(2).map(range).sum(),
        }
    }

    /// Whether there are points enough for limits.
    #[must_use]
    pub const fn has_limits(&self) -> bool {
        self.count >= FEWEST as i128
    }

    /// The centre line, to the nearest thousandth.
    #[must_use]
    pub fn mean(&self) -> Thousandths {
        nearest(self.sum, self.count)
    }

    /// The lower and the upper limit to the nearest thousandth, as computed: those of a
    /// percentage may lie below 0 or above 100. `None` with fewer than [`FEWEST`] points.
    #[must_use]
    pub fn limits(&self) -> Option<(Thousandths, Thousandths)> {
        let (reach, scale) = (self.reach(), self.scale());
        let centre = self.sum * (self.count - 1) * REACH.1;
        let limit = |at| nearest(at, scale);
        self.has_limits().then(|| (limit(centre - reach), limit(centre + reach)))
    }

    /// The limits as they are drawn for a percentage: no lower than 0 and no higher
    /// than 100, since no figure can be. The rules use [`Process::limits`].
    #[must_use]
    pub fn limits_of_per_cent(&self) -> Option<(Thousandths, Thousandths)> {
        let within = |at: Thousandths| at.clamp(0, 100_000);
        self.limits().map(|(lower, upper)| (within(lower), within(upper)))
    }

    /// How far a value lies above the mean, on a scale on which a limit lies
    /// [`Process::reach`] away.
    pub(super) fn distance(&self, value: Thousandths) -> i128 {
        (i128::from(value) * self.count - self.sum) * (self.count - 1) * REACH.1
    }

    /// How far a limit lies from the mean, on the scale of [`Process::distance`].
    pub(super) const fn reach(&self) -> i128 {
        REACH.0 * self.ranges * self.count
    }

    const fn scale(&self) -> i128 {
        self.count * (self.count - 1) * REACH.1
    }
}

/// A fraction to the nearest whole number, halves upwards.
fn nearest(above: i128, below: i128) -> Thousandths {
    let whole = (2 * above + below).checked_div_euclid(2 * below).unwrap_or(0);
    Thousandths::try_from(whole).unwrap_or(0)
}
