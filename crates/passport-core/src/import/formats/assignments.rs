//! Assignments: a person's hold on a post, with the person and the post.
//!
//! Of an absence only this is kept: that it is sickness, and its dates.

use jiff::civil::Date;

use super::{ASSIGNMENT_NUMBER, EMPLOYEE_NUMBER, heading, in_order};
use crate::import::Row;
use crate::import::heading::{Format, Heading};
use crate::import::problem::Severity;
use crate::import::recognise::Column;
use crate::import::row::RowReader;
use crate::import::summary::Kind;
use crate::import::table::Table;

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

pub(super) const HEADINGS: &[Heading] = &[
    EMPLOYEE_NUMBER,
    ASSIGNMENT_NUMBER,
    heading("Title", &[]),
    heading("First Name", &["Forename"]),
    heading("Last Name", &["Surname"]),
    heading("Preferred Name", &["Known As"]),
    heading("Email", &["Office e-Mail", "Email Address", "Office e-Mail Address"]),
    heading("Position Number", &["Position No"]),
    heading("Position Title", &[]),
    heading("Staff Group", &[]),
    heading("Job Role", &[]),
    heading("Pay Band", &["Pay Scale", "Grade"]),
    heading("Organisation", &[]),
    heading("Org L1", &[]),
    heading("Org L2", &[]),
    heading("Org L3", &[]),
    heading("Org L4", &[]),
    heading("Org L5", &[]),
    heading("Org L6", &[]),
    heading("Org L7", &[]),
    heading("Org L8", &[]),
    heading("Location", &[]),
    heading("Assignment Status", &["ASG Status"]),
    heading("Assignment Category", &["ASG Category"]),
    heading("Primary Assignment", &["Primary"]),
    heading("FTE", &["Actual FTE"]),
    heading("Start Date", &["Assignment Start Date", "ASG Start Date"]),
    heading("End Date", &["ASG End Date", "Assignment End Date"]),
    heading("Supervisor Employee Number", &["Supervisor", "Supervisor Employee No"]),
    heading("Absence Reason", &[]),
    heading("Absence Start", &[]),
    heading("Absence End", &[]),
    heading("Retain Until", &[]),
];

const LEVELS: [&str; 8] =
    ["Org L1", "Org L2", "Org L3", "Org L4", "Org L5", "Org L6", "Org L7", "Org L8"];

pub(in crate::import) const FORMAT: Format = Format {
    kind: Kind::Assignments,
    headings: &[HEADINGS],
    marks: &[&["Employee Number", "Assignment Number"]],
    needs: &[&["Employee Number"]],
    never_with: &[
        "Competence Name",
        "Competency Name",
        "Requirement",
        "Subject",
        "Course",
        "Applies To",
    ],
};

pub(super) fn read(table: &mut Table<'_, '_>) -> Vec<Row<AssignmentRow>> {
    let columns = AssignmentColumns::of(table);
    let has_number = columns.assignment_number.index.is_some();
    table.key = Some(if has_number { columns.assignment_number } else { columns.employee_number });
    table.read(|row| columns.read(row))
}

/// Where an assignment's headings stand, here and in a compliance extract.
pub(super) struct AssignmentColumns {
    employee_number: Column,
    assignment_number: Column,
    title: Column,
    first_name: Column,
    last_name: Column,
    preferred_name: Column,
    email: Column,
    position_number: Column,
    position_title: Column,
    staff_group: Column,
    job_role: Column,
    pay_band: Column,
    organisation: Column,
    levels: Vec<Column>,
    location: Column,
    status: Column,
    category: Column,
    primary: Column,
    fte: Column,
    start_date: Column,
    end_date: Column,
    supervisor: Column,
    absence_reason: Column,
    absence_start: Column,
    absence_end: Column,
    retain_until: Column,
}

impl AssignmentColumns {
    pub fn of(table: &Table<'_, '_>) -> Self {
        AssignmentColumns {
            employee_number: table.column("Employee Number"),
            assignment_number: table.column("Assignment Number"),
            title: table.column("Title"),
            first_name: table.column("First Name"),
            last_name: table.column("Last Name"),
            preferred_name: table.column("Preferred Name"),
            email: table.column("Email"),
            position_number: table.column("Position Number"),
            position_title: table.column("Position Title"),
            staff_group: table.column("Staff Group"),
            job_role: table.column("Job Role"),
            pay_band: table.column("Pay Band"),
            organisation: table.column("Organisation"),
            levels: LEVELS.iter().map(|level| table.column(level)).collect(),
            location: table.column("Location"),
            status: table.column("Assignment Status"),
            category: table.column("Assignment Category"),
            primary: table.column("Primary Assignment"),
            fte: table.column("FTE"),
            start_date: table.column("Start Date"),
            end_date: table.column("End Date"),
            supervisor: table.column("Supervisor Employee Number"),
            absence_reason: table.column("Absence Reason"),
            absence_start: table.column("Absence Start"),
            absence_end: table.column("Absence End"),
            retain_until: table.column("Retain Until"),
        }
    }

    pub fn read(&self, row: &mut RowReader<'_, '_>) -> Option<AssignmentRow> {
        let employee_number = row.required_reference(self.employee_number);
        let assignment_number = row.reference(self.assignment_number);
        if assignment_number.is_none() && employee_number.is_some() {
            row.tally(
                Severity::Note,
                "There is no Assignment Number; the Employee Number is taken for it.",
                "Nothing to do unless these people hold a second assignment.",
            );
        }
        let start_date = row.date(self.start_date);
        let end_date = row.date(self.end_date);
        in_order(row, (start_date, self.start_date), (end_date, self.end_date));
        let rest = AssignmentRow {
            employee_number: String::new(),
            assignment_number: String::new(),
            title: row.text(self.title),
            first_name: row.text(self.first_name),
            last_name: row.text(self.last_name),
            preferred_name: row.text(self.preferred_name),
            email: self.email(row),
            position_number: row.text(self.position_number),
            position_title: row.text(self.position_title),
            staff_group: row.text(self.staff_group),
            job_role: row.text(self.job_role),
            pay_band: row.text(self.pay_band),
            unit: self.unit(row),
            location: row.text(self.location),
            status: row.text(self.status),
            category: row.text(self.category),
            primary: row.boolean(self.primary),
            fte: self.fte(row),
            start_date,
            end_date,
            supervisor_employee_number: row.reference(self.supervisor),
            sickness: self.sickness(row),
            retain_until: row.date(self.retain_until),
        };
        let employee_number = employee_number?;
        Some(AssignmentRow {
            assignment_number: assignment_number.unwrap_or_else(|| employee_number.clone()),
            employee_number,
            ..rest
        })
    }

    /// The path from L1 down; levels left empty are stepped over.
    fn unit(&self, row: &mut RowReader<'_, '_>) -> Vec<String> {
        let levels: Vec<String> = self.levels.iter().filter_map(|&level| row.text(level)).collect();
        if levels.is_empty() { row.path(self.organisation) } else { levels }
    }

    fn email(&self, row: &mut RowReader<'_, '_>) -> Option<String> {
        let email = row.text(self.email)?;
        let sound = !email.contains([' ', ',', ';', '<', '>', '"'])
            && email.split_once('@').is_some_and(|(name, host)| {
                !name.is_empty() && host.contains('.') && !host.contains('@')
            });
        if !sound {
            let what =
                format!("{} is not an email address; it is left out.", row.shown(self.email));
            row.warning(self.email, what, "Enter one address such as name@example.nhs.uk.");
        }
        sound.then_some(email)
    }

    fn fte(&self, row: &mut RowReader<'_, '_>) -> Option<f64> {
        let text = row.text(self.fte)?;
        let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let fte = text.parse().ok().filter(|fte| plain && (0.0..=2.0).contains(fte));
        if fte.is_none() {
            let what =
                format!("{} is not a full-time equivalent; it is left out.", row.shown(self.fte));
            row.warning(self.fte, what, "Enter a number from 0 to 2, such as 0.6.");
        }
        fte
    }

    /// Only that it is sickness, and its dates: any other reason is not kept, nor
    /// ever quoted.
    fn sickness(&self, row: &mut RowReader<'_, '_>) -> Option<Sickness> {
        let reason = row.text(self.absence_reason)?;
        let sick = reason.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("sick"));
        if !sick {
            return None;
        }
        let Some(start) = row.date(self.absence_start) else {
            if row.is_empty(self.absence_start) {
                row.warning(
                    self.absence_start,
                    "A sickness absence has no start; it is left out.",
                    "Enter the Absence Start.",
                );
            }
            return None;
        };
        let end = row.date(self.absence_end);
        in_order(row, (Some(start), self.absence_start), (end, self.absence_end));
        Some(Sickness { start, end })
    }
}
