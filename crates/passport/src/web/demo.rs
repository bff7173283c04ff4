//! Log-in of a demonstration: a list of invented people, and a button each.

use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use passport_core::facts::{PersonFact, PostingFact};
use passport_core::organisation::team_name;
use passport_core::workforce::PersonDetails;
use passport_pages::pages::{DemoPeoplePage, DemoPerson};
use passport_store::{Known, Organisation};

use super::answer::{Answer, Fault};
use super::query;
use super::visit::Visit;
use crate::access::{Part, Proof, account_of, parts};

pub(super) async fn show(visit: Visit) -> Answer {
    let organisation = demonstration(&visit)?;
    let mut people = Vec::new();
    for part in parts(organisation).await? {
        if let Some(person) = introduce(organisation, part).await? {
            people.push(person);
        }
    }
    visit.form(|csrf| DemoPeoplePage { action: "/demo/log-in".to_owned(), csrf, people })
}

pub(super) async fn log_in(visit: Visit, form: Bytes) -> Answer {
    let organisation = demonstration(&visit)?;
    let wanted = query::field(&form, "person").unwrap_or_default();
    let part = parts(organisation).await?.into_iter().find(|part| part.employee_number == wanted);
    let Some(part) = part else { return Ok(StatusCode::BAD_REQUEST.into_response()) };
    let Some(person) = details(organisation, &part.employee_number).await? else {
        return Err(Fault::broken("a demonstration's person is not in its record"));
    };
    let now = visit.app.settings.clock.now();
    let account = account_of(organisation, &part, &person.name(), now).await?;
    let response =
        super::log_in::enter(&visit, organisation, &account, Proof::Demonstration, "/").await?;
    tracing::info!(event = "logged in", reference = visit.reference, part = part.part);
    Ok(response)
}

fn demonstration(visit: &Visit) -> Result<&Organisation, Fault> {
    visit.app.settings.demo.as_ref().ok_or_else(|| Fault::broken("no demonstration"))
}

async fn introduce(organisation: &Organisation, part: Part) -> Result<Option<DemoPerson>, Fault> {
    let Some(person) = details(organisation, &part.employee_number).await? else {
        return Ok(None);
    };
    let postings = organisation.facts_of::<PostingFact>(Known::Now, &part.employee_number).await?;
    let post = postings.iter().max_by_key(|posting| (posting.fact.post.primary, posting.recorded));
    let role = post.map(|posting| {
        let post = &posting.fact.post;
        format!("{}, {}", post.position_title, team_name(&post.unit))
    });
    Ok(Some(DemoPerson {
        name: person.name(),
        role: role.unwrap_or_default(),
        about: about(&part.part).to_owned(),
        id: part.employee_number,
    }))
}

async fn details(
    organisation: &Organisation,
    employee_number: &str,
) -> Result<Option<PersonDetails>, Fault> {
    let people = organisation.facts_of::<PersonFact>(Known::Now, employee_number).await?;
    Ok(people.first().map(|recorded| crate::compliance::details(&recorded.fact)))
}

/// What there is to see as someone.
fn about(part: &str) -> &'static str {
    match part {
        "staff nurse with reds" => "Has things to do, some that run out soon, and a booked class.",
        "ward manager" => "Sees their own passport and those of everyone who reports to them.",
        "training lead" => {
            "Finds everyone's passport, and sees the imports, the monthly passports and the timetable."
        }
        "administrator" => "Invites people, gives roles and sets what the trust does differently.",
        "non-executive director" => "Sees the trust's figures, and nobody's name.",
        "on maternity leave" => "Away, so not counted in the figures at present.",
        "two assignments" => "Holds two posts: the passport shows the training of both.",
        "name with diacritics" => "Shows that names keep every letter, on the page and as a PDF.",
        _ => "Sees their own passport.",
    }
}
