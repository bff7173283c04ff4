//! Findings of data health that somebody looked at and set aside, until what was
//! found is another.

use jiff::Timestamp;
use passport_core::entered::DismissalFact;
use passport_core::facts::Recorded;
use passport_store::{Known, Organisation, StoreError};

use crate::refusal::{Refusal, refuse};

/// Sets a finding aside.
///
/// # Errors
/// When the database fails; refused in words where no reason is given or it is set
/// aside already.
pub async fn set_aside(
    organisation: &Organisation,
    fact: DismissalFact,
    actor: &str,
    now: Timestamp,
) -> Result<Result<(), Refusal>, StoreError> {
    let mut change = organisation.begin(actor, "finding set aside", now).await?;
    if fact.reason.trim().is_empty() {
        return Ok(refuse("reason", "Enter a reason."));
    }
    let standing: Vec<Recorded<DismissalFact>> = organisation.facts(Known::Now).await?;
    if standing.iter().any(|known| known.fact.mark == fact.mark) {
        return Ok(refuse("reason", "It is set aside already."));
    }
    if !fact.employee_number.is_empty() {
        change.concerns(&fact.employee_number);
    }
    change.describe("kind", &fact.kind);
    change.describe("reason", fact.reason.trim());
    change.record(&[fact]).await?;
    change.commit().await?;
    Ok(Ok(()))
}

/// Lists a finding again that was set aside.
///
/// # Errors
/// When the database fails; refused in words where it is listed already.
pub async fn take_up_again(
    organisation: &Organisation,
    id: i64,
    actor: &str,
    now: Timestamp,
) -> Result<Result<(), Refusal>, StoreError> {
    let mut change = organisation.begin(actor, "finding taken up again", now).await?;
    let found = organisation.fact::<DismissalFact>(id).await?;
    let Some(found) = found.filter(|kept| kept.voided.is_none()) else {
        return Ok(refuse("reason", "It is listed already."));
    };
    if !found.fact.employee_number.is_empty() {
        change.concerns(&found.fact.employee_number);
    }
    change.describe("kind", &found.fact.kind);
    change.void::<DismissalFact>(&[id]).await?;
    change.commit().await?;
    Ok(Ok(()))
}
