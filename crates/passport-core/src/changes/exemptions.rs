//! Exemptions: new ones cover their own days; changed ones apply from the
//! extract date; those no longer in a full file end the day before it. What was
//! entered here is no file's to change or to end.

use std::collections::BTreeMap;

use super::Plan;
use super::references::References;
use crate::entered::Origin;
use crate::facts::{ExemptionFact, Recorded};
use crate::import::{Kind, Place, Reading, Severity};
use crate::span::Span;
use crate::text::normal;

impl Plan<'_> {
    pub(super) fn exemptions(&mut self, reading: &Reading, references: &References) {
        if !reading.has(Kind::Exemptions) {
            return;
        }
        type Group<'a> = (Vec<&'a Recorded<ExemptionFact>>, Vec<(Place, ExemptionFact)>);
        let recorded = self.recorded;
        let mut groups: BTreeMap<(String, String), Group<'_>> = BTreeMap::new();
        let standing = recorded.exemptions.iter().filter(|e| e.fact.applies.to.is_none());
        let (entered, of_files): (Vec<_>, Vec<_>) =
            standing.partition(|known| known.fact.origin == Origin::Entered);
        for before in of_files {
            groups.entry(key(&before.fact)).or_default().0.push(before);
        }
        for row in &reading.exemptions {
            let value = &row.value;
            let Some(employee_number) =
                self.person(references, reading, row.place, &value.employee_number)
            else {
                continue;
            };
            let Some(subject) = references.framework.subject(&value.subject) else {
                self.refuse(
                    reading,
                    row.place,
                    ("Subject", &value.subject),
                    "There is no subject of this name.".into(),
                    "Correct it, or add the subject's competences to the competences file.",
                );
                continue;
            };
            let fact = ExemptionFact {
                employee_number,
                subject: references.framework.subject_name(subject).into(),
                date_from: value.from,
                date_to: value.to,
                reason: value.reason.clone().unwrap_or_default(),
                approved_by: value.approved_by.clone().unwrap_or_default(),
                applies: Span::since(value.from),
                origin: Origin::File,
            };
            let twin = entered.iter().find(|known| {
                key(&known.fact) == key(&fact)
                    && (known.fact.date_from, known.fact.date_to) == (fact.date_from, fact.date_to)
            });
            if twin.is_some() {
                self.problem(
                    reading,
                    row.place,
                    Severity::Note,
                    ("Subject", &value.subject),
                    "This exemption was entered here already, and stays as it was entered.".into(),
                    "Nothing is to do. It is ended on the page of exemptions, not by a file.",
                );
                continue;
            }
            groups.entry(key(&fact)).or_default().1.push((row.place, fact));
        }
        let ends = self.ends_what_is_missing(reading, Kind::Exemptions, "exemption");
        for (before, now) in groups.into_values() {
            self.settle_exemptions(before, now, ends);
        }
    }

    fn settle_exemptions(
        &mut self,
        mut before: Vec<&Recorded<ExemptionFact>>,
        mut now: Vec<(Place, ExemptionFact)>,
        ends: bool,
    ) {
        let mut said: Vec<ExemptionFact> = Vec::new();
        now.retain(|(_, fact)| {
            if said.contains(fact) {
                return false;
            }
            said.push(fact.clone());
            match before.iter().position(|known| says_the_same(&known.fact, fact)) {
                Some(place) => {
                    before.swap_remove(place);
                    false
                }
                None => true,
            }
        });
        before.sort_by_key(|known| known.fact.date_from);
        now.sort_by_key(|(_, fact)| fact.date_from);
        for (place, mut fact) in now {
            self.tally.used(place);
            let known = before
                .iter()
                .position(|known| known.fact.date_from == fact.date_from)
                .map(|at| before.remove(at));
            match known {
                Some(known) => {
                    self.item("exemption changed", || words(&fact));
                    fact.applies =
                        Span::since(self.terms.extract_date.max(known.fact.applies.from));
                    self.end_exemption(known);
                }
                None => self.item("exemption added", || words(&fact)),
            }
            self.changes.exemptions.add.push(fact);
        }
        if ends {
            for known in before {
                // One that is over already has nothing left to end.
                if known.fact.date_to.is_none_or(|to| self.terms.extract_date <= to) {
                    self.item("exemption ended", || words(&known.fact));
                    self.changes.brake.exemptions.ending += 1;
                    self.end_exemption(known);
                }
            }
        }
    }

    fn end_exemption(&mut self, known: &Recorded<ExemptionFact>) {
        let last = self.day_before();
        self.changes.exemptions.void.push(known.id);
        if known.fact.applies.from <= last {
            let applies = Span { to: Some(last), ..known.fact.applies };
            self.changes.exemptions.add.push(ExemptionFact { applies, ..known.fact.clone() });
        }
    }
}

fn key(fact: &ExemptionFact) -> (String, String) {
    (fact.employee_number.clone(), normal(&fact.subject))
}

fn says_the_same(a: &ExemptionFact, b: &ExemptionFact) -> bool {
    (a.date_from, a.date_to, &a.reason, &a.approved_by)
        == (b.date_from, b.date_to, &b.reason, &b.approved_by)
}

fn words(fact: &ExemptionFact) -> String {
    format!("Exemption of {} from {}.", fact.employee_number, fact.subject)
}
