//! People as an evaluation takes them, with what presentation needs besides: from
//! the database, as known after any change.

use passport_core::assemble;
use passport_core::facts::{PersonFact, PersonFacts};
use passport_core::learning::Enrolment;
use passport_core::query::{Disputed, disputed};
use passport_core::record::Person;
use passport_core::register::RecordedPerson;
use passport_core::workforce::PersonDetails;
use passport_store::{HowMuch, Organisation, StoreError};

use super::{Rules, enrolment};

/// How many people's facts are read at once when everyone is asked.
const CHUNK: usize = 2_000;

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

/// One person, if the organisation knows the number.
pub async fn person(
    organisation: &Organisation,
    rules: &Rules,
    employee_number: &str,
) -> Result<Option<Loaded>, StoreError> {
    Ok(these(organisation, rules, &[employee_number]).await?.pop())
}

/// These people, those of them whom the organisation knows, by employee number as
/// text by code point.
pub async fn these(
    organisation: &Organisation,
    rules: &Rules,
    employee_numbers: &[&str],
) -> Result<Vec<Loaded>, StoreError> {
    let recorded = organisation.recorded_people(rules.known, employee_numbers).await?;
    Ok(loaded(organisation, rules, recorded))
}

/// Everyone, in the order of their employee numbers as the database orders text.
/// People are handed over in chunks, so that a large trust fits in memory.
pub async fn everyone(
    organisation: &Organisation,
    rules: &Rules,
    take: impl FnMut(Vec<Loaded>),
) -> Result<(), StoreError> {
    in_chunks(organisation, rules, HowMuch::All, take).await
}

/// Everyone as [`everyone`], with their assignments and nothing else: who is to
/// get a passport does not depend on what is in it, and a large trust's million
/// awards need not be read for it.
pub async fn everyone_at_work(
    organisation: &Organisation,
    rules: &Rules,
    take: impl FnMut(Vec<Loaded>),
) -> Result<(), StoreError> {
    in_chunks(organisation, rules, HowMuch::Assignments, take).await
}

async fn in_chunks(
    organisation: &Organisation,
    rules: &Rules,
    how_much: HowMuch,
    mut take: impl FnMut(Vec<Loaded>),
) -> Result<(), StoreError> {
    let known = rules.known;
    let numbers = organisation.employee_numbers(known).await?;
    for bounds in chunks(&numbers) {
        let recorded = organisation.recorded_people_between(known, bounds, how_much).await?;
        take(loaded(organisation, rules, recorded));
    }
    Ok(())
}

/// Everyone's numbers a chunk at a time: the first and the last of each.
pub(super) fn chunks(numbers: &[String]) -> impl Iterator<Item = (&str, &str)> {
    numbers
        .chunks(CHUNK)
        .filter_map(|chunk| Some((chunk.first()?.as_str(), chunk.last()?.as_str())))
}

fn loaded(
    organisation: &Organisation,
    rules: &Rules,
    mut people: Vec<RecordedPerson>,
) -> Vec<Loaded> {
    people.sort_by(|a, b| a.person.fact.employee_number.cmp(&b.person.fact.employee_number));
    people.into_iter().map(|person| load(organisation, rules, person)).collect()
}

fn load(organisation: &Organisation, rules: &Rules, recorded: RecordedPerson) -> Loaded {
    let steps: Vec<_> = recorded.steps.iter().map(|step| step.fact.clone()).collect();
    let asked = recorded.queries.iter().map(|query| (query.id, &query.fact));
    let disputed = disputed(asked, &steps, rules.as_at);
    let bookings = recorded.enrolments.iter();
    let enrolments = bookings.filter_map(|found| enrolment(rules, &found.fact)).collect();
    let facts = PersonFacts::from(recorded);
    Loaded {
        person: assemble::person(&rules.book, &organisation.vpd, &facts),
        details: details(&facts.person),
        fact: facts.person,
        enrolments,
        disputed,
    }
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
