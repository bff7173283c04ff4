//! Renames and merges of units, so that a reorganisation does not look like
//! everyone leaving.

use jiff::civil::Date;

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
