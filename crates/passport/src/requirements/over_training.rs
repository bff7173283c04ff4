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

/// The columns of the register as a file.
pub const OVER_TRAINING_HEADINGS: [&str; 10] = [
    "subject",
    "level",
    "local_months",
    "national_months",
    "source",
    "people",
    "minutes",
    "hours_a_year",
    "justification",
    "review_on",
];

impl OverTrained {
    /// Its cells under [`OVER_TRAINING_HEADINGS`].
    #[must_use]
    pub fn cells(&self) -> Vec<String> {
        let Variation { subject, level, local, national, people, minutes, justified } =
            &self.variation;
        let hours = self.tenths_a_year.map(|tenths| format!("{}.{}", tenths / 10, tenths % 10));
        let reason = justified.as_ref().map(|known| &known.fact);
        vec![
            subject.clone(),
            level.clone(),
            local.code(),
            national.period.code(),
            national.source.clone(),
            people.to_string(),
            minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
            hours.unwrap_or_default(),
            reason.map(|fact| fact.justification.clone()).unwrap_or_default(),
            reason.map(|fact| fact.review_on.to_string()).unwrap_or_default(),
        ]
    }
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
