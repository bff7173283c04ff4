//! Log-in through the organisation's identity provider: the browser goes there
//! with a question, and comes back with an answer that is good once, in this
//! browser. Coming back is a GET, as the protocol has it; what makes it safe is
//! the secret in the browser's own cookie, without which an answer is nobody's.

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::Response;
use passport_pages::pages::{ErrorPage, GoingToLogInPage, NotLinkedPage, SingleSignOn};
use passport_store::Organisation;

use super::answer::{Answer, Fault, refreshing};
use super::visit::Visit;
use super::{cookie, log_in, query};
use crate::access::credentials::{self, Attempt};
use crate::access::sso::{self, Proven, Provider, Returned, Trouble, UnderWay};
use crate::access::{Proof, Token};
use crate::identities;

/// The buttons of the log-in page: one for each organisation that has a provider.
pub(super) async fn buttons(
    visit: &Visit,
    all: &[Organisation],
) -> Result<Vec<SingleSignOn>, Fault> {
    let mut buttons = Vec::new();
    for organisation in all {
        if let Some(provider) = provider(visit, organisation, all.len() == 1).await? {
            buttons.push(SingleSignOn {
                organisation: organisation.code.clone(),
                name: organisation.name.clone(),
                text: provider.name,
            });
        }
    }
    Ok(buttons)
}

/// Sends a browser to the provider.
pub(super) async fn begin(visit: Visit, form: Bytes) -> Answer {
    let code = query::field(&form, "organisation").unwrap_or_default();
    let all = visit.app.store.organisations().await?;
    let is_only = all.len() == 1;
    let Some(organisation) = log_in::chosen(all, &code) else { return visit.not_found() };
    let Some(provider) = provider(&visit, &organisation, is_only).await? else {
        return visit.not_found();
    };
    let now = visit.app.settings.clock.now();
    if let credentials::Answer::Wait(wait) = visit.app.throttle.ask(&attempt(&visit), now) {
        tracing::warn!(event = "denied", reference = visit.reference, "too many attempts");
        let seconds = wait.as_secs().max(1);
        let words = format!("There were too many attempts. Try again in {seconds} seconds.");
        let page = ErrorPage::new("Wait a moment", &[&words]);
        return visit.page_with(StatusCode::TOO_MANY_REQUESTS, &page);
    }
    let secret = Token::new()?;
    let under_way = UnderWay::new(secret.clone());
    let address = match visit.app.sign_on.begin(&provider, &under_way, now).await {
        Ok(address) => address,
        Err(trouble) => return refuse(&visit, trouble),
    };
    let oldest = now - sso::LONGEST;
    organisation.begin_sign_on(&under_way.hash(), &provider.issuer, now, oldest).await?;
    // Not a redirect: browsers hold the answers to a form to `form-action`, and
    // through how many hosts a provider leads is not for us to know.
    let page = visit.page(&GoingToLogInPage { address: address.clone() })?;
    let mut response = refreshing(page, 0, &address)?;
    let headers = response.headers_mut();
    let secure = visit.app.settings.secure;
    headers.extend(cookie::give_sign_on(&secret, secure).map(|value| (header::SET_COOKIE, value)));
    Ok(response)
}

/// Takes a browser that comes back.
pub(super) async fn finish(visit: Visit, headers: HeaderMap, uri: Uri) -> Answer {
    let now = visit.app.settings.clock.now();
    let secure = visit.app.settings.secure;
    let parameter = |name: &str| query::parameter(&uri, name);
    let Some(secret) = cookie::read_sign_on(&headers, secure) else {
        return refuse(&visit, Trouble::NotUnderWay);
    };
    let under_way = UnderWay::new(secret);
    // Another's answer does not spend what this browser began.
    if !under_way.is_state(&parameter("state").unwrap_or_default()) {
        return refuse(&visit, Trouble::State);
    }
    let taken = visit.app.store.take_up_sign_on(&under_way.hash(), now).await?;
    let mut response = match taken {
        Some((organisation, begun)) if UnderWay::is_good(begun.began_at, now) => {
            let returned = Returned {
                code: parameter("code"),
                error: parameter("error"),
                issuer: parameter("iss"),
            };
            complete(&visit, &organisation, &begun.issuer, &under_way, returned).await?
        }
        _ => refuse(&visit, Trouble::NotUnderWay)?,
    };
    if let Some(value) = cookie::take_sign_on(secure) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}

async fn complete(
    visit: &Visit,
    organisation: &Organisation,
    issuer: &str,
    under_way: &UnderWay,
    returned: Returned,
) -> Answer {
    let now = visit.app.settings.clock.now();
    let is_only = visit.app.store.organisations().await?.len() == 1;
    let provider = provider(visit, organisation, is_only).await?;
    // The settings may have changed while somebody was away.
    let Some(provider) = provider.filter(|provider| provider.issuer == issuer) else {
        return refuse(visit, Trouble::NotUnderWay);
    };
    let proven = match visit.app.sign_on.finish(&provider, under_way, returned, now).await {
        Ok(proven) => proven,
        Err(trouble) => {
            visit.note_with(
                organisation,
                "log-in refused",
                "",
                &[("reason", &trouble.to_string())],
            );
            return refuse(visit, trouble);
        }
    };
    let today = visit.app.settings.clock.today();
    match identities::open(organisation, &proven, today, now).await? {
        Ok(account) => {
            visit.app.throttle.succeeded(&attempt(visit), now);
            // The provider has asked for its own second factor.
            log_in::enter(visit, organisation, &account, Proof::SingleSignOn, "/").await
        }
        Err(refusal) => {
            let details = [("reason", refusal.words()), ("subject", &proven.subject)];
            visit.note_with(organisation, "log-in refused", "", &details);
            not_linked(visit, organisation, proven).await
        }
    }
}

/// The log-in was right, and opens nothing: whyever, it is said alike.
async fn not_linked(visit: &Visit, organisation: &Organisation, proven: Proven) -> Answer {
    tracing::warn!(event = "denied", reference = visit.reference, "the identity opens no account");
    let today = visit.app.settings.clock.today();
    let contact = organisation.settings().await?.get("contact", today).to_owned();
    let page = NotLinkedPage {
        organisation: organisation.name.clone(),
        identifier: proven.subject,
        contact: Some(contact).filter(|contact| !contact.is_empty()),
    };
    visit.page_with(StatusCode::FORBIDDEN, &page)
}

/// The provider of an organisation today.
async fn provider(
    visit: &Visit,
    organisation: &Organisation,
    is_only: bool,
) -> Result<Option<Provider>, Fault> {
    let app = &visit.app;
    let (today, secrets) = (app.settings.clock.today(), &app.settings.sso.secrets);
    let settings = organisation.settings().await?;
    Ok(Provider::of(&settings, today, (&organisation.code, is_only), secrets))
}

fn attempt(visit: &Visit) -> Attempt<'static> {
    Attempt::SingleSignOn { address: visit.origin() }
}

/// Says no. Why goes into the log; whoever reads the page is told what to do.
fn refuse(visit: &Visit, trouble: Trouble) -> Answer {
    tracing::warn!(
        event = "single sign-on",
        reference = visit.reference,
        cause = trouble.to_string()
    );
    let again = "Go to the start page and log in again.";
    let (status, heading, line) = match trouble {
        Trouble::NotUnderWay | Trouble::State => (
            StatusCode::BAD_REQUEST,
            "Log in again",
            "You were away for too long, or began in another window or browser.",
        ),
        Trouble::Declined => (
            StatusCode::FORBIDDEN,
            "You are not logged in",
            "Your work account did not log you in here, or you went back.",
        ),
        trouble if trouble.is_outage() => (
            StatusCode::SERVICE_UNAVAILABLE,
            "You cannot log in with your work account at the moment",
            "Try again later, or log in with your email address and password if you have one.",
        ),
        _ => (
            StatusCode::FORBIDDEN,
            "You are not logged in",
            "Something about the answer from your work account was not right.",
        ),
    };
    let lines: &[&str] = if trouble.is_outage() { &[line] } else { &[line, again] };
    let mut page = ErrorPage::new(heading, lines);
    page.reference = Some(visit.reference.clone());
    let response: Response = visit.page_with(status, &page)?;
    Ok(response)
}
