//! The roles an account holds beside what follows from its owner's record, in words.

use anyhow::Result;
use jiff::civil::Date;
use passport_core::facts::{GrantFact, GrantedRole, PersonFact};
use passport_core::organisation::path_words;
use passport_core::wording::capital;
use passport_store::{Known, Organisation};

use super::grants;
use crate::compliance::details;

/// A role that stands, today or from a later day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The grant's number.
    pub id: i64,
    /// `Manager of Hartwell, Acute`.
    pub what: String,
    /// What was given.
    pub grant: GrantFact,
}

/// The roles of an account that are not over yet.
///
/// # Errors
/// When the database fails.
pub async fn held(organisation: &Organisation, account: i64, today: Date) -> Result<Vec<Held>> {
    let mut standing = grants(organisation).await?;
    standing.retain(|grant| {
        grant.fact.account == account && grant.fact.date_to.is_none_or(|to| to >= today)
    });
    let mut held = Vec::new();
    for recorded in standing {
        let role = capital(recorded.fact.role.name());
        let scope = &recorded.fact.scope;
        let what = match recorded.fact.role {
            GrantedRole::Manager => format!("{role} of {}", path_words(scope)),
            GrantedRole::Deputy => format!("{role} of {}", name_of(organisation, scope).await?),
            GrantedRole::SubjectLead => format!("{role} of {scope}"),
            GrantedRole::TrainingLead | GrantedRole::Board | GrantedRole::Administrator => role,
        };
        held.push(Held { id: recorded.id, what, grant: recorded.fact });
    }
    Ok(held)
}

/// Somebody's name by their employee number; the number where nobody has it.
///
/// # Errors
/// When the database fails.
pub async fn name_of(organisation: &Organisation, employee_number: &str) -> Result<String> {
    let people = organisation.facts_of::<PersonFact>(Known::Now, employee_number).await?;
    let name = people.first().map(|person| details(&person.fact).name());
    Ok(name.unwrap_or_else(|| employee_number.to_owned()))
}
