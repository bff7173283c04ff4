//! From values to places, with round numbers beside them.

/// A run of values along a length.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    low: f64,
    high: f64,
    from: f32,
    to: f32,
    step: f64,
}

impl Scale {
    /// A scale on which all these values have a place, from round number to round number,
    /// about so many steps apart. Nothing lies beyond the bounds, as of percentages.
    pub(crate) fn around(
        values: impl Iterator<Item = f64>,
        bounds: Option<(f64, f64)>,
        steps: f64,
        (from, to): (f32, f32),
    ) -> Self {
        let (mut low, mut high) = values
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
        if low > high {
            (low, high) = bounds.unwrap_or((0.0, 1.0));
        }
        if high - low < 1.0 {
            (low, high) = (low - 1.0, high + 1.0);
        }
        let step = round_step((high - low) / steps);
        low = (low / step).floor() * step;
        high = (high / step).ceil() * step;
        if let Some((least, most)) = bounds {
            (low, high) = (low.max(least), high.min(most));
        }
        Self { low, high, from, to, step }
    }

    /// Where a value is.
    pub(crate) fn place(&self, value: f64) -> f32 {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0) as f32;
        self.from + share * (self.to - self.from)
    }

    /// The round numbers.
    pub(crate) fn ticks(&self) -> Vec<f64> {
        let first = (self.low / self.step).ceil() as i64;
        let last = (self.high / self.step + 1e-9).floor() as i64;
        (first..=last).map(|tick| tick as f64 * self.step).collect()
    }
}

/// The next of 1, 2, 5, 10, 20 …
fn round_step(least: f64) -> f64 {
    let ten = 10_f64.powf(least.log10().floor()).max(1.0);
    [1.0, 2.0, 5.0, 10.0].map(|times| times * ten).into_iter().find(|s| *s >= least).unwrap_or(ten)
}

#[cfg(test)]
mod tests {
    use super::Scale;

    #[test]
    fn a_scale_goes_from_round_number_to_round_number_and_not_beyond_its_bounds() {
        let ticks = |values: &[f64], bounds| {
            Scale::around(values.iter().copied(), bounds, 5.0, (100.0, 0.0)).ticks()
        };
        assert_eq!(ticks(&[81.3, 92.0], None), [80.0, 85.0, 90.0, 95.0]);
        assert_eq!(ticks(&[88.0, 99.5], Some((0.0, 100.0))), [85.0, 90.0, 95.0, 100.0]);
        assert_eq!(ticks(&[91.0, 91.0], Some((0.0, 100.0))), [90.0, 91.0, 92.0]);
        assert_eq!(ticks(&[], Some((0.0, 100.0))), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        let scale = Scale::around([80.0, 90.0].into_iter(), None, 5.0, (100.0, 0.0));
        assert_eq!((scale.place(80.0), scale.place(85.0), scale.place(99.0)), (100.0, 50.0, 0.0));
    }
}
