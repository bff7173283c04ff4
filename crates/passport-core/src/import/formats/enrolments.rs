//! Enrolments: who is booked on what.

use jiff::civil::Date;

use super::{EMPLOYEE_NUMBER, heading};
use crate::import::Row;
use crate::import::heading::{Format, Heading};
use crate::import::summary::Kind;
use crate::import::table::Table;

/// One enrolment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrolmentRow {
    /// The person.
    pub employee_number: String,
    /// The course.
    pub course: String,
    /// The class; none for e-learning.
    pub class: Option<String>,
    /// How it stands.
    pub status: EnrolmentStatus,
    /// The day of the class, or of the enrolment.
    pub date: Option<Date>,
}

/// How an enrolment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EnrolmentStatus {
    /// Asked for.
    Requested,
    /// Waiting for a place.
    Waitlisted,
    /// Has a place (Placed).
    Confirmed,
    /// Came.
    Attended,
    /// Did not come.
    DidNotAttend,
    /// Cancelled.
    Cancelled,
}

const HEADINGS: &[Heading] = &[
    EMPLOYEE_NUMBER,
    heading("Course", &["Course Name"]),
    heading("Class", &["Class Name"]),
    heading("Status", &["Enrolment Status", "Booking Status"]),
    heading("Date", &["Enrolment Date"]),
];

pub(in crate::import) const FORMAT: Format = Format {
    kind: Kind::Enrolments,
    headings: &[HEADINGS],
    marks: &[&["Employee Number"], &["Course"]],
    needs: &[&["Status"]],
    never_with: &[],
};

const STATUSES: &[(&str, EnrolmentStatus)] = &[
    ("requested", EnrolmentStatus::Requested),
    ("waitlisted", EnrolmentStatus::Waitlisted),
    ("waitinglist", EnrolmentStatus::Waitlisted),
    ("waitlist", EnrolmentStatus::Waitlisted),
    ("confirmed", EnrolmentStatus::Confirmed),
    ("placed", EnrolmentStatus::Confirmed),
    ("booked", EnrolmentStatus::Confirmed),
    ("attended", EnrolmentStatus::Attended),
    ("successfullyattended", EnrolmentStatus::Attended),
    ("didnotattend", EnrolmentStatus::DidNotAttend),
    ("dna", EnrolmentStatus::DidNotAttend),
    ("cancelled", EnrolmentStatus::Cancelled),
    ("canceled", EnrolmentStatus::Cancelled),
];

pub(super) fn read(table: &mut Table<'_, '_>) -> Vec<Row<EnrolmentRow>> {
    let employee_number = table.column("Employee Number");
    let course = table.column("Course");
    let class = table.column("Class");
    let status = table.column("Status");
    let date = table.column("Date");
    table.read(|row| {
        let employee_number = row.required_reference(employee_number);
        let course = row.required(course);
        let status = row.required_choice(
            status,
            STATUSES,
            "Requested, Waitlisted, Confirmed, Placed, Attended, Did Not Attend, Cancelled",
        );
        let class = row.text(class);
        let date = row.date(date);
        Some(EnrolmentRow {
            employee_number: employee_number?,
            course: course?,
            class,
            status: status?,
            date,
        })
    })
}
