//! Exemptions: who need not hold a subject, and until when.

use jiff::civil::Date;

use super::{EMPLOYEE_NUMBER, heading, in_order};
use crate::import::Row;
use crate::import::heading::{Format, Heading};
use crate::import::summary::Kind;
use crate::import::table::Table;

/// One exemption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExemptionRow {
    /// The person.
    pub employee_number: String,
    /// The subject.
    pub subject: String,
    /// First day it covers.
    pub from: Date,
    /// Last day it covers; none: open-ended.
    pub to: Option<Date>,
    /// For the approver's eyes only.
    pub reason: Option<String>,
    /// Who agreed it.
    pub approved_by: Option<String>,
}

const HEADINGS: &[Heading] = &[
    EMPLOYEE_NUMBER,
    heading("Subject", &[]),
    heading("From", &["Date From"]),
    heading("To", &["Date To"]),
    heading("Reason", &[]),
    heading("Approved By", &[]),
];

pub(in crate::import) const FORMAT: Format = Format {
    kind: Kind::Exemptions,
    headings: &[HEADINGS],
    marks: &[&["Employee Number"], &["Subject"]],
    needs: &[&["From"]],
    never_with: &["Applies To"],
};

pub(super) fn read(table: &mut Table<'_, '_>) -> Vec<Row<ExemptionRow>> {
    let employee_number = table.column("Employee Number");
    let subject = table.column("Subject");
    let from = table.column("From");
    let to = table.column("To");
    let reason = table.column("Reason");
    let approved_by = table.column("Approved By");
    table.read(|row| {
        let employee_number = row.required_reference(employee_number);
        let subject = row.required(subject);
        let first = row.required_date(from);
        let last = row.date(to);
        in_order(row, (first, from), (last, to));
        Some(ExemptionRow {
            employee_number: employee_number?,
            subject: subject?,
            from: first?,
            to: last,
            reason: row.text(reason),
            approved_by: row.text(approved_by),
        })
    })
}
