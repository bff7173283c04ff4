//! A file that was sent with a query: downloaded, and never shown on a page.

use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::access::Access;
use crate::queries::file;
use crate::web::answer::{Answer, Fault, named};
use crate::web::visit::Visit;

/// Whatever is in it does nothing, in whatever browser opens it.
const POLICY: &str = "default-src 'none'; sandbox";

pub(in crate::web) async fn show(
    visit: Visit,
    access: Access,
    Path(evidence): Path<String>,
) -> Answer {
    let handle = access.queries();
    let organisation = handle.organisation();
    let today = visit.app.settings.clock.today();
    let found = match evidence.parse() {
        Ok(number) => file(&handle, number, today).await?,
        Err(_) => None,
    };
    let Some((fact, bytes)) = found else {
        visit.note(organisation, "denied", "");
        return visit.not_found();
    };
    let details = [("evidence", evidence.as_str())];
    visit.note_with(organisation, "saw evidence", &fact.employee_number, &details);
    // The name is ours: theirs may be anything.
    let name = format!("attachment; filename=\"evidence-{evidence}.{}\"", fact.media.ending());
    let mut response: Response = bytes.into_response();
    for (header, value) in [
        (header::CONTENT_TYPE, fact.media.name()),
        (header::CONTENT_DISPOSITION, name.as_str()),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (HeaderName::from_static("x-download-options"), "noopen"),
    ] {
        let value = HeaderValue::from_str(value)
            .map_err(|_| Fault::broken("a file name that no header can hold"))?;
        response.headers_mut().insert(header, value);
    }
    named(&mut response);
    Ok(response)
}
