//! Log-out: the session ends on the server, and the browser forgets.

use axum::http::{HeaderName, HeaderValue, header};

use super::answer::{Answer, see};
use super::cookie;
use super::visit::Visit;

pub(super) async fn act(visit: Visit) -> Answer {
    if let Some(token) = &visit.token {
        visit.app.gate.end(token).await?;
    }
    tracing::info!(event = "logged out", reference = visit.reference);
    let mut response = see("/")?;
    let headers = response.headers_mut();
    if let Some(value) = cookie::take(visit.app.settings.secure) {
        headers.insert(header::SET_COOKIE, value);
    }
    // Nothing is kept there by us; this says so to the browser.
    let forget = HeaderValue::from_static("\"storage\"");
    headers.insert(HeaderName::from_static("clear-site-data"), forget);
    Ok(response)
}
