//! Awards: the ESR competence export with the person added.
//!
//! The award date is Date Last Awarded, else Date Start. An expiry before the
//! award is a warning and is dropped; an impossible or missing award date is an
//! error. Future awards, unknown people and repeats are judged later.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::civil::Date;

use super::{ASSIGNMENT_NUMBER, EMPLOYEE_NUMBER, EXPIRY_DATE, expiry, heading};
use crate::import::Row;
use crate::import::heading::{Format, Heading};
use crate::import::summary::Kind;
use crate::import::table::Table;

/// One award: what is kept of it. A large trust has a million, so that texts
/// which many awards share are held once.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AwardRow {
    /// The person.
    pub employee_number: String,
    /// The competence as the file names it, trimmed and no more.
    pub competence_name: Arc<str>,
    /// The day it was achieved.
    pub awarded_on: Date,
    /// The expiry the file gives, kept as evidence; none for "No Expiry".
    pub expires_on: Option<Date>,
    /// The course's title.
    pub course_title: Option<Arc<str>>,
    /// The employer the award came from, where the file says.
    pub vpd: Option<Arc<str>>,
}

pub(super) const COMPETENCE_NAME: Heading =
    heading("Competency Name", &["Competence Name", "Competence", "Competency"]);
pub(super) const LEVEL: Heading =
    heading("Competence Level", &["Proficiency", "Level", "Proficiency Level"]);

const HEADINGS: &[Heading] = &[
    EMPLOYEE_NUMBER,
    ASSIGNMENT_NUMBER,
    COMPETENCE_NAME,
    LEVEL,
    heading("Min Requirement", &[]),
    heading("Essential", &[]),
    EXPIRY_DATE,
    heading("Compliance Status", &["RAG Status"]),
    heading("Description", &[]),
    heading("Date Start", &["Date From"]),
    heading("Date Last Awarded", &["Achieved Date", "Certification Date"]),
    heading("Title", &["Course Title"]),
    heading("Last Updated By", &[]),
    heading("VPD", &[]),
];

pub(in crate::import) const FORMAT: Format = Format {
    kind: Kind::Awards,
    headings: &[HEADINGS],
    marks: &[&["Competency Name"]],
    needs: &[&["Employee Number"], &["Date Last Awarded", "Date Start"]],
    never_with: &["Applies To", "Subject"],
};

pub(super) fn read(table: &mut Table<'_, '_>) -> Vec<Row<AwardRow>> {
    let employee_number = table.column("Employee Number");
    let assignment_number = table.column("Assignment Number");
    let competence_name = table.column("Competency Name");
    let essential = table.column("Essential");
    let expiry_date = table.column("Expiry Date");
    let date_start = table.column("Date Start");
    let last_awarded = table.column("Date Last Awarded");
    let course_title = table.column("Title");
    let vpd = table.column("VPD");
    let mut shared = Shared::default();
    table.read(|row| {
        let employee = row.required_reference(employee_number);
        let name = row.required(competence_name);
        // The start is read only where it is needed; what it says is not kept.
        let awarded_on = if last_awarded.index.is_some() && !row.is_empty(last_awarded) {
            row.required_date(last_awarded)
        } else if date_start.index.is_some() && !row.is_empty(date_start) {
            row.required_date(date_start)
        } else {
            let at = if last_awarded.index.is_some() { last_awarded } else { date_start };
            row.error(at, "There is no award date.", "Enter the day it was achieved.");
            None
        };
        let expires_on = expiry(row, expiry_date, awarded_on);
        // Not kept, but what is wrong with them is said.
        row.reference(assignment_number);
        row.boolean(essential);
        let (title, vpd) = (row.text(course_title), row.reference(vpd));
        Some(AwardRow {
            employee_number: employee?,
            competence_name: shared.one(name?),
            awarded_on: awarded_on?,
            expires_on,
            course_title: title.map(|title| shared.one(title)),
            vpd: vpd.map(|vpd| shared.one(vpd)),
        })
    })
}

/// Texts met before, of which there are few.
#[derive(Default)]
struct Shared(HashSet<Arc<str>>);

impl Shared {
    fn one(&mut self, text: String) -> Arc<str> {
        if let Some(known) = self.0.get(text.as_str()) {
            return Arc::clone(known);
        }
        let text: Arc<str> = text.into();
        self.0.insert(Arc::clone(&text));
        text
    }
}
