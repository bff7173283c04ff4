//! `report exclusions`: the assignments that the figures leave out, listed by
//! reason beside the figure (rules.md section 5).

use serde::Serialize;

use super::evaluate::{Rulebook, evaluate_with};
use super::exclusion::Exclusion;
use crate::organisation::UnitId;
use crate::record::Person;
use crate::setting::Policy;
use jiff::civil::Date;

/// One assignment left out of the figures.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ExcludedRow {
    /// Why, as listed: `Maternity and Adoption`.
    pub reason: String,
    /// Bank and honorary, which are reported apart.
    pub apart: bool,
    /// Employee number.
    pub employee_number: String,
    /// Assignment number.
    pub assignment_number: String,
    /// Full path of the assignment's unit; empty where it has none.
    pub unit: String,
    /// How many lines it would have in the figures.
    pub lines: usize,
}

/// Assignments left out, sorted by reason, employee number and assignment
/// number, as text by code point; only of one unit and all below it, if given.
#[must_use]
pub fn exclusions<'p>(
    rules: &Rulebook,
    policy: &Policy,
    people: impl IntoIterator<Item = &'p Person>,
    as_at: Date,
    unit: Option<UnitId>,
) -> Vec<ExcludedRow> {
    let mut rows = Vec::new();
    for person in people {
        for of_assignment in evaluate_with(rules, policy, person, as_at) {
            let Some(exclusion) = of_assignment.exclusion else { continue };
            let assignment = &person.assignments[of_assignment.assignment];
            let of = assignment.on(as_at).and_then(|posting| posting.unit);
            let asked =
                unit.is_none_or(|only| of.is_some_and(|of| rules.units.is_within(of, only)));
            if !asked {
                continue;
            }
            rows.push(ExcludedRow {
                reason: exclusion.reason(),
                apart: matches!(exclusion, Exclusion::Category(_)),
                employee_number: person.employee_number.clone(),
                assignment_number: assignment.number.clone(),
                unit: of.map(|of| rules.units.unit(of).path.clone()).unwrap_or_default(),
                lines: of_assignment.lines.len(),
            });
        }
    }
    rows.sort_unstable();
    rows
}

/// How many assignments each reason leaves out, in the order of the list.
#[must_use]
pub fn by_reason(rows: &[ExcludedRow]) -> Vec<(&str, usize)> {
    rows.chunk_by(|a, b| a.reason == b.reason)
        .map(|chunk| (chunk[0].reason.as_str(), chunk.len()))
        .collect()
}
