//! Whom and what a row means: people by number, competences by name, units by
//! path. A leading zero lost by a spreadsheet is matched only when exactly one
//! person fits, and said.

use std::collections::{HashMap, HashSet};

use super::Plan;
use crate::assemble;
use crate::facts::{Recorded, RuleFacts};
use crate::framework::Framework;
use crate::import::{Place, Problem, Reading, Severity};
use crate::organisation::Units;

/// Employee numbers that are known.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    exact: HashSet<String>,
    without_zeros: HashMap<String, Vec<String>>,
}

/// How a number was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found<'a> {
    Exactly,
    /// The one number that differs only by leading zeros.
    WithZeros(&'a str),
    Several,
    No,
}

impl Numbers {
    pub(super) fn new<'n>(numbers: impl IntoIterator<Item = &'n str>) -> Self {
        let mut known = Self::default();
        for number in numbers {
            known.insert(number);
        }
        known
    }

    pub(super) fn insert(&mut self, number: &str) {
        if self.exact.insert(number.into()) {
            self.without_zeros.entry(bare(number).into()).or_default().push(number.into());
        }
    }

    pub(super) fn find(&self, number: &str) -> Found<'_> {
        if self.exact.contains(number) {
            return Found::Exactly;
        }
        match self.without_zeros.get(bare(number)).map(Vec::as_slice) {
            Some([one]) => Found::WithZeros(one),
            Some([_, ..]) => Found::Several,
            _ => Found::No,
        }
    }
}

fn bare(number: &str) -> &str {
    number.trim_start_matches('0')
}

/// What rows may refer to: what is recorded and what this import adds.
pub(super) struct References {
    pub(super) people: Numbers,
    pub(super) framework: Framework,
    pub(super) units: Units,
}

impl References {
    pub(super) fn new(plan: &Plan<'_>, reading: &Reading) -> Self {
        let recorded = plan.recorded;
        let people = Numbers::new(
            recorded.people.iter().map(|person| person.fact.employee_number.as_str()).chain(
                plan.changes.people.add.iter().map(|person| person.employee_number.as_str()),
            ),
        );
        let gone: HashSet<i64> = plan.changes.competences.void.iter().copied().collect();
        let kept = recorded.competences.iter().filter(|c| !gone.contains(&c.id)).cloned();
        let added = plan.changes.competences.add.iter().cloned().map(|fact| Recorded {
            id: 0,
            recorded: 0,
            fact,
        });
        let mut met: HashSet<&str> = HashSet::new();
        let names_met = recorded
            .names_met
            .iter()
            .map(String::as_str)
            .chain(reading.awards.iter().map(|row| &*row.value.competence_name))
            .chain(reading.compliance.iter().map(|row| row.value.competence_name.as_str()))
            .filter(|name| !name.is_empty() && met.insert(name))
            .map(Into::into)
            .collect();
        let unit_changes = recorded.unit_changes.iter().cloned().chain(
            plan.changes.unit_changes.add.iter().cloned().map(|fact| Recorded {
                id: 0,
                recorded: 0,
                fact,
            }),
        );
        let mut paths: HashSet<&str> = HashSet::new();
        let facts = RuleFacts {
            competences: kept.chain(added).collect(),
            aliases: recorded.aliases.clone(),
            names_met,
            unit_paths: recorded
                .postings
                .iter()
                .map(|posting| posting.fact.post.unit.as_str())
                .chain(plan.changes.postings.add.iter().map(|posting| posting.post.unit.as_str()))
                .filter(|path| paths.insert(path))
                .map(Into::into)
                .collect(),
            unit_changes: unit_changes.collect(),
            ..RuleFacts::default()
        };
        let (rules, _) = assemble::rulebook(&facts, plan.terms.extract_date);
        Self { people, framework: rules.framework, units: rules.units }
    }
}

impl Plan<'_> {
    /// The person a row means; if nobody, the row is refused.
    pub(super) fn person(
        &mut self,
        references: &References,
        reading: &Reading,
        place: Place,
        number: &str,
    ) -> Option<String> {
        match references.people.find(number) {
            Found::Exactly => Some(number.into()),
            Found::WithZeros(known) => {
                let known = known.to_owned();
                self.problem(
                    reading,
                    place,
                    Severity::Note,
                    ("Employee Number", number),
                    format!("Nobody has this number; {known} is the only one that differs just by leading zeros, and was taken."),
                    "Keep employee numbers as text in the spreadsheet.",
                );
                Some(known)
            }
            Found::Several => {
                self.refuse(
                    reading,
                    place,
                    ("Employee Number", number),
                    "Several people's numbers differ from this one just by leading zeros.".into(),
                    "Enter the whole number, as text.",
                );
                None
            }
            Found::No => {
                self.refuse(
                    reading,
                    place,
                    ("Employee Number", number),
                    "Nobody has this employee number.".into(),
                    "Correct the number, or import the person's assignment first.",
                );
                None
            }
        }
    }

    /// Adds a problem at a row's cell.
    pub(super) fn problem(
        &mut self,
        reading: &Reading,
        place: Place,
        severity: Severity,
        (heading, value): (&str, &str),
        what: String,
        remedy: &str,
    ) {
        let file = &reading.files[place.file];
        let mut problem = Problem::with_file(severity, &file.name, what, remedy).at_row(place.row);
        problem.sheet.clone_from(&file.sheet);
        if let Some(used) = file.headings_used.iter().find(|used| used.ours == heading) {
            problem.column = Some(used.column.clone());
            problem.heading = Some(used.theirs.clone());
        }
        if !value.is_empty() {
            problem.value = Some(value.chars().take(80).collect());
        }
        self.problems.push(problem);
    }

    /// Adds an error at a row's cell: the row cannot be used.
    pub(super) fn refuse(
        &mut self,
        reading: &Reading,
        place: Place,
        cell: (&str, &str),
        what: String,
        remedy: &str,
    ) {
        self.problem(reading, place, Severity::Error, cell, what, remedy);
        self.tally.refused(place);
    }
}
