//! Administrators' pages: who may log in, and what they may see. Nothing of
//! anybody's training is on them.

mod close;
mod everyone;
mod list;
mod new;
mod one;
mod roles;
mod second_factor;

use axum::http::StatusCode;
use passport_core::wording::capital;
use passport_pages::Link;
use passport_pages::pages::{ErrorPage, HandOverPage};
use passport_store::{Account, Organisation};

use super::address;
use super::answer::{Answer, Fault, see};
use super::visit::Visit;
use crate::access::{Access, Administration};
use crate::account_mail;
use crate::accounts::{Invitation, Invited, Refusal, State};
use crate::clock::london;

pub(super) use close::{act as close, show as ask_to_close};
pub(super) use everyone::{act as invite_everyone, show as ask_to_invite_everyone};
pub(super) use list::{invite, show as list};
pub(super) use new::{act as open, show as ask_to_open};
pub(super) use one::{link, log_out, show as one};
pub(super) use roles::{ask_to_give, ask_to_take, give, mistake, take};
pub(super) use second_factor::{act as remove_second_factor, show as ask_to_remove_second_factor};

/// The guard admits administrators alone; without the handle there is no page.
pub(super) fn administration(access: &Access) -> Result<Administration<'_>, Fault> {
    access.administration().ok_or_else(|| Fault::broken("an administrator without a handle"))
}

/// What asks for one's own password or code is not gone round from here: a browser
/// that was left open would be enough.
fn own_account(visit: &Visit) -> Answer {
    let page = ErrorPage::new("This is your own account", &[&Refusal::Own.to_string()]);
    visit.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// The account of a number in an address, if the organisation has it.
async fn account(organisation: &Organisation, number: &str) -> Result<Option<Account>, Fault> {
    match number.parse() {
        Ok(number) => Ok(organisation.account(number).await?),
        Err(_) => Ok(None),
    }
}

/// What came of asking for a link: the link itself, once, or why there is none.
async fn invited(visit: &Visit, organisation: &Organisation, invited: Invited) -> Answer {
    let why = match invited {
        Invited::Link(invitation) => return hand_over(visit, organisation, &invitation).await,
        Invited::Already => return see("/accounts"),
        Invited::Nobody => return visit.not_found(),
        Invited::NoAddress => "The staff record has no email address to log in with.",
        Invited::AddressTaken => "Another account logs in with the email address in the record.",
    };
    let page = ErrorPage::new(
        "They cannot be invited",
        &[why, "Correct the address where staff records are kept, and import again."],
    );
    visit.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn hand_over(visit: &Visit, organisation: &Organisation, invitation: &Invitation) -> Answer {
    let account = &invitation.account;
    let clock = visit.app.settings.clock;
    let by_mail = account_mail::obstacle(organisation, clock).await?.is_none();
    let link = if by_mail && account.has_address() {
        // The link in the message is another, and this one is spent.
        let by = visit.actor();
        account_mail::ask(organisation, account, invitation.purpose, &by, clock.now()).await?;
        visit.app.bell.notify_one();
        None
    } else {
        let settings = organisation.settings().await?;
        Some(invitation.address(settings.get("site-address", clock.today())))
    };
    visit.page(&HandOverPage {
        name: account.name.clone(),
        email: account.email.clone(),
        link,
        until: invitation.until.to_zoned(london()).datetime(),
        back: Link::new(format!("Account of {}", account.name), address::account(account.id)),
    })
}

/// A state in words, and the colour that repeats it.
fn shown(state: State) -> (String, String) {
    let colour = match state {
        State::NotInvited => "grey",
        State::Invited => "blue",
        State::Open => "green",
        State::Closed => "white",
    };
    (capital(state.words()), colour.to_owned())
}
