//! The matrix: every target with what is required of it, and the story of one cell.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::assemble::class_of;
use passport_core::facts::{Recorded, RequirementFact, TargetKind};
use passport_core::framework::Framework;
use passport_core::requirement::Class;
use passport_core::text::normal;
use passport_store::{ChangeRecord, Kept, Known, Organisation, StoreError};

/// Where a target and a subject meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What kind of target.
    pub kind: TargetKind,
    /// Its name or number; empty for the organisation.
    pub target: String,
    /// The subject.
    pub subject: String,
}

/// A requirement that acts or will.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The fact's number.
    pub id: i64,
    /// What it says.
    pub fact: RequirementFact,
    /// The subject as the framework names it.
    pub subject: String,
    /// C or R; `None` lifts the subject.
    pub class: Option<Class>,
}

/// Every target with its entries, by kind and name, those by subject and level.
#[derive(Debug, Default)]
pub struct Matrix {
    /// Kind and name, and what is required.
    pub targets: Vec<(TargetKind, String, Vec<Entry>)>,
}

/// One step in the story of a cell.
#[derive(Clone, Debug)]
pub struct Story {
    /// What was recorded or ended.
    pub fact: RequirementFact,
    /// Whether it was recorded; else it was taken out.
    pub recorded: bool,
    /// When.
    pub at: Timestamp,
    /// Who, as the change sequence has it.
    pub actor: String,
    /// What the change was.
    pub what: String,
}

impl Cell {
    /// Whether a requirement stands in this cell.
    #[must_use]
    pub fn holds(&self, framework: &Framework, fact: &RequirementFact) -> bool {
        fact.target_kind == self.kind
            && normal(&fact.target) == normal(&self.target)
            && normal(&subject_of(framework, fact)) == normal(&self.subject)
    }

    /// The entries of a matrix in this cell.
    pub fn entries<'m>(&'m self, matrix: &'m Matrix) -> impl Iterator<Item = &'m Entry> {
        let target = matrix.targets.iter().filter(|(kind, target, _)| {
            *kind == self.kind && normal(target) == normal(&self.target)
        });
        target
            .flat_map(|(_, _, entries)| entries)
            .filter(|entry| normal(&entry.subject) == normal(&self.subject))
    }

    /// Everything that ever stood in this cell, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn story(
        &self,
        organisation: &Organisation,
        framework: &Framework,
    ) -> Result<Vec<Story>, StoreError> {
        let mut kept = organisation.facts_ever::<RequirementFact>().await?;
        kept.retain(|kept| self.holds(framework, &kept.fact));
        let numbers: Vec<i64> =
            kept.iter().flat_map(|kept| [Some(kept.recorded), kept.voided]).flatten().collect();
        let changes = organisation.changes_of(&numbers).await?;
        let changes: HashMap<i64, &ChangeRecord> =
            changes.iter().map(|change| (change.number, change)).collect();
        let mut steps: Vec<(i64, Story)> = Vec::new();
        for kept in &kept {
            let Kept { fact, recorded, voided, .. } = kept;
            for (number, is) in [(Some(*recorded), true), (*voided, false)] {
                let change = number.and_then(|number| changes.get(&number));
                steps.extend(change.map(|change| {
                    (
                        change.number,
                        Story {
                            fact: fact.clone(),
                            recorded: is,
                            at: change.at,
                            actor: change.actor.clone(),
                            what: change.what.clone(),
                        },
                    )
                }));
            }
        }
        steps.sort_by_key(|(number, story)| std::cmp::Reverse((*number, story.recorded)));
        Ok(steps.into_iter().map(|(_, story)| story).collect())
    }
}

/// The subject of a requirement, as the framework names it.
pub(super) fn subject_of(framework: &Framework, fact: &RequirementFact) -> String {
    let named = || framework.by_name(&fact.competence_name).map(|id| framework.subject_of(id));
    let subject = framework.subject(&fact.subject).or_else(named);
    subject.map_or(fact.subject_name(), |id| framework.subject_name(id)).to_owned()
}

/// What is required of whom, today and to come.
///
/// # Errors
/// When the database fails.
pub async fn matrix(
    organisation: &Organisation,
    framework: &Framework,
    today: Date,
) -> Result<Matrix, StoreError> {
    let facts = organisation.facts::<RequirementFact>(Known::Now).await?;
    let mut targets: BTreeMap<(TargetKind, String), (String, Vec<Entry>)> = BTreeMap::new();
    for Recorded { id, fact, .. } in facts {
        if fact.last_day().is_some_and(|last| last < today) {
            continue;
        }
        let subject = subject_of(framework, &fact);
        let competence = framework
            .by_level(&fact.subject, &fact.level)
            .or_else(|| framework.by_name(&fact.competence_name));
        let of_competence = competence.map(|id| class_of(framework.competence(id)));
        let class = fact.class.or(of_competence.filter(|_| fact.class_of_competence));
        let key = (fact.target_kind, normal(&fact.target));
        let (_, entries) = targets.entry(key).or_insert_with(|| (fact.target.clone(), Vec::new()));
        entries.push(Entry { id, fact, subject, class });
    }
    let targets = targets.into_iter().map(|((kind, _), (name, mut entries))| {
        entries.sort_by(|a, b| place(a).cmp(&place(b)));
        (kind, name, entries)
    });
    Ok(Matrix { targets: targets.collect() })
}

fn place(entry: &Entry) -> (&str, &str, Option<Date>, i64) {
    (&entry.subject, &entry.fact.level, entry.fact.date_from, entry.id)
}
