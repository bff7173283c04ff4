//! What there is to tell of queries: to the person who asked, and to whoever is
//! asked to answer. Nothing is sent here.

use anyhow::Result;
use jiff::civil::Date;
use passport_core::query::{QueryFact, StepFact, StepKind};
use passport_store::{Known, Organisation};

use super::answerable;
use crate::access::Queries;

/// Something that happened to a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// The query's number.
    pub query: i64,
    /// Whose it is.
    pub employee_number: String,
    /// The subject.
    pub subject: String,
    /// Whether it is prior learning.
    pub is_claim: bool,
    /// What happened.
    pub what: What,
    /// The day.
    pub on: Date,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It is the reader's turn to answer.
    YourTurn,
    /// A manager passed it on.
    PassedOn,
    /// It was answered, with this reason, by the change of this number.
    Answered {
        /// How.
        kind: StepKind,
        /// Why.
        reason: String,
        /// The change that recorded it.
        change: i64,
    },
    /// An answer was taken back, for this reason, by the change of this number: it is
    /// to be answered anew.
    Reopened {
        /// Why.
        reason: String,
        /// The change that recorded it.
        change: i64,
    },
}

/// What to tell a person of their own queries since a day, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn news_for_person(
    organisation: &Organisation,
    employee_number: &str,
    since: Date,
) -> Result<Vec<News>> {
    let steps = organisation.facts_of::<StepFact>(Known::Now, employee_number).await?;
    let mut news = Vec::new();
    for step in steps.into_iter().rev().filter(|step| step.fact.made_on >= since) {
        let (change, fact) = (step.recorded, step.fact);
        let what = match fact.kind {
            StepKind::Withdrawn => continue,
            StepKind::PassedOn => What::PassedOn,
            StepKind::Reopened => What::Reopened { reason: fact.reason, change },
            kind @ (StepKind::Awarded | StepKind::PutRight | StepKind::Refused) => {
                What::Answered { kind, reason: fact.reason, change }
            }
        };
        let Some(query) = organisation.fact::<QueryFact>(fact.query).await? else { continue };
        news.push(News {
            query: fact.query,
            employee_number: fact.employee_number,
            subject: query.fact.subject,
            is_claim: query.fact.claim.is_some(),
            what,
            on: fact.made_on,
        });
    }
    Ok(news)
}

/// The open queries that became somebody's turn on or after a day, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn news_for_answerer(
    handle: &Queries<'_>,
    since: Date,
    today: Date,
) -> Result<Vec<News>> {
    let open = answerable(handle, None, today).await?.into_iter();
    let theirs = open.filter(|(query, desk)| query.is_with(*desk, today));
    Ok(theirs
        .filter_map(|(query, desk)| {
            let on = query.turn(desk)?.from;
            (on >= since).then(|| News {
                query: query.id,
                employee_number: query.fact.employee_number,
                subject: query.fact.subject,
                is_claim: query.fact.claim.is_some(),
                what: What::YourTurn,
                on,
            })
        })
        .collect())
}
