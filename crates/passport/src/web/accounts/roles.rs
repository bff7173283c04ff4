//! Giving an account a role, and taking one away.

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::Uri;
use passport_core::facts::{GrantFact, GrantedRole};
use passport_core::organisation::path_words;
use passport_core::wording::capital;
use passport_pages::Link;
use passport_pages::pages::{Choice, ChooseRolePage, ConfirmPage, GiveRolePage, Mistake};
use passport_store::{Account, Organisation};

use super::{account, administration, own_account};
use crate::access::Access;
use crate::accounts::{self, Field, Held, Refusal, held};
use crate::compliance::subjects;
use crate::web::answer::{Answer, Fault, see};
use crate::web::visit::Visit;
use crate::web::{address, fields, query};

/// What a role lets its holder do.
pub(super) const fn meaning(role: GrantedRole) -> &'static str {
    match role {
        GrantedRole::Manager => "Sees everyone who works in a unit and below it.",
        GrantedRole::Deputy => "Sees what a manager sees, in their place.",
        GrantedRole::SubjectLead => "Sees how everyone stands in one subject, and nothing else.",
        GrantedRole::TrainingLead => "Sees everyone's record, imports and monthly passports.",
        GrantedRole::Board => "Sees figures, and nobody's name.",
        GrantedRole::Administrator => "Sees to accounts, roles and settings, and sees no record.",
    }
}

pub(in crate::web) async fn ask_to_give(
    visit: Visit,
    access: Access,
    uri: Uri,
    Path(number): Path<String>,
) -> Answer {
    let organisation = administration(&access)?.organisation();
    let Some(account) = open(organisation, &number).await? else { return visit.not_found() };
    let asked = query::parameter(&uri, "role").unwrap_or_default();
    if let Some(role) = GrantedRole::from_name(&asked) {
        let page = form(&visit, organisation, &account, role).await?;
        return visit.form(|csrf| GiveRolePage { csrf, ..page });
    }
    let wrong = query::parameter(&uri, "asked").is_some();
    let mistake = wrong.then(|| Mistake::new("role", "Choose a role."));
    visit.page(&ChooseRolePage {
        account: address::account(account.id),
        name: account.name,
        roles: GrantedRole::ALL
            .into_iter()
            .map(|(role, name)| Choice::new(name, capital(name), meaning(role)))
            .collect(),
        errors: mistake.into_iter().collect(),
    })
}

pub(in crate::web) async fn give(
    visit: Visit,
    access: Access,
    Path(number): Path<String>,
    sent: Bytes,
) -> Answer {
    let organisation = administration(&access)?.organisation();
    let Some(account) = open(organisation, &number).await? else { return visit.not_found() };
    if account.id == access.asker().account {
        return own_account(&visit);
    }
    let Some(role) = GrantedRole::from_name(&fields::line(&sent, "role")) else {
        return see(&format!("{}/roles/new?asked=yes", address::account(account.id)));
    };
    let mut errors = Vec::new();
    let (from, date_from) = fields::day(&sent, "from", "First day", &mut errors);
    let (to, date_to) = fields::day(&sent, "to", "Last day", &mut errors);
    let (of, chosen) = (fields::line(&sent, "of"), fields::line(&sent, "chosen"));
    let reason = fields::line(&sent, "reason");
    let mut suggested = Vec::new();
    if errors.is_empty() {
        let scope = if chosen.is_empty() { of.clone() } else { chosen };
        let reason = reason.clone();
        let grant = GrantFact { account: account.id, role, scope, date_from, date_to, reason };
        let (actor, clock) = (access.asker().actor(), visit.app.settings.clock);
        let given = accounts::give(organisation, grant, &actor, clock.today(), clock.now());
        match given.await? {
            Ok(_) => return see(&format!("{}?done=given", address::account(account.id))),
            Err(Refusal::NoAccount) => return visit.not_found(),
            Err(refusal) => {
                errors.push(mistake(&refusal));
                if let Refusal::NoUnit(units) = refusal {
                    let choice = |unit: &String| Choice::new(unit, path_words(unit), "");
                    suggested = units.iter().map(choice).collect();
                }
            }
        }
    }
    let page = form(&visit, organisation, &account, role).await?;
    visit.refused(|csrf| GiveRolePage { csrf, of, suggested, from, to, reason, errors, ..page })
}

pub(in crate::web) async fn ask_to_take(
    visit: Visit,
    access: Access,
    Path((number, grant)): Path<(String, String)>,
) -> Answer {
    let organisation = administration(&access)?.organisation();
    let Some((account, role)) = standing(&visit, organisation, &number, &grant).await? else {
        return visit.not_found();
    };
    visit.form(|csrf| confirm(&account, &role, csrf, None))
}

pub(in crate::web) async fn take(
    visit: Visit,
    access: Access,
    Path((number, grant)): Path<(String, String)>,
) -> Answer {
    let organisation = administration(&access)?.organisation();
    let Some((account, role)) = standing(&visit, organisation, &number, &grant).await? else {
        return visit.not_found();
    };
    let (asker, clock) = (access.asker(), visit.app.settings.clock);
    let (of, actor) = (Some(account.id), asker.actor());
    let taken = accounts::take(organisation, role.id, of, &actor, clock.today(), clock.now());
    match taken.await? {
        // Whoever gave up being an administrator is not led back to where they may not go.
        Ok(_) if account.id == asker.account => see("/account"),
        Ok(_) => see(&format!("{}?done=taken", address::account(account.id))),
        Err(Refusal::NoGrant) => visit.not_found(),
        Err(refusal) => visit.refused(|csrf| confirm(&account, &role, csrf, Some(&refusal))),
    }
}

/// What is wrong, beside the field of a form that it is about.
pub(in crate::web) fn mistake(refusal: &Refusal) -> Mistake {
    let field = match refusal.field() {
        Field::None | Field::Of => "of",
        Field::Colleague => "colleague",
        Field::From => "from-day",
        Field::To => "to-day",
        Field::Reason => "reason",
    };
    Mistake::new(field, refusal.to_string())
}

async fn open(organisation: &Organisation, number: &str) -> Result<Option<Account>, Fault> {
    let account = account(organisation, number).await?;
    Ok(account.filter(|account| account.closed_at.is_none()))
}

/// The form of a role, empty.
async fn form(
    visit: &Visit,
    organisation: &Organisation,
    account: &Account,
    role: GrantedRole,
) -> Result<GiveRolePage, Fault> {
    let mut choices = Vec::new();
    if role == GrantedRole::SubjectLead {
        let today = visit.app.settings.clock.today();
        let stand = visit.app.shelf.stand(organisation, today).await?;
        choices.push(Choice::new("", "Choose a subject", ""));
        let names = subjects(&stand.rules).into_iter();
        choices.extend(names.map(|name| Choice::new(name.clone(), name, "")));
    }
    let (label, hint) = match role {
        GrantedRole::Manager => ("Unit", "Its name, such as Ashdown Ward."),
        GrantedRole::Deputy => ("Employee number of the manager", "Whose place it is."),
        GrantedRole::SubjectLead => ("Subject", ""),
        GrantedRole::TrainingLead | GrantedRole::Board | GrantedRole::Administrator => ("", ""),
    };
    Ok(GiveRolePage {
        account: address::account(account.id),
        name: account.name.clone(),
        role: role.name().to_owned(),
        meaning: meaning(role).to_owned(),
        label: label.to_owned(),
        hint: hint.to_owned(),
        choices,
        ..GiveRolePage::default()
    })
}

/// A role that an account holds, both by their numbers in an address.
async fn standing(
    visit: &Visit,
    organisation: &Organisation,
    number: &str,
    grant: &str,
) -> Result<Option<(Account, Held)>, Fault> {
    let Some(account) = account(organisation, number).await? else { return Ok(None) };
    let today = visit.app.settings.clock.today();
    let held = held(organisation, account.id, today).await?;
    let found = held.into_iter().find(|held| grant.parse() == Ok(held.id));
    Ok(found.map(|held| (account, held)))
}

fn confirm(account: &Account, held: &Held, csrf: String, refusal: Option<&Refusal>) -> ConfirmPage {
    let address = address::account(account.id);
    let line = match refusal {
        Some(refusal) => refusal.to_string(),
        None => "It ends at once: the next page they open is shut to them.".to_owned(),
    };
    ConfirmPage {
        csrf,
        heading: format!("Take a role away from {}", account.name),
        lines: vec![format!("{}.", held.what), line],
        action: format!("{address}/roles/{}", held.id),
        button: refusal.is_none().then(|| "Take the role away".to_owned()),
        back: Link::new(format!("Account of {}", account.name), address),
    }
}
