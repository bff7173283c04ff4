//! Awards: added where they are new, never ended because a later file lacks them.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::Plan;
use super::references::References;
use crate::facts::{AwardFact, AwardOrigin};
use crate::import::{Place, Reading, Severity};
use crate::text::normal;

/// What makes two rows one award, whoever last updated the record.
type Key = (String, String, Date, Option<Date>, String, String);

impl Plan<'_> {
    pub(super) fn awards(&mut self, reading: &Reading, references: &References) {
        if reading.awards.is_empty() && reading.compliance.is_empty() {
            return;
        }
        let mut names = Names::default();
        let mut known: HashSet<Key> =
            self.recorded.awards.iter().map(|award| names.key(&award.fact)).collect();
        let mut withdrawn: HashSet<Key> =
            self.recorded.withdrawn.iter().map(|award| names.key(award)).collect();
        withdrawn.retain(|key| !known.contains(key));
        let mut in_file: HashMap<Key, Place> = HashMap::new();
        let mut unmapped: HashSet<String> = HashSet::new();
        for row in &reading.awards {
            let value = &row.value;
            let Some(employee_number) =
                self.person(references, reading, row.place, &value.employee_number)
            else {
                continue;
            };
            self.describe(reading, references, row.place, &value.competence_name, &mut unmapped);
            if value.awarded_on > self.terms.extract_date {
                self.problem(
                    reading,
                    row.place,
                    Severity::Warning,
                    ("Date Last Awarded", &value.awarded_on.to_string()),
                    "This award is dated after the extract; it is kept, and counts from its date."
                        .into(),
                    "Check the date.",
                );
            }
            let fact = AwardFact {
                employee_number,
                competence_name: value.competence_name.clone(),
                date: value.awarded_on,
                printed_expiry: value.expires_on,
                vpd: value.vpd.clone().unwrap_or_default(),
                title: value.course_title.clone().unwrap_or_default(),
                origin: AwardOrigin::Import,
            };
            let key = names.key(&fact);
            if let Some(first) = in_file.get(&key) {
                let first = first.row;
                self.problem(
                    reading,
                    row.place,
                    Severity::Note,
                    ("", ""),
                    format!("Row {first} is the same award; it is counted once."),
                    "",
                );
                continue;
            }
            in_file.insert(key.clone(), row.place);
            if withdrawn.contains(&key) {
                self.stays_void(reading, row.place);
                continue;
            }
            self.add_award(row.place, fact, key, &mut known);
        }
        for row in &reading.compliance {
            let value = &row.value;
            self.describe(reading, references, row.place, &value.competence_name, &mut unmapped);
            let Some(date) = value.awarded_on else { continue };
            let Some(employee_number) =
                self.person(references, reading, row.place, &value.assignment.employee_number)
            else {
                continue;
            };
            let fact = AwardFact {
                employee_number,
                competence_name: value.competence_name.clone(),
                date,
                printed_expiry: value.expires_on,
                vpd: String::new(),
                title: String::new(),
                origin: AwardOrigin::Import,
            };
            let key = names.key(&fact);
            if withdrawn.contains(&key) {
                self.stays_void(reading, row.place);
                continue;
            }
            self.add_award(row.place, fact, key, &mut known);
        }
    }

    /// Somebody voided it by hand; the file still holds it.
    fn stays_void(&mut self, reading: &Reading, place: Place) {
        self.problem(
            reading,
            place,
            Severity::Note,
            ("", ""),
            "This award was voided here, and stays void.".into(),
            "Correct it where the file comes from, or record it again with award add.",
        );
    }

    fn add_award(&mut self, place: Place, fact: AwardFact, key: Key, known: &mut HashSet<Key>) {
        if known.insert(key) {
            self.tally.used(place);
            self.item("award added", || {
                format!(
                    "{} achieved {} on {}.",
                    fact.employee_number,
                    fact.competence_name,
                    crate::wording::long_date(fact.date)
                )
            });
            self.changes.awards.add.push(fact);
        }
    }

    /// Says once of each competence that no file describes it.
    fn describe(
        &mut self,
        reading: &Reading,
        references: &References,
        place: Place,
        name: &str,
        said: &mut HashSet<String>,
    ) {
        if said.contains(name) {
            return;
        }
        let described = references
            .framework
            .by_name(name)
            .is_some_and(|id| references.framework.competence(id).described);
        said.insert(name.into());
        if !described {
            self.problem(
                reading,
                place,
                Severity::Note,
                ("Competence Name", name),
                "No competences file describes this competence; it is a subject of its own, with the period its name states.".into(),
                "Add it to the competences file, or record it there as an alias.",
            );
        }
    }
}

/// Normal forms of names already met: there are few names and many awards.
#[derive(Default)]
struct Names(HashMap<String, String>);

impl Names {
    fn key(&mut self, fact: &AwardFact) -> Key {
        let name = match self.0.get(&fact.competence_name) {
            Some(known) => known.clone(),
            None => {
                let known = normal(&fact.competence_name);
                self.0.insert(fact.competence_name.clone(), known.clone());
                known
            }
        };
        (
            fact.employee_number.clone(),
            name,
            fact.date,
            fact.printed_expiry,
            fact.vpd.clone(),
            fact.title.clone(),
        )
    }
}
