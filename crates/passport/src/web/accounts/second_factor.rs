//! Taking someone's second factor away, after asking once more: they have lost the
//! phone and the recovery codes.

use axum::extract::Path;
use passport_pages::Link;
use passport_pages::pages::ConfirmPage;

use super::{account, administration, own_account};
use crate::access::Access;
use crate::accounts::remove_second_factor;
use crate::web::address;
use crate::web::answer::{Answer, see};
use crate::web::visit::Visit;

pub(in crate::web) async fn show(
    visit: Visit,
    access: Access,
    Path(number): Path<String>,
) -> Answer {
    let organisation = administration(&access)?.organisation();
    let Some(account) = account(organisation, &number).await? else { return visit.not_found() };
    if account.id == access.asker().account {
        return own_account(&visit);
    }
    if organisation.second_factor(account.id).await?.is_none() {
        return visit.not_found();
    }
    let page = address::account(account.id);
    let lines = vec![
        format!(
            "Do this only when you are sure that it is {} who asks: by sight, or by calling back a number you know.",
            account.name
        ),
        "They are logged out, and log in with the password alone. If a role of theirs asks for an app, they set up another at once.".to_owned(),
    ];
    visit.form(|csrf| ConfirmPage {
        csrf,
        heading: format!("Remove the log-in codes of {}", account.name),
        lines,
        action: format!("{page}/second-factor"),
        button: Some("Remove them".to_owned()),
        back: Link::new(format!("Account of {}", account.name), page),
    })
}

pub(in crate::web) async fn act(
    visit: Visit,
    access: Access,
    Path(number): Path<String>,
) -> Answer {
    let organisation = administration(&access)?.organisation();
    let Some(account) = account(organisation, &number).await? else { return visit.not_found() };
    if account.id == access.asker().account {
        return own_account(&visit);
    }
    let (actor, now) = (access.asker().actor(), visit.app.settings.clock.now());
    remove_second_factor(organisation, &account, &actor, now).await?;
    see(&format!("{}?done=second-factor", address::account(account.id)))
}
