//! The over-training register: what is asked more often than nationally, and the
//! hours that costs a year.

use passport_core::framework::Period;

use super::variations::Variation;

/// One line of the register.
#[derive(Clone, Debug)]
pub struct OverTrained {
    /// What is asked more often.
    pub variation: Variation,
    /// Tenths of an hour a year that it costs over the national period; `None`
    /// where no course says how long it takes.
    pub tenths_a_year: Option<u64>,
}

/// The register, of all variations.
#[must_use]
pub fn over_training(variations: &[Variation]) -> Vec<OverTrained> {
    variations
        .iter()
        .filter(|variation| variation.is_more_frequent())
        .map(|variation| OverTrained {
            tenths_a_year: variation.minutes.map(|minutes| {
                tenths(variation.people, minutes, variation.local, variation.national.period)
            }),
            variation: variation.clone(),
        })
        .collect()
}

/// People × minutes × (12 ÷ local − 12 ÷ national), in tenths of an hour, truncated.
fn tenths(people: u64, minutes: u64, local: Period, national: Period) -> u64 {
    let Period::Months(local) = local else { return 0 };
    let local = u64::from(local.max(1));
    let minutes = people * minutes;
    match national {
        Period::Months(national) => {
            let national = u64::from(national.max(1));
            minutes * 12 * national.saturating_sub(local) / (local * national) / 6
        }
        Period::Once | Period::Unknown => minutes * 12 / local / 6,
    }
}

#[cfg(test)]
mod tests {
    use passport_core::framework::Period::{Months, Once};

    use super::tenths;

    #[test]
    fn a_year_costs_what_is_trained_more_often_than_nationally() {
        for (people, minutes, local, national, expected) in [
            // Yearly instead of every three years: two thirds of an hour more for each.
            (100, 60, Months(12), Months(36), 666),
            (100, 60, Months(12), Months(24), 500),
            (2_440, 45, Months(12), Months(24), 9_150),
            (10, 30, Months(12), Once, 50),
            (10, 30, Months(24), Months(24), 0),
            (10, 30, Once, Months(24), 0),
            (0, 30, Months(12), Months(24), 0),
        ] {
            assert_eq!(
                tenths(people, minutes, local, national),
                expected,
                "{local:?} {national:?}"
            );
        }
    }
}
