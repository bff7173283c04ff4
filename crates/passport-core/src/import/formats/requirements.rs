//! Requirements: this subject at this level, for a target, from a date.

use jiff::civil::Date;

use super::competences::{CLASSES, Class, Refresher, refresher};
use super::{heading, in_order};
use crate::import::Row;
use crate::import::heading::{Format, Heading};
use crate::import::summary::Kind;
use crate::import::table::Table;
use crate::import::words::choose;

/// One requirement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequirementRow {
    /// What sort of target it is for.
    pub applies_to: AppliesTo,
    /// The target's name or number; none for the whole organisation.
    pub target: Option<String>,
    /// Only within this unit and all below it.
    pub within: Option<String>,
    /// The subject, unless only the competence is named.
    pub subject: Option<String>,
    /// The level of the subject.
    pub level: Option<String>,
    /// The competence by name, instead of subject and level.
    pub competence_name: Option<String>,
    /// C, R or lifted; none where the cell is empty: the competence's own.
    pub class: Option<RequirementClass>,
    /// First day it acts.
    pub date_from: Option<Date>,
    /// Last day it acts, inclusive.
    pub date_to: Option<Date>,
    /// Its own refresher period; none: the competence's.
    pub refresher: Option<Refresher>,
    /// Days a starter has.
    pub grace_days: Option<u32>,
    /// Shown but not counted before this day.
    pub introduced: Option<Date>,
    /// Why it is required.
    pub reason: Option<String>,
}

/// What a requirement is attached to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AppliesTo {
    /// Everyone.
    Organisation,
    /// A staff group.
    StaffGroup,
    /// A job role.
    JobRole,
    /// A unit and all below it.
    Unit,
    /// A position, by number or title.
    Position,
    /// One assignment.
    Assignment,
    /// One person.
    Employee,
}

/// The class of a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RequirementClass {
    /// C or R.
    Class(Class),
    /// `none`: lifts the subject for its target and wins over every other.
    Lifted,
}

const HEADINGS: &[Heading] = &[
    heading("Applies To", &[]),
    heading("Target", &[]),
    heading("Within", &[]),
    heading("Subject", &[]),
    heading("Level", &[]),
    heading("Competence Name", &["Competency Name"]),
    heading("Class", &[]),
    heading("Date From", &["From"]),
    heading("Date To", &["To"]),
    heading("Refresher Months", &[]),
    heading("Grace Days", &[]),
    heading("Introduced", &[]),
    heading("Reason", &[]),
];

pub(in crate::import) const FORMAT: Format = Format {
    kind: Kind::Requirements,
    headings: &[HEADINGS],
    marks: &[&["Applies To"]],
    needs: &[&["Applies To"], &["Subject", "Competence Name"]],
    never_with: &[],
};

const KINDS: &[(&str, AppliesTo)] = &[
    ("organisation", AppliesTo::Organisation),
    ("organization", AppliesTo::Organisation),
    ("wholeorganisation", AppliesTo::Organisation),
    ("org", AppliesTo::Organisation),
    ("trust", AppliesTo::Organisation),
    ("everyone", AppliesTo::Organisation),
    ("all", AppliesTo::Organisation),
    ("allstaff", AppliesTo::Organisation),
    ("staffgroup", AppliesTo::StaffGroup),
    ("jobrole", AppliesTo::JobRole),
    ("role", AppliesTo::JobRole),
    ("unit", AppliesTo::Unit),
    ("organisationunit", AppliesTo::Unit),
    ("orgunit", AppliesTo::Unit),
    ("team", AppliesTo::Unit),
    ("ward", AppliesTo::Unit),
    ("department", AppliesTo::Unit),
    ("position", AppliesTo::Position),
    ("post", AppliesTo::Position),
    ("positionnumber", AppliesTo::Position),
    ("positiontitle", AppliesTo::Position),
    ("assignment", AppliesTo::Assignment),
    ("assignmentnumber", AppliesTo::Assignment),
    ("employee", AppliesTo::Employee),
    ("employeenumber", AppliesTo::Employee),
    ("person", AppliesTo::Employee),
];

pub(super) fn read(table: &mut Table<'_, '_>) -> Vec<Row<RequirementRow>> {
    let applies_to = table.column("Applies To");
    let target = table.column("Target");
    let within = table.column("Within");
    let subject = table.column("Subject");
    let level = table.column("Level");
    let competence_name = table.column("Competence Name");
    let class = table.column("Class");
    let date_from = table.column("Date From");
    let date_to = table.column("Date To");
    let refresher_months = table.column("Refresher Months");
    let grace_days = table.column("Grace Days");
    let introduced = table.column("Introduced");
    let reason = table.column("Reason");
    table.read(|row| {
        let kind = row.required_choice(
            applies_to,
            KINDS,
            "organisation, staff group, job role, unit, position, assignment, employee",
        );
        let target_value = match kind {
            Some(AppliesTo::Organisation) => None,
            // Numbers, which a spreadsheet may have dressed up.
            Some(AppliesTo::Assignment | AppliesTo::Employee) => row.required_reference(target),
            Some(_) => row.required(target),
            None => row.text(target),
        };
        let subject_value = row.text(subject);
        let name_value = row.text(competence_name);
        if subject_value.is_none() && name_value.is_none() {
            let at = if subject.index.is_some() { subject } else { competence_name };
            row.error(
                at,
                "Neither a Subject nor a Competence Name is given.",
                "Enter one of the two.",
            );
        }
        let class_value = row.text(class).and_then(|text| {
            let lifted = choose(&text, &[("none", RequirementClass::Lifted)]);
            lifted.or_else(|| row.choice(class, CLASSES, "C, R, none").map(RequirementClass::Class))
        });
        let from = row.date(date_from);
        let to = row.date(date_to);
        in_order(row, (from, date_from), (to, date_to));
        Some(RequirementRow {
            applies_to: kind?,
            target: target_value,
            within: row.text(within),
            subject: subject_value,
            level: row.text(level),
            competence_name: name_value,
            class: class_value,
            date_from: from,
            date_to: to,
            refresher: refresher(row, refresher_months),
            grace_days: row.whole(grace_days, 3660),
            introduced: row.date(introduced),
            reason: row.text(reason),
        })
    })
}
