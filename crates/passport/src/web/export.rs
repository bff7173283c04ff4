//! One's own whole record, to take away: as a page to read, or as JSON.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use passport_pages::pages::ExportPage;

use super::answer::{Answer, Fault, named};
use super::visit::Visit;
use crate::access::Access;
use crate::export::{self, Export};

pub(super) async fn show(visit: Visit, access: Access) -> Answer {
    match access.own() {
        Some(_) => visit.page(&ExportPage),
        None => visit.not_found(),
    }
}

pub(super) async fn page(visit: Visit, access: Access) -> Answer {
    match record(&visit, &access).await? {
        Some(export) => Ok(file(
            export::html(&export),
            "text/html; charset=utf-8",
            "attachment; filename=\"training-record.html\"",
        )),
        None => visit.not_found(),
    }
}

pub(super) async fn data(visit: Visit, access: Access) -> Answer {
    match record(&visit, &access).await? {
        Some(export) => Ok(file(
            export::json(&export).map_err(|_| Fault::broken("a record that JSON cannot say"))?,
            "application/json; charset=utf-8",
            "attachment; filename=\"training-record.json\"",
        )),
        None => visit.not_found(),
    }
}

async fn record(visit: &Visit, access: &Access) -> Result<Option<Export>, Fault> {
    let Some(own) = access.own() else { return Ok(None) };
    let organisation = own.organisation();
    let now = visit.app.settings.clock.now();
    let found = export::gather(organisation, &own.employee_number, now).await?;
    visit.note(organisation, "downloaded record", &own.employee_number);
    Ok(found)
}

/// Saved under a name that says what it is and not whose.
fn file(text: String, kind: &'static str, disposition: &'static str) -> Response {
    let mut response: Response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(disposition));
    named(&mut response);
    response
}
