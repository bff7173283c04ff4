//! ESR generic outbound, both versions: what a feed of changes says of people,
//! assignments, positions and organisations.
//!
//! Gender, date of birth, National Insurance number, ethnicity and the rest are
//! in those files; none of them is ever taken out of the line.

use jiff::civil::Date;

use crate::import::{Kind, Row};

/// One outbound file.
#[derive(Clone, Debug, PartialEq)]
pub struct Outbound {
    /// Which of the files read it is.
    pub file: usize,
    /// Version 1 or 2.
    pub version: Kind,
    /// The employer, from the header or the file's name.
    pub vpd: Option<String>,
    /// The file's number in its series; must be the last or the last plus one.
    pub sequence: Option<u64>,
    /// The day of the extract.
    pub extract_date: Option<Date>,
    /// A full extract, or changes only.
    pub extent: Option<Extent>,
    /// What it says, in the file's order.
    pub changes: Vec<Row<OutboundChange>>,
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
    /// ESR's person id; version 1 may have none.
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
    /// ESR's assignment id.
    pub assignment_id: Option<String>,
    /// ESR's person id (version 2).
    pub person_id: Option<String>,
    /// The assignment number.
    pub assignment_number: String,
    /// First day this describes the assignment (version 2).
    pub effective_from: Option<Date>,
    /// Last day this describes the assignment (version 2).
    pub effective_to: Option<Date>,
    /// First day of the assignment.
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
    /// The supervisor's assignment number (version 2).
    pub supervisor_assignment_number: Option<String>,
    /// ESR's organisation id (version 2).
    pub organisation_id: Option<String>,
    /// ESR's position id (version 2).
    pub position_id: Option<String>,
    /// The position's name, `number|title|occupation code|area|` (version 2).
    pub position_name: Option<String>,
    /// E.g. `NHS|XR05|Review Body Band 5` (version 2).
    pub grade: Option<String>,
    /// Where the work is done (version 1).
    pub location: Option<String>,
    /// From the job name `Staff Group|Job Role`.
    pub staff_group: Option<String>,
    /// From the job name `Staff Group|Job Role`.
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
    /// The whole name, `number|title|occupation code|area|`.
    pub position_name: Option<String>,
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
    /// Its type.
    pub kind: Option<String>,
    /// First day this describes it.
    pub effective_from: Option<Date>,
    /// Last day this describes it.
    pub effective_to: Option<Date>,
    /// The organisation above it.
    pub parent_id: Option<String>,
}
