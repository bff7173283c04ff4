//! The kinds of file, one a module: its headings and the row it yields.

pub mod assignments;
pub mod awards;
pub mod classes;
pub mod competences;
pub mod compliance;
pub mod courses;
pub mod enrolments;
pub mod exemptions;
pub mod outbound;
pub mod outbound_header;
pub(super) mod outbound_v1;
pub(super) mod outbound_v2;
pub mod requirements;
pub mod unit_changes;

use super::Reading;
use super::heading::{Format, Heading};
use super::problem::Severity;
use super::recognise::Column;
use super::row::RowReader;
use super::summary::Kind;
use super::table::Table;
use jiff::civil::Date;

/// Every kind that is known by its headings. Where two fit equally, the first.
pub(super) const FORMATS: &[&Format] = &[
    &awards::FORMAT,
    &assignments::FORMAT,
    &compliance::FORMAT,
    &competences::FORMAT,
    &requirements::FORMAT,
    &courses::FORMAT,
    &classes::FORMAT,
    &enrolments::FORMAT,
    &exemptions::FORMAT,
    &unit_changes::FORMAT,
];

/// Reads a recognised table into its place.
pub(super) fn read(kind: Kind, table: &mut Table<'_, '_>, reading: &mut Reading) {
    match kind {
        Kind::Assignments => {
            reading.assignments.extend(assignments::read(table));
            for number in table.refused.drain(..) {
                match number {
                    Some(number) => reading.refused_assignments.push(number),
                    None => reading.assignments_unread = true,
                }
            }
        }
        Kind::Competences => reading.competences.extend(competences::read(table)),
        Kind::Requirements => reading.requirements.extend(requirements::read(table)),
        Kind::Awards => reading.awards.extend(awards::read(table)),
        Kind::Compliance => reading.compliance.extend(compliance::read(table)),
        Kind::Courses => reading.courses.extend(courses::read(table)),
        Kind::Classes => reading.classes.extend(classes::read(table)),
        Kind::Enrolments => reading.enrolments.extend(enrolments::read(table)),
        Kind::Exemptions => reading.exemptions.extend(exemptions::read(table)),
        Kind::UnitChanges => reading.unit_changes.extend(unit_changes::read(table)),
        Kind::OutboundV1 | Kind::OutboundV2 => {}
    }
}

/// A heading of ours and what else it may be called.
const fn heading(ours: &'static str, aliases: &'static [&'static str]) -> Heading {
    Heading { ours, aliases }
}

const EMPLOYEE_NUMBER: Heading =
    heading("Employee Number", &["Employee No", "Person Number", "Emp No"]);
const ASSIGNMENT_NUMBER: Heading =
    heading("Assignment Number", &["ASG No", "Assignment No", "ASG Number"]);
const EXPIRY_DATE: Heading = heading("Expiry Date", &["Date To"]);

/// An expiry beside the award it belongs to: one before the award is a slip and
/// is dropped; one in 2099 or later is how some systems write "no expiry".
fn expiry(row: &mut RowReader<'_, '_>, column: Column, awarded: Option<Date>) -> Option<Date> {
    let expires = row.date(column)?;
    if expires.year() >= 2099 {
        row.tally(
            Severity::Note,
            "An expiry in 2099 or later is taken as No Expiry.",
            "Nothing to do; No Expiry or an empty cell says the same.",
        );
        return None;
    }
    if awarded.is_some_and(|awarded| expires < awarded) {
        let what = format!("The expiry {} is before the award; it is ignored.", row.shown(column));
        row.warning(column, what, "Correct whichever of the two dates is wrong.");
        return None;
    }
    Some(expires)
}

/// Two dates of which the second must not come first.
fn in_order(
    row: &mut RowReader<'_, '_>,
    (from, from_column): (Option<Date>, Column),
    (to, to_column): (Option<Date>, Column),
) {
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        let what = format!("The {} is before the {}.", to_column.ours, from_column.ours);
        row.error(to_column, what, "Correct whichever of the two dates is wrong.");
    }
}
