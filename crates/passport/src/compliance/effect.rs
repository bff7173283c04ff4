//! What a decision would change, before it is made: everyone it may concern is
//! evaluated as things are and as they would be, by the same evaluation. Nothing is
//! written.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};
use jiff::civil::Date;
use passport_core::assemble;
use passport_core::changes::Diff;
use passport_core::compliance::{Pair, Rulebook, Status, evaluate_passport, pairs};
use passport_core::entered::{AliasFact, ReturnGraceFact};
use passport_core::facts::{
    ExemptionFact, ExtensionFact, PersonFacts, Recorded, RequirementFact, RuleFacts, UnitChangeFact,
};
use passport_core::proposal;
use passport_core::record::Person;
use passport_core::register::{Entry, Register};
use passport_store::{Known, Organisation};

use super::{Shelf, details, each, rule_facts_of};

/// Something that is supposed to be so.
#[derive(Clone, Debug)]
pub enum Supposed {
    /// A name means a competence.
    Alias(AliasFact),
    /// Another name is removed, by its number.
    WithoutAlias(i64),
    /// A unit is renamed or merged.
    UnitChange(UnitChangeFact),
    /// A rename or merge is taken back, by its number.
    WithoutUnitChange(i64),
    /// An extension is decided.
    Extension(ExtensionFact),
    /// An extension is voided, by its number.
    WithoutExtension(i64),
    /// Somebody is exempt.
    Exemption(ExemptionFact),
    /// An exemption that stands is not there.
    WithoutExemption(ExemptionFact),
    /// Somebody gets time after leave.
    ReturnGrace(ReturnGraceFact),
    /// The time that somebody has after leave is taken back.
    WithoutReturnGrace(ReturnGraceFact),
    /// An award of somebody is voided, by its number.
    WithoutAward(String, i64),
    /// Requirements are recorded and voided.
    Requirements(Diff<RequirementFact>),
}

/// What would be another.
#[derive(Clone, Debug, Default)]
pub struct Effect {
    /// Lines that would change, by last name.
    pub moved: Vec<Moved>,
    /// Of how many people.
    pub people: usize,
}

/// A line that would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Whose.
    pub employee_number: String,
    /// First and last name.
    pub name: String,
    /// The subject.
    pub subject: String,
    /// Its level; may be empty.
    pub level: String,
    /// As it is; `None` where there is no such line.
    pub before: Option<Was>,
    /// As it would be.
    pub after: Option<Was>,
}

/// How a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Was {
    /// Its status.
    pub status: Status,
    /// Its last day in date, or the last day of its grace.
    pub until: Option<Date>,
}

impl Effect {
    /// Lines that would become compliant.
    #[must_use]
    pub fn gained(&self) -> usize {
        self.moved.iter().filter(|line| !compliant(line.before) && compliant(line.after)).count()
    }
}

fn compliant(was: Option<Was>) -> bool {
    was.is_some_and(|was| was.status.is_compliant())
}

/// What would be another on a day. All of it is as it was after one change: what
/// somebody writes while it is read is in all of it or in none.
///
/// # Errors
/// When the database fails.
pub async fn effect(
    organisation: &Organisation,
    shelf: &Shelf,
    as_at: Date,
    supposed: &[Supposed],
) -> Result<Effect> {
    let latest = organisation.latest().await?;
    let register = shelf.register(organisation, latest).await?;
    let mut facts = rule_facts_of(organisation, Known::After(latest.change), &register).await?;
    let (vpd, supposed) = (organisation.vpd.clone(), supposed.to_vec());
    // Everyone may be evaluated twice: work for the processor, beside those who answer.
    let work = tokio::task::spawn_blocking(move || {
        let (before, _) = assemble::rulebook(&facts, as_at);
        for one in &supposed {
            one.on_rules(&mut facts);
        }
        let (after, _) = assemble::rulebook(&facts, as_at);
        Books { before, after, vpd: &vpd, as_at, supposed: &supposed }.effect(&register)
    });
    work.await.context("a preview broke off")
}

/// Whom it can concern, where it is about single people.
fn whom(supposed: &[Supposed]) -> Option<BTreeSet<&str>> {
    supposed
        .iter()
        .map(|one| match one {
            Supposed::Exemption(fact) | Supposed::WithoutExemption(fact) => {
                Some(fact.employee_number.as_str())
            }
            Supposed::ReturnGrace(fact) | Supposed::WithoutReturnGrace(fact) => {
                Some(fact.employee_number.as_str())
            }
            Supposed::WithoutAward(number, _) => Some(number.as_str()),
            _ => None,
        })
        .collect()
}

impl Supposed {
    fn on_rules(&self, facts: &mut RuleFacts) {
        match self {
            Self::Alias(fact) => facts.aliases.push(supposed(fact)),
            Self::WithoutAlias(id) => facts.aliases.retain(|known| known.id != *id),
            Self::UnitChange(fact) => facts.unit_changes.push(supposed(fact)),
            Self::WithoutUnitChange(id) => facts.unit_changes.retain(|known| known.id != *id),
            Self::Extension(fact) => facts.extensions.push(supposed(fact)),
            Self::WithoutExtension(id) => facts.extensions.retain(|known| known.id != *id),
            Self::Requirements(diff) => *facts = proposal::with(facts, diff),
            _ => {}
        }
    }

    fn on_person(&self, facts: &mut PersonFacts) {
        let own = |number: &str| number == facts.person.employee_number;
        match self {
            Self::Exemption(fact) if own(&fact.employee_number) => {
                facts.exemptions.push(fact.clone());
            }
            Self::WithoutExemption(fact) => facts.exemptions.retain(|known| known != fact),
            Self::ReturnGrace(fact) if own(&fact.employee_number) => {
                facts.return_graces.push(fact.clone());
            }
            Self::WithoutReturnGrace(fact) => facts.return_graces.retain(|known| known != fact),
            Self::WithoutAward(_, id) => facts.awards.retain(|known| known.id != *id),
            _ => {}
        }
    }
}

fn supposed<F: Clone>(fact: &F) -> Recorded<F> {
    Recorded { id: 0, recorded: 0, fact: fact.clone() }
}

/// The rules as they are and as they would be.
struct Books<'a> {
    before: Rulebook,
    after: Rulebook,
    vpd: &'a str,
    as_at: Date,
    supposed: &'a [Supposed],
}

/// A line by subject and level, which both books have, and how it stands.
type Stands = ((String, String), Was);

/// Which line it is.
fn key(pair: &Pair<Stands>) -> Option<&(String, String)> {
    pair.0.as_ref().or(pair.1.as_ref()).map(|(key, _)| key)
}

impl Books<'_> {
    fn effect(&self, register: &Register) -> Effect {
        let facts = |entry: &Entry| entry.facts(register.names());
        let mut found = match whom(self.supposed) {
            Some(numbers) => {
                let entries = numbers.into_iter().filter_map(|number| register.person(number));
                self.compare(entries.map(facts))
            }
            None => each(register.people(), |people| {
                self.compare(people.iter().map(|entry| facts(entry)))
            }),
        };
        found.sort_by(|(a, _), (b, _)| a.cmp(b));
        let moved: Vec<Moved> = found.into_iter().map(|(_, moved)| moved).collect();
        let people: BTreeSet<&str> =
            moved.iter().map(|line| line.employee_number.as_str()).collect();
        Effect { people: people.len(), moved }
    }

    /// The lines of people that differ, each with what it is ordered by.
    fn compare(&self, people: impl Iterator<Item = PersonFacts>) -> Vec<(String, Moved)> {
        let mut found = Vec::new();
        for mut own in people {
            let before = self.lines(&self.before, &own);
            for one in self.supposed {
                one.on_person(&mut own);
            }
            let after = self.lines(&self.after, &own);
            let same_level = |a: &Stands, b: &Stands| a.0 == b.0;
            let mut pairs = pairs(before, after, |a, b| a == b, &[&same_level]);
            pairs.sort_by(|a, b| key(a).cmp(&key(b)));
            for pair in &pairs {
                let Some((subject, level)) = key(pair) else { continue };
                let person = &own.person;
                let moved = Moved {
                    employee_number: person.employee_number.clone(),
                    name: details(person).name(),
                    subject: subject.clone(),
                    level: level.clone(),
                    before: pair.0.as_ref().map(|(_, was)| *was),
                    after: pair.1.as_ref().map(|(_, was)| *was),
                };
                let order = format!(
                    "{} {} {}",
                    person.last_name, person.first_name, person.employee_number
                );
                found.push((order.to_lowercase(), moved));
            }
        }
        found
    }

    fn lines(&self, book: &Rulebook, facts: &PersonFacts) -> Vec<Stands> {
        let person: Person = assemble::person(book, self.vpd, facts);
        evaluate_passport(book, &person, self.as_at)
            .into_iter()
            .map(|line| {
                let competence = book.framework.competence(line.competence);
                let until = match line.status {
                    Status::InGrace => line.due,
                    _ => line.expiry(),
                };
                let key = (competence.subject.clone(), competence.level.clone());
                (key, Was { status: line.status, until })
            })
            .collect()
    }
}
