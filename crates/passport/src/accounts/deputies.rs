//! Deputies: a manager gives somebody their place for a time. Only one's own
//! place can be given, and it is worth what its manager may see that day.

use anyhow::Result;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use passport_core::facts::{GrantFact, GrantedRole};
use passport_store::{Account, Organisation};

use super::roles::{in_order, overlap};
use super::{Refusal, grants};
use crate::access::ReportingLines;

/// Somebody who stands in for a manager, has done or will.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deputy {
    /// The grant's number.
    pub grant: i64,
    /// First and last name.
    pub name: String,
    /// The first day; `None`: since it was given.
    pub from: Option<Date>,
    /// The last day; `None`: until it is taken away.
    pub to: Option<Date>,
    /// Why.
    pub reason: String,
    /// Why it is over, where it is.
    pub ended: Option<Ended>,
}

/// How standing in came to an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// With its last day.
    OnItsLastDay(Date),
    /// It was taken away.
    TakenAway(Timestamp),
}

/// What a manager asks for.
#[derive(Clone, Debug)]
pub struct Appointment {
    /// Who stands in: an employee number or an email address.
    pub colleague: String,
    /// The first day; today if none is given.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
    /// Why.
    pub reason: String,
}

/// Who stands in for a manager, will, or has in the last 12 months: the newest first.
///
/// # Errors
/// When the database fails.
pub async fn deputies(
    organisation: &Organisation,
    manager: &str,
    today: Date,
    now: Timestamp,
) -> Result<Vec<Deputy>> {
    let mut kept = organisation.facts_ever::<GrantFact>().await?;
    kept.retain(|kept| kept.fact.role == GrantedRole::Deputy && kept.fact.scope == manager);
    if kept.is_empty() {
        return Ok(Vec::new());
    }
    let accounts = organisation.accounts().await?;
    let taken: Vec<i64> = kept.iter().filter_map(|kept| kept.voided).collect();
    let changes = organisation.changes_of(&taken).await?;
    let year = now - 366 * 24.hours();
    let mut all: Vec<Deputy> = kept
        .into_iter()
        .map(|kept| {
            let name = accounts.iter().find(|account| account.id == kept.fact.account);
            let taken = kept.voided.and_then(|change| {
                changes.iter().find(|known| known.number == change).map(|known| known.at)
            });
            let over = kept.fact.date_to.filter(|to| *to < today).map(Ended::OnItsLastDay);
            Deputy {
                grant: kept.id,
                name: name.map(|account| account.name.clone()).unwrap_or_default(),
                from: kept.fact.date_from,
                to: kept.fact.date_to,
                reason: kept.fact.reason,
                ended: taken.map(Ended::TakenAway).or(over),
            }
        })
        .collect();
    let since = today.saturating_sub(12.months());
    all.retain(|deputy| match deputy.ended {
        Some(Ended::OnItsLastDay(day)) => day >= since,
        Some(Ended::TakenAway(at)) => at >= year,
        None => true,
    });
    all.sort_by_key(|deputy| std::cmp::Reverse((deputy.from, deputy.grant)));
    Ok(all)
}

/// Gives a colleague a manager's place.
///
/// # Errors
/// When the database fails.
pub async fn appoint(
    organisation: &Organisation,
    manager: &str,
    asked: &Appointment,
    actor: &str,
    today: Date,
    now: Timestamp,
) -> Result<Result<Account, Refusal>> {
    let Some(to) = asked.to else { return Ok(Err(Refusal::NoLastDay)) };
    let from = asked.from.unwrap_or(today);
    if from < today {
        return Ok(Err(Refusal::BeginsInThePast));
    }
    if from.checked_add(12.months()).is_ok_and(|latest| to > latest) {
        return Ok(Err(Refusal::TooLong));
    }
    let mut change = organisation.begin(actor, "deputy appointed", now).await?;
    let Some(account) = colleague(organisation, &asked.colleague, today).await? else {
        return Ok(Err(Refusal::NoColleague));
    };
    if account.employee_number == manager {
        return Ok(Err(Refusal::NoColleague));
    }
    let grant = GrantFact {
        account: account.id,
        role: GrantedRole::Deputy,
        scope: manager.to_owned(),
        date_from: Some(from),
        date_to: Some(to),
        reason: asked.reason.trim().to_owned(),
    };
    if let Err(refusal) = in_order(&grant, today) {
        return Ok(Err(refusal));
    }
    if grants(organisation).await?.iter().any(|standing| overlap(&standing.fact, &grant)) {
        return Ok(Err(Refusal::Already));
    }
    change.concerns(&account.employee_number);
    change.record(&[grant]).await?;
    change.commit().await?;
    Ok(Ok(account))
}

/// Takes a manager's place back from a deputy, at once.
///
/// # Errors
/// When the database fails.
pub async fn dismiss(
    organisation: &Organisation,
    manager: &str,
    grant: i64,
    actor: &str,
    now: Timestamp,
) -> Result<Result<(), Refusal>> {
    let mut change = organisation.begin(actor, "deputy dismissed", now).await?;
    let standing = grants(organisation).await?;
    let Some(found) = standing.iter().find(|known| {
        let fact = &known.fact;
        known.id == grant && fact.role == GrantedRole::Deputy && fact.scope == manager
    }) else {
        return Ok(Err(Refusal::NoGrant));
    };
    let account = organisation.account(found.fact.account).await?;
    change.concerns(&account.map(|account| account.employee_number).unwrap_or_default());
    change.void::<GrantFact>(&[found.id]).await?;
    change.commit().await?;
    Ok(Ok(()))
}

/// The open account of somebody who works there today, by number or address. An
/// unknown number, a leaver and someone without an account are answered alike.
pub(super) async fn colleague(
    organisation: &Organisation,
    typed: &str,
    today: Date,
) -> Result<Option<Account>> {
    let typed = typed.trim();
    let account = match typed.contains('@') {
        true => organisation.account_by_email(typed).await?,
        false if typed.is_empty() => None,
        false => organisation.account_of(typed).await?,
    };
    let Some(account) = account else { return Ok(None) };
    let lines = ReportingLines::load(organisation, today).await?;
    Ok(lines.works(&account.employee_number).then_some(account))
}
