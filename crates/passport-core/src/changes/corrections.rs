//! Corrections of people's details, as an import meets them: what the source goes
//! on saying does not undo them, and what it says anew overtakes them.

use std::collections::HashMap;

use super::Plan;
use crate::correction::{CorrectionFact, Standing};
use crate::facts::{PersonFact, Recorded};
use crate::import::{Place, Problem, Reading, Severity};

/// The corrections that stand, by employee number.
pub(super) type Corrections<'r> = HashMap<&'r str, Vec<&'r Recorded<CorrectionFact>>>;

impl<'r> Plan<'r> {
    pub(super) fn standing_corrections(&self) -> Corrections<'r> {
        let recorded: &'r super::Recordings = self.recorded;
        let mut found = Corrections::new();
        for correction in &recorded.corrections {
            found.entry(&correction.fact.employee_number).or_default().push(correction);
        }
        found
    }

    /// A person as a file states them, with what was corrected here.
    pub(super) fn corrected(
        &mut self,
        corrections: &Corrections<'_>,
        person: &PersonFact,
        place: Option<Place>,
        reading: &Reading,
    ) -> PersonFact {
        let mut person = person.clone();
        for correction in corrections.get(person.employee_number.as_str()).into_iter().flatten() {
            let CorrectionFact { field, value, .. } = &correction.fact;
            match correction.fact.met_by(&person) {
                Standing::Stands => field.set(&mut person, value),
                // A file without the column agrees by saying nothing.
                Standing::Agrees => {
                    let said = |place: Place| reading.files[place.file].gives(field.heading());
                    if place.is_some_and(said) {
                        self.changes.corrections.void.push(correction.id);
                        let (number, words) = (&person.employee_number, field.words());
                        self.item("correction taken up by the source", || {
                            format!("The {words} of person {number} is right in the file now.")
                        });
                    }
                }
                Standing::Overtaken => {
                    self.changes.corrections.void.push(correction.id);
                    let (number, words) = (&person.employee_number, field.words());
                    self.item("correction overtaken", || {
                        format!("The {words} of person {number} is as the file now says.")
                    });
                    if let Some(place) = place {
                        let file = &reading.files[place.file].name;
                        let what = format!(
                            "The {words} of this person was corrected here; the file now says something else, which is taken.",
                        );
                        let remedy = "Correct it again if the file is still wrong.";
                        let problem = Problem::with_file(Severity::Note, file, what, remedy);
                        self.problems.push(problem.at_row(place.row));
                    }
                }
            }
        }
        person
    }
}
