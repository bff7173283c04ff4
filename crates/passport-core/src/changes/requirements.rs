//! Requirements, from requirements files and from compliance extracts.

use std::collections::BTreeMap;

use super::competences::{class, period};
use super::references::{Found, References};
use super::{Plan, Recordings};
use crate::facts::{Recorded, RequirementFact, RequirementOrigin, TargetKind};
use crate::import::formats::requirements::{AppliesTo, RequirementClass, RequirementRow};
use crate::import::{Kind, Place, Problem, Reading, Severity};
use crate::requirement::Class;
use crate::span::{BEGINNING, Span};
use crate::text::normal;

/// What makes two rows speak of the same requirement: whom it is for and what it asks.
pub(super) type Key = (RequirementOrigin, TargetKind, String, String, String, String, String);

impl Plan<'_> {
    pub(super) fn requirements(&mut self, reading: &Reading, references: &References) {
        let mut rows: Vec<(Place, RequirementFact)> = Vec::new();
        for row in &reading.requirements {
            if let Some(fact) = self.requirement(reading, references, row.place, &row.value) {
                rows.push((row.place, fact));
            }
        }
        if reading.has(Kind::Requirements) {
            let ends = self.ends_what_is_missing(reading, Kind::Requirements, "requirement");
            self.settle(reading, rows, (RequirementOrigin::File, ends), references);
        }
        if !reading.compliance.is_empty() {
            let rows = if self.terms.extract_requires {
                self.required_by_extract(reading, references)
            } else {
                Vec::new()
            };
            self.say_what_the_extract_requires(reading, &rows);
            let ends = self.ends_what_is_missing(reading, Kind::Compliance, "requirement");
            self.settle(reading, rows, (RequirementOrigin::Extract, ends), references);
        }
    }

    fn requirement(
        &mut self,
        reading: &Reading,
        references: &References,
        place: Place,
        row: &RequirementRow,
    ) -> Option<RequirementFact> {
        let named = row.competence_name.as_deref().filter(|_| row.subject.is_none());
        let competence = match (named, &row.subject) {
            (Some(name), _) => references.framework.by_name(name),
            (None, Some(subject)) => {
                references.framework.by_level(subject, row.level.as_deref().unwrap_or(""))
            }
            (None, None) => None,
        };
        let lifts = row.class == Some(RequirementClass::Lifted);
        let subject = row.subject.as_deref().and_then(|name| references.framework.subject(name));
        if competence.is_none() && !(lifts && subject.is_some()) {
            let (heading, value) = match named {
                Some(name) => ("Competence Name", name),
                None if subject.is_some() => ("Level", row.level.as_deref().unwrap_or("")),
                None => ("Subject", row.subject.as_deref().unwrap_or("")),
            };
            self.refuse(
                reading,
                place,
                (heading, value),
                "No competence has this subject and level.".into(),
                "Correct it, or add the competence to the competences file.",
            );
            return None;
        }
        let (subject, level, competence_name) = match competence {
            Some(id) if references.framework.competence(id).described => {
                let competence = references.framework.competence(id);
                (competence.subject.clone(), competence.level.clone(), String::new())
            }
            Some(id) => {
                (String::new(), String::new(), references.framework.competence(id).name.clone())
            }
            None => (
                row.subject.clone().unwrap_or_default(),
                row.level.clone().unwrap_or_default(),
                String::new(),
            ),
        };
        let target = self.target(reading, references, place, row)?;
        let within = row.within.clone().unwrap_or_default();
        if !within.is_empty() && references.units.find(&within).is_none() {
            self.no_unit(reading, references, place, ("Within", &within));
        }
        let (class, class_of_competence) = match row.class {
            Some(RequirementClass::Class(stated)) => (Some(class(stated)), false),
            Some(RequirementClass::Lifted) => (None, false),
            None => (None, true),
        };
        Some(RequirementFact {
            target_kind: kind(row.applies_to),
            target,
            within,
            subject,
            level,
            competence_name,
            class,
            class_of_competence,
            date_from: row.date_from,
            date_to: row.date_to,
            period: row.refresher.map(period),
            grace_days: row.grace_days.map_or(0, i64::from),
            introduced: row.introduced,
            reason: row.reason.clone().unwrap_or_default(),
            approved_by: String::new(),
            origin: RequirementOrigin::File,
            filed: None,
            asked_before: Vec::new(),
            applies: Span::since(row.date_from.unwrap_or(BEGINNING)),
        })
    }

    fn target(
        &mut self,
        reading: &Reading,
        references: &References,
        place: Place,
        row: &RequirementRow,
    ) -> Option<String> {
        let target = row.target.clone().unwrap_or_default();
        match row.applies_to {
            AppliesTo::Organisation => return Some(String::new()),
            AppliesTo::Unit if references.units.find(&target).is_none() => {
                self.no_unit(reading, references, place, ("Target", &target));
            }
            AppliesTo::Employee => match references.people.find(&target) {
                Found::Exactly => {}
                Found::WithZeros(known) => {
                    let known = known.to_owned();
                    self.problem(
                        reading,
                        place,
                        Severity::Note,
                        ("Target", &target),
                        format!("Nobody has this number; {known} is the only one that differs just by leading zeros, and was taken."),
                        "Keep employee numbers as text in the spreadsheet.",
                    );
                    return Some(known);
                }
                Found::Several | Found::No => {
                    self.problem(
                        reading,
                        place,
                        Severity::Warning,
                        ("Target", &target),
                        "Nobody has this employee number, so the requirement reaches nobody."
                            .into(),
                        "Correct the number, or import the person's assignment.",
                    );
                }
            },
            _ => {}
        }
        Some(target)
    }

    fn no_unit(
        &mut self,
        reading: &Reading,
        references: &References,
        place: Place,
        (heading, name): (&str, &str),
    ) {
        let several = references.units.iter().any(|(_, unit)| normal(&unit.name) == normal(name));
        let (what, remedy) = if several {
            (
                "Several units have this name, so the requirement reaches nobody.",
                "Give the whole path from L1 down, joined by |.",
            )
        } else {
            (
                "No unit has this name, so the requirement reaches nobody.",
                "Correct the name, or import the assignments that use it.",
            )
        };
        self.problem(reading, place, Severity::Warning, (heading, name), what.into(), remedy);
    }

    /// Each row of a compliance extract makes a requirement of that assignment
    /// from its start.
    fn required_by_extract(
        &mut self,
        reading: &Reading,
        references: &References,
    ) -> Vec<(Place, RequirementFact)> {
        let mut rows = Vec::with_capacity(reading.compliance.len());
        for row in &reading.compliance {
            let value = &row.value;
            let number = match references.people.find(&value.assignment.employee_number) {
                Found::WithZeros(known) => value
                    .assignment
                    .assignment_number
                    .strip_prefix(&value.assignment.employee_number)
                    .map_or_else(
                        || value.assignment.assignment_number.clone(),
                        |rest| format!("{known}{rest}"),
                    ),
                _ => value.assignment.assignment_number.clone(),
            };
            rows.push((
                row.place,
                RequirementFact {
                    target_kind: TargetKind::Assignment,
                    target: number,
                    within: String::new(),
                    subject: String::new(),
                    level: String::new(),
                    competence_name: value.competence_name.clone(),
                    class: None,
                    class_of_competence: true,
                    date_from: value.assignment.start_date,
                    date_to: None,
                    period: None,
                    grace_days: 0,
                    introduced: None,
                    reason: String::new(),
                    approved_by: String::new(),
                    origin: RequirementOrigin::Extract,
                    filed: None,
                    asked_before: Vec::new(),
                    applies: Span::since(value.assignment.start_date.unwrap_or(BEGINNING)),
                },
            ));
        }
        rows
    }

    /// Beside requirements of one's own an extract's come on top, without their
    /// grace: whoever meant only to compare is told how.
    fn say_what_the_extract_requires(
        &mut self,
        reading: &Reading,
        rows: &[(Place, RequirementFact)],
    ) {
        let twice = requires_twice(reading, self.recorded);
        let Some((place, _)) = rows.first().filter(|_| twice) else { return };
        self.problems.push(Problem::with_file(
            Severity::Warning,
            &reading.files[place.file].name,
            "There are requirements of your own too: every row of this extract requires its competence of its assignment besides, without grace.",
            "To compare only, so that nothing is required twice, choose “Take the extract for comparing only” where the import is shown before it is made. At the command line, set compliance-extract to compare and import this file again.",
        ));
    }

    /// Compares rows with what is recorded of the same sort, group by group. What
    /// was decided here is no file's to end (`decided`).
    fn settle(
        &mut self,
        reading: &Reading,
        mut rows: Vec<(Place, RequirementFact)>,
        (sort, ends): (RequirementOrigin, bool),
        references: &References,
    ) {
        type Group<'a> = (Vec<&'a Recorded<RequirementFact>>, Vec<(Place, RequirementFact)>);
        let recorded = self.recorded;
        let extract = self.terms.extract_date;
        let mut decided = self.decided(sort, references);
        self.say_what_is_only_here(reading, sort, &decided);
        self.adopt(reading, &mut decided, &mut rows, references);
        let mut groups: BTreeMap<Key, Group<'_>> = BTreeMap::new();
        for before in &recorded.requirements {
            if before.fact.applies.to.is_none() && before.fact.origin == sort {
                groups.entry(self.key(&before.fact, references)).or_default().0.push(before);
            }
        }
        for (place, fact) in rows {
            groups.entry(self.key(&fact, references)).or_default().1.push((place, fact));
        }
        for (key, (mut before, mut now)) in groups {
            // What a row says unchanged stays, and a row said twice is said once.
            let mut said: Vec<RequirementFact> = Vec::new();
            now.retain(|(_, fact)| {
                if said.iter().any(|other| says_the_same(other, fact)) {
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
            self.leave_what_was_decided(reading, &decided, &key, &mut now);
            // What is left on both sides changed, those of one Date From first.
            before.sort_by_key(|known| known.fact.date_from);
            now.sort_by_key(|(_, fact)| fact.date_from);
            let mut pairs = Vec::new();
            now.retain(|(place, fact)| {
                match before.iter().position(|known| known.fact.date_from == fact.date_from) {
                    Some(at) => {
                        pairs.push((before.remove(at), *place, fact.clone()));
                        false
                    }
                    None => true,
                }
            });
            self.overtake(reading, &mut decided, &key, before.len(), &mut now);
            for (place, fact) in now {
                if before.is_empty() {
                    self.tally.used(place);
                    self.item("requirement added", || words(&fact));
                    self.changes.requirements.add.push(fact);
                } else {
                    pairs.push((before.remove(0), place, fact));
                }
            }
            for (known, place, mut fact) in pairs {
                self.tally.used(place);
                self.item("requirement changed", || words(&fact));
                fact.applies = Span::since(extract.max(known.fact.applies.from));
                self.end(known);
                self.changes.requirements.add.push(fact);
            }
            if ends {
                for known in before {
                    // One that is over already has nothing left to end.
                    if known.fact.date_to.is_none_or(|to| extract <= to) {
                        self.item("requirement ended", || words(&known.fact));
                        self.changes.brake.requirements.ending += 1;
                        self.end(known);
                    }
                }
            }
        }
    }

    /// A unit is known by its path under its newest name, however a row writes
    /// it, so that a rename does not end its requirements and begin others.
    pub(super) fn key(&self, fact: &RequirementFact, references: &References) -> Key {
        let unit = |written: &str| {
            let found = references.units.find(written);
            self.unit_now(found.map_or(written, |id| &references.units.unit(id).path))
        };
        (
            fact.origin,
            fact.target_kind,
            match fact.target_kind {
                TargetKind::Unit => unit(&fact.target),
                _ => normal(&fact.target),
            },
            unit(&fact.within),
            normal(&fact.subject),
            normal(&fact.level),
            normal(&fact.competence_name),
        )
    }

    pub(super) fn end(&mut self, known: &Recorded<RequirementFact>) {
        let last = self.day_before();
        self.changes.requirements.void.push(known.id);
        if known.fact.applies.from <= last {
            let applies = Span { to: Some(last), ..known.fact.applies };
            self.changes.requirements.add.push(RequirementFact { applies, ..known.fact.clone() });
        }
    }
}

/// Whether an extract would require beside requirements that a file or somebody here
/// has set.
#[must_use]
pub fn requires_twice(reading: &Reading, recorded: &Recordings) -> bool {
    let own = |known: &Recorded<RequirementFact>| known.fact.origin != RequirementOrigin::Extract;
    reading.has(Kind::Compliance)
        && (!reading.requirements.is_empty() || recorded.requirements.iter().any(own))
}

/// Whether two facts of one key say the same.
pub(super) fn says_the_same(a: &RequirementFact, b: &RequirementFact) -> bool {
    let terms = |fact: &RequirementFact| {
        (
            fact.class,
            fact.class_of_competence,
            fact.date_from,
            fact.date_to,
            fact.period,
            fact.grace_days,
            fact.introduced,
        )
    };
    terms(a) == terms(b) && a.reason == b.reason
}

pub(super) fn words(fact: &RequirementFact) -> String {
    let what = if fact.competence_name.is_empty() {
        format!("{} {}", fact.subject, fact.level)
    } else {
        fact.competence_name.clone()
    };
    let class = match (fact.class, fact.class_of_competence) {
        (Some(Class::Compulsory), _) => "C",
        (Some(Class::RoleSpecific), _) => "R",
        (None, true) => "class of the competence",
        (None, false) => "lifted",
    };
    let target =
        if fact.target.is_empty() { "the whole organisation" } else { fact.target.as_str() };
    format!("{} ({class}) for {} {target}.", what.trim(), fact.target_kind.name())
}

fn kind(applies_to: AppliesTo) -> TargetKind {
    match applies_to {
        AppliesTo::Organisation => TargetKind::Organisation,
        AppliesTo::StaffGroup => TargetKind::StaffGroup,
        AppliesTo::JobRole => TargetKind::JobRole,
        AppliesTo::Unit => TargetKind::Unit,
        AppliesTo::Position => TargetKind::Position,
        AppliesTo::Assignment => TargetKind::Assignment,
        AppliesTo::Employee => TargetKind::Employee,
    }
}
