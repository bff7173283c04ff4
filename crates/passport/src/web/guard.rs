//! Before every route: is the asker logged in, does the route admit them, and did
//! the form come from a page of ours?

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use passport_pages::pages::ErrorPage;

use super::answer::{Answer, see};
use super::app::App;
use super::query::field;
use super::routes::MOST_BYTES;
use super::visit::Visit;
use crate::access::{Access, HalfSession, Missing, Who};

/// What the guard of a route knows.
#[derive(Clone)]
pub(super) struct Guard {
    pub app: Arc<App>,
    pub who: Who,
}

/// Lets a request through to its route, or answers it.
pub(super) async fn stand(
    State(guard): State<Guard>,
    visit: Visit,
    request: Request,
    next: Next,
) -> Response {
    match admit(&guard, &visit, request).await {
        Ok(request) => next.run(request).await,
        Err(response) => response,
    }
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
    if request.method() == Method::POST {
        request = from_our_page(visit, request).await.map_err(answer)?;
    }
    if guard.who == Who::HalfLoggedIn {
        let Some(half) = &visit.half else { return Err(answer(see("/"))) };
        request.extensions_mut().insert(Arc::clone(half));
    }
    if guard.who.needs_log_in() {
        let Some(session) = &visit.session else {
            let begin = if is_demo { "/demo" } else { "/log-in" };
            return Err(answer(see(visit.half.as_deref().map_or(begin, next_step))));
        };
        let access = Access::new(Arc::clone(session));
        if !guard.who.admits(&session.asker.roles) {
            tracing::warn!(
                event = "denied",
                reference = visit.reference,
                "the role does not admit"
            );
            visit.note(access.organisation(), "denied", "");
            return Err(answer(visit.page_with(StatusCode::FORBIDDEN, &ErrorPage::forbidden())));
        }
        request.extensions_mut().insert(access);
    }
    Ok(request)
}

/// Where someone goes on whose password was right.
pub(super) const fn next_step(half: &HalfSession) -> &'static str {
    match half.missing {
        Missing::Code => "/log-in/code",
        Missing::SecondFactor => "/log-in/second-factor",
    }
}

/// A form that changes something must carry the token of the page it stood on.
async fn from_our_page(visit: &Visit, request: Request) -> Result<Request, Answer> {
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, MOST_BYTES).await else {
        return Err(Ok(StatusCode::PAYLOAD_TOO_LARGE.into_response()));
    };
    let sealed = visit.token.as_ref().is_some_and(|token| {
        field(&bytes, "csrf").is_some_and(|csrf| visit.app.gate.seal.holds(token, &csrf))
    });
    if !sealed || !is_same_site(&parts.headers) {
        tracing::warn!(event = "denied", reference = visit.reference, "not a form of ours");
        return Err(visit.page_with(
            StatusCode::FORBIDDEN,
            &ErrorPage::new(
                "Go back and try again",
                &["The page was open for too long, or your browser does not keep cookies. Nothing was changed."],
            ),
        ));
    }
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

/// What the browser itself says of where the request comes from; old ones say nothing.
fn is_same_site(headers: &HeaderMap) -> bool {
    headers
        .get("sec-fetch-site")
        .is_none_or(|site| matches!(site.as_bytes(), b"same-origin" | b"none"))
}
