//! Log-in by address and password. Whatever is wrong is answered alike and takes
//! as long, so that nobody learns who has an account.

use std::net::{IpAddr, Ipv4Addr};

use axum::body::Bytes;
use axum::http::{StatusCode, header};
use axum::response::Response;
use passport_pages::pages::LogInPage;
use passport_store::Organisation;

use super::answer::{Answer, Fault, see};
use super::visit::Visit;
use super::{cookie, query, sso};
use crate::access::credentials::{self, Attempt, HashingError, Password, Verified};

const WRONG: &str = "The email address or the password is not right.";
const BUSY: &str = "Too many people are logging in at this moment. Try again in a minute.";

pub(super) async fn show(visit: Visit) -> Answer {
    if visit.session.is_some() {
        return see("/");
    }
    let all = visit.app.store.organisations().await?;
    let page = LogInPage { sso: sso::buttons(&visit, &all).await?, ..blank(&all) };
    visit.form(|csrf| LogInPage { csrf, ..page })
}

pub(super) async fn act(visit: Visit, form: Bytes) -> Answer {
    let text = |name: &str| query::field(&form, name).unwrap_or_default();
    let (email, code) = (text("email"), text("organisation"));
    let all = visit.app.store.organisations().await?;
    let sso = sso::buttons(&visit, &all).await?;
    let page = LogInPage { email: email.clone(), organisation: code.clone(), sso, ..blank(&all) };
    let refuse = |status: StatusCode, error: String| {
        let mut answer =
            visit.form(|csrf| LogInPage { csrf, error: Some(error), ..page.clone() })?;
        *answer.status_mut() = status;
        Ok(answer)
    };
    let Some(organisation) = chosen(all, &code) else {
        return refuse(StatusCode::UNPROCESSABLE_ENTITY, "Choose your organisation.".into());
    };
    let known = email.trim().to_lowercase();
    let attempt = Attempt::Stranger {
        address: visit.address.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        organisation: organisation.id,
        account: &known,
    };
    let now = visit.app.settings.clock.now();
    if let credentials::Answer::Wait(wait) = visit.app.throttle.ask(&attempt, now) {
        // In the log and not in the audit, which a flood of attempts would fill.
        tracing::warn!(event = "denied", reference = visit.reference, "too many attempts");
        let seconds = wait.as_secs().max(1);
        let words = format!("There were too many attempts. Try again in {seconds} seconds.");
        return refuse(StatusCode::TOO_MANY_REQUESTS, words);
    }
    let password = Password::typed(text("password"));
    let account = organisation.account_by_email(&known).await?;
    let kept = account.as_ref().map(|account| account.password_hash.as_str());
    let verified = match kept.filter(|hash| !hash.is_empty()) {
        Some(hash) => visit.app.hasher.verify(&password, hash).await,
        // As long as for an account there is.
        None => visit.app.hasher.verify_nobody(&password).await.map(|()| Verified::Wrong),
    };
    let (Some(account), verified) = (
        account,
        match verified {
            Ok(verified) => verified,
            Err(HashingError::Busy) => return refuse(StatusCode::SERVICE_UNAVAILABLE, BUSY.into()),
            Err(error) => return Err(Fault::broken(&error.to_string())),
        },
    ) else {
        visit.note(&organisation, "log-in refused", "");
        return refuse(StatusCode::UNPROCESSABLE_ENTITY, WRONG.into());
    };
    if verified == Verified::Wrong {
        visit.note(&organisation, "log-in refused", &account.employee_number);
        return refuse(StatusCode::UNPROCESSABLE_ENTITY, WRONG.into());
    }
    if verified == Verified::RightButOld
        && let Ok(hash) = visit.app.hasher.hash(&password).await
    {
        let actor = format!("account {}", account.id);
        let mut change = organisation.begin(&actor, "password hashed anew", now).await?;
        change.rehash_password(account.id, &hash).await?;
        change.commit().await?;
    }
    visit.app.throttle.succeeded(&attempt, now);
    visit.note(&organisation, "logged in", &account.employee_number);
    enter(&visit, &organisation, account.id, "/").await
}

/// Begins a session under a new token, ends the one before it in this browser,
/// and leads on.
pub(super) async fn enter(
    visit: &Visit,
    organisation: &Organisation,
    account: i64,
    to: &str,
) -> Answer {
    if let Some(before) = &visit.token {
        visit.app.gate.end(before).await?;
    }
    let token = visit.app.gate.begin(organisation, account, &visit.browser).await?;
    let mut response: Response = see(to)?;
    if let Some(value) = cookie::give(&token, visit.app.settings.secure) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    Ok(response)
}

/// The form as a stranger first sees it.
fn blank(all: &[Organisation]) -> LogInPage {
    let names = all.iter().map(|one| (one.code.clone(), one.name.clone()));
    LogInPage {
        organisations: if all.len() > 1 { names.collect() } else { Vec::new() },
        ..LogInPage::default()
    }
}

/// The organisation of a code, or the only one.
pub(super) fn chosen(mut all: Vec<Organisation>, code: &str) -> Option<Organisation> {
    if all.len() == 1 {
        return all.pop();
    }
    all.into_iter().find(|one| one.code == code)
}
