//! A passport, as a page and as a PDF: one's own, or that of someone one may see.

use axum::extract::Path;
use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use passport_core::present::Passport;
use passport_document::Stamp;
use passport_pages::Link;
use passport_pages::pages::PassportPage;

use super::answer::{Answer, Fault, named};
use super::visit::Visit;
use super::{address, query};
use crate::access::{Access, Record, Role};
use crate::compliance;
use crate::passports::Passports;

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

/// Nobody's number and a number one may not see are answered alike.
fn refused(visit: &Visit, access: &Access, number: &str) -> Answer {
    visit.note(access.organisation(), "denied", number);
    tracing::warn!(event = "denied", reference = visit.reference, "no such record, or not theirs");
    visit.not_found()
}

async fn page(visit: &Visit, access: &Access, record: &Record<'_>, uri: &Uri, pdf: &str) -> Answer {
    let Ok(asked) = day(uri) else { return no_such_day(visit) };
    let Some(passport) = load(visit, access, record, asked).await? else {
        return refused(visit, access, &record.employee_number);
    };
    visit.note(access.organisation(), "saw passport", &record.employee_number);
    let roles = &access.asker().roles;
    let back = if roles.include(Role::TrainingLead) {
        Link::new("Find a person", "/people")
    } else {
        Link::new("My team", "/team")
    };
    let mut links = Vec::new();
    if !record.own && asked.is_none() {
        let base = address::passport(&record.employee_number);
        if passport.summary.to_do + passport.summary.soon > 0 {
            links.push(Link::new(format!("Remind {}", passport.name), format!("{base}/remind")));
        }
        if roles.include(Role::TrainingLead) {
            let words = format!("Messages to {}", passport.name);
            links.push(Link::new(words, format!("{base}/messages")));
        }
    }
    visit.page(&PassportPage {
        passport: &passport,
        links,
        own: record.own,
        pdf: Some(address::on(pdf, asked)),
        back: (!record.own).then_some(back),
        restricted: record.restricted,
    })
}

async fn document(visit: &Visit, access: &Access, record: &Record<'_>, uri: &Uri) -> Answer {
    let Ok(asked) = day(uri) else { return no_such_day(visit) };
    let Some(passport) = load(visit, access, record, asked).await? else {
        return refused(visit, access, &record.employee_number);
    };
    visit.note(access.organisation(), "saw passport as PDF", &record.employee_number);
    let stamp = Stamp {
        created: visit.app.settings.clock.now(),
        producer: format!("Training Passport {}", env!("CARGO_PKG_VERSION")),
    };
    let bytes = visit.app.press.passport(&passport, &stamp)?;
    let name = HeaderValue::from_str(&disposition(&passport.employee_number))
        .map_err(|_| Fault::broken("a file name that no header can hold"))?;
    let mut response: Response = bytes.into_response();
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    named(&mut response);
    Ok(response)
}

/// Opened in the browser; saved under a name of letters and digits only.
fn disposition(employee_number: &str) -> String {
    let safe: String = employee_number
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' })
        .take(64)
        .collect();
    format!("inline; filename=\"training-passport-{safe}.pdf\"")
}

async fn load(
    visit: &Visit,
    access: &Access,
    record: &Record<'_>,
    asked: Asked,
) -> Result<Option<Passport>, Fault> {
    let as_at = asked.unwrap_or_else(|| visit.app.settings.clock.today());
    let organisation = record.organisation();
    let stand = visit.app.shelf.stand_after(organisation, as_at, access.change()).await?;
    let loaded = compliance::person(organisation, &stand.rules, &record.employee_number).await?;
    let passports = Passports::with(&organisation.name, &stand.rules, as_at, stand.imported);
    Ok(loaded.map(|loaded| passports.present(&loaded)))
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
