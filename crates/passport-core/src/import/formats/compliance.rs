//! The compliance extract: one row per assignment and required competence.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::assignments::{AssignmentColumns, AssignmentRow, HEADINGS as ASSIGNMENT_HEADINGS};
use super::{EXPIRY_DATE, expiry, heading};
use crate::import::Row;
use crate::import::heading::{Format, Heading};
use crate::import::summary::Kind;
use crate::import::table::Table;

/// An assignment, a competence required of it, and what is held.
#[derive(Clone, Debug, PartialEq)]
pub struct ComplianceRow {
    /// The assignment, as far as the extract describes it; held once for all the
    /// rows that describe it alike.
    pub assignment: Arc<AssignmentRow>,
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

const HEADINGS: &[Heading] = &[
    heading("Competence Name", &["Competency Name", "Requirement", "Competence"]),
    heading("Proficiency", &["Competence Level", "Proficiency Required", "Level"]),
    heading("Essential", &[]),
    heading("Meets Requirement", &["Competence Match", "Achieved"]),
    heading(
        "Date Last Awarded",
        &["Achieved Date", "Certification Date", "Date Start", "Date From"],
    ),
    EXPIRY_DATE,
];

pub(in crate::import) const FORMAT: Format = Format {
    kind: Kind::Compliance,
    headings: &[ASSIGNMENT_HEADINGS, HEADINGS],
    // Without a word on what is met, only a description of the post tells a list
    // of what is required from a list of what is held.
    marks: &[
        &["Competence Name"],
        &["Meets Requirement", "Essential"],
        &[
            "Meets Requirement",
            "Org L1",
            "Organisation",
            "Position Number",
            "Position Title",
            "Staff Group",
            "Job Role",
            "Assignment Status",
        ],
    ],
    needs: &[&["Employee Number"]],
    never_with: &["Applies To", "Subject"],
};

pub(super) fn read(table: &mut Table<'_, '_>) -> Vec<Row<ComplianceRow>> {
    let assignment = AssignmentColumns::of(table);
    let competence_name = table.column("Competence Name");
    let level = table.column("Proficiency");
    let essential = table.column("Essential");
    let meets = table.column("Meets Requirement");
    let last_awarded = table.column("Date Last Awarded");
    let expiry_date = table.column("Expiry Date");
    let mut known: HashMap<String, Arc<AssignmentRow>> = HashMap::new();
    table.read(|row| {
        let assignment = assignment.read(row).map(|read| held_once(&mut known, read));
        let competence_name = row.required(competence_name);
        let awarded_on = row.date(last_awarded);
        let expires_on = expiry(row, expiry_date, awarded_on);
        let level = row.text(level);
        let essential = row.boolean(essential);
        let meets_requirement = row.boolean(meets);
        Some(ComplianceRow {
            assignment: assignment?,
            competence_name: competence_name?,
            level,
            essential,
            meets_requirement,
            awarded_on,
            expires_on,
        })
    })
}

/// The assignment as an earlier row gave it, if it was just the same.
fn held_once(
    known: &mut HashMap<String, Arc<AssignmentRow>>,
    read: AssignmentRow,
) -> Arc<AssignmentRow> {
    if let Some(same) = known.get(&read.assignment_number)
        && **same == read
    {
        return Arc::clone(same);
    }
    let read = Arc::new(read);
    known.insert(read.assignment_number.clone(), Arc::clone(&read));
    read
}
