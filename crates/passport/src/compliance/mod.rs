//! Loading what an evaluation takes: the rules of an organisation on a day, and
//! people, one or everyone. The rules themselves are the core's.

mod each;
mod effect;
mod imported;
mod people;
mod reconcile;
mod registers;
mod shelf;
mod unmapped;

use std::collections::HashMap;

use jiff::civil::Date;
use passport_core::assemble::{self, Unresolved};
use passport_core::compliance::Rulebook;
use passport_core::facts::{ClassFact, CourseFact, EnrolmentFact, Recorded, RuleFacts};
use passport_core::learning::{Catalogue, Class, Course, Enrolment};
use passport_core::register::Register;
use passport_store::{Known, Organisation, StoreError};

pub use each::each;
pub use effect::{Effect, Moved, Supposed, Was, effect};
pub use imported::imported;
pub use people::{Loaded, details, everyone, everyone_at_work, person, these};
pub use reconcile::{Cause, Difference, Reconciled, reconcile};
pub use registers::Registers;
pub use shelf::{Shelf, Stand};
pub use unmapped::{Unmapped, unmapped};

/// The rules of an organisation on a day, with its catalogue.
#[derive(Debug)]
pub struct Rules {
    /// What an evaluation takes.
    pub book: Rulebook,
    /// Facts that name what is not there.
    pub unresolved: Vec<Unresolved>,
    /// What is on offer.
    pub catalogue: Catalogue,
    /// As of when the facts are known.
    pub known: Known,
    /// The day they are for.
    pub as_at: Date,
    /// The change after which this is how things stand.
    pub change: i64,
    course_names: HashMap<String, usize>,
    /// The classes of a course and title, soonest first.
    sittings: HashMap<(usize, String), Vec<usize>>,
}

/// Loads the rules as they are on a day.
pub async fn rules(
    organisation: &Organisation,
    known: Known,
    as_at: Date,
) -> Result<Rules, StoreError> {
    // Read first: what changes meanwhile is then loaded again, never missed.
    let change = change_of(organisation, known).await?;
    let facts = rule_facts(organisation, known).await?;
    rules_of(organisation, &facts, (known, change), as_at).await
}

/// The change that is the last of what is known.
async fn change_of(organisation: &Organisation, known: Known) -> Result<i64, StoreError> {
    match known {
        Known::Now => organisation.last_change().await,
        Known::After(change) => Ok(change),
    }
}

/// The rules that facts amount to on a day, with the catalogue: for whoever has the
/// facts at hand, known as of a change.
pub async fn rules_of(
    organisation: &Organisation,
    facts: &RuleFacts,
    (known, change): (Known, i64),
    as_at: Date,
) -> Result<Rules, StoreError> {
    let (book, unresolved) = assemble::rulebook(facts, as_at);
    let courses: Vec<Recorded<CourseFact>> = organisation.facts(known).await?;
    let classes: Vec<Recorded<ClassFact>> = organisation.facts(known).await?;
    let (catalogue, course_names) = catalogue(&book, &courses, &classes);
    let mut sittings: HashMap<(usize, String), Vec<usize>> = HashMap::new();
    for (place, class) in catalogue.classes.iter().enumerate() {
        sittings.entry((class.course, class.title.clone())).or_default().push(place);
    }
    Ok(Rules { book, unresolved, catalogue, known, as_at, change, course_names, sittings })
}

/// The facts that rules are made of.
pub async fn rule_facts(
    organisation: &Organisation,
    known: Known,
) -> Result<RuleFacts, StoreError> {
    rule_facts_meeting(organisation, known, organisation.competence_names(known).await?).await
}

/// As [`rule_facts`], where the names that facts use are at hand.
async fn rule_facts_meeting(
    organisation: &Organisation,
    known: Known,
    names_met: Vec<String>,
) -> Result<RuleFacts, StoreError> {
    Ok(RuleFacts {
        competences: organisation.facts(known).await?,
        aliases: organisation.facts(known).await?,
        names_met,
        requirements: organisation.facts(known).await?,
        unit_paths: organisation.unit_paths(known).await?,
        unit_changes: organisation.facts(known).await?,
        extensions: organisation.facts(known).await?,
        settings: organisation.facts(known).await?,
    })
}

/// As [`rule_facts`], where the awards are those of a register.
pub async fn rule_facts_of(
    organisation: &Organisation,
    known: Known,
    register: &Register,
) -> Result<RuleFacts, StoreError> {
    let awards = register.names_met().map(|(first, name)| (first, name.to_owned())).collect();
    let names = organisation.competence_names_with(known, awards).await?;
    rule_facts_meeting(organisation, known, names).await
}

/// As [`rules`], where the awards are those of a register.
async fn rules_with(
    organisation: &Organisation,
    known: Known,
    register: &Register,
    as_at: Date,
) -> Result<Rules, StoreError> {
    let change = change_of(organisation, known).await?;
    let facts = rule_facts_of(organisation, known, register).await?;
    rules_of(organisation, &facts, (known, change), as_at).await
}

/// The subjects of an organisation, by name.
#[must_use]
pub fn subjects(rules: &Rules) -> Vec<String> {
    let framework = &rules.book.framework;
    let named = framework.iter().map(|(id, _)| framework.subject_name(framework.subject_of(id)));
    let mut names: Vec<String> = named.map(str::to_owned).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn catalogue(
    book: &Rulebook,
    courses: &[Recorded<CourseFact>],
    classes: &[Recorded<ClassFact>],
) -> (Catalogue, HashMap<String, usize>) {
    let web = |link: &str| {
        let known = link.starts_with("https://") || link.starts_with("http://");
        known.then(|| link.to_owned())
    };
    let mut names = HashMap::new();
    let courses: Vec<Course> = courses
        .iter()
        .enumerate()
        .map(|(index, recorded)| {
            let fact = &recorded.fact;
            names.insert(fact.name.clone(), index);
            Course {
                name: fact.name.clone(),
                mode: fact.mode,
                minutes: fact.minutes.and_then(|minutes| u32::try_from(minutes).ok()),
                awards: fact
                    .awards
                    .iter()
                    .filter_map(|name| book.framework.by_name(name))
                    .collect(),
                link: web(&fact.link),
            }
        })
        .collect();
    let mut classes: Vec<Class> = classes
        .iter()
        .filter_map(|recorded| {
            let fact = &recorded.fact;
            let count = |number: Option<i64>| number.and_then(|n| u32::try_from(n).ok());
            Some(Class {
                course: *names.get(&fact.course)?,
                title: fact.title.clone(),
                start: fact.start,
                end: fact.end,
                start_time: fact.start_time,
                end_time: fact.end_time,
                location: fact.location.clone(),
                places: count(fact.places),
                places_remaining: count(fact.places_remaining),
                link: web(&fact.link),
            })
        })
        .collect();
    classes
        .sort_by(|a, b| (a.start, a.start_time, &a.title).cmp(&(b.start, b.start_time, &b.title)));
    (Catalogue { courses, classes }, names)
}

/// An enrolment among what is on offer.
#[must_use]
pub fn enrolment(rules: &Rules, fact: &EnrolmentFact) -> Option<Enrolment> {
    let course = *rules.course_names.get(&fact.course)?;
    let class = if fact.class.is_empty() { None } else { sitting(rules, course, fact) };
    Some(Enrolment { course, class, status: fact.status, date: fact.date })
}

/// Which of the classes of one title is booked: a title may be held every month.
/// Some systems give the day of the class, others the day of the booking, which
/// is then before the class; where no day is given it is the latest.
fn sitting(rules: &Rules, course: usize, fact: &EnrolmentFact) -> Option<usize> {
    let sittings = rules.sittings.get(&(course, fact.class.clone()))?;
    let start = |place: &&usize| rules.catalogue.classes[**place].start;
    let from = |date| sittings.iter().find(|place| start(place) >= date);
    fact.date.and_then(from).or_else(|| sittings.last()).copied()
}
