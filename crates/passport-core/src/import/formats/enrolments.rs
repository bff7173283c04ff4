//! Enrolments: who is booked on what.

use jiff::civil::Date;

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
