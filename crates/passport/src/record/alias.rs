//! Other names of competences, entered by a training lead who was shown what each
//! would change. A file neither removes one nor takes its name away in silence.

use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::entered::AliasFact;
use passport_core::facts::Recorded;
use passport_core::text::normal;
use passport_store::{Known, Organisation, StoreError};

use crate::compliance::{Rules, rules};
use crate::refusal::{Refusal, refuse};

/// The longest name of a competence.
const LONGEST: usize = 200;

/// Records another name of a competence, by the competence's own name; its number.
///
/// # Errors
/// When the database fails; refused in words where the competence is not described,
/// or the name means one already.
pub async fn add_alias(
    organisation: &Organisation,
    name: &str,
    competence: &str,
    actor: &str,
    now: Timestamp,
    today: Date,
) -> Result<Result<Recorded<AliasFact>, Refusal>, StoreError> {
    let mut change = organisation.begin(actor, "competence alias added", now).await?;
    let rules = rules(organisation, Known::Now, today).await?;
    let fact = match alias(&rules, name, competence) {
        Ok(fact) => fact,
        Err(refusal) => return Ok(Err(refusal)),
    };
    change.describe("name", &fact.name);
    change.describe("competence", competence);
    let ids = change.record(std::slice::from_ref(&fact)).await?;
    let recorded = change.commit().await?;
    Ok(Ok(Recorded { id: ids[0], recorded, fact }))
}

/// The alias that would be recorded, or why it cannot be.
///
/// # Errors
/// In words, where the competence is not described or the name means one already.
pub fn alias(rules: &Rules, name: &str, competence: &str) -> Result<AliasFact, Refusal> {
    let framework = &rules.book.framework;
    let name = name.trim();
    if normal(name).is_empty() || name.chars().count() > LONGEST {
        return refuse("name", format!("Enter the other name, of at most {LONGEST} letters."));
    }
    let Some(found) = framework.by_name(competence).map(|id| framework.competence(id)) else {
        return refuse("competence", "Choose a competence that the competences file describes.");
    };
    if !found.described {
        return refuse("competence", "Choose a competence that the competences file describes.");
    }
    let known = framework.by_name(name).map(|id| framework.competence(id));
    if let Some(other) = known.filter(|other| other.described) {
        return refuse("name", format!("{name} means {} already.", other.name));
    }
    Ok(AliasFact { name: name.into(), subject: found.subject.clone(), level: found.level.clone() })
}

/// Removes another name; what it said.
///
/// # Errors
/// When the database fails; refused in words where there is none.
pub async fn remove_alias(
    organisation: &Organisation,
    id: i64,
    actor: &str,
    now: Timestamp,
) -> Result<Result<AliasFact, Refusal>, StoreError> {
    let mut change = organisation.begin(actor, "competence alias removed", now).await?;
    let found = organisation.fact::<AliasFact>(id).await?;
    let Some(found) = found.filter(|kept| kept.voided.is_none()) else {
        return Ok(refuse("name", "There is no such name any more."));
    };
    change.describe("name", &found.fact.name);
    change.void::<AliasFact>(&[id]).await?;
    change.commit().await?;
    Ok(Ok(found.fact))
}
