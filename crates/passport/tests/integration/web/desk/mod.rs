//! The training lead's desk, from the page to the record.

mod exemptions;
mod health;
mod names;
mod others;
mod units;

use axum::http::StatusCode;
use jiff::civil::{Date, date};
use passport::import::{self, End, Outcome, Request, Upload, Whose};
use passport_store::Organisation;

use super::office::send;
use super::support::{Answer, Browser, clock};

/// Imports whole files for a day; what came of it.
pub async fn import(organisation: &Organisation, day: Date, files: &[(&str, &str)]) -> Outcome {
    import_as(organisation, &Request::new(day, "test"), files).await
}

/// Imports files that end nothing, however much they bring.
pub async fn import_part(organisation: &Organisation, day: Date, files: &[(&str, &str)]) {
    let request = Request { partial: true, accept_large_change: true, ..Request::new(day, "test") };
    import_as(organisation, &request, files).await;
}

async fn import_as(here: &Organisation, request: &Request, files: &[(&str, &str)]) -> Outcome {
    let uploads: Vec<Upload> = files
        .iter()
        .map(|(name, text)| Upload { name: (*name).into(), bytes: text.as_bytes().to_vec().into() })
        .collect();
    let outcome = import::import(Whose::Known(here), &uploads, request, clock().now())
        .await
        .expect("an import");
    let done = matches!(outcome.end, End::Committed(_));
    assert!(done, "{:?} {:?}", outcome.end, outcome.reading.problems);
    outcome
}

/// The day of the test's clock.
pub const TODAY: Date = date(2026, 11, 22);

/// Sends a form twice: to look at what would change, and to do it. What was shown.
pub async fn confirm(browser: &mut Browser, path: &str, form: &[(&str, &str)]) -> Answer {
    let preview = send(browser, path, form).await;
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.text());
    assert!(preview.text().contains("name=\"confirm\" value=\"yes\""), "{}", preview.text());
    let mut again = form.to_vec();
    again.push(("confirm", "yes"));
    let done = send(browser, path, &again).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    preview
}
