//! Awards: the ESR competence export with the person added.
//!
//! The award date is Date Last Awarded, else Date Start. An expiry before the
//! award is a warning and is dropped; an impossible or missing award date is an
//! error. Future awards, unknown people and repeats are judged later.

use jiff::civil::Date;

/// One award.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AwardRow {
    /// The person.
    pub employee_number: String,
    /// The assignment, where the file names one.
    pub assignment_number: Option<String>,
    /// The competence as the file names it, trimmed and no more.
    pub competence_name: String,
    /// The proficiency: `1 - Attended`.
    pub level: Option<String>,
    /// The day it was achieved.
    pub awarded_on: Date,
    /// The expiry the file gives, kept as evidence; none for "No Expiry".
    pub expires_on: Option<Date>,
    /// The least proficiency required, as the file has it.
    pub min_requirement: Option<String>,
    /// Whether the file says it is essential.
    pub essential: Option<bool>,
    /// GREEN, AMBER, RED, as the file has it.
    pub compliance_status: Option<String>,
    /// Free text.
    pub description: Option<String>,
    /// The course's title.
    pub course_title: Option<String>,
    /// Who last changed the record; not the learner.
    pub last_updated_by: Option<String>,
    /// The employer the award came from, where the file says.
    pub vpd: Option<String>,
}
