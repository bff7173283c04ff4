//! ESR generic outbound, version 1: comma separated, quoted; HDR, PER, ASG, FTR.
//!
//! Columns are those seen in public code that reads such files, counted from 0
//! with the line's type as 0. It updates people and statuses only: its
//! assignments name their person by the assignment number alone.

use super::outbound::{
    Line, Outbound, OutboundAssignment, OutboundChange, OutboundPerson, Version, column, walk,
};
use crate::import::Limits;
use crate::import::problem::{Problems, Severity};
use crate::import::row::RowReader;
use crate::import::sheet::Rows;
use crate::import::summary::{FileSummary, Kind};

const PERSON: &[(&str, usize)] = &[
    ("Employee Number", 2),
    ("Title", 3),
    ("Last Name", 4),
    ("First Name", 5),
    ("Hire Date", 11),
    ("Termination Date", 12),
    ("Office e-Mail", 24),
];

/// Start dates and jobs stand here too (columns 3 and 39); what updates people
/// and statuses only does not read them.
const ASSIGNMENT: &[(&str, usize)] = &[
    ("Assignment Number", 2),
    ("Final Assignment End Date", 4),
    ("Assignment Status", 5),
    ("Supervisor Employee Number", 17),
    ("Primary Assignment", 22),
    ("Assignment Location", 37),
];

pub(in crate::import) fn read(
    rows: &mut dyn Rows<'_>,
    file: usize,
    summary: &mut FileSummary,
    problems: &mut Problems,
    limits: &Limits,
) -> Outbound {
    let layout_of = |line| if line == Line::Person { PERSON } else { ASSIGNMENT };
    walk(One::default(), layout_of, rows, file, summary, problems, limits)
}

/// The widths of the first line of each type: a line of another width has its
/// values in the wrong places.
#[derive(Default)]
struct One {
    person_width: Option<usize>,
    assignment_width: Option<usize>,
}

impl Version for One {
    const KIND: Kind = Kind::OutboundV1;

    fn line(&mut self, code: &str, width: usize) -> Line {
        let (line, first, least, expected) = match code {
            "PER" => (Line::Person, &mut self.person_width, 25, "25 or more"),
            "ASG" => (Line::Assignment, &mut self.assignment_width, 40, "40 or more"),
            _ => return Line::Unknown,
        };
        if width < least {
            return Line::WrongWidth(expected);
        }
        if *first.get_or_insert(width) != width {
            return Line::WrongWidth("as many as the first of its kind");
        }
        line
    }

    fn change(&self, line: Line, row: &mut RowReader<'_, '_>) -> Option<OutboundChange> {
        let at = |list: &'static [(&'static str, usize)], which: usize| {
            column(list[which].0, list[which].1)
        };
        match line {
            Line::Person => {
                let at = |which| at(PERSON, which);
                if row.is_empty(at(0)) {
                    row.set_aside(
                        Severity::Note,
                        "The person has no employee number (an applicant); the line is left out.",
                        "",
                    );
                    return None;
                }
                let employee_number = row.required_reference(at(0));
                let person = OutboundPerson {
                    employee_number: String::new(),
                    title: row.text(at(1)),
                    last_name: row.text(at(2)),
                    first_name: row.text(at(3)),
                    hire_date: row.date(at(4)),
                    termination_date: row.date(at(5)),
                    email: row.text(at(6)).filter(|email| email.contains('@')),
                    ..OutboundPerson::default()
                };
                let employee_number = employee_number?;
                Some(OutboundChange::Person(Box::new(OutboundPerson { employee_number, ..person })))
            }
            _ => {
                let at = |which| at(ASSIGNMENT, which);
                let assignment_number = row.required_reference(at(0));
                let assignment = OutboundAssignment {
                    end_date: row.date(at(1)),
                    status: row.text(at(2)),
                    supervisor_employee_number: row.reference(at(3)),
                    primary: row.boolean(at(4)),
                    location: row.text(at(5)),
                    ..OutboundAssignment::default()
                };
                let assignment_number = assignment_number?;
                Some(OutboundChange::Assignment(Box::new(OutboundAssignment {
                    assignment_number,
                    ..assignment
                })))
            }
        }
    }
}
