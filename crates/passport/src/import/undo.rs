//! Taking an import back.

use std::collections::HashSet;

use anyhow::Result;
use jiff::Timestamp;
use passport_core::facts::{AwardFact, AwardOrigin, PersonFact, Recorded, RequirementFact};
use passport_store::{ImportRecord, Kept, Known, Organisation};

use crate::record;

/// What came of taking an import back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undo {
    /// It is undone.
    Done,
    /// There is no such import.
    Unknown,
    /// It was undone already.
    Already,
    /// Later imports changed the same kinds of fact: undo them first, newest first.
    PreventedBy(Vec<i64>),
    /// Awards entered since, of people whom only this import brought.
    PreventedByAwards(Vec<i64>),
    /// Details corrected since, of people whose details it brought.
    PreventedByCorrections(Vec<String>),
    /// Requirements it brought were changed here since: so many.
    PreventedByRequirements(usize),
}

/// Reverses one import, by voiding what it recorded and recording again what it
/// voided. Later work on the same kinds of fact prevents it.
pub async fn undo(
    organisation: &Organisation,
    number: i64,
    actor: &str,
    now: Timestamp,
) -> Result<Undo> {
    let mut change = organisation.begin(actor, &format!("undo import {number}"), now).await?;
    let import = match undoable(organisation, number).await? {
        Ok(import) => import,
        Err(prevented) => return Ok(prevented),
    };
    record::reverse(&mut change, import.change).await?;
    change.mark_undone(number).await?;
    change.commit().await?;
    Ok(Undo::Done)
}

/// The import, where nothing prevents that it is undone as things stand; else what does.
///
/// # Errors
/// When the database fails.
pub async fn undoable(
    organisation: &Organisation,
    number: i64,
) -> Result<Result<ImportRecord, Undo>> {
    let imports = organisation.imports().await?;
    let Some(import) = imports.iter().find(|import| import.number == number) else {
        return Ok(Err(Undo::Unknown));
    };
    if import.undone.is_some() {
        return Ok(Err(Undo::Already));
    }
    let later: Vec<i64> = imports
        .iter()
        .filter(|other| {
            other.number > number
                && other.undone.is_none()
                && other.touched.iter().any(|kind| import.touched.contains(kind))
        })
        .map(|other| other.number)
        .collect();
    if !later.is_empty() {
        return Ok(Err(Undo::PreventedBy(later)));
    }
    let entered = entered_since(organisation, import.change).await?;
    if !entered.is_empty() {
        return Ok(Err(Undo::PreventedByAwards(entered)));
    }
    let corrected = corrected_since(organisation, import.change, &imports).await?;
    if !corrected.is_empty() {
        return Ok(Err(Undo::PreventedByCorrections(corrected)));
    }
    let decided = decided_since(organisation, import.change, &imports).await?;
    if decided > 0 {
        return Ok(Err(Undo::PreventedByRequirements(decided)));
    }
    Ok(Ok(import.clone()))
}

/// How many requirements that a change brought were changed or ended here since.
async fn decided_since(
    organisation: &Organisation,
    change: i64,
    imports: &[ImportRecord],
) -> Result<usize> {
    let by_file =
        |of: i64| imports.iter().any(|other| other.change == of || other.undone == Some(of));
    let brought = organisation.facts_ever::<RequirementFact>().await?.into_iter();
    let decided = brought
        .filter(|kept| kept.recorded == change && kept.voided.is_some_and(|of| !by_file(of)));
    Ok(decided.count())
}

/// People whose details a change brought or took, and somebody corrected since.
async fn corrected_since(
    organisation: &Organisation,
    change: i64,
    imports: &[ImportRecord],
) -> Result<Vec<String>> {
    let people = organisation.facts_ever::<PersonFact>().await?;
    let touched: HashSet<&str> = people
        .iter()
        .filter(|kept| kept.recorded == change || kept.voided == Some(change))
        .map(|kept| kept.fact.employee_number.as_str())
        .collect();
    let by_hand = |of: i64| {
        of > change && !imports.iter().any(|other| other.change == of || other.undone == Some(of))
    };
    let since = people.iter().filter(|kept| kept.voided.is_none() && by_hand(kept.recorded));
    let numbers = since.map(|kept| kept.fact.employee_number.clone());
    Ok(numbers.filter(|number| touched.contains(number.as_str())).collect())
}

/// Awards entered by hand after a change, of people who would be gone without it.
async fn entered_since(organisation: &Organisation, change: i64) -> Result<Vec<i64>> {
    let awards: Vec<Recorded<AwardFact>> = organisation.facts(Known::Now).await?;
    let entered: Vec<&Recorded<AwardFact>> = awards
        .iter()
        .filter(|award| award.recorded > change && award.fact.origin == AwardOrigin::Entered)
        .collect();
    if entered.is_empty() {
        return Ok(Vec::new());
    }
    let people = organisation.facts_ever::<PersonFact>().await?;
    let brought = |kept: &&Kept<PersonFact>| kept.recorded == change && kept.voided.is_none();
    let mut gone: HashSet<&str> =
        people.iter().filter(brought).map(|kept| kept.fact.employee_number.as_str()).collect();
    for restored in people.iter().filter(|kept| kept.voided == Some(change)) {
        gone.remove(restored.fact.employee_number.as_str());
    }
    let gone = |award: &&Recorded<AwardFact>| gone.contains(award.fact.employee_number.as_str());
    Ok(entered.into_iter().filter(gone).map(|award| award.id).collect())
}
