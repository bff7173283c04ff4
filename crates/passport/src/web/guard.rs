//! Before every route: is the asker logged in, does the route admit them, and did
//! the form come from a page of ours?

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use passport_pages::pages::ErrorPage;
use tokio::time::timeout;

use super::answer::{Answer, see};
use super::app::App;
use super::files::Sent;
use super::query::field;
use super::visit::Visit;
use crate::access::{Access, HalfSession, Missing, Who};

/// What the guard of a route knows.
#[derive(Clone)]
pub(super) struct Guard {
    pub app: Arc<App>,
    pub who: Who,
    /// Whether its form sends files.
    pub takes_files: bool,
    /// The most bytes it may be sent.
    pub most: usize,
}

/// How long files wait while others are read.
const LONGEST_WAIT: Duration = Duration::from_secs(20);

fn too_many(visit: &Visit) -> Response {
    let page = ErrorPage::new(
        "Others are sending files",
        &["Try again in a minute. Nothing was changed."],
    );
    let answer = visit.page_with(StatusCode::SERVICE_UNAVAILABLE, &page);
    answer.unwrap_or_else(IntoResponse::into_response)
}

/// Lets a request through to its route, or answers it.
pub(super) async fn stand(
    State(guard): State<Guard>,
    visit: Visit,
    request: Request,
    next: Next,
) -> Response {
    // Files are read whole: a few at a time, or they would fill the memory.
    let place = match guard.takes_files && request.method() == Method::POST {
        true => match timeout(LONGEST_WAIT, guard.app.uploads.acquire()).await {
            Ok(place) => place.ok(),
            Err(_) => return too_many(&visit),
        },
        false => None,
    };
    let response = match admit(&guard, &visit, request).await {
        Ok(request) => next.run(request).await,
        Err(response) => response,
    };
    drop(place);
    response
}

async fn admit(guard: &Guard, visit: &Visit, mut request: Request) -> Result<Request, Response> {
    let answer = |answer: Answer| answer.unwrap_or_else(IntoResponse::into_response);
    let is_demo = guard.app.settings.demo.is_some();
    let closed = match guard.who {
        Who::AnyoneInDemo => !is_demo,
        Who::Strangers | Who::HalfLoggedIn => is_demo,
        _ => false,
    };
    if closed {
        return Err(answer(visit.not_found()));
    }
    let admitted = admitted(guard, visit);
    // Nobody sends files who may not.
    if request.method() == Method::POST && (admitted.is_ok() || !guard.takes_files) {
        request = from_our_page(guard, visit, request).await.map_err(answer)?;
    }
    match admitted {
        Ok(Admitted::Anyone) => {}
        Ok(Admitted::Half(half)) => {
            request.extensions_mut().insert(half);
        }
        Ok(Admitted::Holder(access)) => {
            request.extensions_mut().insert(access);
        }
        Err(Refused::Elsewhere(address)) => return Err(answer(see(address))),
        Err(Refused::Forbidden(access)) => {
            let reference = visit.reference.as_str();
            tracing::warn!(event = "denied", reference, "the role does not admit");
            visit.note(access.organisation(), "denied", "");
            return Err(answer(visit.page_with(StatusCode::FORBIDDEN, &ErrorPage::forbidden())));
        }
    }
    Ok(request)
}

/// Who comes in, and with what.
enum Admitted {
    Anyone,
    Half(Arc<HalfSession>),
    Holder(Access),
}

/// Why somebody does not come in.
enum Refused {
    /// They have something else to do first.
    Elsewhere(&'static str),
    /// The route is for others.
    Forbidden(Access),
}

fn admitted(guard: &Guard, visit: &Visit) -> Result<Admitted, Refused> {
    if guard.who == Who::HalfLoggedIn {
        let half = visit.half.as_ref().ok_or(Refused::Elsewhere("/"))?;
        return Ok(Admitted::Half(Arc::clone(half)));
    }
    if guard.who == Who::LoggedInOrHalf && visit.half.is_some() {
        return Ok(Admitted::Anyone);
    }
    if !guard.who.needs_log_in() {
        return Ok(Admitted::Anyone);
    }
    let Some(session) = &visit.session else {
        let is_demo = guard.app.settings.demo.is_some();
        let begin = if is_demo { "/demo" } else { "/log-in" };
        return Err(Refused::Elsewhere(visit.half.as_deref().map_or(begin, next_step)));
    };
    let access = Access::new(Arc::clone(session));
    if guard.who.admits(&session.asker.roles) {
        Ok(Admitted::Holder(access))
    } else {
        Err(Refused::Forbidden(access))
    }
}

/// Where someone goes on whose password was right.
pub(super) const fn next_step(half: &HalfSession) -> &'static str {
    match half.missing {
        Missing::Code => "/log-in/code",
        Missing::SecondFactor => "/log-in/second-factor",
    }
}

/// A form that changes something must carry the token of the page it stood on.
async fn from_our_page(guard: &Guard, visit: &Visit, request: Request) -> Result<Request, Answer> {
    let (mut parts, body) = request.into_parts();
    if !is_same_site(&parts.headers) {
        return Err(not_ours(visit));
    }
    let Ok(bytes) = to_bytes(body, guard.most).await else {
        return Err(Ok(StatusCode::PAYLOAD_TOO_LARGE.into_response()));
    };
    let sent = match guard.takes_files {
        true => Sent::read(&parts.headers, &bytes).await,
        false => None,
    };
    if guard.takes_files && sent.is_none() {
        return Err(Ok(StatusCode::BAD_REQUEST.into_response()));
    }
    let csrf = match &sent {
        Some(sent) => sent.field("csrf").map(str::to_owned),
        None => field(&bytes, "csrf"),
    };
    let sealed = visit
        .token
        .as_ref()
        .is_some_and(|token| csrf.is_some_and(|csrf| visit.app.gate.seal.holds(token, &csrf)));
    if !sealed {
        return Err(not_ours(visit));
    }
    if let Some(sent) = sent {
        parts.extensions.insert(Arc::new(sent));
        return Ok(Request::from_parts(parts, Body::empty()));
    }
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

/// The form did not stand on a page of ours, or too long ago.
fn not_ours(visit: &Visit) -> Answer {
    tracing::warn!(event = "denied", reference = visit.reference, "not a form of ours");
    visit.page_with(
        StatusCode::FORBIDDEN,
        &ErrorPage::new(
            "Go back and try again",
            &["The page was open for too long, or your browser does not keep cookies. Nothing was changed."],
        ),
    )
}

/// What the browser itself says of where the request comes from; old ones say nothing.
fn is_same_site(headers: &HeaderMap) -> bool {
    headers
        .get("sec-fetch-site")
        .is_none_or(|site| matches!(site.as_bytes(), b"same-origin" | b"none"))
}
