//! A link that is good once: it lets its holder choose a password. Looking at it
//! changes nothing, since mail systems open links before people do.

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::StatusCode;
use passport_pages::pages::{ChoosePasswordPage, ErrorPage};
use passport_store::{Account, Organisation};

use super::answer::{Answer, Fault};
use super::visit::Visit;
use super::{log_in, password, query};
use crate::access::credentials::{Password, Purpose};
use crate::access::{Proof, Token};

pub(super) async fn show(visit: Visit, Path(token): Path<String>) -> Answer {
    match open(&visit, &token).await? {
        Some((_, account, _)) => visit.form(|csrf| page(&token, &account, csrf, None)),
        None => gone(&visit),
    }
}

pub(super) async fn act(visit: Visit, Path(token): Path<String>, form: Bytes) -> Answer {
    let Some((organisation, account, hash)) = open(&visit, &token).await? else {
        return gone(&visit);
    };
    let typed = Password::typed(query::field(&form, "password").unwrap_or_default());
    let refused = match password::chosen(&visit, &organisation, &account, &typed).await? {
        Ok(chosen) => {
            let now = visit.app.settings.clock.now();
            let actor = format!("account {}", account.id);
            let mut change = organisation.begin(&actor, "password chosen", now).await?;
            change.concerns(&account.employee_number);
            if !change.spend_link(&hash, now).await? {
                return gone(&visit);
            }
            change.set_password(account.id, &chosen, now).await?;
            change.commit().await?;
            return log_in::enter(&visit, &organisation, &account, Proof::Password, "/").await;
        }
        Err(refused) => refused,
    };
    visit.refused(|csrf| page(&token, &account, csrf, Some(refused)))
}

/// Whose link it is, while it is good.
async fn open(
    visit: &Visit,
    token: &str,
) -> Result<Option<(Organisation, Account, String)>, Fault> {
    let Some(token) = Token::read(token) else { return Ok(None) };
    let hash = token.hash();
    let Some((organisation, link)) = visit.app.store.one_time_link(&hash).await? else {
        return Ok(None);
    };
    let now = visit.app.settings.clock.now();
    let good = Purpose::read(&link.purpose)
        .is_some_and(|purpose| purpose.is_good(link.created_at, link.used_at, now));
    let account = organisation.account(link.account).await?;
    let account = account.filter(|account| good && account.closed_at.is_none());
    Ok(account.map(|account| (organisation, account, hash)))
}

fn page(token: &str, account: &Account, csrf: String, error: Option<String>) -> ChoosePasswordPage {
    ChoosePasswordPage {
        action: format!("/link/{token}"),
        csrf,
        name: account.name.clone(),
        email: account.email.clone(),
        error,
    }
}

/// Spent, too old or never made: the three look alike.
fn gone(visit: &Visit) -> Answer {
    visit.page_with(
        StatusCode::GONE,
        &ErrorPage::new(
            "This link cannot be used any more",
            &[
                "Each link works once and for a limited time.",
                "Choose Log in, and then that you have no password yet or have forgotten it: you are sent another.",
            ],
        ),
    )
}
