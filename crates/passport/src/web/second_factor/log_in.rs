//! The second step of log-in: a code of the app, a recovery code, or setting up an
//! app where a role asks for it.

use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::http::StatusCode;
use passport_pages::pages::CodePage;
use passport_store::Account;

use super::super::answer::{Answer, Fault, see};
use super::super::log_in as entrance;
use super::super::query;
use super::super::visit::Visit;
use super::{confirm, offer, words};
use crate::access::{Checked, HalfSession, Missing, Proof, Recipient};

const SET_UP: &str = "/log-in/second-factor";

type Half = Extension<Arc<HalfSession>>;

pub(in crate::web) async fn ask(visit: Visit, Extension(half): Half) -> Answer {
    match half.missing {
        Missing::Code => visit.form(|csrf| CodePage { csrf, ..CodePage::default() }),
        Missing::SecondFactor => see(SET_UP),
    }
}

pub(in crate::web) async fn check(visit: Visit, Extension(half): Half, form: Bytes) -> Answer {
    let (now, app) = (visit.app.settings.clock.now(), &visit.app);
    let recipient = recipient(&half, "");
    let typed = query::field(&form, "code").unwrap_or_default();
    let checked = recipient.check_code(&app.gate.keys, &app.throttle, &typed, now).await?;
    if checked == Checked::Right {
        return enter(&visit, &half).await;
    }
    refuse(&visit, &half, checked, |page, error| page.error = Some(error))
}

pub(in crate::web) async fn recover(visit: Visit, Extension(half): Half, form: Bytes) -> Answer {
    let now = visit.app.settings.clock.now();
    let typed = query::field(&form, "recovery").unwrap_or_default();
    let recipient = recipient(&half, "");
    let checked = recipient.check_recovery_code(&visit.app.throttle, &typed, now).await?;
    if checked == Checked::Right {
        visit.note(half.organisation(), "recovery code used", &half.employee_number);
        return enter(&visit, &half).await;
    }
    refuse(&visit, &half, checked, |page, error| page.recovery_error = Some(error))
}

pub(in crate::web) async fn set_up(visit: Visit, Extension(half): Half) -> Answer {
    if half.missing == Missing::Code {
        return see("/log-in/code");
    }
    let account = account(&half).await?;
    offer(&visit, &recipient(&half, &account.email), SET_UP, None, None)
}

pub(in crate::web) async fn confirm_set_up(
    visit: Visit,
    Extension(half): Half,
    form: Bytes,
) -> Answer {
    let account = account(&half).await?;
    let recipient = recipient(&half, &account.email);
    confirm(&visit, &recipient, &account, SET_UP, &form).await
}

async fn enter(visit: &Visit, half: &HalfSession) -> Answer {
    let account = account(half).await?;
    entrance::enter(visit, half.organisation(), &account, Proof::SecondFactor, "/").await
}

fn refuse(
    visit: &Visit,
    half: &HalfSession,
    checked: Checked,
    place: impl FnOnce(&mut CodePage, String),
) -> Answer {
    let (status, error) = words(checked)?;
    if status == StatusCode::UNPROCESSABLE_ENTITY {
        visit.note(half.organisation(), "code refused", &half.employee_number);
    }
    visit.form_again(status, |csrf| {
        let mut page = CodePage { csrf, ..CodePage::default() };
        place(&mut page, error);
        page
    })
}

fn recipient<'a>(half: &'a HalfSession, email: &'a str) -> Recipient<'a> {
    Recipient {
        organisation: half.organisation(),
        account: half.account,
        employee_number: &half.employee_number,
        email,
    }
}

async fn account(half: &HalfSession) -> Result<Account, Fault> {
    let account = half.organisation().account(half.account).await?;
    account.ok_or_else(|| Fault::broken("a session without an account"))
}
