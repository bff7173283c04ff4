//! The parts that people play in a demonstration, and the role that goes with each.

use jiff::Timestamp;
use passport_core::facts::{GrantFact, GrantedRole};
use passport_store::{Account, DemoPerson, NewAccount, Organisation, StoreError};

/// Someone to log in as.
#[derive(Clone, Debug)]
pub struct Part {
    /// Their employee number.
    pub employee_number: String,
    /// The part, e.g. `ward manager`.
    pub part: String,
}

impl Part {
    /// The role that goes with the part; most parts are what their record makes them.
    const fn role(part: &str) -> Option<GrantedRole> {
        match part.as_bytes() {
            b"training lead" => Some(GrantedRole::TrainingLead),
            b"administrator" => Some(GrantedRole::Administrator),
            b"non-executive director" => Some(GrantedRole::Board),
            _ => None,
        }
    }
}

/// Everyone there is to log in as; nobody in a real organisation.
///
/// # Errors
/// When the database fails.
pub async fn parts(organisation: &Organisation) -> Result<Vec<Part>, StoreError> {
    let people = organisation.demo_people().await?;
    let part = |DemoPerson { employee_number, part }: DemoPerson| Part { employee_number, part };
    Ok(people.into_iter().map(part).collect())
}

/// The account of a part, opened where there is none yet, with its role. It has
/// no password: only a demonstration lets anyone in without.
///
/// # Errors
/// When the database fails.
pub async fn account_of(
    organisation: &Organisation,
    part: &Part,
    name: &str,
    now: Timestamp,
) -> Result<Account, StoreError> {
    let known = organisation.account_of(&part.employee_number).await?;
    if let Some(account) = known {
        return Ok(account);
    }
    let mut change = organisation.begin("demonstration", "account opened", now).await?;
    let new = NewAccount {
        employee_number: part.employee_number.clone(),
        name: name.to_owned(),
        // What nobody can type: a demonstration has no log-in by address.
        email: format!("{}@demonstration.invalid", part.employee_number),
    };
    // None where another request opened it between the question and the change.
    if let Some(account) = change.open_account(&new, now).await? {
        if let Some(role) = Part::role(&part.part) {
            let grant = GrantFact {
                account,
                role,
                scope: String::new(),
                date_from: None,
                date_to: None,
                reason: "demonstration".into(),
            };
            change.record(&[grant]).await?;
        }
        change.commit().await?;
    } else {
        drop(change);
    }
    let opened = organisation.account_of(&part.employee_number).await?;
    opened.ok_or_else(|| StoreError::Unreadable("an account's address".into()))
}
