//! Log-in by address and password. Whatever is wrong is answered alike and takes
//! as long, so that nobody learns who has an account.

use std::sync::atomic::Ordering;

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use passport_pages::pages::{ErrorPage, LogInPage};
use passport_store::{Account, Organisation};

use super::answer::{Answer, Fault, see};
use super::visit::Visit;
use super::{cookie, query, sso};
use crate::access::credentials::{self, Attempt, HashingError, Owner, Password, Verified};
use crate::access::{Entry, Proof, Role, Token};

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

pub(super) async fn act(visit: Visit, headers: HeaderMap, form: Bytes) -> Answer {
    let text = |name: &str| query::field(&form, name).unwrap_or_default();
    let (email, code) = (text("email"), text("organisation"));
    let all = visit.app.store.organisations().await?;
    let sso = sso::buttons(&visit, &all).await?;
    let page = LogInPage { email: email.clone(), organisation: code.clone(), sso, ..blank(&all) };
    let refuse = |status: StatusCode, error: String| {
        visit.form_again(status, |csrf| LogInPage { csrf, error: Some(error), ..page.clone() })
    };
    let Some(organisation) = chosen(all, &code) else {
        return refuse(StatusCode::UNPROCESSABLE_ENTITY, "Choose your organisation.".into());
    };
    let known = email.trim().to_lowercase();
    let account = organisation.account_by_email(&known).await?;
    let clock = visit.app.settings.clock;
    let (now, today) = (clock.now(), clock.today());
    let marks = cookie::marks(&headers, visit.app.settings.secure);
    let owner = |account: i64| Owner { organisation: organisation.id, account };
    let mark = account
        .as_ref()
        .and_then(|account| visit.app.devices.holds(owner(account.id), &marks, today));
    // Whoever has logged in here before does not wait for strangers.
    let attempt = match mark {
        Some(mark) => Attempt::Device(mark.device),
        None => Attempt::Stranger {
            address: visit.origin(),
            organisation: organisation.id,
            account: &known,
        },
    };
    if let credentials::Answer::Wait(wait) = visit.app.throttle.ask(&attempt, now) {
        // In the log and not in the audit, which a flood of attempts would fill.
        tracing::warn!(event = "denied", reference = visit.reference, "too many attempts");
        let seconds = wait.as_secs().max(1);
        let words = format!("There were too many attempts. Try again in {seconds} seconds.");
        return refuse(StatusCode::TOO_MANY_REQUESTS, words);
    }
    let password = Password::typed(text("password"));
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
        change.concerns(&account.employee_number);
        change.rehash_password(account.id, &hash).await?;
        change.commit().await?;
    }
    visit.app.throttle.succeeded(&attempt, now);
    let mut answer = enter(&visit, &organisation, &account, Proof::Password, "/").await?;
    let marks = visit.app.devices.issue(owner(account.id), &marks, today)?;
    if let Some(value) = cookie::keep_marks(&marks, visit.app.settings.secure) {
        answer.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(answer)
}

/// Begins a session, and leads on.
pub(super) async fn enter(
    visit: &Visit,
    organisation: &Organisation,
    account: &Account,
    proof: Proof,
    to: &str,
) -> Answer {
    let Some(token) = begin(visit, organisation, account, proof).await? else {
        return visit.page_with(StatusCode::FORBIDDEN, &ErrorPage::not_today());
    };
    let mut response: Response = see(to)?;
    hand_over(visit, &token, &mut response);
    Ok(response)
}

/// Begins a session under a new token, and ends the one before it in this browser;
/// none for someone who does not work there today.
pub(super) async fn begin(
    visit: &Visit,
    organisation: &Organisation,
    account: &Account,
    proof: Proof,
) -> Result<Option<Token>, Fault> {
    let gate = &visit.app.gate;
    if let Some(before) = &visit.token {
        gate.end(before).await?;
    }
    let token = gate.begin(organisation, account.id, proof, &visit.browser).await?;
    let entry = gate.enter(&token).await?;
    let done = match &entry {
        Some(Entry::Whole(_)) => "logged in",
        Some(Entry::Half(_)) => "password accepted",
        None => "log-in refused",
    };
    // By whoever has just proved to be its owner.
    let actor = format!("account {}", account.id);
    visit.note_by(&actor, organisation, done, &account.employee_number, &[("by", proof.name())]);
    if entry.is_none() {
        gate.end(&token).await?;
    }
    if let Some(Entry::Whole(session)) = &entry
        && session.asker.roles.include(Role::Administrator)
    {
        visit.app.set_up_is_over.store(true, Ordering::Relaxed);
    }
    Ok(entry.map(|_| token))
}

/// Gives the browser its new token.
pub(super) fn hand_over(visit: &Visit, token: &Token, response: &mut Response) {
    if let Some(value) = cookie::give(token, visit.app.settings.secure) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
}

/// The form as a stranger first sees it.
fn blank(all: &[Organisation]) -> LogInPage {
    LogInPage { organisations: choices(all), ..LogInPage::default() }
}

/// The organisations to choose from, by code and name, where there are several.
pub(super) fn choices(all: &[Organisation]) -> Vec<(String, String)> {
    let names = all.iter().map(|one| (one.code.clone(), one.name.clone()));
    if all.len() > 1 { names.collect() } else { Vec::new() }
}

/// The organisation of a code, or the only one.
pub(super) fn chosen(mut all: Vec<Organisation>, code: &str) -> Option<Organisation> {
    if all.len() == 1 {
        return all.pop();
    }
    all.into_iter().find(|one| one.code == code)
}
