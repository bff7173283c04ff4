//! Corrections of a person's details: what the source has wrong is put right here
//! and stays so until the source says something else.

use anyhow::Result;
use jiff::Timestamp;
use passport_core::correction::{CorrectionFact, DetailField};
use passport_core::facts::{PersonFact, Recorded};
use passport_store::{Change, Known, Organisation};

use crate::refusal::{Refusal, refuse};

/// The most letters of a name or an address.
const LONGEST: usize = 254;

/// What is to be corrected, and why.
#[derive(Clone, Debug)]
pub struct Correction {
    /// Whose details.
    pub employee_number: String,
    /// Which, and what is right.
    pub details: Vec<(DetailField, String)>,
    /// Why.
    pub reason: String,
}

/// Corrects a person's details; how many were, without those that said it already.
///
/// # Errors
/// When the database fails; refused in words where nobody has the number, or
/// nothing would change.
pub async fn correct(
    organisation: &Organisation,
    new: &Correction,
    actor: &str,
    now: Timestamp,
) -> Result<Result<usize, Refusal>> {
    let mut change = organisation.begin(actor, "details corrected", now).await?;
    let number = &new.employee_number;
    let people: Vec<Recorded<PersonFact>> = organisation.facts_of(Known::Now, number).await?;
    let Some(before) = people.first() else {
        return Ok(refuse(
            "person",
            format!(
                "Nobody has the employee number {number}: numbers are text, and leading zeros count."
            ),
        ));
    };
    if new.reason.trim().is_empty() {
        return Ok(refuse("reason", "Say why the details are corrected."));
    }
    let earlier: Vec<Recorded<CorrectionFact>> = organisation.facts_of(Known::Now, number).await?;
    let mut person = before.fact.clone();
    let mut facts = Vec::new();
    for (field, value) in &new.details {
        let value = value.trim();
        if value.chars().count() > LONGEST || value.chars().any(char::is_control) {
            return Ok(refuse(
                "details",
                format!("The {} must be one line of at most {LONGEST} letters.", field.words()),
            ));
        }
        if field.of(&person) == value {
            continue;
        }
        // What the source says is known from the correction before.
        let replaced = earlier.iter().find(|known| known.fact.field == *field);
        let was = replaced.map_or(field.of(&person), |known| &known.fact.was).to_owned();
        if let Some(replaced) = replaced {
            change.void::<CorrectionFact>(&[replaced.id]).await?;
        }
        field.set(&mut person, value);
        facts.push(CorrectionFact {
            employee_number: number.clone(),
            field: *field,
            was,
            value: value.into(),
            reason: new.reason.trim().into(),
        });
    }
    if facts.is_empty() {
        return Ok(refuse("details", "The record says that already: nothing was changed."));
    }
    let corrected = facts.len();
    // A value that is the source's own again needs no correction.
    facts.retain(|fact| fact.was != fact.value);
    replace(&mut change, before, person).await?;
    change.record(&facts).await?;
    change.describe("reason", new.reason.trim());
    change.commit().await?;
    Ok(Ok(corrected))
}

/// Takes a correction back: the record says what the source says.
///
/// # Errors
/// When the database fails; refused in words where no such correction stands.
pub async fn withdraw(
    organisation: &Organisation,
    id: i64,
    reason: &str,
    actor: &str,
    now: Timestamp,
) -> Result<Result<CorrectionFact, Refusal>> {
    let mut change = organisation.begin(actor, "correction withdrawn", now).await?;
    let found = organisation.fact::<CorrectionFact>(id).await?;
    let Some(correction) = found.filter(|correction| correction.voided.is_none()) else {
        return Ok(refuse(
            "correction",
            format!("No correction {id} stands: `passport rectify list` shows those that do."),
        ));
    };
    if reason.trim().is_empty() {
        return Ok(refuse("reason", "Say why the correction is withdrawn."));
    }
    let fact = correction.fact;
    let people: Vec<Recorded<PersonFact>> =
        organisation.facts_of(Known::Now, &fact.employee_number).await?;
    if let Some(before) = people.first()
        && fact.field.of(&before.fact) == fact.value
    {
        let mut person = before.fact.clone();
        fact.field.set(&mut person, &fact.was);
        replace(&mut change, before, person).await?;
    }
    change.concerns(&fact.employee_number);
    change.void::<CorrectionFact>(&[id]).await?;
    change.describe("reason", reason.trim());
    change.commit().await?;
    Ok(Ok(fact))
}

async fn replace(
    change: &mut Change,
    before: &Recorded<PersonFact>,
    person: PersonFact,
) -> Result<()> {
    change.concerns(&person.employee_number);
    change.void::<PersonFact>(&[before.id]).await?;
    change.record(&[person]).await?;
    Ok(())
}
