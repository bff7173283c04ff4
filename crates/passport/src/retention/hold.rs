//! Holds: while one stands, nothing of the person is destroyed.

use anyhow::Result;
use jiff::Timestamp;
use passport_core::facts::PersonFact;
use passport_store::{Hold, Known, Organisation};

/// Holds a person's record; whether it was not held already. Nothing where nobody
/// ever had the number.
///
/// # Errors
/// When the database fails.
pub async fn hold(
    organisation: &Organisation,
    hold: Hold,
    actor: &str,
    now: Timestamp,
) -> Result<Option<bool>> {
    let mut change = organisation.begin(actor, "record held", now).await?;
    let number = hold.employee_number.clone();
    if organisation.facts_ever_of::<PersonFact>(&number).await?.is_empty() {
        return Ok(None);
    }
    if !organisation.facts_of::<Hold>(Known::Now, &number).await?.is_empty() {
        return Ok(Some(false));
    }
    change.concerns(&number);
    change.describe("reason", &hold.reason);
    change.record(&[hold]).await?;
    change.commit().await?;
    Ok(Some(true))
}

/// Lets a person's record go its way again; whether it was held.
///
/// # Errors
/// When the database fails.
pub async fn release(
    organisation: &Organisation,
    employee_number: &str,
    reason: &str,
    actor: &str,
    now: Timestamp,
) -> Result<bool> {
    let mut change = organisation.begin(actor, "hold released", now).await?;
    let holds = organisation.facts_of::<Hold>(Known::Now, employee_number).await?;
    if holds.is_empty() {
        return Ok(false);
    }
    let ids: Vec<i64> = holds.iter().map(|hold| hold.id).collect();
    change.concerns(employee_number);
    change.describe("reason", reason);
    change.void::<Hold>(&ids).await?;
    change.commit().await?;
    Ok(true)
}
