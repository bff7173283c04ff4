//! Renames and merges of units, so that a reorganisation does not look like
//! everyone leaving.

use jiff::civil::Date;

use super::heading;
use crate::import::Row;
use crate::import::heading::{Format, Heading};
use crate::import::summary::Kind;
use crate::import::table::Table;

/// One rename or merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitChangeRow {
    /// The old unit: a path from L1 down, or its name alone.
    pub old_unit: Vec<String>,
    /// The new unit, likewise.
    pub new_unit: Vec<String>,
    /// The first day of the new unit; none: the extract date.
    pub from: Option<Date>,
}

const HEADINGS: &[Heading] =
    &[heading("Old Unit", &[]), heading("New Unit", &[]), heading("From", &["Date From"])];

pub(in crate::import) const FORMAT: Format = Format {
    kind: Kind::UnitChanges,
    headings: &[HEADINGS],
    marks: &[&["Old Unit"], &["New Unit"]],
    needs: &[&["Old Unit"], &["New Unit"]],
    never_with: &[],
};

pub(super) fn read(table: &mut Table<'_, '_>) -> Vec<Row<UnitChangeRow>> {
    let old_unit = table.column("Old Unit");
    let new_unit = table.column("New Unit");
    let from = table.column("From");
    table.read(|row| {
        for unit in [old_unit, new_unit] {
            row.required(unit);
        }
        Some(UnitChangeRow {
            old_unit: row.path(old_unit),
            new_unit: row.path(new_unit),
            from: row.date(from),
        })
    })
}
