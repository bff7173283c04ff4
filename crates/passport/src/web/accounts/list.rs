//! The list of accounts, and inviting somebody from it.

use std::sync::Arc;

use axum::body::Bytes;
use axum::http::Uri;
use passport_core::facts::PersonFact;
use passport_pages::pages::{AccountRow, AccountsPage, Paging};
use passport_store::{Known, Organisation};

use super::{administration, invited, shown};
use crate::access::Access;
use crate::accounts::{Listed, State, invite as invite_person, roll};
use crate::cache::Moment;
use crate::directory::{has, words};
use crate::web::answer::{Answer, Fault, see};
use crate::web::visit::Visit;
use crate::web::{address, query};

/// People to a page.
const PAGE: usize = 50;

pub(in crate::web) async fn show(visit: Visit, access: Access, uri: Uri) -> Answer {
    let organisation = administration(&access)?.organisation();
    let asked = query::asked(&uri);
    let everyone = everyone(&visit, &access, organisation).await?;
    let words = words(&asked);
    let found: Vec<&Listed> = everyone
        .iter()
        .filter(|listed| {
            let Listed { name, employee_number, email, .. } = listed;
            has(&format!("{name} {employee_number} {email}"), &words)
        })
        .collect();
    let base = match asked.as_str() {
        "" => "/accounts?page=".to_owned(),
        asked => format!("/accounts?q={}&page=", address::part(asked)),
    };
    let (current, last) = (query::page(&uri), found.len().div_ceil(PAGE).max(1));
    if current > last {
        return see(&format!("{base}1"));
    }
    let list = match asked.as_str() {
        "" => "everyone".to_owned(),
        asked => format!("accounts found by {asked:?}"),
    };
    visit.note_list(organisation, "saw list of accounts", &list);
    let people: Vec<AccountRow> =
        found.iter().skip((current - 1) * PAGE).take(PAGE).map(|listed| row(listed)).collect();
    visit.form(|csrf| AccountsPage {
        csrf,
        found: AccountsPage::found_words(found.len() as u64),
        query: asked,
        people,
        paging: Some(Paging { current, last, href: base }),
    })
}

/// Invites somebody who works there and has no account.
pub(in crate::web) async fn invite(visit: Visit, access: Access, form: Bytes) -> Answer {
    let organisation = administration(&access)?.organisation();
    let number = query::field(&form, "employee-number").unwrap_or_default();
    let everyone = everyone(&visit, &access, organisation).await?;
    let on_the_list =
        everyone.iter().any(|listed| listed.account.is_none() && listed.employee_number == number);
    let people = organisation.facts_of::<PersonFact>(Known::Now, &number).await?;
    let Some(person) = people.first().filter(|_| on_the_list) else { return visit.not_found() };
    let now = visit.app.settings.clock.now();
    let actor = access.asker().actor();
    let came_of_it = invite_person(organisation, &person.fact, &actor, now).await?;
    invited(&visit, organisation, came_of_it).await
}

/// Everyone, as of the organisation's last change.
pub(super) async fn everyone(
    visit: &Visit,
    access: &Access,
    organisation: &Organisation,
) -> Result<Arc<Vec<Listed>>, Fault> {
    let day = visit.app.settings.clock.today();
    let moment = Moment { organisation: organisation.id, change: access.latest().change, day };
    Ok(visit.app.rolls.get(moment, roll(organisation, day)).await?)
}

fn row(listed: &Listed) -> AccountRow {
    let (state, colour) = shown(listed.state);
    let missing = listed.state == State::NotInvited && listed.email.trim().is_empty();
    let note = match (listed.left, missing) {
        (true, _) => Some("No longer works here"),
        (_, true) => Some("No email address in the staff record"),
        _ => None,
    };
    AccountRow {
        name: listed.name.clone(),
        href: listed.account.map(address::account),
        employee_number: listed.employee_number.clone(),
        email: listed.email.clone(),
        state,
        colour,
        note: note.map(str::to_owned),
        invite: listed.state == State::NotInvited && !missing,
    }
}
