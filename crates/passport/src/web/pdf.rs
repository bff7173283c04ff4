//! A PDF as an answer.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use passport_document::Stamp;

use super::answer::{Answer, Fault, named};
use super::visit::Visit;

/// Who made it, and when.
pub(super) fn stamp(visit: &Visit) -> Stamp {
    Stamp {
        created: visit.app.settings.clock.now(),
        producer: format!("Training Passport {}", env!("CARGO_PKG_VERSION")),
    }
}

/// Opened in the browser; saved under a name of letters and digits only.
pub(super) fn answer(bytes: Vec<u8>, name: &str) -> Answer {
    let safe: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' })
        .take(96)
        .collect();
    let name = HeaderValue::from_str(&format!("inline; filename=\"{safe}.pdf\""))
        .map_err(|_| Fault::broken("a file name that no header can hold"))?;
    let mut response: Response = bytes.into_response();
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    named(&mut response);
    Ok(response)
}
