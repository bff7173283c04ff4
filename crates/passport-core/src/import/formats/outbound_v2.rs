//! ESR generic outbound, version 2: separated by `~`, never quoted; lines whose
//! type ends in A add or update, in D delete and carry the id alone.
//!
//! Columns are those seen in public code that reads such files, counted from 0
//! with the line's type as 0. A line with another number of columns is refused.
//! A person's line varies in length between releases, so all of one file must
//! agree; the work address for mail is its one cell with an @.

use super::outbound::{
    Line, Outbound, OutboundAssignment, OutboundChange, OutboundOrganisation, OutboundPerson,
    OutboundPosition, Version, column, job, walk,
};
use crate::import::Limits;
use crate::import::problem::{Problems, Severity};
use crate::import::recognise::Column;
use crate::import::row::RowReader;
use crate::import::sheet::{Cell, Rows};
use crate::import::summary::{FileSummary, Kind};

const PERSON: &[(&str, usize)] = &[
    ("PersonId", 1),
    ("EffectiveStartDate", 2),
    ("EffectiveEndDate", 3),
    ("EmployeeNumber", 4),
    ("Title", 5),
    ("LastName", 6),
    ("FirstName", 7),
    ("PreferredName", 10),
    ("HireDate", 16),
    ("ActualTerminationDate", 17),
];

/// Where a person's address for mail may stand: after all that is sensitive.
const EMAIL_FROM: usize = 29;

const ASSIGNMENT: &[(&str, usize)] = &[
    ("PersonId", 1),
    ("AssignmentId", 2),
    ("EffectiveStartDate", 3),
    ("EffectiveEndDate", 4),
    ("EarliestAssignmentStartDate", 5),
    ("AssignmentType", 6),
    ("AssignmentNumber", 7),
    ("AssignmentStatus", 9),
    ("SupervisorPersonId", 15),
    ("AssignmentCategory", 20),
    ("PrimaryAssignment", 21),
    ("Fte", 25),
    ("OrganisationId", 27),
    ("PositionId", 28),
    ("PositionName", 29),
    ("Grade", 30),
    ("JobName", 34),
    ("FinalAssignmentEndDate", 48),
];

const POSITION: &[(&str, usize)] = &[
    ("PositionId", 1),
    ("EffectiveFromDate", 2),
    ("EffectiveToDate", 3),
    ("PositionNumber", 4),
    ("PositionName", 5),
    ("JobStaffGroup", 8),
    ("JobRole", 9),
    ("Payscale", 11),
    ("OrganisationId", 14),
];

const ORGANISATION: &[(&str, usize)] = &[
    ("OrganisationId", 1),
    ("Name", 2),
    ("EffectiveFromDate", 4),
    ("EffectiveToDate", 5),
    ("HierarchyVersionDateFrom", 7),
    ("HierarchyVersionDateTo", 8),
    ("ParentOrgId", 10),
];

const DELETE: &[(&str, usize)] = &[("Id", 1)];

pub(in crate::import) fn read(
    rows: &mut dyn Rows<'_>,
    file: usize,
    summary: &mut FileSummary,
    problems: &mut Problems,
    limits: &Limits,
) -> Outbound {
    walk(Two { person_width: None }, layout_of, rows, file, summary, problems, limits)
}

fn layout_of(line: Line) -> &'static [(&'static str, usize)] {
    match line {
        Line::Person => PERSON,
        Line::Assignment => ASSIGNMENT,
        Line::Position => POSITION,
        Line::Organisation => ORGANISATION,
        _ => DELETE,
    }
}

struct Two {
    person_width: Option<usize>,
}

impl Version for Two {
    const KIND: Kind = Kind::OutboundV2;

    fn line(&mut self, code: &str, width: usize) -> Line {
        let delete = |line| if width == 2 { line } else { Line::WrongWidth("2") };
        match code {
            "PRA" => match (width, self.person_width) {
                (34..=46, None) => {
                    self.person_width = Some(width);
                    Line::Person
                }
                (_, Some(other)) if width == other => Line::Person,
                (_, Some(_)) => Line::WrongWidth("as many as the first of its kind"),
                (_, None) => Line::WrongWidth("44"),
            },
            "ASA" if matches!(width, 49 | 50) => Line::Assignment,
            "ASA" => Line::WrongWidth("49"),
            "POA" if width == 24 => Line::Position,
            "POA" => Line::WrongWidth("24"),
            "ORA" if width == 15 => Line::Organisation,
            "ORA" => Line::WrongWidth("15"),
            "PRD" => delete(Line::PersonDelete),
            "ASD" => delete(Line::AssignmentDelete),
            "POD" => delete(Line::PositionDelete),
            "ORD" => delete(Line::OrganisationDelete),
            _ => {
                let known = code.len() == 3
                    && code.ends_with(['A', 'D'])
                    && code.bytes().all(|byte| byte.is_ascii_uppercase());
                if known { Line::NotNeeded } else { Line::Unknown }
            }
        }
    }

    fn change(&self, line: Line, row: &mut RowReader<'_, '_>) -> Option<OutboundChange> {
        let id = column("Id", 1);
        match line {
            Line::Person => person(row),
            Line::Assignment => assignment(row),
            Line::Position => position(row),
            Line::Organisation => organisation(row),
            Line::PersonDelete => row
                .required_reference(id)
                .map(|person_id| OutboundChange::PersonDeleted { person_id }),
            Line::AssignmentDelete => row
                .required_reference(id)
                .map(|assignment_id| OutboundChange::AssignmentDeleted { assignment_id }),
            Line::PositionDelete => row
                .required_reference(id)
                .map(|position_id| OutboundChange::PositionDeleted { position_id }),
            Line::OrganisationDelete => row
                .required_reference(id)
                .map(|organisation_id| OutboundChange::OrganisationDeleted { organisation_id }),
            Line::NotNeeded | Line::WrongWidth(_) | Line::Unknown => None,
        }
    }
}

fn named(list: &'static [(&'static str, usize)], ours: &'static str) -> Column {
    let index = list.iter().find(|(name, _)| *name == ours).map(|(_, index)| *index);
    Column { ours, index }
}

fn person(row: &mut RowReader<'_, '_>) -> Option<OutboundChange> {
    let at = |ours| named(PERSON, ours);
    if row.is_empty(at("EmployeeNumber")) {
        let what = "The person has no employee number (an applicant); the line is left out.";
        row.set_aside(Severity::Note, what, "");
        return None;
    }
    let email_at = row.cells.iter().skip(EMAIL_FROM).position(
        |cell| matches!(cell, Cell::Text(text) if text.contains('@') && !text.contains(' ')),
    );
    let employee_number = row.required_reference(at("EmployeeNumber"));
    let person = OutboundPerson {
        person_id: row.required_reference(at("PersonId")),
        employee_number: String::new(),
        effective_from: row.date(at("EffectiveStartDate")),
        effective_to: row.date(at("EffectiveEndDate")),
        title: row.text(at("Title")),
        last_name: row.text(at("LastName")),
        first_name: row.text(at("FirstName")),
        preferred_name: row.text(at("PreferredName")),
        email: email_at
            .and_then(|after| row.text(column("OfficeEmailAddress", EMAIL_FROM + after))),
        hire_date: row.date(at("HireDate")),
        termination_date: row.date(at("ActualTerminationDate")),
    };
    let employee_number = employee_number?;
    Some(OutboundChange::Person(Box::new(OutboundPerson { employee_number, ..person })))
}

fn assignment(row: &mut RowReader<'_, '_>) -> Option<OutboundChange> {
    let at = |ours| named(ASSIGNMENT, ours);
    let applicant =
        row.text(at("AssignmentType")).is_some_and(|kind| kind.eq_ignore_ascii_case("A"));
    if applicant && row.is_empty(at("AssignmentNumber")) {
        let what = "The assignment is an applicant's and has no number; the line is left out.";
        row.set_aside(Severity::Note, what, "");
        return None;
    }
    let assignment_number = row.required_reference(at("AssignmentNumber"));
    let (staff_group, job_role) = job(row.text(at("JobName")));
    let (position_number, position_title) = position_parts(row.text(at("PositionName")));
    let fte = row.text(at("Fte")).and_then(|text| text.parse().ok());
    let assignment = OutboundAssignment {
        assignment_id: row.required_reference(at("AssignmentId")),
        person_id: row.reference(at("PersonId")),
        assignment_number: String::new(),
        effective_from: row.date(at("EffectiveStartDate")),
        effective_to: row.date(at("EffectiveEndDate")),
        start_date: row.date(at("EarliestAssignmentStartDate")),
        end_date: row.date(at("FinalAssignmentEndDate")),
        status: row.text(at("AssignmentStatus")),
        category: row.text(at("AssignmentCategory")),
        primary: row.boolean(at("PrimaryAssignment")),
        fte: fte.filter(|fte| (0.0..=2.0).contains(fte)),
        supervisor_employee_number: None,
        supervisor_person_id: row.reference(at("SupervisorPersonId")),
        organisation_id: row.reference(at("OrganisationId")),
        position_id: row.reference(at("PositionId")),
        position_number,
        position_title,
        grade: row.text(at("Grade")),
        location: None,
        staff_group,
        job_role,
    };
    let assignment_number = assignment_number?;
    Some(OutboundChange::Assignment(Box::new(OutboundAssignment {
        assignment_number,
        ..assignment
    })))
}

/// Number and title out of `4362624|Community Nurse Band 5|N6H|Community Health Services|`.
fn position_parts(name: Option<String>) -> (Option<String>, Option<String>) {
    let Some(name) = name else { return (None, None) };
    let part = |at: usize| {
        let part = name.split('|').nth(at).map(str::trim);
        part.filter(|part| !part.is_empty()).map(str::to_owned)
    };
    if name.contains('|') { (part(0), part(1)) } else { (None, part(0)) }
}

fn position(row: &mut RowReader<'_, '_>) -> Option<OutboundChange> {
    let at = |ours| named(POSITION, ours);
    let (_, position_title) = position_parts(row.text(at("PositionName")));
    let position = OutboundPosition {
        position_id: row.required_reference(at("PositionId"))?,
        effective_from: row.date(at("EffectiveFromDate")),
        effective_to: row.date(at("EffectiveToDate")),
        position_number: row.reference(at("PositionNumber")),
        position_title,
        staff_group: row.text(at("JobStaffGroup")),
        job_role: row.text(at("JobRole")),
        pay_scale: row.text(at("Payscale")),
        organisation_id: row.reference(at("OrganisationId")),
    };
    Some(OutboundChange::Position(Box::new(position)))
}

fn organisation(row: &mut RowReader<'_, '_>) -> Option<OutboundChange> {
    let at = |ours| named(ORGANISATION, ours);
    let (from, to) = (row.date(at("EffectiveFromDate")), row.date(at("EffectiveToDate")));
    let tree_from = row.date(at("HierarchyVersionDateFrom"));
    let tree_to = row.date(at("HierarchyVersionDateTo"));
    let organisation = OutboundOrganisation {
        organisation_id: row.required_reference(at("OrganisationId"))?,
        name: row.text(at("Name")),
        effective_from: from.max(tree_from),
        effective_to: [to, tree_to].into_iter().flatten().min(),
        parent_id: row.reference(at("ParentOrgId")),
    };
    Some(OutboundChange::Organisation(Box::new(organisation)))
}
