//! Queries: what staff say is wrong, and prior learning. They are raised, passed
//! on, answered, taken back and opened again here; whose turn it is follows from
//! dates (docs/decisions/0019-queries.md). Every question goes through the handle
//! that says whose queries the asker may see.

mod answer;
mod news;
mod open;
mod raise;
mod rules;

use std::collections::HashMap;

use anyhow::Result;
use jiff::civil::Date;
use passport_core::facts::{PersonFact, Recorded};
use passport_core::query::{
    Desk, EvidenceFact, Patience, QueryFact, StepFact, StepKind, Turn, turns,
};
use passport_store::{Kept, Known, Organisation};

use crate::access::Queries;
use crate::compliance::details;

pub use crate::record::NewAward;
pub use answer::{Answer, Reply, answer, may_answer, may_reopen, reopen, withdraw};
pub use news::{News, What, news_for_answerer, news_for_person};
pub use open::{Open, Waiting};
pub use raise::{Sent, raise};
pub use rules::{acceptance_rules, set_acceptance_rule};

/// A query with what became of it.
#[derive(Clone, Debug)]
pub struct Query {
    /// Its number.
    pub id: i64,
    /// What was said.
    pub fact: QueryFact,
    /// What became of it, the first step first.
    pub steps: Vec<Recorded<StepFact>>,
    /// Who is asked to answer, and from when.
    pub turns: Vec<Turn>,
}

/// How somebody stands to a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It is their own.
    Own,
    /// They may answer it.
    Answers(Desk),
}

impl Query {
    fn new(
        handle: &Queries<'_>,
        id: i64,
        fact: QueryFact,
        steps: Vec<Recorded<StepFact>>,
        patience: Patience,
    ) -> Self {
        let passed = steps.iter().find(|step| step.fact.kind == StepKind::PassedOn);
        let passed = passed.map(|step| step.fact.made_on);
        let has_manager = handle.has_manager(&fact.employee_number);
        let turns = turns(&fact, passed, has_manager, patience);
        Self { id, fact, steps, turns }
    }

    /// The step that settled it, if one did.
    #[must_use]
    pub fn settled(&self) -> Option<&Recorded<StepFact>> {
        self.steps.iter().find(|step| step.fact.kind.settles())
    }

    /// The step by which a manager passed it on.
    #[must_use]
    pub fn passed_on(&self) -> Option<&Recorded<StepFact>> {
        self.steps.iter().find(|step| step.fact.kind == StepKind::PassedOn)
    }

    /// The turn of a desk.
    #[must_use]
    pub fn turn(&self, desk: Desk) -> Option<Turn> {
        self.turns.iter().copied().find(|turn| turn.desk == desk)
    }

    /// How the asker stands to it on a day; none where it is not for them. A
    /// training lead may see and answer before their turn; a subject's lead may not.
    #[must_use]
    pub fn reach(&self, handle: &Queries<'_>, today: Date) -> Option<Reach> {
        let fact = &self.fact;
        if handle.is_own(&fact.employee_number) {
            return Some(Reach::Own);
        }
        let may = |desk: &Desk| match desk {
            Desk::TrainingLead => true,
            desk => self.turn(*desk).is_some_and(|turn| turn.from <= today),
        };
        let desks = handle.desks(&fact.employee_number, &fact.subject).into_iter();
        desks.into_iter().find(may).map(Reach::Answers)
    }

    /// Whether a desk is asked to answer it now.
    #[must_use]
    pub fn is_with(&self, desk: Desk, today: Date) -> bool {
        let passed = desk == Desk::Manager && self.passed_on().is_some();
        !passed && self.turn(desk).is_some_and(|turn| turn.from <= today)
    }
}

/// How long each desk has, on a day.
///
/// # Errors
/// When the database fails, as below.
async fn patience(organisation: &Organisation, today: Date) -> Result<Patience> {
    Ok(Patience::of(&organisation.settings().await?, today))
}

/// One query, and how the asker stands to it; nothing where there is none, or not
/// for them.
///
/// # Errors
/// When the database fails.
pub async fn one(handle: &Queries<'_>, id: i64, today: Date) -> Result<Option<(Query, Reach)>> {
    let organisation = handle.organisation();
    let found = organisation.fact::<QueryFact>(id).await?;
    let Some(kept) = found.filter(|kept| kept.voided.is_none()) else { return Ok(None) };
    let steps = organisation.steps_of_query(id).await?;
    let patience = patience(organisation, today).await?;
    let query = Query::new(handle, id, kept.fact, steps, patience);
    Ok(query.reach(handle, today).map(|reach| (query, reach)))
}

/// The asker's own queries, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn own(handle: &Queries<'_>, today: Date) -> Result<Vec<Query>> {
    let Some(number) = handle.own() else { return Ok(Vec::new()) };
    let organisation = handle.organisation();
    let patience = patience(organisation, today).await?;
    let facts = organisation.facts_of::<QueryFact>(Known::Now, number).await?;
    let steps = organisation.facts_of::<StepFact>(Known::Now, number).await?;
    let mut all = together(handle, facts, steps, patience);
    all.reverse();
    Ok(all)
}

/// Queries that the asker may answer, the oldest first: those that are open, or
/// those that were settled since a day.
///
/// # Errors
/// When the database fails.
pub async fn answerable(
    handle: &Queries<'_>,
    settled_since: Option<Date>,
    today: Date,
) -> Result<Vec<(Query, Desk)>> {
    let organisation = handle.organisation();
    let patience = patience(organisation, today).await?;
    let facts = match settled_since {
        None => organisation.open_queries().await?,
        Some(_) => organisation.facts::<QueryFact>(Known::Now).await?,
    };
    let steps = match settled_since {
        None => steps_of(organisation, &facts).await?,
        Some(_) => organisation.facts::<StepFact>(Known::Now).await?,
    };
    let mut all = together(handle, facts, steps, patience);
    if let Some(day) = settled_since {
        all.retain(|query| query.settled().is_some_and(|step| step.fact.made_on >= day));
    }
    let answers = |query: Query| match query.reach(handle, today)? {
        Reach::Answers(desk) => Some((query, desk)),
        Reach::Own => None,
    };
    Ok(all.into_iter().filter_map(answers).collect())
}

/// The steps of some queries.
async fn steps_of(
    organisation: &Organisation,
    queries: &[Recorded<QueryFact>],
) -> Result<Vec<Recorded<StepFact>>> {
    let mut people: Vec<&str> =
        queries.iter().map(|query| query.fact.employee_number.as_str()).collect();
    people.sort_unstable();
    people.dedup();
    Ok(organisation.facts_of_each(Known::Now, &people).await?)
}

fn together(
    handle: &Queries<'_>,
    facts: Vec<Recorded<QueryFact>>,
    steps: Vec<Recorded<StepFact>>,
    patience: Patience,
) -> Vec<Query> {
    let mut by_query: HashMap<i64, Vec<Recorded<StepFact>>> = HashMap::new();
    for step in steps {
        by_query.entry(step.fact.query).or_default().push(step);
    }
    facts
        .into_iter()
        .map(|found| {
            let steps = by_query.remove(&found.id).unwrap_or_default();
            Query::new(handle, found.id, found.fact, steps, patience)
        })
        .collect()
}

/// Everything that became of a query that the asker sees, answers that were taken back
/// too, the first step first.
///
/// # Errors
/// When the database fails.
pub async fn history(handle: &Queries<'_>, query: &Query) -> Result<Vec<Kept<StepFact>>> {
    let person = query.fact.employee_number.as_str();
    let mut steps = handle.organisation().facts_ever_of::<StepFact>(person).await?;
    steps.retain(|step| step.fact.query == query.id);
    Ok(steps)
}

/// The files that were sent with a query that the asker sees.
///
/// # Errors
/// When the database fails.
pub async fn evidence_of(
    handle: &Queries<'_>,
    query: &Query,
) -> Result<Vec<Recorded<EvidenceFact>>> {
    Ok(handle.organisation().evidence_of_query(query.id).await?)
}

/// A file with its bytes, if the asker sees the query it was sent with.
///
/// # Errors
/// When the database fails.
pub async fn file(
    handle: &Queries<'_>,
    evidence: i64,
    today: Date,
) -> Result<Option<(EvidenceFact, Vec<u8>)>> {
    let organisation = handle.organisation();
    let Some(kept) = organisation.fact::<EvidenceFact>(evidence).await? else { return Ok(None) };
    if kept.voided.is_some() || one(handle, kept.fact.query, today).await?.is_none() {
        return Ok(None);
    }
    let bytes = organisation.evidence_file(evidence).await?;
    Ok(bytes.map(|bytes| (kept.fact, bytes)))
}

/// Who made a change, by name: for the person whose query it answered.
///
/// # Errors
/// When the database fails.
pub async fn who(organisation: &Organisation, change: i64) -> Result<String> {
    let changes = organisation.changes_of(&[change]).await?;
    let actor = changes.first().map(|change| change.actor.as_str()).unwrap_or_default();
    let account = actor.strip_prefix("account ").and_then(|rest| rest.split(' ').next());
    let account = match account.and_then(|number| number.parse().ok()) {
        Some(number) => organisation.account(number).await?,
        None => None,
    };
    let name = account.map(|account| account.name).unwrap_or_default();
    Ok(if name.is_empty() { "the training team".to_owned() } else { name })
}

/// The names of people on record, by employee number.
///
/// # Errors
/// When the database fails.
pub async fn names_of(
    organisation: &Organisation,
    people: &[&str],
) -> Result<HashMap<String, String>> {
    let found: Vec<Recorded<PersonFact>> = organisation.facts_of_each(Known::Now, people).await?;
    let named = |person: PersonFact| {
        let name = details(&person).name();
        (person.employee_number, name)
    };
    Ok(found.into_iter().map(|found| named(found.fact)).collect())
}
