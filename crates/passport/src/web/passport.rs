//! A passport, as a page and as a PDF: one's own, or that of someone one may see.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::Uri;
use jiff::civil::Date;
use passport_core::present::Passport;
use passport_pages::Link;
use passport_pages::pages::PassportPage;
use passport_store::Known;

use super::answer::{Answer, Fault};
use super::visit::Visit;
use super::{address, pdf, queries, query};
use crate::access::{Access, Record, Role};
use crate::compliance::Stand;
use crate::passports::Passports;
use crate::supervision;

/// The day asked for; none: today.
type Asked = Option<Date>;

pub(super) async fn own(visit: Visit, access: Access, uri: Uri) -> Answer {
    let Some(record) = access.own() else { return refused(&visit, &access, "") };
    page(&visit, &access, &record, &uri, "/passport.pdf").await
}

pub(super) async fn own_document(visit: Visit, access: Access, uri: Uri) -> Answer {
    let Some(record) = access.own() else { return refused(&visit, &access, "") };
    document(&visit, &access, &record, &uri).await
}

pub(super) async fn of(
    visit: Visit,
    access: Access,
    uri: Uri,
    Path(employee_number): Path<String>,
) -> Answer {
    let (number, is_document) = match employee_number.strip_suffix(".pdf") {
        Some(number) => (number, true),
        None => (employee_number.as_str(), false),
    };
    let Some(record) = access.record(number) else {
        return refused(&visit, &access, number);
    };
    if is_document {
        return document(&visit, &access, &record, &uri).await;
    }
    let pdf = format!("{}.pdf", address::passport(number));
    page(&visit, &access, &record, &uri, &pdf).await
}

/// What the addresses of a passport's lines begin with.
fn lines(record: &Record<'_>) -> String {
    match record.own {
        true => "/passport/lines/".to_owned(),
        false => format!("{}/lines/", address::passport(&record.employee_number)),
    }
}

/// Nobody's number and a number one may not see are answered alike.
pub(super) fn refused(visit: &Visit, access: &Access, number: &str) -> Answer {
    visit.note(access.organisation(), "denied", number);
    tracing::warn!(event = "denied", reference = visit.reference, "no such record, or not theirs");
    visit.not_found()
}

async fn page(visit: &Visit, access: &Access, record: &Record<'_>, uri: &Uri, pdf: &str) -> Answer {
    let Ok(asked) = day(uri) else { return no_such_day(visit) };
    let Some((passport, stand)) = load(visit, access, record, asked).await? else {
        return refused(visit, access, &record.employee_number);
    };
    visit.note(access.organisation(), "saw passport", &record.employee_number);
    let today = visit.app.settings.clock.today();
    // Few ever ask anything.
    let notices = match record.own && stand.asked(&record.employee_number) {
        true => queries::notices(record, today).await?,
        false => Vec::new(),
    };
    let roles = &access.asker().roles;
    let back = if roles.include(Role::TrainingLead) {
        Link::new("Find a person", "/people")
    } else {
        Link::new("My team", "/team")
    };
    visit.page(&PassportPage {
        passport: &passport,
        links: links(access, record, &passport, asked),
        own: record.own,
        pdf: Some(address::on(pdf, asked)),
        // What if is asked of today's lines.
        lines: asked.is_none().then(|| lines(record)),
        back: (!record.own).then_some(back),
        restricted: record.restricted,
        disputes: record.own && asked.is_none(),
        notices,
    })
}

async fn document(visit: &Visit, access: &Access, record: &Record<'_>, uri: &Uri) -> Answer {
    let Ok(asked) = day(uri) else { return no_such_day(visit) };
    let Some((passport, _)) = load(visit, access, record, asked).await? else {
        return refused(visit, access, &record.employee_number);
    };
    visit.note(access.organisation(), "saw passport as PDF", &record.employee_number);
    let bytes = visit.app.press.passport(&passport, &pdf::stamp(visit))?;
    pdf::answer(bytes, &format!("training-passport-{}", passport.employee_number))
}

async fn load(
    visit: &Visit,
    access: &Access,
    record: &Record<'_>,
    asked: Asked,
) -> Result<Option<(Passport, Arc<Stand>)>, Fault> {
    let as_at = asked.unwrap_or_else(|| visit.app.settings.clock.today());
    let organisation = record.organisation();
    let stand = visit.app.shelf.stand_after(organisation, as_at, access.latest()).await?;
    let loaded = stand.person(&record.employee_number);
    let passports =
        read_by(record, Passports::with(&organisation.name, &stand.rules, as_at, stand.imported));
    let Some(mut passport) = loaded.map(|loaded| passports.present(&loaded)) else {
        return Ok(None);
    };
    // For the two who agreed on them, and as things stand today.
    if asked.is_none() && (record.own || access.supervision(&record.employee_number).is_some()) {
        passport.actions =
            supervision::actions(organisation, Known::Now, &record.employee_number).await?;
    }
    Ok(Some((passport, stand)))
}

/// One's own passport speaks to oneself, anybody else's of them.
pub(super) fn read_by<'r>(record: &Record<'_>, passports: Passports<'r>) -> Passports<'r> {
    if record.own { passports } else { passports.for_others(address::passport) }
}

/// What else there is to do with a passport: supervision, for the two whom it
/// concerns, and for those who see somebody else's, to remind them and to see what
/// was sent to them.
fn links(access: &Access, record: &Record<'_>, passport: &Passport, asked: Asked) -> Vec<Link> {
    let number = &record.employee_number;
    if record.own {
        return vec![Link::new("Supervision: what you and your manager agreed", "/supervision")];
    }
    let mut links = Vec::new();
    if access.supervision(number).is_some() {
        links.push(Link::new("Supervision", address::supervision(number)));
    }
    let base = address::passport(number);
    if asked.is_none() && passport.summary.to_do + passport.summary.soon > 0 {
        links.push(Link::new(format!("Remind {}", passport.name), format!("{base}/remind")));
    }
    if asked.is_none() && access.asker().roles.include(Role::TrainingLead) {
        let words = format!("Messages to {}", passport.name);
        links.push(Link::new(words, format!("{base}/messages")));
    }
    links
}

/// The day after `?as-at=`.
fn day(uri: &Uri) -> Result<Asked, ()> {
    match query::parameter(uri, "as-at") {
        Some(text) => text.parse().map(Some).map_err(|_| ()),
        None => Ok(None),
    }
}

fn no_such_day(visit: &Visit) -> Answer {
    visit.bad_request(
        "That is not a date",
        &["Write the day at the end of the web address as year, month and day, such as as-at=2026-11-22."],
    )
}
