//! One's own second factor: set up, new recovery codes, removed. Each asks again
//! who it is, since a browser may be left open.

use axum::body::Bytes;
use passport_pages::pages::SecondFactorPage;
use passport_store::Account;

use super::super::answer::{Answer, Fault, see};
use super::super::log_in as entrance;
use super::super::visit::Visit;
use super::super::{password, query};
use super::{confirm, offer, with_codes, words};
use crate::access::{Access, Checked, Proof, Recipient};
use crate::clock::london;

const CONFIRM: &str = "/account/second-factor/confirm";

pub(in crate::web) async fn show(visit: Visit, access: Access) -> Answer {
    let page = page(&access).await?;
    visit.form(|csrf| SecondFactorPage { csrf, ..page })
}

/// Offers a secret to whoever knows the password.
pub(in crate::web) async fn begin(visit: Visit, access: Access, form: Bytes) -> Answer {
    let account = account(&access).await?;
    let organisation = access.account().organisation();
    let refused = password::refused(&visit, organisation, &account, &form, "password").await?;
    if let Some(words) = refused {
        return again(&visit, &access, "password", words).await;
    }
    if organisation.second_factor(account.id).await?.is_some() {
        return see("/account/second-factor");
    }
    offer(&visit, &recipient(&access, &account), CONFIRM, None, None)
}

pub(in crate::web) async fn confirm_set_up(visit: Visit, access: Access, form: Bytes) -> Answer {
    let account = account(&access).await?;
    confirm(&visit, &recipient(&access, &account), &account, CONFIRM, &form).await
}

/// New recovery codes, for whoever has the app.
pub(in crate::web) async fn renew_codes(visit: Visit, access: Access, form: Bytes) -> Answer {
    let account = account(&access).await?;
    if let Some(refused) = refused_code(&visit, &access, &account, &form).await? {
        return again(&visit, &access, "code", refused).await;
    }
    let recipient = recipient(&access, &account);
    let now = visit.app.settings.clock.now();
    let codes = recipient.new_recovery_codes(now).await.map_err(|error| Fault::of(&error))?;
    visit.note(recipient.organisation, "new recovery codes", &account.employee_number);
    with_codes(&visit, recipient.organisation, &account, &codes).await
}

/// Takes the second factor away, for whoever has the app or a recovery code: a new
/// phone is set up after this.
pub(in crate::web) async fn remove(visit: Visit, access: Access, form: Bytes) -> Answer {
    let account = account(&access).await?;
    if let Some(refused) = refused_code(&visit, &access, &account, &form).await? {
        return again(&visit, &access, "code", refused).await;
    }
    let organisation = access.account().organisation();
    let now = visit.app.settings.clock.now();
    let actor = access.asker().actor();
    let mut change = organisation.begin(&actor, "second factor removed", now).await?;
    change.concerns(&account.employee_number);
    change.remove_second_factor(account.id).await?;
    change.end_sessions(account.id, now).await?;
    change.commit().await?;
    entrance::enter(&visit, organisation, &account, Proof::Password, "/account/second-factor").await
}

/// Why the code that was typed, of the app or for recovery, does not do, if so.
async fn refused_code(
    visit: &Visit,
    access: &Access,
    account: &Account,
    form: &[u8],
) -> Result<Option<String>, Fault> {
    let (now, app) = (visit.app.settings.clock.now(), &visit.app);
    let typed = query::field(form, "code").unwrap_or_default();
    let recipient = recipient(access, account);
    let checked = if typed.chars().filter(char::is_ascii_alphanumeric).count() > 6 {
        recipient.check_recovery_code(&app.throttle, &typed, now).await?
    } else {
        recipient.check_code(&app.gate.keys, &app.throttle, &typed, now).await?
    };
    if checked == Checked::Right {
        return Ok(None);
    }
    visit.note(recipient.organisation, "code refused", &account.employee_number);
    Ok(Some(words(checked)?.1))
}

async fn again(visit: &Visit, access: &Access, field: &str, words: String) -> Answer {
    let page = page(access).await?;
    let error = Some((field.to_owned(), words));
    visit.refused(|csrf| SecondFactorPage { csrf, error, ..page })
}

async fn account(access: &Access) -> Result<Account, Fault> {
    let own = access.account();
    let account = own.organisation().account(own.id).await?;
    account.ok_or_else(|| Fault::broken("a session without an account"))
}

fn recipient<'a>(access: &'a Access, account: &'a Account) -> Recipient<'a> {
    let organisation = access.account().organisation();
    Recipient {
        organisation,
        account: account.id,
        employee_number: &account.employee_number,
        email: &account.email,
    }
}

async fn page(access: &Access) -> Result<SecondFactorPage, Fault> {
    let account = account(access).await?;
    let factor = access.account().organisation().second_factor(account.id).await?;
    Ok(SecondFactorPage {
        has_password: !account.password_hash.is_empty(),
        email: account.email,
        since: factor.as_ref().map(|factor| factor.created_at.to_zoned(london()).date()),
        codes_left: factor.map_or(0, |factor| factor.recovery_codes),
        required: access.asks_second_factor(),
        ..SecondFactorPage::default()
    })
}
