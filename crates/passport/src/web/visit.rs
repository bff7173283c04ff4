//! A visit: one request, who makes it, and the answers one can give to it.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use passport_pages::Page;
use passport_pages::pages::ErrorPage;

use super::answer::{Answer, Fault, html, named};
use super::app::App;
use super::{cookie, frame};
use crate::access::{Access, HalfSession, Session, Token};
use crate::queries::Waiting;
use passport_store::{AuditEvent, Organisation};

/// One request.
#[derive(Clone)]
pub(super) struct Visit {
    pub app: Arc<App>,
    /// Names the request in the log and on error pages.
    pub reference: String,
    /// The number by which this answer's page names its scripts.
    pub nonce: String,
    /// The cookie's token.
    pub token: Option<Token>,
    /// Who is logged in.
    pub session: Option<Arc<Session>>,
    /// Who has given the right password, and is asked for more.
    pub half: Option<Arc<HalfSession>>,
    /// How much waits for them to answer: the menu says it.
    pub waiting: Waiting,
    /// The path asked for: the menu marks it.
    pub path: String,
    /// Where it comes from, as far as the connection tells.
    pub address: Option<IpAddr>,
    /// The browser in a few words.
    pub browser: String,
}

/// Where a connection comes from; the server puts it beside each request.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

impl Visit {
    /// A page that was found.
    pub fn page<P: Page>(&self, page: &P) -> Answer {
        self.page_with(StatusCode::OK, page)
    }

    /// A page with another status.
    pub fn page_with<P: Page>(&self, status: StatusCode, page: &P) -> Answer {
        // Only whoever is logged in is shown a form in the frame.
        let csrf = match (&self.session, &self.token) {
            (Some(_), Some(token)) => self.app.gate.seal.issue(token)?,
            _ => String::new(),
        };
        Ok(html(status, self.app.pages.render(&frame::of(self, csrf), page)?))
    }

    /// The form again, with what was wrong in it.
    pub fn refused<P: Page>(&self, page: impl FnOnce(String) -> P) -> Answer {
        self.form_again(StatusCode::UNPROCESSABLE_ENTITY, page)
    }

    /// A page whose form needs the token against forged requests. A browser
    /// without a cookie is given one for the token to be bound to.
    pub fn form<P: Page>(&self, page: impl FnOnce(String) -> P) -> Answer {
        let (token, is_new) = match &self.token {
            Some(token) => (token.clone(), false),
            None => (Token::new()?, true),
        };
        let csrf = self.app.gate.seal.issue(&token)?;
        let frame = frame::of(self, csrf.clone());
        let mut response = html(StatusCode::OK, self.app.pages.render(&frame, &page(csrf))?);
        if is_new && let Some(value) = cookie::give(&token, self.app.settings.secure) {
            response.headers_mut().insert(header::SET_COOKIE, value);
        }
        Ok(response)
    }

    /// The same with another status.
    pub fn form_again<P: Page>(
        &self,
        status: StatusCode,
        page: impl FnOnce(String) -> P,
    ) -> Answer {
        let mut answer = self.form(page)?;
        *answer.status_mut() = status;
        Ok(answer)
    }

    /// Notes in the audit what was looked at, refused or done.
    pub fn note(&self, organisation: &Organisation, action: &'static str, about: &str) {
        self.note_with(organisation, action, about, &[]);
    }

    /// The same, with details.
    pub fn note_with(
        &self,
        organisation: &Organisation,
        action: &'static str,
        about: &str,
        details: &[(&str, &str)],
    ) {
        self.note_by(&self.actor(), organisation, action, about, details);
    }

    /// The same, done by someone whom the session does not name yet.
    pub fn note_by(
        &self,
        actor: &str,
        organisation: &Organisation,
        action: &'static str,
        about: &str,
        details: &[(&str, &str)],
    ) {
        let event = AuditEvent { actor: actor.to_owned(), ..self.event(action) }.about(about);
        let event = details.iter().fold(event, |event, (name, value)| event.with(name, *value));
        self.app.notebook.note(organisation, event);
    }

    /// Notes that a list was looked at, as one entry about nobody: which list it
    /// was, not everyone who stands in it.
    pub fn note_list(&self, organisation: &Organisation, action: &'static str, list: &str) {
        self.app.notebook.note(organisation, self.event(action).with("list", list));
    }

    fn event(&self, action: &'static str) -> AuditEvent {
        let origin = self.address.map(|address| address.to_string()).unwrap_or_default();
        AuditEvent::new(self.app.settings.clock.now(), self.actor(), action).origin(&origin)
    }

    /// The address that attempts are counted by; without a connection, as in tests,
    /// this machine's.
    pub fn origin(&self) -> IpAddr {
        self.address.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST))
    }

    /// Who asks, as the audit and the change sequence name them.
    pub fn actor(&self) -> String {
        match (&self.session, &self.half) {
            (Some(session), _) => session.asker.actor(),
            (None, Some(half)) => format!("account {}", half.account),
            (None, None) => "nobody".to_owned(),
        }
    }

    /// There is no such page, or not for this person: the two look alike.
    pub fn not_found(&self) -> Answer {
        self.page_with(StatusCode::NOT_FOUND, &ErrorPage::not_found())
    }

    /// Says what is wrong with the address.
    pub fn bad_request(&self, heading: &str, lines: &[&str]) -> Answer {
        self.page_with(StatusCode::BAD_REQUEST, &ErrorPage::new(heading, lines))
    }
}

/// Set by the envelope; without it there is no answer.
impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        let fault = || Fault::broken("a route outside the envelope").into_response();
        parts.extensions.get::<Self>().cloned().ok_or_else(fault)
    }
}

/// Set by the guard, for routes that need log-in; elsewhere there is none, and a
/// handler that asks for it fails closed.
impl<S: Sync> FromRequestParts<S> for Access {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        let fault = || {
            let mut response =
                Fault::broken("a handler asked for access its route does not declare")
                    .into_response();
            named(&mut response);
            response
        };
        parts.extensions.get::<Self>().cloned().ok_or_else(fault)
    }
}
