//! Answering a query. An award that follows is recorded in the same change as the
//! answer, and goes with it when the query is opened again.

use anyhow::Result;
use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::facts::AwardFact;
use passport_core::query::{Desk, StepFact, StepKind};
use passport_core::text::normal;
use passport_core::wording::long_date;
use passport_store::{Change, Known};

use super::raise::{MOST_LETTERS, OUR_OWN, is_elsewhere};
use super::{Query, Reach, one, who};
use crate::access::Queries;
use crate::compliance;
use crate::record::{NewAward, award_within};
use crate::refusal::{Refusal, refuse};

/// What somebody answers.
#[derive(Clone, Debug)]
pub enum Answer {
    /// A manager agrees: the training lead is to put it right.
    PassOn,
    /// It is not so, or there is a reason for it.
    Refuse,
    /// It is so, and is put right elsewhere: by the next extract, an exemption, a
    /// requirement.
    PutRight,
    /// It is so, and this award is recorded.
    Award(NewAward),
}

/// An answer with its reason.
#[derive(Clone, Debug)]
pub struct Reply {
    /// What.
    pub answer: Answer,
    /// Why; the person reads it.
    pub reason: String,
}

impl Answer {
    const fn kind(&self) -> StepKind {
        match self {
            Self::PassOn => StepKind::PassedOn,
            Self::Refuse => StepKind::Refused,
            Self::PutRight => StepKind::PutRight,
            Self::Award(_) => StepKind::Awarded,
        }
    }
}

/// What somebody at a desk may answer to a query, in the order of a form. A manager
/// awards nothing.
#[must_use]
pub fn may_answer(query: &Query, desk: Desk) -> Vec<StepKind> {
    if query.settled().is_some() {
        return Vec::new();
    }
    let mut kinds = Vec::new();
    match desk {
        Desk::Manager if query.passed_on().is_some() => return kinds,
        Desk::Manager => kinds.push(StepKind::PassedOn),
        Desk::TrainingLead | Desk::SubjectLead => {
            if query.fact.kind.may_be_awarded() {
                kinds.push(StepKind::Awarded);
            }
            kinds.push(StepKind::PutRight);
        }
    }
    kinds.push(StepKind::Refused);
    kinds
}

/// Answers a query.
///
/// # Errors
/// When the database fails; refused in words where somebody was quicker, the asker
/// may not, or something is missing. Nothing where there is no such query for them.
pub async fn answer(
    handle: &Queries<'_>,
    id: i64,
    reply: &Reply,
    now: Timestamp,
    today: Date,
) -> Result<Option<Result<(), Refusal>>> {
    let organisation = handle.organisation();
    // The turn is taken first: of two who answer at once the second is told.
    let mut change = organisation.begin(&handle.actor(), "query answered", now).await?;
    let Some((query, Reach::Answers(desk))) = one(handle, id, today).await? else {
        return Ok(None);
    };
    if let Some(settled) = query.settled() {
        let name = who(organisation, settled.recorded).await?;
        let day = long_date(settled.fact.made_on);
        return Ok(Some(refuse("answer", format!("{name} answered it already, on {day}."))));
    }
    let kind = reply.answer.kind();
    if !may_answer(&query, desk).contains(&kind) {
        return Ok(Some(refuse("answer", "Choose one of the answers.")));
    }
    if let Err(refusal) = reason_is_there(&reply.reason) {
        return Ok(Some(Err(refusal)));
    }
    let award = match &reply.answer {
        Answer::Award(new) => match award(handle, &mut change, &query, desk, new, today).await? {
            Ok(award) => Some(award),
            Err(refusal) => return Ok(Some(Err(refusal))),
        },
        _ => None,
    };
    let number = query.fact.employee_number.as_str();
    let step = StepFact {
        employee_number: number.to_owned(),
        query: id,
        kind,
        reason: reply.reason.trim().to_owned(),
        award,
        made_on: today,
    };
    change.concerns(number);
    change.describe("query", &id.to_string());
    change.describe("answer", kind.name());
    change.record(&[step]).await?;
    change.commit().await?;
    Ok(Some(Ok(())))
}

/// The award that an answer records; a subject's lead awards in that subject alone.
async fn award(
    handle: &Queries<'_>,
    change: &mut Change,
    query: &Query,
    desk: Desk,
    new: &NewAward,
    today: Date,
) -> Result<Result<i64, Refusal>> {
    let organisation = handle.organisation();
    if query.fact.claim.is_some() && !is_elsewhere(&organisation.vpd, &new.vpd) {
        return Ok(refuse("source", OUR_OWN));
    }
    let new = NewAward { employee_number: query.fact.employee_number.clone(), ..new.clone() };
    if desk == Desk::SubjectLead {
        let rules = compliance::rules(organisation, Known::Now, today).await?;
        let framework = &rules.book.framework;
        let subject = framework
            .by_name(&new.competence)
            .map(|competence| normal(framework.subject_name(framework.subject_of(competence))));
        if subject.as_deref() != Some(normal(&query.fact.subject).as_str()) {
            return Ok(refuse("competence", "Choose a competence of your subject."));
        }
    }
    let recorded = award_within(change, organisation, &new, today).await?;
    Ok(recorded.map(|(award, _)| award))
}

fn reason_is_there(reason: &str) -> Result<(), Refusal> {
    if reason.trim().is_empty() {
        return refuse("reason", "Enter a reason. The person reads it.");
    }
    if reason.chars().count() > MOST_LETTERS {
        return refuse("reason", format!("Write at most {MOST_LETTERS} letters."));
    }
    Ok(())
}

/// Takes the asker's own query back.
///
/// # Errors
/// As [`answer`].
pub async fn withdraw(
    handle: &Queries<'_>,
    id: i64,
    now: Timestamp,
    today: Date,
) -> Result<Option<Result<(), Refusal>>> {
    let organisation = handle.organisation();
    let mut change = organisation.begin(&handle.actor(), "query taken back", now).await?;
    let Some((query, Reach::Own)) = one(handle, id, today).await? else { return Ok(None) };
    if query.settled().is_some() {
        return Ok(Some(refuse("answer", "It was answered already.")));
    }
    let step = StepFact {
        employee_number: query.fact.employee_number.clone(),
        query: id,
        kind: StepKind::Withdrawn,
        reason: String::new(),
        award: None,
        made_on: today,
    };
    change.concerns(&query.fact.employee_number);
    change.describe("query", &id.to_string());
    change.record(&[step]).await?;
    change.commit().await?;
    Ok(Some(Ok(())))
}

/// Whether somebody may take an answer back.
#[must_use]
pub fn may_reopen(query: &Query, desk: Desk) -> bool {
    desk != Desk::Manager
        && query.settled().is_some_and(|step| step.fact.kind != StepKind::Withdrawn)
}

/// Takes an answer back, with the award that was recorded with it: the query is
/// open again.
///
/// # Errors
/// As [`answer`].
pub async fn reopen(
    handle: &Queries<'_>,
    id: i64,
    reason: &str,
    now: Timestamp,
    today: Date,
) -> Result<Option<Result<(), Refusal>>> {
    let organisation = handle.organisation();
    let mut change = organisation.begin(&handle.actor(), "query opened again", now).await?;
    let Some((query, Reach::Answers(desk))) = one(handle, id, today).await? else {
        return Ok(None);
    };
    let Some(settled) = query.settled().filter(|_| may_reopen(&query, desk)) else {
        return Ok(Some(refuse("reason", "There is no answer to take back.")));
    };
    if let Err(refusal) = reason_is_there(reason) {
        return Ok(Some(Err(refusal)));
    }
    change.concerns(&query.fact.employee_number);
    change.describe("query", &id.to_string());
    change.describe("reason", reason.trim());
    change.void::<StepFact>(&[settled.id]).await?;
    let step = StepFact {
        employee_number: query.fact.employee_number.clone(),
        query: id,
        kind: StepKind::Reopened,
        reason: reason.trim().to_owned(),
        award: None,
        made_on: today,
    };
    change.record(&[step]).await?;
    if let Some(award) = settled.fact.award {
        change.void::<AwardFact>(&[award]).await?;
    }
    change.commit().await?;
    Ok(Some(Ok(())))
}
