//! Marks on a person's record, of which one of a kind stands at a time: a hold, so
//! that nothing is destroyed, and a restriction, so that few may see it.

use anyhow::Result;
use jiff::Timestamp;
use passport_core::facts::{PersonFact, Recorded};
use passport_store::{Fact, Known, Organisation};

use crate::refusal::{Refusal, refuse};

/// Whose record is marked, why, by whom and when.
#[derive(Clone, Copy, Debug)]
pub struct Marking<'a> {
    /// The employee number.
    pub employee_number: &'a str,
    /// What is done, as the change sequence names it: `record held`.
    pub what: &'a str,
    /// Why.
    pub reason: &'a str,
    /// Who.
    pub actor: &'a str,
    /// When.
    pub now: Timestamp,
}

/// Puts a mark on a record.
///
/// # Errors
/// When the database fails; refused in words where nobody has the number, no reason
/// is given, or such a mark stands.
pub async fn mark<F: Fact>(
    organisation: &Organisation,
    marking: &Marking<'_>,
    mark: F,
) -> Result<Result<(), Refusal>> {
    let Marking { employee_number, what, reason, actor, now } = *marking;
    let mut change = organisation.begin(actor, what, now).await?;
    if organisation.facts_ever_of::<PersonFact>(employee_number).await?.is_empty() {
        return Ok(refuse(
            "person",
            format!(
                "Nobody has the employee number {employee_number}: numbers are text, and leading zeros count."
            ),
        ));
    }
    if reason.trim().is_empty() {
        return Ok(refuse("reason", "Say why."));
    }
    if !standing::<F>(organisation, employee_number).await?.is_empty() {
        return Ok(refuse("person", format!("That stands for {employee_number} already.")));
    }
    change.concerns(employee_number);
    change.describe("reason", reason.trim());
    change.record(&[mark]).await?;
    change.commit().await?;
    Ok(Ok(()))
}

/// Takes a mark off a record.
///
/// # Errors
/// When the database fails; refused in words where none stands or no reason is given.
pub async fn unmark<F: Fact>(
    organisation: &Organisation,
    marking: &Marking<'_>,
) -> Result<Result<(), Refusal>> {
    let Marking { employee_number, what, reason, actor, now } = *marking;
    let mut change = organisation.begin(actor, what, now).await?;
    let standing = standing::<F>(organisation, employee_number).await?;
    if standing.is_empty() {
        return Ok(refuse("person", format!("Nothing of the kind stands for {employee_number}.")));
    }
    if reason.trim().is_empty() {
        return Ok(refuse("reason", "Say why."));
    }
    let ids: Vec<i64> = standing.iter().map(|mark| mark.id).collect();
    change.concerns(employee_number);
    change.describe("reason", reason.trim());
    change.void::<F>(&ids).await?;
    change.commit().await?;
    Ok(Ok(()))
}

async fn standing<F: Fact>(
    organisation: &Organisation,
    employee_number: &str,
) -> Result<Vec<Recorded<F>>> {
    Ok(organisation.facts_of::<F>(Known::Now, employee_number).await?)
}
