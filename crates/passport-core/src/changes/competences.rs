//! Competences and renames of units: each stands until another file says
//! otherwise; changed terms apply from the extract date.

use std::collections::{HashMap, HashSet};

use super::Plan;
use crate::entered::AliasFact;
use crate::facts::{CompetenceFact, Recorded, UnitChangeFact};
use crate::framework::{Competence, Period, Renewal};
use crate::import::formats::competences::{
    CompetenceRow, ExpiryRule, Refresher, Renewal as RowRenewal,
};
use crate::import::{Reading, Severity};
use crate::requirement::Class;
use crate::span::Span;
use crate::text::normal;

impl Plan<'_> {
    pub(super) fn competences(&mut self, reading: &Reading) {
        let mut known: HashMap<(String, String), &Recorded<CompetenceFact>> = HashMap::new();
        for recorded in &self.recorded.competences {
            if recorded.fact.applies.to.is_none() {
                known.insert(key(&recorded.fact.competence), recorded);
            }
        }
        let mut names: HashMap<String, (String, String)> = HashMap::new();
        for recorded in known.values() {
            let competence = &recorded.fact.competence;
            for name in competence.aliases.iter().chain([&competence.name]) {
                names.insert(normal(name), key(competence));
            }
        }
        let mut entered: HashMap<String, &AliasFact> = HashMap::new();
        for alias in self.recorded.aliases.iter().map(|recorded| &recorded.fact) {
            // What was entered here is kept, whatever name a file gives it.
            names.insert(normal(&alias.name), (normal(&alias.subject), normal(&alias.level)));
            entered.insert(normal(&alias.name), alias);
        }
        for row in &reading.competences {
            let competence = competence(&row.value);
            let own = names.get(&normal(&competence.name)).cloned();
            if let Some(alias) = entered.get(&normal(&competence.name))
                && own.is_some_and(|owner| owner != key(&competence))
            {
                names.insert(normal(&competence.name), key(&competence));
                self.problem(
                    reading,
                    row.place,
                    Severity::Warning,
                    ("Competence Name", &competence.name),
                    format!("This name was entered here as another name of {}, and means this competence from now on.", alias.subject),
                    "If it should go on meaning the other, leave this row out; else remove the other name on the page of competences.",
                );
            }
            for name in competence.aliases.iter().chain([&competence.name]) {
                let owner = names.entry(normal(name)).or_insert_with(|| key(&competence));
                if *owner != key(&competence) {
                    let (subject, level) = owner.clone();
                    self.problem(
                        reading,
                        row.place,
                        Severity::Warning,
                        ("Competence Name", name),
                        format!("This name already means another competence ({subject}{}{level}), and keeps meaning it.", if level.is_empty() { "" } else { ", level " }),
                        "Leave each name and alias with one competence.",
                    );
                }
            }
            let always = CompetenceFact { competence, applies: Span::ALWAYS };
            match known.get(&key(&always.competence)) {
                Some(before) if before.fact.competence == always.competence => continue,
                Some(before) => {
                    let extract = self.terms.extract_date;
                    let words = format!(
                        "Competence {}: {}.",
                        always.competence.name,
                        super::people::differences(&before.fact.competence, &always.competence)
                    );
                    self.item("competence changed", || words);
                    self.changes.competences.void.push(before.id);
                    if before.fact.applies.from < extract {
                        let applies = Span { to: Some(self.day_before()), ..before.fact.applies };
                        self.changes
                            .competences
                            .add
                            .push(CompetenceFact { applies, ..before.fact.clone() });
                    }
                    let applies = Span::since(before.fact.applies.from.max(extract));
                    self.changes.competences.add.push(CompetenceFact { applies, ..always });
                }
                None => {
                    self.item("competence added", || {
                        format!("Competence {} is new.", always.competence.name)
                    });
                    self.changes.competences.add.push(always);
                }
            }
            self.tally.used(row.place);
        }
    }

    pub(super) fn unit_changes(&mut self, reading: &Reading) {
        for row in &reading.unit_changes {
            let fact = UnitChangeFact {
                old_unit: row.value.old_unit.join("|"),
                new_unit: row.value.new_unit.join("|"),
                whole_paths: false,
                date_from: row.value.from.unwrap_or(self.terms.extract_date),
            };
            if self.units_called(&fact.old_unit) > 1 {
                self.refuse(
                    reading,
                    row.place,
                    ("Old Unit", &fact.old_unit),
                    "Several units have this name.".into(),
                    "Give the whole path from L1 down, joined by |.",
                );
                continue;
            }
            if self.units_called(&fact.old_unit) == 0 {
                self.problem(
                    reading,
                    row.place,
                    Severity::Warning,
                    ("Old Unit", &fact.old_unit),
                    "No recorded unit has this name or path.".into(),
                    "Correct it, unless nobody has worked there since the first extract.",
                );
            }
            let known = self.recorded.unit_changes.iter().map(|recorded| &recorded.fact);
            if known.chain(&self.changes.unit_changes.add).all(|other| *other != fact) {
                self.item("unit renamed or merged", || {
                    format!("{} becomes {}.", fact.old_unit, fact.new_unit)
                });
                self.changes.unit_changes.add.push(fact);
                self.tally.used(row.place);
            }
        }
    }
}

impl Plan<'_> {
    /// How many recorded units a name or a path may mean.
    fn units_called(&self, name: &str) -> usize {
        let wanted = normal(name);
        let mut found = HashSet::new();
        for posting in &self.recorded.postings {
            let path = &posting.fact.post.unit;
            let mut end = 0;
            for part in path.split('|') {
                end += part.len();
                let so_far = normal(&path[..end]);
                if normal(part) == wanted || so_far == wanted {
                    found.insert(so_far);
                }
                end += 1;
            }
        }
        found.len()
    }
}

fn key(competence: &Competence) -> (String, String) {
    (normal(&competence.subject), normal(&competence.level))
}

fn competence(row: &CompetenceRow) -> Competence {
    Competence {
        name: row.name.clone(),
        subject: row.subject.clone(),
        level: row.level.clone().unwrap_or_default(),
        period: period(row.refresher),
        class: row.class.map(class),
        target: row.target.map(|percent| u32::from(percent.hundredths)),
        warning_months: row.warning_months.map(small),
        as_printed: row.expiry == ExpiryRule::AsPrinted,
        once_per_assignment: row.once_per_assignment,
        renewal: match row.renewal {
            RowRenewal::FromCompletion => Renewal::FromCompletion,
            RowRenewal::KeepAnniversary { within_months } => {
                Renewal::KeepAnniversary(small(within_months))
            }
        },
        satisfied_by: row.satisfied_by.clone(),
        aliases: row.aliases.clone(),
        described: true,
    }
}

fn small(months: u32) -> u16 {
    u16::try_from(months).unwrap_or(u16::MAX)
}

pub(super) fn period(refresher: Refresher) -> Period {
    match refresher {
        Refresher::Months(months) => Period::Months(small(months)),
        Refresher::OnceOnly => Period::Once,
        Refresher::Unknown => Period::Unknown,
    }
}

pub(super) fn class(class: crate::import::Class) -> Class {
    match class {
        crate::import::Class::Compulsory => Class::Compulsory,
        crate::import::Class::RoleSpecific => Class::RoleSpecific,
    }
}
