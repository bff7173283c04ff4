//! Codes from a phone beside the password: asked for at log-in, set up where a
//! role asks for them, and seen to on one's own account.

pub(super) mod account;
pub(super) mod log_in;

use axum::http::StatusCode;
use passport_pages::pages::{RecoveryCodesPage, SetUpSecondFactorPage};
use passport_store::{Account, Organisation};

use super::answer::{Answer, Fault};
use super::visit::Visit;
use super::{log_in as entrance, query};
use crate::access::credentials::RecoveryCode;
use crate::access::{Checked, Proof, Recipient, SetUp};

const WRONG: &str =
    "The code is not right, or was used. Wait until your app shows a new one, and enter that.";

/// What is said of a code that did not do, and with which status.
fn words(checked: Checked) -> Result<(StatusCode, String), Fault> {
    match checked {
        Checked::Right | Checked::Wrong => Ok((StatusCode::UNPROCESSABLE_ENTITY, WRONG.into())),
        Checked::Wait(wait) => {
            let minutes = wait.as_mins() + 1;
            let words = format!("There were too many attempts. Try again in {minutes} minutes.");
            Ok((StatusCode::TOO_MANY_REQUESTS, words))
        }
        Checked::Sealed => Err(Fault::broken(
            "a second factor was sealed with another key than the server's: `passport check` says which file is read",
        )),
    }
}

/// The page that offers a secret; the same secret again after a mistake.
fn offer(
    visit: &Visit,
    recipient: &Recipient<'_>,
    action: &'static str,
    before: Option<&str>,
    error: Option<String>,
) -> Answer {
    let offer = recipient.offer(&visit.app.gate.keys, before)?;
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    visit.form_again(status, |csrf| SetUpSecondFactorPage {
        csrf,
        action,
        offer: offer.sealed,
        secret: offer.text,
        uri: offer.uri,
        qr_code: offer.qr_code.map(|code| (code.side, code.path)),
        error,
    })
}

/// Confirms an offer: the factor is set up, a session that has shown it begins, and
/// the recovery codes are shown, this once.
async fn confirm(
    visit: &Visit,
    recipient: &Recipient<'_>,
    account: &Account,
    action: &'static str,
    form: &[u8],
) -> Answer {
    let now = visit.app.settings.clock.now();
    let field = |name: &str| query::field(form, name).unwrap_or_default();
    let sealed = field("offer");
    match recipient.set_up(&visit.app.gate.keys, &sealed, &field("code"), now).await {
        Ok(SetUp::Done(codes)) => with_codes(visit, recipient.organisation, account, &codes).await,
        Ok(SetUp::WrongCode) => offer(visit, recipient, action, Some(&sealed), Some(WRONG.into())),
        Ok(SetUp::Gone) => super::answer::see("/"),
        Err(error) => Err(Fault::of(&error)),
    }
}

/// A new session that has shown the second factor, and its recovery codes.
async fn with_codes(
    visit: &Visit,
    organisation: &Organisation,
    account: &Account,
    codes: &[RecoveryCode],
) -> Answer {
    let begun = entrance::begin(visit, organisation, account, Proof::SecondFactor).await?;
    let Some(token) = begun else { return super::answer::see("/") };
    let page = RecoveryCodesPage { codes: codes.iter().map(RecoveryCode::text).collect() };
    // Its forms belong to the new session.
    let after = Visit { token: Some(token.clone()), ..visit.clone() };
    let mut response = after.page(&page)?;
    entrance::hand_over(visit, &token, &mut response);
    Ok(response)
}
