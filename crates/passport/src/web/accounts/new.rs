//! An account for someone who is not on the staff list, such as a board member
//! from outside.

use axum::body::Bytes;
use passport_core::facts::{GrantFact, GrantedRole};
use passport_core::wording::capital;
use passport_pages::pages::{Choice, Mistake, NewAccountPage};
use passport_store::NewAccount;

use super::{administration, invited, list, roles};
use crate::access::Access;
use crate::access::credentials::Purpose;
use crate::accounts::{Invited, in_order, open};
use crate::delivery::address::usable;
use crate::web::answer::Answer;
use crate::web::fields;
use crate::web::visit::Visit;

/// Roles for the whole organisation; one of a unit or a subject is given afterwards.
const ROLES: [GrantedRole; 3] =
    [GrantedRole::Board, GrantedRole::TrainingLead, GrantedRole::Administrator];
/// Nobody is called more.
const LONGEST: usize = 100;

pub(in crate::web) async fn show(visit: Visit, access: Access) -> Answer {
    administration(&access)?;
    visit.form(|csrf| NewAccountPage { csrf, ..blank() })
}

pub(in crate::web) async fn act(visit: Visit, access: Access, form: Bytes) -> Answer {
    let organisation = administration(&access)?.organisation();
    let text = |name: &str| fields::line(&form, name);
    let (name, email, role, reason) = (text("name"), text("email"), text("role"), text("reason"));
    let chosen = GrantedRole::from_name(&role).filter(|role| ROLES.contains(role));
    let mut errors = Vec::new();
    let mut wrong = |field: &str, words: &str| errors.push(Mistake::new(field, words));
    if name.is_empty() || name.chars().count() > LONGEST {
        wrong("name", "Enter their first and last name.");
    }
    if usable(&email).is_none() {
        wrong("email", "Enter an email address, such as name@example.nhs.uk.");
    }
    let everyone = list::everyone(&visit, &access, organisation).await?;
    // Some of the staff have no address, as a form may have none.
    let same = |address: &str| !email.is_empty() && address.eq_ignore_ascii_case(&email);
    if everyone.iter().any(|one| one.account.is_none() && same(&one.email)) {
        wrong("email", "This is the address of a member of staff. Invite them from the list.");
    }
    if chosen.is_none() {
        wrong("role", "Choose a role.");
    }
    let clock = visit.app.settings.clock;
    let grant = GrantFact {
        account: 0,
        role: chosen.unwrap_or(GrantedRole::Board),
        scope: String::new(),
        date_from: None,
        date_to: None,
        reason: reason.clone(),
    };
    if let Err(refusal) = in_order(&grant, clock.today()) {
        errors.push(roles::mistake(&refusal));
    }
    if errors.is_empty() {
        let new =
            NewAccount { employee_number: String::new(), name: name.clone(), email: email.clone() };
        let (actor, purpose) = (access.asker().actor(), Purpose::Invitation);
        let opened = open(organisation, &new, purpose, Some(grant), &actor, clock.now()).await?;
        match opened {
            Invited::AddressTaken => {
                errors.push(Mistake::new("email", "Another account logs in with this address."));
            }
            opened => return invited(&visit, organisation, opened).await,
        }
    }
    visit.refused(|csrf| NewAccountPage { csrf, name, email, role, reason, errors, ..blank() })
}

fn blank() -> NewAccountPage {
    let choice =
        |role: GrantedRole| Choice::new(role.name(), capital(role.name()), roles::meaning(role));
    NewAccountPage { roles: ROLES.map(choice).into(), ..NewAccountPage::default() }
}
