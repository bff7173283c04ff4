//! Named managers of units: who is, naming one, ending it. Training leads see to
//! these and to no other role; administrators keep theirs.

use anyhow::Result;
use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::facts::{GrantFact, GrantedRole, PersonFact, Recorded};
use passport_store::{Account, Known, Organisation};

use super::deputies::colleague;
use super::roles::{give, take};
use super::{Refusal, grants};
use crate::access::ReportingLines;

/// Somebody who is the named manager of a unit, or will be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitManager {
    /// The grant's number.
    pub grant: i64,
    /// First and last name.
    pub name: String,
    /// The unit's path, as it was named.
    pub unit: String,
    /// The first day; `None`: since it was given.
    pub from: Option<Date>,
    /// The last day; `None`: until it is taken away.
    pub to: Option<Date>,
    /// Why.
    pub reason: String,
}

/// Every named manager of today and to come, whose account is open.
///
/// # Errors
/// When the database fails.
pub async fn unit_managers(organisation: &Organisation, today: Date) -> Result<Vec<UnitManager>> {
    let mut accounts = organisation.accounts().await?;
    accounts.retain(|account| account.closed_at.is_none());
    let standing = grants(organisation).await?.into_iter();
    let of_units = standing.filter(|known| known.fact.role == GrantedRole::Manager);
    let now = of_units.filter(|known| known.fact.date_to.is_none_or(|to| today <= to));
    Ok(now
        .filter_map(|known| {
            let account = accounts.iter().find(|account| account.id == known.fact.account)?;
            Some(UnitManager {
                grant: known.id,
                name: account.name.clone(),
                unit: known.fact.scope,
                from: known.fact.date_from,
                to: known.fact.date_to,
                reason: known.fact.reason,
            })
        })
        .collect())
}

/// Who would be named, and of what.
#[derive(Clone, Debug)]
pub struct Naming {
    /// The unit's path.
    pub unit: String,
    /// Who: an employee number or an email address.
    pub colleague: String,
    /// The first day; today if none is given.
    pub from: Option<Date>,
    /// The last day, if there is one.
    pub to: Option<Date>,
    /// Why.
    pub reason: String,
}

/// Who it is that would be named: an open account of somebody who works there.
///
/// # Errors
/// When the database fails.
pub async fn candidate(
    organisation: &Organisation,
    typed: &str,
    today: Date,
) -> Result<Result<Account, Refusal>> {
    Ok(colleague(organisation, typed, today).await?.ok_or(Refusal::NoColleague))
}

/// Who can be invited first: somebody who works there, has an address, and never had
/// an account. Whose account was closed by hand is opened by hand, or not at all.
///
/// # Errors
/// When the database fails.
pub async fn invitable(
    organisation: &Organisation,
    number: &str,
    today: Date,
) -> Result<Option<PersonFact>> {
    let number = number.trim();
    let had_one = |account: &Account| account.employee_number == number;
    if number.is_empty() || organisation.accounts().await?.iter().any(had_one) {
        return Ok(None);
    }
    let people = organisation.facts_of::<PersonFact>(Known::Now, number).await?;
    let person = people.into_iter().next().map(|known| known.fact);
    let Some(person) = person.filter(|person| !person.email.trim().is_empty()) else {
        return Ok(None);
    };
    let lines = ReportingLines::load(organisation, today).await?;
    Ok(lines.works(number).then_some(person))
}

/// Names a manager of a unit.
///
/// # Errors
/// When the database fails.
pub async fn name_unit_manager(
    organisation: &Organisation,
    naming: &Naming,
    (asker, actor): (i64, &str),
    today: Date,
    now: Timestamp,
) -> Result<Result<Account, Refusal>> {
    let account = match candidate(organisation, &naming.colleague, today).await? {
        Ok(account) => account,
        Err(refusal) => return Ok(Err(refusal)),
    };
    // Whoever names managers reads nobody's supervision by naming themselves, or one
    // another.
    let leads = |grant: &Recorded<GrantFact>| {
        grant.fact.account == account.id && grant.fact.role == GrantedRole::TrainingLead
    };
    if asker == account.id || grants(organisation).await?.iter().any(leads) {
        return Ok(Err(Refusal::Oneself));
    }
    let grant = GrantFact {
        account: account.id,
        role: GrantedRole::Manager,
        scope: naming.unit.clone(),
        date_from: Some(naming.from.unwrap_or(today)),
        date_to: naming.to,
        reason: naming.reason.clone(),
    };
    give(organisation, grant, actor, today, now).await
}

/// Ends that somebody is the named manager of a unit. No other role is ended so.
///
/// # Errors
/// When the database fails.
pub async fn end_unit_manager(
    organisation: &Organisation,
    grant: i64,
    actor: &str,
    today: Date,
    now: Timestamp,
) -> Result<Result<GrantFact, Refusal>> {
    let standing = grants(organisation).await?;
    let is_it =
        |known: &Recorded<GrantFact>| known.id == grant && known.fact.role == GrantedRole::Manager;
    if !standing.iter().any(is_it) {
        return Ok(Err(Refusal::NoGrant));
    }
    take(organisation, grant, None, actor, today, now).await
}
