//! Closing an account, after asking once more.

use axum::extract::Path;
use passport_pages::Link;
use passport_pages::pages::ConfirmPage;
use passport_store::Account;

use super::{account, administration};
use crate::access::Access;
use crate::accounts::{Refusal, close};
use crate::web::address;
use crate::web::answer::{Answer, see};
use crate::web::visit::Visit;

pub(in crate::web) async fn show(
    visit: Visit,
    access: Access,
    Path(number): Path<String>,
) -> Answer {
    let organisation = administration(&access)?.organisation();
    let account = account(organisation, &number).await?;
    let Some(account) = account.filter(|account| account.closed_at.is_none()) else {
        return visit.not_found();
    };
    let refusal = (account.id == access.asker().account).then_some(Refusal::OwnAccount);
    visit.form(|csrf| page(&account, csrf, refusal.as_ref()))
}

pub(in crate::web) async fn act(
    visit: Visit,
    access: Access,
    Path(number): Path<String>,
) -> Answer {
    let organisation = administration(&access)?.organisation();
    let Some(account) = account(organisation, &number).await? else { return visit.not_found() };
    let clock = visit.app.settings.clock;
    let (by, actor) = (Some(access.asker().account), access.asker().actor());
    let closed = close(organisation, account.id, by, &actor, clock.today(), clock.now());
    match closed.await? {
        Ok(_) => see(&format!("{}?done=closed", address::account(account.id))),
        Err(Refusal::NoAccount) => visit.not_found(),
        Err(refusal) => visit.refused(|csrf| page(&account, csrf, Some(&refusal))),
    }
}

fn page(account: &Account, csrf: String, refusal: Option<&Refusal>) -> ConfirmPage {
    let address = address::account(account.id);
    let lines = match refusal {
        Some(refusal) => vec![refusal.to_string()],
        None => vec![
            format!("{} is logged out everywhere at once, and cannot log in again.", account.name),
            "The account cannot be opened again. Someone who works here can be invited anew."
                .to_owned(),
        ],
    };
    ConfirmPage {
        csrf,
        heading: format!("Close the account of {}", account.name),
        lines,
        action: format!("{address}/close"),
        button: refusal.is_none().then(|| "Close the account".to_owned()),
        back: Link::new(format!("Account of {}", account.name), address),
    }
}
