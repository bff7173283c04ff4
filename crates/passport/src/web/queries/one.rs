//! One query: looked at, answered, taken back, opened again.

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::Uri;
use passport_core::query::StepKind;
use passport_pages::pages::{Mistake, QueryPage};

use super::shown::{award, consequences, is_empty, page};
use crate::access::Access;
use crate::queries::{self, NewAward, Query, Reach, Reply};
use crate::refusal::Refusal;
use crate::web::answer::{Answer, Fault, see};
use crate::web::visit::Visit;
use crate::web::{fields, query};

/// The query of an address, if the asker may see it.
async fn find(
    visit: &Visit,
    access: &Access,
    number: &str,
) -> Result<Option<(Query, Reach)>, Fault> {
    let Ok(number) = number.parse() else { return Ok(None) };
    Ok(queries::one(&access.queries(), number, visit.app.settings.clock.today()).await?)
}

/// No such query and one that is not theirs are answered alike.
fn refused(visit: &Visit, access: &Access) -> Answer {
    visit.note(access.queries().organisation(), "denied", "");
    visit.not_found()
}

pub(in crate::web) async fn one(
    visit: Visit,
    access: Access,
    Path(number): Path<String>,
    uri: Uri,
) -> Answer {
    let Some((query, reach)) = find(&visit, &access, &number).await? else {
        return refused(&visit, &access);
    };
    let person = query.fact.employee_number.as_str();
    let details = [("query", number.as_str())];
    visit.note_with(access.queries().organisation(), "saw query", person, &details);
    let mut page = page(&visit, &access, &query, reach).await?;
    page.done = match query::parameter(&uri, "done").as_deref() {
        Some("answered") => Some("The answer is sent".to_owned()),
        Some("reopened") => Some("It is open again".to_owned()),
        _ => None,
    };
    let claimed = query.fact.claim.as_ref();
    let suggested = claimed
        .and_then(|claim| award(&page, &query, Some(claim.completed_on), claim.printed_expiry));
    consequences(&visit, &access, &query, suggested.as_ref(), &mut page).await?;
    visit.form(|csrf| QueryPage { csrf, ..page })
}

pub(in crate::web) async fn answer(
    visit: Visit,
    access: Access,
    Path(number): Path<String>,
    form: Bytes,
) -> Answer {
    let Some((query, reach)) = find(&visit, &access, &number).await? else {
        return refused(&visit, &access);
    };
    if reach == Reach::Own {
        return refused(&visit, &access);
    }
    let shown = page(&visit, &access, &query, reach).await?;
    let mut errors = Vec::new();
    let (completed, day) = fields::day(&form, "completed", "The day", &mut errors);
    let (expiry, last) = fields::day(&form, "expiry", "The expiry", &mut errors);
    let field = |name: &str| fields::line(&form, name);
    let mut page = QueryPage {
        answer: field("answer"),
        competence: field("competence"),
        completed,
        expiry,
        title: field("title"),
        source: field("source"),
        reason: field("reason"),
        ..shown
    };
    let new = award(&page, &query, day, last);
    let looks = field("do") == "look";
    let kind = StepKind::from_name(&page.answer);
    if looks || kind == Some(StepKind::Awarded) {
        errors.extend(missing(&page, new.as_ref()));
    } else {
        // Nothing is recorded, so nothing of it need be right.
        errors.clear();
    }
    if errors.is_empty() && !looks {
        match reply(kind, new.clone(), &page.reason) {
            None => errors.push(Mistake::new("answer", "Choose an answer.")),
            Some(reply) => {
                let (handle, clock) = (access.queries(), visit.app.settings.clock);
                let answered =
                    queries::answer(&handle, query.id, &reply, clock.now(), clock.today()).await?;
                match answered {
                    None => return refused(&visit, &access),
                    Some(Ok(())) => return see(&format!("/queries/{number}?done=answered")),
                    Some(Err(refusal)) => errors.push(refusal.into()),
                }
            }
        }
    }
    consequences(&visit, &access, &query, new.as_ref(), &mut page).await?;
    if errors.is_empty() {
        return visit.form(|csrf| QueryPage { csrf, ..page });
    }
    visit.refused(|csrf| QueryPage { csrf, errors, ..page })
}

fn reply(kind: Option<StepKind>, award: Option<NewAward>, reason: &str) -> Option<Reply> {
    let answer = match kind? {
        StepKind::PassedOn => queries::Answer::PassOn,
        StepKind::Refused => queries::Answer::Refuse,
        StepKind::PutRight => queries::Answer::PutRight,
        StepKind::Awarded => queries::Answer::Award(award?),
        StepKind::Withdrawn | StepKind::Reopened => return None,
    };
    Some(Reply { answer, reason: reason.to_owned() })
}

/// What an award lacks.
fn missing(page: &QueryPage, award: Option<&NewAward>) -> Vec<Mistake> {
    let mut missing = Vec::new();
    if !page.competences.iter().any(|one| one.value == page.competence && !one.value.is_empty()) {
        missing.push(Mistake::new("competence", "Choose a competence."));
    }
    if award.is_none() && is_empty(&page.completed) {
        missing.push(Mistake::new("completed-day", "Enter the day it was completed."));
    }
    if page.is_claim && page.source.is_empty() {
        missing.push(Mistake::new("source", "Enter the employer’s number, or who gave it."));
    }
    missing
}

pub(in crate::web) async fn withdraw(
    visit: Visit,
    access: Access,
    Path(number): Path<String>,
) -> Answer {
    let Ok(id) = number.parse() else { return refused(&visit, &access) };
    let (handle, clock) = (access.queries(), visit.app.settings.clock);
    match queries::withdraw(&handle, id, clock.now(), clock.today()).await? {
        None => refused(&visit, &access),
        Some(Ok(())) => see("/queries?done=withdrawn"),
        // It was answered meanwhile, as its page says.
        Some(Err(_)) => see(&format!("/queries/{number}")),
    }
}

pub(in crate::web) async fn reopen(
    visit: Visit,
    access: Access,
    Path(number): Path<String>,
    form: Bytes,
) -> Answer {
    let Some((query, reach)) = find(&visit, &access, &number).await? else {
        return refused(&visit, &access);
    };
    let reason = fields::line(&form, "reason");
    let (handle, clock) = (access.queries(), visit.app.settings.clock);
    let done = queries::reopen(&handle, query.id, &reason, clock.now(), clock.today()).await?;
    let refusal: Refusal = match done {
        None => return refused(&visit, &access),
        Some(Ok(())) => return see(&format!("/queries/{number}?done=reopened")),
        Some(Err(refusal)) => refusal,
    };
    let page = page(&visit, &access, &query, reach).await?;
    let errors = vec![refusal.into()];
    visit.refused(|csrf| QueryPage { csrf, reason, errors, ..page })
}
