//! Loading what an evaluation takes: the rules of an organisation on a day, and
//! people, one or everyone. The rules themselves are the core's.

mod effect;
mod imported;
mod reconcile;
mod shelf;
mod unmapped;

use std::collections::HashMap;

use jiff::civil::Date;
use passport_core::assemble::{self, Unresolved};
use passport_core::compliance::Rulebook;
use passport_core::entered::ReturnGraceFact;
use passport_core::facts::{
    AwardFact, ClassFact, CourseFact, EnrolmentFact, ExemptionFact, PersonFact, PersonFacts,
    PostingFact, Recorded, RuleFacts,
};
use passport_core::learning::{Catalogue, Class, Course, Enrolment};
use passport_core::query::{Disputed, QueryFact, StepFact, disputed};
use passport_core::record::Person;
use passport_core::workforce::PersonDetails;
use passport_store::{Known, Organisation, StoreError};

pub use effect::{Effect, Moved, Supposed, Was, effect};
pub use imported::imported;
pub use reconcile::{Cause, Difference, Reconciled, reconcile};
pub use shelf::{Shelf, Stand};
pub use unmapped::{Unmapped, unmapped};

/// How many people's facts are held in memory at once when everyone is asked.
const CHUNK: usize = 2_000;

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

/// A person with what only presentation needs.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// For the evaluation.
    pub person: Person,
    /// Name and address.
    pub details: PersonDetails,
    /// The record as it stands.
    pub fact: PersonFact,
    /// Bookings.
    pub enrolments: Vec<Enrolment>,
    /// The lines they say are wrong, and nobody has answered yet.
    pub disputed: Vec<Disputed>,
}

/// Loads the rules as they are on a day.
pub async fn rules(
    organisation: &Organisation,
    known: Known,
    as_at: Date,
) -> Result<Rules, StoreError> {
    // Read first: what changes meanwhile is then loaded again, never missed.
    let change = match known {
        Known::Now => organisation.last_change().await?,
        Known::After(change) => change,
    };
    let facts = rule_facts(organisation, known).await?;
    rules_of(organisation, &facts, (known, change), as_at).await
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
    Ok(RuleFacts {
        competences: organisation.facts(known).await?,
        aliases: organisation.facts(known).await?,
        names_met: organisation.competence_names(known).await?,
        requirements: organisation.facts(known).await?,
        unit_paths: organisation.unit_paths(known).await?,
        unit_changes: organisation.facts(known).await?,
        extensions: organisation.facts(known).await?,
        settings: organisation.facts(known).await?,
    })
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

/// One person, if the organisation knows the number.
pub async fn person(
    organisation: &Organisation,
    rules: &Rules,
    employee_number: &str,
) -> Result<Option<Loaded>, StoreError> {
    let known = rules.known;
    let people: Vec<Recorded<PersonFact>> = organisation.facts_of(known, employee_number).await?;
    let Some(person) = people.into_iter().next() else { return Ok(None) };
    let mut facts = Facts::default();
    facts.postings(organisation.facts_of(known, employee_number).await?);
    facts.awards(organisation.facts_of(known, employee_number).await?);
    facts.exemptions(organisation.facts_of(known, employee_number).await?);
    facts.return_graces(organisation.facts_of(known, employee_number).await?);
    facts.enrolments(organisation.facts_of(known, employee_number).await?);
    // Few ever ask anything, and a step is always of a query.
    facts.queries(organisation.facts_of(known, employee_number).await?);
    if !facts.queries.is_empty() {
        facts.steps(organisation.facts_of(known, employee_number).await?);
    }
    Ok(Some(facts.load(organisation, rules, person.fact)))
}

/// How much of a person's record is loaded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Load {
    Everything,
    Assignments,
}

/// Everyone, in the order of their employee numbers as the database orders text.
/// People are handed over in chunks, so that a large trust fits in memory.
pub async fn everyone(
    organisation: &Organisation,
    rules: &Rules,
    take: impl FnMut(Vec<Loaded>),
) -> Result<(), StoreError> {
    in_chunks(organisation, rules, Load::Everything, take).await
}

/// Everyone as [`everyone`], with their assignments and nothing else: who is to
/// get a passport does not depend on what is in it, and a large trust's million
/// awards need not be read for it.
pub async fn everyone_at_work(
    organisation: &Organisation,
    rules: &Rules,
    take: impl FnMut(Vec<Loaded>),
) -> Result<(), StoreError> {
    in_chunks(organisation, rules, Load::Assignments, take).await
}

async fn in_chunks(
    organisation: &Organisation,
    rules: &Rules,
    load: Load,
    mut take: impl FnMut(Vec<Loaded>),
) -> Result<(), StoreError> {
    let known = rules.known;
    let numbers = organisation.employee_numbers(known).await?;
    for chunk in numbers.chunks(CHUNK) {
        let (Some(first), Some(last)) = (chunk.first(), chunk.last()) else { continue };
        let people = organisation.facts_between(known, first, last).await?;
        let mut facts = Facts::default();
        facts.postings(organisation.facts_between(known, first, last).await?);
        if load == Load::Everything {
            facts.awards(organisation.facts_between(known, first, last).await?);
            facts.exemptions(organisation.facts_between(known, first, last).await?);
            facts.return_graces(organisation.facts_between(known, first, last).await?);
            facts.enrolments(organisation.facts_between(known, first, last).await?);
            facts.queries(organisation.facts_between(known, first, last).await?);
            if !facts.queries.is_empty() {
                facts.steps(organisation.facts_between(known, first, last).await?);
            }
        }
        take(facts.load_all(organisation, rules, people));
    }
    Ok(())
}

/// These people, those of them whom the organisation knows.
pub async fn these(
    organisation: &Organisation,
    rules: &Rules,
    employee_numbers: &[&str],
) -> Result<Vec<Loaded>, StoreError> {
    let (known, numbers) = (rules.known, employee_numbers);
    let people: Vec<Recorded<PersonFact>> = organisation.facts_of_each(known, numbers).await?;
    let mut facts = Facts::default();
    facts.postings(organisation.facts_of_each(known, numbers).await?);
    facts.awards(organisation.facts_of_each(known, numbers).await?);
    facts.exemptions(organisation.facts_of_each(known, numbers).await?);
    facts.return_graces(organisation.facts_of_each(known, numbers).await?);
    facts.enrolments(organisation.facts_of_each(known, numbers).await?);
    facts.queries(organisation.facts_of_each(known, numbers).await?);
    if !facts.queries.is_empty() {
        facts.steps(organisation.facts_of_each(known, numbers).await?);
    }
    Ok(facts.load_all(organisation, rules, people))
}

/// Facts of several people, by employee number.
#[derive(Default)]
struct Facts {
    postings: HashMap<String, Vec<PostingFact>>,
    awards: HashMap<String, Vec<Recorded<AwardFact>>>,
    exemptions: HashMap<String, Vec<ExemptionFact>>,
    return_graces: HashMap<String, Vec<ReturnGraceFact>>,
    enrolments: HashMap<String, Vec<EnrolmentFact>>,
    queries: HashMap<String, Vec<Recorded<QueryFact>>>,
    steps: HashMap<String, Vec<StepFact>>,
}

impl Facts {
    fn postings(&mut self, facts: Vec<Recorded<PostingFact>>) {
        for recorded in facts {
            let person = recorded.fact.employee_number.clone();
            self.postings.entry(person).or_default().push(recorded.fact);
        }
    }

    fn awards(&mut self, facts: Vec<Recorded<AwardFact>>) {
        for recorded in facts {
            let person = recorded.fact.employee_number.clone();
            self.awards.entry(person).or_default().push(recorded);
        }
    }

    fn exemptions(&mut self, facts: Vec<Recorded<ExemptionFact>>) {
        for recorded in facts {
            let person = recorded.fact.employee_number.clone();
            self.exemptions.entry(person).or_default().push(recorded.fact);
        }
    }

    fn return_graces(&mut self, facts: Vec<Recorded<ReturnGraceFact>>) {
        for recorded in facts {
            let person = recorded.fact.employee_number.clone();
            self.return_graces.entry(person).or_default().push(recorded.fact);
        }
    }

    fn enrolments(&mut self, facts: Vec<Recorded<EnrolmentFact>>) {
        for recorded in facts {
            let person = recorded.fact.employee_number.clone();
            self.enrolments.entry(person).or_default().push(recorded.fact);
        }
    }

    fn queries(&mut self, facts: Vec<Recorded<QueryFact>>) {
        for recorded in facts {
            let person = recorded.fact.employee_number.clone();
            self.queries.entry(person).or_default().push(recorded);
        }
    }

    fn steps(&mut self, facts: Vec<Recorded<StepFact>>) {
        for recorded in facts {
            let person = recorded.fact.employee_number.clone();
            self.steps.entry(person).or_default().push(recorded.fact);
        }
    }

    /// One person's own, taken out.
    fn of(&mut self, person: PersonFact) -> PersonFacts {
        let number = &person.employee_number;
        PersonFacts {
            postings: self.postings.remove(number).unwrap_or_default(),
            awards: self.awards.remove(number).unwrap_or_default(),
            exemptions: self.exemptions.remove(number).unwrap_or_default(),
            return_graces: self.return_graces.remove(number).unwrap_or_default(),
            person,
        }
    }

    /// Everyone, by employee number as text by code point.
    fn load_all(
        &mut self,
        organisation: &Organisation,
        rules: &Rules,
        people: Vec<Recorded<PersonFact>>,
    ) -> Vec<Loaded> {
        let mut people: Vec<PersonFact> = people.into_iter().map(|found| found.fact).collect();
        people.sort_by(|a, b| a.employee_number.cmp(&b.employee_number));
        people.into_iter().map(|person| self.load(organisation, rules, person)).collect()
    }

    fn load(&mut self, organisation: &Organisation, rules: &Rules, fact: PersonFact) -> Loaded {
        let number = &fact.employee_number;
        let enrolments = self.enrolments.remove(number).unwrap_or_default();
        let enrolments = enrolments.iter().filter_map(|e| enrolment(rules, e)).collect();
        let queries = self.queries.remove(number).unwrap_or_default();
        let steps = self.steps.remove(number).unwrap_or_default();
        let asked = queries.iter().map(|query| (query.id, &query.fact));
        let disputed = disputed(asked, &steps, rules.as_at);
        let facts = self.of(fact.clone());
        Loaded {
            person: assemble::person(&rules.book, &organisation.vpd, &facts),
            details: details(&fact),
            fact,
            enrolments,
            disputed,
        }
    }
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

/// Name and address, as recorded.
#[must_use]
pub fn details(fact: &PersonFact) -> PersonDetails {
    PersonDetails {
        title: fact.title.clone(),
        first_name: fact.first_name.clone(),
        last_name: fact.last_name.clone(),
        preferred_name: fact.preferred_name.clone(),
        email: fact.email.clone(),
    }
}
