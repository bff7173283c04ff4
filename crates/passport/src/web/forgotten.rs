//! A new password for whoever has forgotten theirs: by a link to the address of
//! the account. Whether there is such an account is answered by that message
//! alone, and not by the page or the time it takes.

use axum::body::Bytes;
use axum::http::StatusCode;
use passport_pages::pages::ForgottenPage;
use passport_store::{Account, Organisation};

use super::answer::Answer;
use super::visit::Visit;
use super::{log_in, query};
use crate::access::credentials::{self, Attempt, Purpose};
use crate::account_mail;
use crate::telemetry;

pub(super) async fn show(visit: Visit) -> Answer {
    let organisations = log_in::choices(&visit.app.store.organisations().await?);
    visit.form(|csrf| ForgottenPage { csrf, organisations, ..ForgottenPage::default() })
}

pub(super) async fn act(visit: Visit, form: Bytes) -> Answer {
    let field = |name: &str| query::field(&form, name).unwrap_or_default();
    let (email, code) = (field("email"), field("organisation"));
    let all = visit.app.store.organisations().await?;
    let page = ForgottenPage {
        email: email.clone(),
        organisation: code.clone(),
        organisations: log_in::choices(&all),
        ..ForgottenPage::default()
    };
    let refuse = |status: StatusCode, words: &str| {
        let error = Some(words.to_owned());
        visit.form_again(status, |csrf| ForgottenPage { csrf, error, ..page.clone() })
    };
    let Some(organisation) = log_in::chosen(all, &code) else {
        return refuse(StatusCode::UNPROCESSABLE_ENTITY, "Choose your organisation.");
    };
    let typed = email.trim().to_lowercase();
    if typed.is_empty() {
        return refuse(StatusCode::UNPROCESSABLE_ENTITY, "Enter your work email address.");
    }
    let attempt =
        Attempt::Link { address: visit.origin(), organisation: organisation.id, account: &typed };
    let now = visit.app.settings.clock.now();
    if let credentials::Answer::Wait(wait) = visit.app.throttle.ask(&attempt, now) {
        let words = format!(
            "A link was asked for several times. Look in your inbox, or try again in {} minutes.",
            wait.as_mins() + 1
        );
        return refuse(StatusCode::TOO_MANY_REQUESTS, &words);
    }
    let beside = visit.clone();
    // Beside the answer, which must not take longer for an account there is.
    tokio::spawn(async move {
        if let Err(error) = ask(&beside, &organisation, &typed).await {
            tracing::error!(event = "fault", cause = telemetry::cause_of(&error));
        }
    });
    visit.form(|csrf| ForgottenPage { csrf, asked: true, ..page })
}

/// The account of the one person whose record has the address: it may have changed
/// since the account was opened.
async fn by_record(organisation: &Organisation, email: &str) -> anyhow::Result<Option<Account>> {
    match organisation.people_of_address(email).await?.as_slice() {
        [number] => Ok(organisation.account_of(number).await?),
        _ => Ok(None),
    }
}

async fn ask(visit: &Visit, organisation: &Organisation, email: &str) -> anyhow::Result<()> {
    let account = organisation.account_by_email(email).await?;
    let account = match account {
        Some(account) => Some(account),
        None => by_record(organisation, email).await?,
    };
    let Some(account) = account else { return Ok(()) };
    let identities = organisation.identities().await?;
    let by_provider = identities.iter().any(|identity| identity.account == account.id);
    // Whoever logs in through the provider alone is not given a way round it.
    if by_provider && account.password_hash.is_empty() {
        return Ok(());
    }
    let purpose = Purpose::of(&account);
    let now = visit.app.settings.clock.now();
    account_mail::ask(organisation, &account, purpose, "forgotten-password page", now).await?;
    visit.note(organisation, "new password asked for", &account.employee_number);
    visit.app.bell.notify_one();
    Ok(())
}
