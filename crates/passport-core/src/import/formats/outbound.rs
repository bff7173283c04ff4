//! ESR generic outbound, both versions: what a feed of changes says of people,
//! assignments, positions and organisations.
//!
//! A header, a trailer and a line of a kind nothing here needs are rows too: they
//! are handed on with nothing in them, so that every row read is accounted for.
//!
//! Gender, date of birth, National Insurance number, ethnicity and the rest are
//! in those files; none of them is ever taken out of the line. Here are the
//! types, the walk through a file and the check on its last line; `outbound_header`
//! reads the first, and `outbound_v1` and `outbound_v2` know the columns.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::outbound_header::{FileName, read_header};
use crate::import::problem::{Problem, Problems, Severity};
use crate::import::recognise::{Column, Layout};
use crate::import::row::RowReader;
use crate::import::sheet::{Cell, Rows};
use crate::import::summary::{FileSummary, Kind};
use crate::import::text::clean;
use crate::import::words::whole_of;
use crate::import::{Limits, Place, Row};

/// One outbound file.
#[derive(Clone, Debug, PartialEq)]
pub struct Outbound {
    /// Which of the files read it is.
    pub file: usize,
    /// Version 1 or 2.
    pub version: Kind,
    /// The employer, from the header or the file's name.
    pub vpd: Option<String>,
    /// The header's row.
    pub header_row: Option<u32>,
    /// The file's number in its series.
    pub sequence: Option<u64>,
    /// The day of the extract.
    pub extract_date: Option<Date>,
    /// A full extract, or changes only.
    pub extent: Option<Extent>,
    /// Assignment lines that could not be read: what seems to be missing may be theirs.
    pub assignments_unread: u32,
    /// What it says, in the file's order.
    pub changes: Vec<Row<OutboundChange>>,
}

impl Outbound {
    pub(super) const fn empty(file: usize, version: Kind) -> Self {
        Self {
            file,
            version,
            vpd: None,
            header_row: None,
            sequence: None,
            extract_date: None,
            extent: None,
            assignments_unread: 0,
            changes: Vec::new(),
        }
    }
}

/// How much an outbound file covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Everything.
    Full,
    /// What changed since the last file.
    Changes,
}

/// One line of an outbound file. A delete carries only the id.
#[derive(Clone, Debug, PartialEq)]
pub enum OutboundChange {
    /// A person is added or updated.
    Person(Box<OutboundPerson>),
    /// A person is deleted.
    PersonDeleted {
        /// ESR's person id.
        person_id: String,
    },
    /// An assignment is added or updated.
    Assignment(Box<OutboundAssignment>),
    /// An assignment is deleted.
    AssignmentDeleted {
        /// ESR's assignment id.
        assignment_id: String,
    },
    /// A position is added or updated.
    Position(Box<OutboundPosition>),
    /// A position is deleted.
    PositionDeleted {
        /// ESR's position id.
        position_id: String,
    },
    /// An organisation is added or updated.
    Organisation(Box<OutboundOrganisation>),
    /// An organisation is deleted.
    OrganisationDeleted {
        /// ESR's organisation id.
        organisation_id: String,
    },
}

/// A person, as far as we keep one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutboundPerson {
    /// ESR's person id (version 2).
    pub person_id: Option<String>,
    /// The employee number.
    pub employee_number: String,
    /// First day this describes the person.
    pub effective_from: Option<Date>,
    /// Last day this describes the person.
    pub effective_to: Option<Date>,
    /// Mr, Dr and so on.
    pub title: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// Given name.
    pub first_name: Option<String>,
    /// The name the person goes by (version 2).
    pub preferred_name: Option<String>,
    /// Work address for mail.
    pub email: Option<String>,
    /// First day with the employer.
    pub hire_date: Option<Date>,
    /// Last day with the employer.
    pub termination_date: Option<Date>,
}

/// An assignment, as far as we keep one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OutboundAssignment {
    /// ESR's assignment id (version 2).
    pub assignment_id: Option<String>,
    /// ESR's person id (version 2).
    pub person_id: Option<String>,
    /// The assignment number.
    pub assignment_number: String,
    /// First day this describes the assignment (version 2).
    pub effective_from: Option<Date>,
    /// Last day this describes the assignment (version 2).
    pub effective_to: Option<Date>,
    /// First day of the assignment (version 2).
    pub start_date: Option<Date>,
    /// Last day of the assignment.
    pub end_date: Option<Date>,
    /// E.g. Active Assignment.
    pub status: Option<String>,
    /// E.g. Permanent, Bank (version 2).
    pub category: Option<String>,
    /// Whether it is the primary one.
    pub primary: Option<bool>,
    /// Whole-time equivalent (version 2).
    pub fte: Option<f64>,
    /// The supervisor's employee number (version 1).
    pub supervisor_employee_number: Option<String>,
    /// The supervisor's person id (version 2).
    pub supervisor_person_id: Option<String>,
    /// ESR's organisation id (version 2).
    pub organisation_id: Option<String>,
    /// ESR's position id (version 2).
    pub position_id: Option<String>,
    /// The post's number, inside the position's name (version 2).
    pub position_number: Option<String>,
    /// The post's title, inside the position's name (version 2).
    pub position_title: Option<String>,
    /// E.g. `NHS|XR05|Review Body Band 5` (version 2).
    pub grade: Option<String>,
    /// Where the work is done (version 1).
    pub location: Option<String>,
    /// From the job name `Staff Group|Job Role` (version 2).
    pub staff_group: Option<String>,
    /// From the job name `Staff Group|Job Role` (version 2).
    pub job_role: Option<String>,
}

/// A position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutboundPosition {
    /// ESR's position id.
    pub position_id: String,
    /// First day this describes the position.
    pub effective_from: Option<Date>,
    /// Last day this describes the position.
    pub effective_to: Option<Date>,
    /// The post's number.
    pub position_number: Option<String>,
    /// The title inside the name.
    pub position_title: Option<String>,
    /// The staff group.
    pub staff_group: Option<String>,
    /// The job role.
    pub job_role: Option<String>,
    /// The pay scale.
    pub pay_scale: Option<String>,
    /// ESR's organisation id.
    pub organisation_id: Option<String>,
}

/// An organisation of the tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutboundOrganisation {
    /// ESR's organisation id.
    pub organisation_id: String,
    /// Its name.
    pub name: Option<String>,
    /// First day this describes it: of itself and of the version of the tree.
    pub effective_from: Option<Date>,
    /// Last day this describes it.
    pub effective_to: Option<Date>,
    /// The organisation above it.
    pub parent_id: Option<String>,
}

/// Which version a text is, if it is an outbound file at all: known by how its
/// first line begins.
pub(in crate::import) fn version(text: &str) -> Option<Kind> {
    let line = text.lines().find(|line| !line.trim().is_empty())?.trim_start();
    let line = line.strip_prefix('"').unwrap_or(line);
    let (kind, rest) = line.split_at_checked(3)?;
    let rest = rest.strip_prefix('"').unwrap_or(rest);
    // Only types we know: a heading such as VPD has three letters too.
    const TYPES: [&str; 9] = ["HDR", "PRA", "PRD", "ASA", "ASD", "POA", "POD", "ORA", "ORD"];
    match rest.bytes().next()? {
        b'~' if TYPES.contains(&kind) => Some(Kind::OutboundV2),
        b',' if matches!(kind, "HDR" | "PER" | "ASG") => Some(Kind::OutboundV1),
        _ => None,
    }
}

/// What one version knows of its lines.
pub(super) trait Version {
    const KIND: Kind;

    /// What to make of a line that begins with `code`.
    fn line(&mut self, code: &str, width: usize) -> Line;

    /// The change a line of this type says.
    fn change(&self, line: Line, row: &mut RowReader<'_, '_>) -> Option<OutboundChange>;
}

/// What sort of line it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    Person,
    Assignment,
    Position,
    Organisation,
    /// The delete of one of those.
    PersonDelete,
    AssignmentDelete,
    PositionDelete,
    OrganisationDelete,
    /// A kind of line we have no use for: addresses, telephones, vehicles.
    NotNeeded,
    /// It should have another number of columns.
    WrongWidth(&'static str),
    /// A kind of line nobody knows.
    Unknown,
}

/// Walks through an outbound file: header, lines, trailer.
pub(super) fn walk<V: Version>(
    mut version: V,
    layout_of: impl Fn(Line) -> &'static [(&'static str, usize)],
    rows: &mut dyn Rows<'_>,
    file: usize,
    summary: &mut FileSummary,
    problems: &mut Problems,
    limits: &Limits,
) -> Outbound {
    let mut outbound = Outbound::empty(file, V::KIND);
    let from_name = FileName::parse(&summary.name);
    let mut layouts: Vec<(Line, Layout)> = Vec::new();
    let mut cells = Vec::new();
    let (mut lines, mut data, mut trailer) = (0u32, 0u32, None);
    // Rows that are accounted for and say nothing of anybody.
    let mut silent = 0u32;
    let mut not_needed: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    let empty = Layout::fixed(&[]);
    while let Some(info) = rows.next(&mut cells) {
        if cells.iter().all(Cell::is_blank) {
            continue;
        }
        lines += 1;
        let code = text_at(&cells, 0);
        if lines == 1 && code == "HDR" {
            outbound.header_row = Some(info.row);
            read_header(&cells, from_name.as_ref(), &mut outbound);
            silent += 1;
            continue;
        }
        if trailer.is_some() {
            let mut row = RowReader::new(&cells, info, &empty, summary, problems);
            let what = "There are lines below the file's trailer.";
            row.set_aside(Severity::Error, what, "Send each file as it comes, not joined.");
            summary.rows_read += 1;
            summary.rows_refused += 1;
            continue;
        }
        if matches!(code.as_str(), "TRL" | "FTR") {
            let count = cells.iter().skip(1).rev().find_map(|cell| match cell {
                Cell::Text(text) => whole_of(&clean(text)),
                _ => None,
            });
            trailer = Some((info.row, count));
            silent += 1;
            continue;
        }
        data += 1;
        if data > limits.max_rows {
            problems.push(Problem::with_file(
                Severity::Error,
                &summary.name,
                format!(
                    "The file has more than {} lines, the most we read at once.",
                    limits.max_rows
                ),
                "Ask for a file of changes, or split it.",
            ));
            break;
        }
        let line = version.line(&code, cells.len());
        if line == Line::NotNeeded {
            not_needed.entry(code).or_insert((info.row, 0)).1 += 1;
            silent += 1;
            continue;
        }
        summary.rows_read += 1;
        if !layouts.iter().any(|(known, _)| *known == line) {
            layouts.push((line, Layout::fixed(layout_of(line))));
        }
        let layout =
            layouts.iter().find(|(known, _)| *known == line).map_or(&empty, |(_, layout)| layout);
        let mut row = RowReader::new(&cells, info, layout, summary, problems);
        let change = match line {
            Line::WrongWidth(expected) => {
                let what = format!(
                    "The {code} line has {} columns; it should have {expected}.",
                    cells.len()
                );
                row.set_aside(Severity::Error, what, "Ask for the file again; do not edit it.");
                None
            }
            Line::Unknown => {
                let what = "The line is of no kind an outbound file has.";
                row.set_aside(Severity::Error, what, "Ask for the file again; do not edit it.");
                None
            }
            line => version.change(line, &mut row),
        };
        match change {
            Some(value) if !row.is_refused() => {
                outbound.changes.push(Row { place: Place { file, row: info.row }, value });
            }
            _ => {
                summary.rows_refused += 1;
                // An applicant's assignment has no number yet and is nobody's.
                let applicant = V::KIND == Kind::OutboundV2
                    && text_at(&cells, 6).eq_ignore_ascii_case("A")
                    && text_at(&cells, 7).is_empty();
                if matches!(code.as_str(), "ASA" | "ASG") && !applicant {
                    outbound.assignments_unread += 1;
                }
            }
        }
    }
    summary.rows_read += silent;
    summary.rows_given = outbound.changes.len() as u32 + silent;
    let mut say = |row: Option<u32>, severity, what: String, remedy: &str| {
        let mut problem = Problem::with_file(severity, &summary.name, what, remedy);
        problem.row = row;
        problems.push(problem);
    };
    for (code, (row, count)) in not_needed {
        let what = match count {
            1 => format!("The {code} line is of a kind nothing here needs; it is left out."),
            _ => format!(
                "{count} {code} lines are of a kind nothing here needs; they are left out. This is the first."
            ),
        };
        say(Some(row), Severity::Note, what, "");
    }
    if outbound.header_row.is_none() {
        say(
            None,
            Severity::Error,
            "The file does not begin with a header (HDR).".into(),
            "Send the file as it comes.",
        );
    } else if outbound.sequence.is_none() {
        say(
            None,
            Severity::Warning,
            "The header gives no file sequence, so a missing file would not be noticed.".into(),
            "Keep the name the file came with.",
        );
    }
    match trailer {
        None => say(
            None,
            Severity::Error,
            "The file has no trailer: it was cut short on its way.".into(),
            "Fetch or send it again.",
        ),
        // Of the whole file, not of a row that could be left out.
        Some((row, None)) => say(
            None,
            Severity::Error,
            format!("The trailer (row {row}) gives no count of records."),
            "Fetch or send the file again.",
        ),
        // Senders differ in whether header and trailer count themselves.
        Some((row, Some(count))) if ![data, lines].contains(&count) => say(
            None,
            Severity::Error,
            format!("The trailer (row {row}) counts {count} records, but the file has {data}."),
            "Lines were lost or added on the way: fetch or send the file again.",
        ),
        Some(_) => {}
    }
    outbound
}

pub(super) fn text_at(cells: &[Cell<'_>], at: usize) -> String {
    match cells.get(at) {
        Some(Cell::Text(text)) => clean(text).into_owned(),
        _ => String::new(),
    }
}

/// A column of a fixed layout.
pub(super) const fn column(ours: &'static str, index: usize) -> Column {
    Column { ours, index: Some(index) }
}

/// The parts of `Staff Group|Job Role`.
pub(super) fn job(name: Option<String>) -> (Option<String>, Option<String>) {
    let Some(name) = name else { return (None, None) };
    let part = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    match name.split_once('|') {
        Some((group, role)) => (part(group), part(role.trim_end_matches('|'))),
        None => (part(&name), None),
    }
}
