//! Time given to somebody after leave: what ran out while they were away is not red
//! until its last day.

use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::compliance::add_days;
use passport_core::entered::ReturnGraceFact;
use passport_core::facts::{PersonFact, Recorded};
use passport_core::wording::{count, long_date};
use passport_store::{Known, Organisation, StoreError};

use super::exemption::said;
use crate::refusal::{Refusal, refuse};

/// Gives somebody time after leave.
///
/// # Errors
/// When the database fails; refused in words as [`return_grace`] says.
pub async fn give_return_grace(
    organisation: &Organisation,
    new: &ReturnGraceFact,
    actor: &str,
    now: Timestamp,
    today: Date,
) -> Result<Result<ReturnGraceFact, Refusal>, StoreError> {
    let mut change = organisation.begin(actor, "time after leave given", now).await?;
    let fact = match return_grace(organisation, new, today).await? {
        Ok(fact) => fact,
        Err(refusal) => return Ok(Err(refusal)),
    };
    change.concerns(&fact.employee_number);
    change.record(std::slice::from_ref(&fact)).await?;
    change.commit().await?;
    Ok(Ok(fact))
}

/// The time that would be recorded, or why it cannot be.
///
/// # Errors
/// When the database fails; refused in words where the organisation gives no time,
/// nobody has the number, the days are out of order or too many, a reason is missing, or such time after this leave stands.
pub async fn return_grace(
    organisation: &Organisation,
    new: &ReturnGraceFact,
    today: Date,
) -> Result<Result<ReturnGraceFact, Refusal>, StoreError> {
    let days = organisation.settings().await?.whole("return-grace-days", today);
    if days == 0 {
        return Ok(refuse(
            "until-day",
            "Your organisation gives no time after leave: an administrator sets return-grace-days.",
        ));
    }
    let number = new.employee_number.trim();
    let people: Vec<Recorded<PersonFact>> = organisation.facts_of(Known::Now, number).await?;
    if people.is_empty() {
        return Ok(refuse(
            "person",
            format!(
                "Nobody has the employee number {number}: numbers are text, and leading zeros count."
            ),
        ));
    }
    if new.back_on <= new.away_from {
        return Ok(refuse("back-day", "The first day back must be after the first day away."));
    }
    if new.until < new.back_on {
        return Ok(refuse(
            "until-day",
            format!(
                "The last day must be {} or later, the first day back.",
                long_date(new.back_on)
            ),
        ));
    }
    let latest = add_days(new.back_on.max(today), i64::from(days));
    if latest < new.until {
        return Ok(refuse(
            "until-day",
            format!(
                "Your organisation gives {}: the last day can be {} at the latest.",
                count(days.into(), "day", "days"),
                long_date(latest)
            ),
        ));
    }
    if let Err(refusal) = said(&new.reason, &new.approved_by) {
        return Ok(Err(refusal));
    }
    let standing: Vec<Recorded<ReturnGraceFact>> =
        organisation.facts_of(Known::Now, number).await?;
    if standing.iter().any(|known| known.fact.back_on == new.back_on) {
        return Ok(refuse(
            "person",
            format!(
                "{number} has time after the leave that ended before {} already.",
                long_date(new.back_on)
            ),
        ));
    }
    Ok(Ok(ReturnGraceFact {
        employee_number: number.to_owned(),
        reason: new.reason.trim().to_owned(),
        approved_by: new.approved_by.trim().to_owned(),
        ..new.clone()
    }))
}

/// Takes the time back that somebody was given.
///
/// # Errors
/// When the database fails; refused in words where there is none or no reason is
/// given.
pub async fn void_return_grace(
    organisation: &Organisation,
    id: i64,
    reason: &str,
    actor: &str,
    now: Timestamp,
) -> Result<Result<ReturnGraceFact, Refusal>, StoreError> {
    let mut change = organisation.begin(actor, "time after leave taken back", now).await?;
    let found = organisation.fact::<ReturnGraceFact>(id).await?;
    let Some(found) = found.filter(|kept| kept.voided.is_none()) else {
        return Ok(refuse("reason", "It was taken back already."));
    };
    if reason.trim().is_empty() {
        return Ok(refuse("reason", "Enter a reason."));
    }
    change.concerns(&found.fact.employee_number);
    change.describe("reason", reason.trim());
    change.void::<ReturnGraceFact>(&[id]).await?;
    change.commit().await?;
    Ok(Ok(found.fact))
}
