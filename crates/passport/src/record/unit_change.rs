//! Renames and merges of units decided here, as a file would bring them. Undone,
//! the units are as though the change had never been.

use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::facts::{Recorded, UnitChangeFact};
use passport_core::text::normal;
use passport_store::{Known, Organisation, StoreError};

use crate::compliance::{Rules, rules};
use crate::refusal::{Refusal, refuse};

/// The longest path of a unit.
const LONGEST: usize = 500;

/// Records a rename or a merge.
///
/// # Errors
/// When the database fails; refused in words as [`unit_change`] says.
pub async fn change_unit(
    organisation: &Organisation,
    old: &str,
    new: &str,
    from: Date,
    actor: &str,
    now: Timestamp,
) -> Result<Result<Recorded<UnitChangeFact>, Refusal>, StoreError> {
    let mut change = organisation.begin(actor, "unit renamed or merged", now).await?;
    let rules = rules(organisation, Known::Now, from).await?;
    let fact = match unit_change(&rules, old, new, from) {
        Ok(fact) => fact,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let standing: Vec<Recorded<UnitChangeFact>> = organisation.facts(Known::Now).await?;
    if standing.iter().any(|known| known.fact == fact) {
        return Ok(refuse("new", "That is recorded already."));
    }
    change.describe("old", &fact.old_unit);
    change.describe("new", &fact.new_unit);
    let ids = change.record(std::slice::from_ref(&fact)).await?;
    let recorded = change.commit().await?;
    Ok(Ok(Recorded { id: ids[0], recorded, fact }))
}

/// The rename or merge that would be recorded: of a unit by its path, to a new name
/// beside its neighbours or to the whole path of another.
///
/// # Errors
/// In words, where there is no such unit, the new name is none, or the unit would
/// lie within itself.
pub fn unit_change(
    rules: &Rules,
    old: &str,
    new: &str,
    from: Date,
) -> Result<UnitChangeFact, Refusal> {
    let units = &rules.book.units;
    let Some((_, unit)) = units.iter().find(|(_, unit)| normal(&unit.path) == normal(old)) else {
        return refuse("new", "There is no such unit on that day.");
    };
    let names: Vec<&str> = new.split('|').map(str::trim).filter(|name| !name.is_empty()).collect();
    if names.is_empty() || new.chars().count() > LONGEST {
        return refuse("new", "Enter the new name.");
    }
    let above = unit.path.rsplit_once('|').map_or("", |(above, _)| above);
    let path = match names.as_slice() {
        [name] if !above.is_empty() => format!("{above}|{name}"),
        _ => names.join("|"),
    };
    if normal(&path) == normal(&unit.path) {
        return refuse("new", "Enter another name than it has.");
    }
    if normal(&path).starts_with(&format!("{}|", normal(&unit.path))) {
        return refuse("new", "A unit cannot become a part of itself.");
    }
    let old_unit = unit.path.clone();
    Ok(UnitChangeFact { old_unit, new_unit: path, whole_paths: true, date_from: from })
}

/// Takes a rename or a merge back; what it said.
///
/// # Errors
/// When the database fails; refused in words where there is none.
pub async fn undo_unit_change(
    organisation: &Organisation,
    id: i64,
    actor: &str,
    now: Timestamp,
) -> Result<Result<UnitChangeFact, Refusal>, StoreError> {
    let mut change = organisation.begin(actor, "unit change taken back", now).await?;
    let found = organisation.fact::<UnitChangeFact>(id).await?;
    let Some(found) = found.filter(|kept| kept.voided.is_none()) else {
        return Ok(refuse("new", "It was taken back already."));
    };
    change.describe("old", &found.fact.old_unit);
    change.describe("new", &found.fact.new_unit);
    change.void::<UnitChangeFact>(&[id]).await?;
    change.commit().await?;
    Ok(Ok(found.fact))
}
