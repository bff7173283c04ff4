//! Units that ESR renames or moves in its tree: it is the same unit by ESR's own
//! number, so its postings take the new path and its requirements stay with it.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::numbers::{Numbers, Path};
use crate::changes::Plan;
use crate::facts::UnitChangeFact;
use crate::import::{Problem, Severity};
use crate::text::normal;

/// Whether a unit's path is this one, perhaps with more above it.
pub(super) fn ends_with(unit: &str, path: &str) -> bool {
    let (unit, path) = (normal(unit), normal(path));
    unit == path || unit.ends_with(&format!("|{path}"))
}

/// A posting's unit takes the new path of the unit it is in. One that another
/// file has put elsewhere since is left where it is.
pub(super) fn follow(unit: &mut String, old: &Path, new: &Path) {
    if new.names.is_empty() {
        return;
    }
    let here = unit.is_empty() || old.names.is_empty() || ends_with(unit, &old.names);
    if !here && !ends_with(&old.names, unit) {
        return;
    }
    let above = unit.len().checked_sub(old.names.len()).filter(|_| !old.names.is_empty());
    match above.and_then(|above| unit.get(..above)) {
        // The record knows more of the top than ESR's lines so far.
        Some(above) if !new.whole && !above.is_empty() => *unit = format!("{above}{}", new.names),
        _ => unit.clone_from(&new.names),
    }
}

/// Records that units in use have another path from the extract date, so that
/// what is required in them still is, and nobody seems to have moved.
pub(super) fn renamed(plan: &mut Plan<'_>, file: &str, before: &Numbers, now: &Numbers) {
    let mut changed: Vec<(Path, Path)> = Vec::new();
    for (id, old) in &before.units {
        let above_told =
            now.units.contains_key(&old.parent_id) && !before.units.contains_key(&old.parent_id);
        if now.units.get(id) == Some(old) && !above_told {
            continue;
        }
        let (old, new) = (before.path(id), now.path(id));
        if normal(&old.names) != normal(&new.names) && !new.names.is_empty() {
            changed.push((old, new));
        }
    }
    if changed.is_empty() {
        return;
    }
    // The lowest first: a path is looked for as it was before.
    changed.sort_by_key(|(old, _)| (Reverse(old.names.matches('|').count()), old.names.clone()));
    let old_paths: HashSet<String> = changed.iter().map(|(old, _)| normal(&old.names)).collect();
    let used: HashSet<String> = plan
        .recorded
        .postings
        .iter()
        .filter(|posting| posting.fact.applies.to.is_none())
        .map(|posting| normal(&posting.fact.post.unit))
        .collect();
    for (old, new) in changed {
        // A unit at the top is no other unit of its name further down.
        let whole_paths = old.whole && new.whole;
        let (old, new) = (old.names, new.names);
        let (from, to) = (normal(&old), normal(&new));
        let at_or_below = |path: &String| {
            let (inside, from) = (format!("|{path}|"), format!("|{from}|"));
            if whole_paths { inside.starts_with(&from) } else { inside.contains(&from) }
        };
        if !used.iter().any(at_or_below) {
            continue;
        }
        // Two units that change names would end up as one.
        if old_paths.contains(&to) {
            plan.problems.push(Problem::with_file(
                Severity::Warning,
                file,
                format!("Unit {old} becomes {new}, a name another unit gives up the same day: what is required in it by its name is not carried along."),
                "Look at the requirements of both units.",
            ));
            continue;
        }
        plan.item("unit renamed", || format!("Unit {old} is {new} in ESR."));
        plan.changes.unit_changes.add.push(UnitChangeFact {
            old_unit: old,
            new_unit: new,
            whole_paths,
            date_from: plan.terms.extract_date,
        });
    }
}
