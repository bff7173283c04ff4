//! The compliance extract: one row per assignment and required competence.

use jiff::civil::Date;

use super::assignments::AssignmentRow;

/// An assignment, a competence required of it, and what is held.
#[derive(Clone, Debug, PartialEq)]
pub struct ComplianceRow {
    /// The assignment, as far as the extract describes it.
    pub assignment: AssignmentRow,
    /// The competence required, as the file names it.
    pub competence_name: String,
    /// The proficiency, where the file gives one.
    pub level: Option<String>,
    /// Whether the file says it is essential.
    pub essential: Option<bool>,
    /// Whether the file says the person meets it.
    pub meets_requirement: Option<bool>,
    /// The day it was last awarded; none: not held.
    pub awarded_on: Option<Date>,
    /// The expiry the file gives.
    pub expires_on: Option<Date>,
}
