//! Assignments: a person's hold on a post, with the person and the post.
//!
//! Of an absence only this is kept: that it is sickness, and its dates.

use jiff::civil::Date;

/// One assignment, with what the file says of its person and post.
#[derive(Clone, Debug, PartialEq)]
pub struct AssignmentRow {
    /// One number a person and employer, as text.
    pub employee_number: String,
    /// The assignment's own number; the employee number where the file gives none.
    pub assignment_number: String,
    /// Mr, Dr and so on.
    pub title: Option<String>,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// The name the person goes by.
    pub preferred_name: Option<String>,
    /// Where the passport is sent.
    pub email: Option<String>,
    /// The post's number.
    pub position_number: Option<String>,
    /// The post's title.
    pub position_title: Option<String>,
    /// E.g. Nursing and Midwifery Registered.
    pub staff_group: Option<String>,
    /// E.g. Staff Nurse.
    pub job_role: Option<String>,
    /// Pay band or scale.
    pub pay_band: Option<String>,
    /// The path of unit names from L1 down; empty where the file gives none.
    pub unit: Vec<String>,
    /// Where the work is done.
    pub location: Option<String>,
    /// E.g. Active Assignment.
    pub status: Option<String>,
    /// E.g. Permanent, Bank.
    pub category: Option<String>,
    /// Whether it is the person's primary assignment.
    pub primary: Option<bool>,
    /// Whole-time equivalent.
    pub fte: Option<f64>,
    /// First day.
    pub start_date: Option<Date>,
    /// Last day, inclusive.
    pub end_date: Option<Date>,
    /// The supervisor's employee number.
    pub supervisor_employee_number: Option<String>,
    /// Sickness and its dates; other absences and all reasons are dropped here.
    pub sickness: Option<Sickness>,
    /// Keep the record at least until.
    pub retain_until: Option<Date>,
}

/// An absence through sickness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sickness {
    /// First day.
    pub start: Date,
    /// Last day; none while it lasts.
    pub end: Option<Date>,
}
