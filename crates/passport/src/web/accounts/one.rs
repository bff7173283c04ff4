//! One account: its roles, where it is logged in, and links that let its owner in.

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::Uri;
use passport_pages::pages::{HeldRole, ManagedAccountPage, SessionLine};
use passport_store::{Account, Organisation};

use super::{account, administration, invited, own_account, shown};
use crate::access::credentials::Purpose;
use crate::access::{Access, ReportingLines};
use crate::accounts::{self, State, held};
use crate::clock::london;
use crate::web::answer::{Answer, Fault, see};
use crate::web::visit::Visit;
use crate::web::{address, query};

pub(in crate::web) async fn show(
    visit: Visit,
    access: Access,
    uri: Uri,
    Path(number): Path<String>,
) -> Answer {
    let organisation = administration(&access)?.organisation();
    let Some(account) = account(organisation, &number).await? else { return visit.not_found() };
    let today = visit.app.settings.clock.today();
    let (own, closed) = (access.asker().account == account.id, account.closed_at.is_some());
    let state = State::of(&account, is_linked(organisation, &account).await?);
    let (words, colour) = shown(state);
    let left = !account.employee_number.is_empty()
        && !ReportingLines::load(organisation, today).await?.works(&account.employee_number);
    let page = address::account(account.id);
    let roles = held(organisation, account.id, today).await?.into_iter().map(|held| HeldRole {
        what: held.what,
        from: held.grant.date_from,
        to: held.grant.date_to,
        reason: held.grant.reason,
        take: Some(format!("{page}/roles/{}", held.id)),
    });
    let local = |at: jiff::Timestamp| at.to_zoned(london()).datetime();
    let current = access.account().session;
    let sessions = organisation.sessions_of(account.id).await?.into_iter();
    let sessions = sessions.map(|row| SessionLine {
        current: row.token_hash == current,
        id: row.token_hash,
        browser: row.browser,
        began: local(row.began_at),
        seen: local(row.seen_at),
    });
    let factor = organisation.second_factor(account.id).await?;
    visit.note(organisation, "saw account", &account.employee_number);
    let filled = ManagedAccountPage {
        csrf: String::new(),
        name: account.name,
        employee_number: account.employee_number,
        email: account.email,
        state: words,
        colour,
        closed,
        note: left.then(|| "No longer works here, and cannot log in".to_owned()),
        done: done(&uri).map(str::to_owned),
        roles: roles.collect(),
        sessions: sessions.collect(),
        link: match state {
            State::NotInvited | State::Closed => None,
            _ if own => None,
            _ if account.password_hash.is_empty() => Some("Make a new invitation".to_owned()),
            _ => Some("Reset the password".to_owned()),
        },
        second_factor: factor.map(|factor| factor.created_at.to_zoned(london()).date()),
        own,
        address: page,
    };
    visit.form(|csrf| ManagedAccountPage { csrf, ..filled })
}

/// Whether an identity at the provider opens an account.
async fn is_linked(organisation: &Organisation, account: &Account) -> Result<bool, Fault> {
    let identities = organisation.identities().await?;
    Ok(identities.iter().any(|identity| identity.account == account.id))
}

/// Makes a link: an invitation before a password was chosen, a reset after.
pub(in crate::web) async fn link(
    visit: Visit,
    access: Access,
    Path(number): Path<String>,
) -> Answer {
    let organisation = administration(&access)?.organisation();
    let account = account(organisation, &number).await?;
    let Some(account) = account.filter(|account| account.closed_at.is_none()) else {
        return visit.not_found();
    };
    if account.id == access.asker().account {
        return own_account(&visit);
    }
    let purpose = Purpose::of(&account);
    let (actor, now) = (access.asker().actor(), visit.app.settings.clock.now());
    let made = accounts::link(organisation, account, purpose, &actor, now).await?;
    invited(&visit, organisation, made).await
}

/// Ends one session of an account, or all.
pub(in crate::web) async fn log_out(
    visit: Visit,
    access: Access,
    Path(number): Path<String>,
    form: Bytes,
) -> Answer {
    let organisation = administration(&access)?.organisation();
    let Some(account) = account(organisation, &number).await? else { return visit.not_found() };
    let now = visit.app.settings.clock.now();
    let wanted = query::field(&form, "session").unwrap_or_default();
    let page = address::account(account.id);
    if wanted == "everywhere" {
        let actor = access.asker().actor();
        accounts::log_out_everywhere(organisation, &account, &actor, now).await?;
        return see(&format!("{page}?done=logged-out"));
    }
    let sessions = organisation.sessions_of(account.id).await?;
    // Only this account's: another's is not among them.
    if !sessions.iter().any(|session| session.token_hash == wanted) {
        return visit.not_found();
    }
    organisation.end_session(&wanted, now).await?;
    visit.note(organisation, "logged out by an administrator", &account.employee_number);
    see(&format!("{page}?done=logged-out"))
}

/// What the form before did.
fn done(uri: &Uri) -> Option<&'static str> {
    match query::parameter(uri, "done").as_deref() {
        Some("given") => Some("The role is given"),
        Some("taken") => Some("The role is taken away"),
        Some("logged-out") => Some("They are logged out"),
        Some("second-factor") => Some("The log-in codes are removed"),
        Some("closed") => Some("The account is closed"),
        _ => None,
    }
}
