//! What a rehearsal takes: rules with and without the proposals, kept to the
//! subjects concerned, and of the people whom they reach only what those subjects need.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use jiff::civil::Date;
use passport_core::assemble;
use passport_core::compliance::{Rulebook, supposed, with_awards};
use passport_core::facts::{
    EnrolmentFact, PersonFact, ProposalFact, Recorded, RequirementFact, RuleFacts,
};
use passport_core::framework::{CompetenceId, Framework, SubjectId};
use passport_core::learning::EnrolmentStatus;
use passport_core::proposal::{self, Stale};
use passport_core::record::{Award, Person};
use passport_core::register::{Entry, Meanings, Register};
use passport_core::requirement::{Effect, Requirement, Requirements, targets_of};
use passport_store::{Known, Organisation, StoreError};

use crate::compliance::{Rules, each, enrolment, rule_facts_of, rules_of};

/// What a rehearsal takes.
pub(super) struct Loaded {
    pub today: Date,
    pub as_at: Date,
    /// With the requirements of the subjects concerned alone, as the books below.
    pub facts: RuleFacts,
    /// All of them, with what is on offer.
    pub rules: Rules,
    pub before: Rulebook,
    pub after: Rulebook,
    pub stale: Vec<(i64, Stale)>,
    pub people: Vec<Reached>,
}

/// A person whom a changed requirement may reach.
pub(super) struct Reached {
    pub person: Person,
    /// Name, for lists.
    pub fact: PersonFact,
    /// As they would stand if their confirmed places hold, where they have any.
    pub booked: Option<Person>,
}

/// What the database says, before anybody is looked at.
pub(super) struct Asked {
    pub facts: RuleFacts,
    pub rules: Rules,
    pub register: Arc<Register>,
    pub own_vpd: String,
}

impl Asked {
    /// The rules of a day after a change, for the people of a register.
    pub async fn load(
        organisation: &Organisation,
        (register, change): (Arc<Register>, i64),
        as_at: Date,
    ) -> Result<Self, StoreError> {
        let known = Known::After(change);
        let facts = rule_facts_of(organisation, known, &register).await?;
        let rules = rules_of(organisation, &facts, (known, change), as_at).await?;
        let own_vpd = organisation.vpd.clone();
        Ok(Self { facts, rules, register, own_vpd })
    }
}

impl Loaded {
    pub fn new(asked: Asked, proposals: &[Recorded<ProposalFact>], today: Date) -> Self {
        let Asked { mut facts, rules, register, own_vpd } = asked;
        let as_at = rules.as_at;
        let amounts = proposal::amounts(&facts.requirements, proposals, today);
        let mut after = assemble::rulebook(&proposal::with(&facts, &amounts.diff), as_at).0;
        let changed: Vec<&Requirement> = rules
            .book
            .requirements
            .all()
            .iter()
            .filter(|requirement| amounts.diff.void.contains(&requirement.id))
            .chain(after.requirements.all().iter().filter(|requirement| requirement.id < 0))
            .collect();
        let framework = &rules.book.framework;
        let subjects: BTreeSet<SubjectId> =
            changed.iter().map(|requirement| subject(framework, requirement)).collect();
        let concerned = Concerned::new(&rules, &register, &changed, &subjects, today);
        let people = each(register.people(), |people| {
            people.iter().filter_map(|entry| concerned.reached(entry, &own_vpd)).collect()
        });
        facts.requirements.retain(|known| concerns(framework, &known.fact, &subjects));
        let mut before = assemble::rulebook(&facts, as_at).0;
        (before.requirements, after.requirements) =
            (kept(&before, &subjects), kept(&after, &subjects));
        Self { today, as_at, facts, rules, before, after, stale: amounts.stale, people }
    }
}

/// The subject a requirement is about.
fn subject(framework: &Framework, requirement: &Requirement) -> SubjectId {
    match requirement.effect {
        Effect::Require { competence, .. } => framework.subject_of(competence),
        Effect::Lift(subject) => subject,
    }
}

fn kept(book: &Rulebook, subjects: &BTreeSet<SubjectId>) -> Requirements {
    let concerned =
        |requirement: &&Requirement| subjects.contains(&subject(&book.framework, requirement));
    Requirements::new(book.requirements.all().iter().filter(concerned).cloned().collect())
}

/// Whether a requirement as recorded is about one of the subjects.
fn concerns(framework: &Framework, fact: &RequirementFact, subjects: &BTreeSet<SubjectId>) -> bool {
    let by_name = || framework.by_name(&fact.competence_name).map(|id| framework.subject_of(id));
    framework.subject(&fact.subject).or_else(by_name).is_some_and(|id| subjects.contains(&id))
}

/// What of the register concerns the subjects.
struct Concerned<'r> {
    rules: &'r Rules,
    register: &'r Register,
    changed: &'r [&'r Requirement],
    /// What awards' names mean, of those that may count.
    meanings: Meanings,
    counting: BTreeSet<CompetenceId>,
    /// Courses that give something that counts.
    courses: HashSet<&'r str>,
    today: Date,
}

impl<'r> Concerned<'r> {
    fn new(
        rules: &'r Rules,
        register: &'r Register,
        changed: &'r [&'r Requirement],
        subjects: &BTreeSet<SubjectId>,
        today: Date,
    ) -> Self {
        let framework = &rules.book.framework;
        let counting = counting(framework, subjects);
        let gives = |id: &CompetenceId| counting.contains(id);
        let courses = rules.catalogue.courses.iter();
        let courses = courses.filter(|course| course.awards.iter().any(gives));
        Self {
            courses: courses.map(|course| course.name.as_str()).collect(),
            meanings: register.meanings(&rules.book),
            rules,
            register,
            changed,
            counting,
            today,
        }
    }

    /// A person, if a changed requirement reaches them.
    fn reached(&self, entry: &Entry, own_vpd: &str) -> Option<Reached> {
        let (names, book) = (self.register.names(), &self.rules.book);
        let meaning = |name| self.meanings.of(name).filter(|id| self.counting.contains(id));
        let person = entry.unfold(names, book, own_vpd, meaning);
        if !is_reached(self.rules, &person, self.changed) {
            return None;
        }
        let bookings: Vec<Award> = entry
            .enrolments(names)
            .filter(|fact| self.courses.contains(fact.course.as_str()))
            .flat_map(|fact| booking(self.rules, &fact, self.today))
            .collect();
        let booked = (!bookings.is_empty()).then(|| with_awards(&person, &bookings));
        Some(Reached { person, fact: entry.fact.clone(), booked })
    }
}

/// Every competence that may count for the subjects: theirs, what satisfies one of
/// them, and the parts of those that are made of others.
fn counting(framework: &Framework, subjects: &BTreeSet<SubjectId>) -> BTreeSet<CompetenceId> {
    let ids = || framework.iter().map(|(id, _)| id);
    let asked: Vec<CompetenceId> =
        ids().filter(|id| subjects.contains(&framework.subject_of(*id))).collect();
    let counts = |held: &CompetenceId| {
        asked.iter().any(|required| {
            let parts = framework.composites(*required).iter().flatten();
            held == required
                || framework.satisfies(*held, *required)
                || parts.into_iter().any(|part| framework.satisfies(*held, *part))
        })
    };
    ids().filter(counts).collect()
}

/// Whether a changed requirement reaches any posting of a person's.
fn is_reached(rules: &Rules, person: &Person, changed: &[&Requirement]) -> bool {
    let units = &rules.book.units;
    person.assignments.iter().any(|assignment| {
        assignment.postings.iter().any(|posting| {
            let targets = targets_of(units, &person.employee_number, &assignment.number, posting);
            changed.iter().any(|requirement| {
                let within = |only| posting.unit.is_some_and(|unit| units.is_within(unit, only));
                targets.contains(&requirement.target) && requirement.within.is_none_or(within)
            })
        })
    })
}

/// What a confirmed place would give.
fn booking(rules: &Rules, fact: &EnrolmentFact, today: Date) -> Vec<Award> {
    let found = enrolment(rules, fact).filter(|one| one.status == EnrolmentStatus::Confirmed);
    let Some((course, class)) = found.and_then(|one| Some((one.course, one.class?))) else {
        return Vec::new();
    };
    let class = &rules.catalogue.classes[class];
    let day = class.end.unwrap_or(class.start);
    if day < today {
        return Vec::new();
    }
    let awards = &rules.catalogue.courses[course].awards;
    awards.iter().map(|competence| supposed(*competence, day)).collect()
}
