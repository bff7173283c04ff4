//! What a rehearsal takes: rules with and without the proposals, kept to the
//! subjects concerned, and of the people whom they reach only what those subjects need.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use passport_core::assemble;
use passport_core::compliance::{Rulebook, supposed, with_awards};
use passport_core::entered::ReturnGraceFact;
use passport_core::facts::{
    AwardFact, EnrolmentFact, ExemptionFact, PersonFact, PersonFacts, PostingFact, Recorded,
    RequirementFact, RuleFacts,
};
use passport_core::framework::{CompetenceId, Framework, SubjectId};
use passport_core::learning::EnrolmentStatus;
use passport_core::proposal::{self, Amounts, Stale};
use passport_core::record::{Award, Person};
use passport_core::requirement::{Effect, Requirement, Requirements, targets_of};
use passport_store::{Known, Organisation, StoreError};

use crate::compliance::{Rules, enrolment, rule_facts, rules_of};

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

impl Loaded {
    pub async fn load(
        organisation: &Organisation,
        amounts: impl FnOnce(&[Recorded<RequirementFact>]) -> Amounts,
        as_at: Date,
        today: Date,
    ) -> Result<Self, StoreError> {
        let known = Known::Now;
        let mut facts = rule_facts(organisation, known).await?;
        let amounts = amounts(&facts.requirements);
        let change = organisation.last_change().await?;
        let rules = rules_of(organisation, &facts, (known, change), as_at).await?;
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
        let names = names(framework, &facts, &subjects);
        let people = people(organisation, &rules, &changed, &subjects, &names, today).await?;
        facts.requirements.retain(|known| concerns(framework, &known.fact, &subjects));
        let mut before = assemble::rulebook(&facts, as_at).0;
        (before.requirements, after.requirements) =
            (kept(&before, &subjects), kept(&after, &subjects));
        Ok(Self { today, as_at, facts, rules, before, after, stale: amounts.stale, people })
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

/// Every name under which an award may count for the subjects.
fn names<'f>(
    framework: &Framework,
    facts: &'f RuleFacts,
    subjects: &BTreeSet<SubjectId>,
) -> Vec<&'f str> {
    let asked: Vec<CompetenceId> = framework
        .iter()
        .map(|(id, _)| id)
        .filter(|id| subjects.contains(&framework.subject_of(*id)))
        .collect();
    let counts = |held: CompetenceId| {
        asked.iter().any(|required| {
            let parts = framework.composites(*required).iter().flatten();
            framework.satisfies(held, *required)
                || parts.into_iter().any(|part| framework.satisfies(held, *part))
        })
    };
    let met = facts.names_met.iter().map(String::as_str);
    met.filter(|name| framework.by_name(name).is_some_and(counts)).collect()
}

async fn people(
    organisation: &Organisation,
    rules: &Rules,
    changed: &[&Requirement],
    subjects: &BTreeSet<SubjectId>,
    names: &[&str],
    today: Date,
) -> Result<Vec<Reached>, StoreError> {
    let known = Known::Now;
    let framework = &rules.book.framework;
    let courses: Vec<&str> = rules
        .catalogue
        .courses
        .iter()
        .filter(|course| {
            let gives =
                |id: &CompetenceId| names.contains(&framework.competence(*id).name.as_str());
            course
                .awards
                .iter()
                .any(|id| subjects.contains(&framework.subject_of(*id)) || gives(id))
        })
        .map(|course| course.name.as_str())
        .collect();
    let (details, postings, awards, exemptions, return_graces, enrolments) = tokio::try_join!(
        organisation.facts::<PersonFact>(known),
        organisation.facts::<PostingFact>(known),
        organisation.facts_naming::<AwardFact>(known, "competence_name", names),
        organisation.facts::<ExemptionFact>(known),
        organisation.facts::<ReturnGraceFact>(known),
        organisation.facts_naming::<EnrolmentFact>(known, "course", &courses),
    )?;
    let mut of: HashMap<String, PersonFacts> = HashMap::new();
    for recorded in postings {
        let number = recorded.fact.employee_number.clone();
        of.entry(number).or_default().postings.push(recorded.fact);
    }
    for recorded in awards {
        if let Some(facts) = of.get_mut(&recorded.fact.employee_number) {
            facts.awards.push(recorded);
        }
    }
    for recorded in exemptions {
        if let Some(facts) = of.get_mut(&recorded.fact.employee_number) {
            facts.exemptions.push(recorded.fact);
        }
    }
    for recorded in return_graces {
        if let Some(facts) = of.get_mut(&recorded.fact.employee_number) {
            facts.return_graces.push(recorded.fact);
        }
    }
    let mut booked: HashMap<String, Vec<Award>> = HashMap::new();
    for recorded in enrolments {
        let fact = recorded.fact;
        let gives = booking(rules, &fact, today);
        if !gives.is_empty() {
            booked.entry(fact.employee_number).or_default().extend(gives);
        }
    }
    let mut details: Vec<PersonFact> = details.into_iter().map(|found| found.fact).collect();
    details.sort_by(|a, b| a.employee_number.cmp(&b.employee_number));
    Ok(details
        .into_iter()
        .filter_map(|fact| {
            let mut facts = of.remove(&fact.employee_number)?;
            facts.person.employee_number.clone_from(&fact.employee_number);
            let person = assemble::person(&rules.book, &organisation.vpd, &facts);
            if !is_reached(rules, &person, changed) {
                return None;
            }
            let bookings = booked.remove(&fact.employee_number);
            let booked = bookings.map(|bookings| with_awards(&person, &bookings));
            Some(Reached { person, fact, booked })
        })
        .collect())
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
