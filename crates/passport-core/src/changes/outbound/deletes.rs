//! What a delete of version 2 means: it names a number alone. A person or an
//! assignment that is deleted has left and ends; a position or an organisation
//! takes nothing with it. Each delete is answered, whatever comes of it.

use super::lines::{Lines, What};
use super::numbers::Link;
use super::version_2::Change;
use super::{Feed, Ground};
use crate::changes::Plan;
use crate::import::Severity;
use crate::wording::{count, long_date};

impl Change<'_> {
    pub(super) fn deletes(
        &self,
        plan: &mut Plan<'_>,
        lines: &Lines<'_>,
        ground: &Ground<'_, '_>,
        feed: &mut Feed,
    ) {
        let last = long_date(plan.day_before());
        for ((what, id), (place, _)) in &lines.deleted {
            let said = match what {
                What::Person => {
                    let employee = self.numbers.people.get(*id);
                    let held = employee.map(|number| ground.assignments_of(number));
                    let held = held.unwrap_or_default();
                    let running: Vec<&String> =
                        held.iter().filter(|number| self.runs(plan, ground, number)).collect();
                    for number in &running {
                        feed.deleted.insert((*number).clone(), *place);
                    }
                    match (employee, running.len()) {
                        (None, _) => {
                            "No file so far says who this deleted person is; nothing ends.".into()
                        }
                        (Some(number), 0) => format!(
                            "Person {number} is deleted in ESR and has no assignment that runs; the record of their training stays."
                        ),
                        (Some(number), some) => format!(
                            "Person {number} is deleted in ESR: {} on {last}; the record of their training stays.",
                            count(some as u64, "assignment ends", "assignments end")
                        ),
                    }
                }
                What::Assignment => match self.numbers.assignments.get(*id) {
                    None => {
                        "No file so far says which assignment this deleted one is; nothing ends."
                            .into()
                    }
                    Some(link) if self.runs(plan, ground, &link.assignment_number) => {
                        feed.deleted.insert(link.assignment_number.clone(), *place);
                        continue;
                    }
                    Some(link) => format!(
                        "Assignment {} is deleted in ESR and does not run here, or another file of this import states it; nothing ends.",
                        link.assignment_number
                    ),
                },
                What::Position => {
                    let using = self.using(plan, ground, |link| link.position_id == *id);
                    format!("The position is deleted in ESR; {using}")
                }
                What::Organisation => {
                    let using = self.using(plan, ground, |link| self.numbers.unit_of(link) == *id);
                    format!("The organisation is deleted in ESR; {using}")
                }
            };
            plan.problem(self.reading, *place, Severity::Note, ("Id", id), said, "");
        }
    }

    /// Whether an assignment runs on the extract date and no line of this import states it.
    fn runs(&self, plan: &Plan<'_>, ground: &Ground<'_, '_>, number: &str) -> bool {
        let day = plan.terms.extract_date;
        ground.ended(number).is_none()
            && !ground.index.contains_key(number)
            && ground.post(number).is_some_and(|post| post.end.is_none_or(|end| day <= end))
    }

    /// In words, how many assignments that run are in what was deleted.
    fn using(
        &self,
        plan: &Plan<'_>,
        ground: &Ground<'_, '_>,
        is_in: impl Fn(&Link) -> bool,
    ) -> String {
        let day = plan.terms.extract_date;
        let number = self.numbers.assignments.values().filter(|link| is_in(link)).filter(|link| {
            let number = &link.assignment_number;
            ground.ended(number).is_none()
                && ground.post(number).is_some_and(|post| post.end.is_none_or(|end| day <= end))
        });
        match number.count() {
            0 => "what was recorded of it stays.".into(),
            some => format!(
                "{} what was recorded until a line moves them.",
                count(some as u64, "assignment in it keeps", "assignments in it keep")
            ),
        }
    }
}
