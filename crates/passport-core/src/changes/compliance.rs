//! What ESR itself answers in a compliance extract, kept beside our own answer
//! for reconciliation.

use std::collections::HashMap;

use super::Plan;
use super::references::{Found, References};
use crate::facts::{EsrAnswerFact, Recorded};
use crate::import::Reading;

impl Plan<'_> {
    pub(super) fn esr_answers(&mut self, reading: &Reading, references: &References) {
        let mut known: HashMap<(&str, &str), &Recorded<EsrAnswerFact>> = HashMap::new();
        for answer in &self.recorded.esr_answers {
            known.insert((&answer.fact.assignment_number, &answer.fact.competence_name), answer);
        }
        for row in &reading.compliance {
            let value = &row.value;
            let Some(meets) = value.meets_requirement else { continue };
            let assignment = &value.assignment;
            let employee_number = match references.people.find(&assignment.employee_number) {
                Found::Exactly => assignment.employee_number.clone(),
                Found::WithZeros(number) => number.to_owned(),
                Found::Several | Found::No => continue,
            };
            let assignment_number =
                assignment.assignment_number.strip_prefix(&assignment.employee_number).map_or_else(
                    || assignment.assignment_number.clone(),
                    |rest| format!("{employee_number}{rest}"),
                );
            let fact = EsrAnswerFact {
                assignment_number,
                employee_number,
                competence_name: value.competence_name.clone(),
                meets,
                awarded_on: value.awarded_on,
                expires_on: value.expires_on,
                extract_date: self.terms.extract_date,
            };
            match known.get(&(fact.assignment_number.as_str(), fact.competence_name.as_str())) {
                Some(before) if before.fact == fact => continue,
                Some(before) if before.fact.extract_date > fact.extract_date => continue,
                Some(before) => self.changes.esr_answers.void.push(before.id),
                None => {}
            }
            self.tally.used(row.place);
            self.changes.esr_answers.add.push(fact);
        }
    }
}
