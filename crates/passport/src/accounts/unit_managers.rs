//! Named managers of units: who is, naming one, ending it. Training leads see to
//! these and to no other role; administrators keep theirs.

use anyhow::Result;
use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::facts::{GrantFact, GrantedRole, PersonFact, Recorded};
use passport_store::{Account, Known, NewAccount, Organisation};

use super::deputies::colleague;
use super::roles::{checked, describe, give, take};
use super::{Refusal, grants};
use crate::access::ReportingLines;
use crate::access::credentials::Purpose;

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

/// Who would be named.
#[derive(Clone, Debug)]
pub enum Candidate {
    /// Somebody with an open account.
    Open(Account),
    /// Somebody who never had one, and is invited with the naming.
    New(PersonFact),
}

/// Who it is that a naming would make a manager, or why it cannot be made: all that
/// can be known beforehand is asked before anything is opened or sent.
///
/// # Errors
/// When the database fails.
pub async fn candidate(
    organisation: &Organisation,
    naming: &Naming,
    asker: i64,
    today: Date,
) -> Result<Result<Candidate, Refusal>> {
    Ok(prepared(organisation, naming, asker, today).await?.map(|(candidate, _)| candidate))
}

/// Who would be named, and the grant as the record will write it but for its account.
async fn prepared(
    organisation: &Organisation,
    naming: &Naming,
    asker: i64,
    today: Date,
) -> Result<Result<(Candidate, GrantFact), Refusal>> {
    let grant = GrantFact {
        account: 0,
        role: GrantedRole::Manager,
        scope: naming.unit.clone(),
        date_from: Some(naming.from.unwrap_or(today)),
        date_to: naming.to,
        reason: naming.reason.clone(),
    };
    let grant = match checked(organisation, grant, today).await? {
        Ok(grant) => grant,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if let Some(account) = colleague(organisation, &naming.colleague, today).await? {
        // Whoever names managers reads nobody's supervision by naming themselves, or
        // one another.
        let leads = |grant: &Recorded<GrantFact>| {
            grant.fact.account == account.id && grant.fact.role == GrantedRole::TrainingLead
        };
        if asker == account.id || grants(organisation).await?.iter().any(leads) {
            return Ok(Err(Refusal::Oneself));
        }
        return Ok(Ok((Candidate::Open(account), grant)));
    }
    let Some(person) = invitable(organisation, &naming.colleague, today).await? else {
        return Ok(Err(Refusal::NoColleague));
    };
    if brought_in_by(organisation, &person, asker).await? {
        return Ok(Err(Refusal::OwnAddress));
    }
    Ok(Ok((Candidate::New(person), grant)))
}

/// Whether the address that stands was brought in by a change of an account's own:
/// an invitation to it could be opened by whoever wrote it there.
async fn brought_in_by(
    organisation: &Organisation,
    person: &PersonFact,
    account: i64,
) -> Result<bool> {
    let address = |person: &PersonFact| person.email.trim().to_lowercase();
    let stands = address(person);
    let mut ever = organisation.facts_ever_of::<PersonFact>(&person.employee_number).await?;
    ever.sort_by_key(|kept| kept.id);
    let since = ever.iter().rev().take_while(|kept| address(&kept.fact) == stands).last();
    let Some(since) = since else { return Ok(true) };
    let brought = organisation.changes_of(&[since.recorded]).await?;
    // The employee number behind an account's may be another by now.
    let own = format!("account {account}");
    Ok(brought.iter().any(|change| {
        change.actor.strip_prefix(&own).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    }))
}

/// Who can be invited first: somebody who works there, has an address, and never had
/// an account. Whose account was closed by hand is opened by hand, or not at all.
///
/// # Errors
/// When the database fails.
async fn invitable(
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

/// Names a manager of a unit. Somebody who never had an account is invited by mail in
/// the same change, where `invite` says so: all of it is done, or nothing.
///
/// # Errors
/// When the database fails.
pub async fn name_unit_manager(
    organisation: &Organisation,
    naming: &Naming,
    invite: bool,
    (asker, actor): (i64, &str),
    today: Date,
    now: Timestamp,
) -> Result<Result<(), Refusal>> {
    let (person, grant) = match prepared(organisation, naming, asker, today).await? {
        Ok((Candidate::New(person), grant)) => (person, grant),
        Ok((Candidate::Open(account), grant)) => {
            let grant = GrantFact { account: account.id, ..grant };
            return Ok(give(organisation, grant, actor, today, now).await?.map(|_| ()));
        }
        Err(refusal) => return Ok(Err(refusal)),
    };
    if !invite {
        return Ok(Err(Refusal::NoInvitation));
    }
    let mut change = organisation.begin(actor, "account opened", now).await?;
    // Within the turn: of two at once, one finds the other's account.
    if invitable(organisation, &naming.colleague, today).await?.is_none() {
        return Ok(Err(Refusal::Already));
    }
    let number = person.employee_number.clone();
    change.concerns(&number);
    let new = NewAccount {
        employee_number: number,
        name: crate::compliance::details(&person).name(),
        email: person.email.trim().to_owned(),
    };
    let Some(account) = change.open_account(&new, now).await? else {
        return Ok(Err(Refusal::AddressTaken));
    };
    change.ask_message(account, Purpose::Invitation.name(), actor, now).await?;
    describe(&mut change, &grant);
    change.record(&[GrantFact { account, ..grant }]).await?;
    change.commit().await?;
    Ok(Ok(()))
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
