//! Facts as they are recorded: text as the employer wrote it, dates, and the
//! days over which each applied. Conclusions are computed from them, never stored.
//!
//! A fact is added or voided, never edited. The store keeps, beside each, the
//! change that recorded it and the change that voided it, so that any day can
//! be asked as it was known on any other.

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::entered::{AliasFact, Origin, ReturnGraceFact};
use crate::framework::Competence;
use crate::learning::{DeliveryMode, EnrolmentStatus};
use crate::span::Span;

mod personal;
mod requirement;

pub use personal::{ByPerson, Personal};
pub use requirement::{
    AskedBefore, FiledTerms, ProposalFact, RequirementFact, RequirementOrigin, VariationFact,
};

/// Who a person is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonFact {
    /// The employee number, as text.
    pub employee_number: String,
    /// Mr, Dr and so on.
    pub title: String,
    /// Given name; may be empty for people of one name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// The name they go by, where it differs.
    pub preferred_name: String,
    /// Where the passport is sent; empty if none is known.
    pub email: String,
    /// The record is kept at least until then.
    pub retain_until: Option<Date>,
}

/// What held of an assignment over a run of days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostingFact {
    /// The assignment number.
    pub assignment_number: String,
    /// Whose it is.
    pub employee_number: String,
    /// The days over which this held.
    pub applies: Span,
    /// What held.
    pub post: PostFact,
}

/// An assignment and its post, as a file states them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostFact {
    /// First day of the assignment.
    pub start: Option<Date>,
    /// Last day of the assignment.
    pub end: Option<Date>,
    /// Position number.
    pub position_number: String,
    /// Position title.
    pub position_title: String,
    /// Staff group.
    pub staff_group: String,
    /// Job role.
    pub job_role: String,
    /// Pay band.
    pub pay_band: String,
    /// Path of unit names from level 1 down, joined by `|`.
    pub unit: String,
    /// Location.
    pub location: String,
    /// Assignment status.
    pub status: String,
    /// Assignment category.
    pub category: String,
    /// Whether it is the primary assignment.
    pub primary: bool,
    /// Whole-time equivalent, in hundredths.
    pub fte_hundredths: Option<i64>,
    /// The supervisor's employee number.
    pub supervisor: String,
    /// First day of a sickness absence; its reason is not kept.
    pub sick_from: Option<Date>,
    /// Last day of a sickness absence.
    pub sick_to: Option<Date>,
}

/// What kind of target a requirement names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TargetKind {
    /// Everyone.
    Organisation,
    /// A staff group.
    StaffGroup,
    /// A job role.
    JobRole,
    /// A unit and all below it.
    Unit,
    /// A position.
    Position,
    /// One assignment.
    Assignment,
    /// One person.
    Employee,
}

impl TargetKind {
    /// Every kind with its name in files.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::Organisation, "organisation"),
        (Self::StaffGroup, "staff group"),
        (Self::JobRole, "job role"),
        (Self::Unit, "unit"),
        (Self::Position, "position"),
        (Self::Assignment, "assignment"),
        (Self::Employee, "employee"),
    ];

    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// The kind of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }
}

/// A competence as a file states it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CompetenceFact {
    /// What it says.
    pub competence: Competence,
    /// The days over which these terms were in force.
    pub applies: Span,
}

/// An award as a file states it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AwardFact {
    /// Whose it is.
    pub employee_number: String,
    /// The competence's name as the record has it.
    pub competence_name: String,
    /// The day it was achieved.
    pub date: Date,
    /// The expiry printed in the record.
    pub printed_expiry: Option<Date>,
    /// The employer whose record it comes from, by number; empty: our own.
    pub vpd: String,
    /// Course or certificate.
    pub title: String,
    /// How it reached us.
    pub origin: AwardOrigin,
}

/// How an award reached us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AwardOrigin {
    /// In a file.
    Import,
    /// In a compliance extract, which says of an award no more than its date
    /// and its expiry.
    Extract,
    /// Entered here.
    Entered,
}

/// An exemption.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExemptionFact {
    /// Whose it is.
    pub employee_number: String,
    /// The subject.
    pub subject: String,
    /// First day covered.
    pub date_from: Date,
    /// Last day covered.
    pub date_to: Option<Date>,
    /// Why; for the approver's eyes.
    pub reason: String,
    /// Who agreed.
    pub approved_by: String,
    /// The days over which the decision was in force.
    pub applies: Span,
    /// Where it comes from.
    pub origin: Origin,
}

/// A course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseFact {
    /// Its name.
    pub name: String,
    /// Its category.
    pub category: String,
    /// How it is delivered.
    pub mode: DeliveryMode,
    /// How long it takes.
    pub minutes: Option<i64>,
    /// Names of the competences it awards.
    pub awards: Vec<String>,
    /// Where it starts or is booked.
    pub link: String,
    /// Names of what must be held first.
    pub prerequisites: Vec<String>,
}

/// A class of a course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassFact {
    /// Its course's name.
    pub course: String,
    /// The offering's name.
    pub offering: String,
    /// Its own title.
    pub title: String,
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Option<Date>,
    /// Local time it begins.
    pub start_time: Option<Time>,
    /// Local time it ends.
    pub end_time: Option<Time>,
    /// Where.
    pub location: String,
    /// Places in all.
    pub places: Option<i64>,
    /// Places left.
    pub places_remaining: Option<i64>,
    /// Where it is booked.
    pub link: String,
}

/// An enrolment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolmentFact {
    /// Whose it is.
    pub employee_number: String,
    /// The course's name.
    pub course: String,
    /// The class's title; empty for e-learning.
    pub class: String,
    /// How it stands.
    pub status: EnrolmentStatus,
    /// Its date.
    pub date: Option<Date>,
}

/// A unit was renamed, or merged into another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitChangeFact {
    /// The path or name it had.
    pub old_unit: String,
    /// The path or name it has.
    pub new_unit: String,
    /// Both are whole paths; otherwise a name alone means the unit of that name,
    /// wherever it is.
    pub whole_paths: bool,
    /// From when.
    pub date_from: Date,
}

/// What ESR's compliance extract itself answers for one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EsrAnswerFact {
    /// The assignment.
    pub assignment_number: String,
    /// Whose it is.
    pub employee_number: String,
    /// The competence required, as the extract names it.
    pub competence_name: String,
    /// Meets Requirement.
    pub meets: bool,
    /// Date Last Awarded.
    pub awarded_on: Option<Date>,
    /// Expiry Date.
    pub expires_on: Option<Date>,
    /// The extract's date: the day the answer is for.
    pub extract_date: Date,
}

/// A dated decision that adds days to a subject's expiries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionFact {
    /// The subject.
    pub subject: String,
    /// What kind of target.
    pub target_kind: TargetKind,
    /// Its name or number.
    pub target: String,
    /// Expiries on or after this day are moved.
    pub expiring_from: Date,
    /// Expiries on or before this day are moved.
    pub expiring_to: Option<Date>,
    /// Days added.
    pub days: i64,
    /// Who decided.
    pub authority: String,
    /// Why.
    pub reason: String,
}

/// What an ESR outbound file said of one of ESR's own numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboundFact {
    /// `person`, `position`, `organisation`, `assignment` or `sequence`.
    pub kind: String,
    /// ESR's number.
    pub esr_id: String,
    /// What was said, as JSON; nothing sensitive is in it.
    pub body: String,
    /// Whose number it is, of a person or an assignment; else empty.
    pub employee_number: String,
}

/// A dated setting of the organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingFact {
    /// Its key.
    pub key: String,
    /// Its value.
    pub value: String,
    /// From when; `None`: always.
    pub date_from: Option<Date>,
}

/// A role that an account holds beside what follows from its own record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GrantedRole {
    /// Of a unit and all below it, whatever supervisors the extracts name.
    Manager,
    /// In place of a manager, for a time.
    Deputy,
    /// Of one subject, everywhere.
    SubjectLead,
    /// Of everyone's record, and of what comes in and goes out.
    TrainingLead,
    /// Of figures, without names.
    Board,
    /// Of people's access and the settings, not of records.
    Administrator,
}

impl GrantedRole {
    /// Every role with its name in words.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Manager, "manager"),
        (Self::Deputy, "deputy"),
        (Self::SubjectLead, "subject lead"),
        (Self::TrainingLead, "training lead"),
        (Self::Board, "board viewer"),
        (Self::Administrator, "administrator"),
    ];

    /// Its name in words.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(role, _)| *role == self).map_or("", |(_, name)| name)
    }

    /// The role of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(role, _)| *role)
    }

    /// What its scope names, where it has one.
    #[must_use]
    pub const fn scope(self) -> Option<&'static str> {
        match self {
            Self::Manager => Some("a unit"),
            Self::Deputy => Some("a manager's employee number"),
            Self::SubjectLead => Some("a subject"),
            Self::TrainingLead | Self::Board | Self::Administrator => None,
        }
    }
}

/// A role given to an account, from a day to a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantFact {
    /// The account's number.
    pub account: i64,
    /// The role.
    pub role: GrantedRole,
    /// Of what: a unit's path, a manager's employee number, a subject; empty
    /// where the role is for the whole organisation.
    pub scope: String,
    /// First day; `None`: at once.
    pub date_from: Option<Date>,
    /// Last day; `None`: until it is taken away.
    pub date_to: Option<Date>,
    /// Why.
    pub reason: String,
}

impl GrantFact {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds(&self, on: Date) -> bool {
        self.date_from.is_none_or(|from| from <= on) && self.date_to.is_none_or(|to| on <= to)
    }
}

/// A fact with its number in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded<T> {
    /// Its number, unique in the organisation.
    pub id: i64,
    /// The change that recorded it.
    pub recorded: i64,
    /// What it says.
    pub fact: T,
}

/// The facts that rules are made of; people's own facts come beside them.
#[derive(Clone, Debug, Default)]
pub struct RuleFacts {
    /// Competences that a file describes.
    pub competences: Vec<Recorded<CompetenceFact>>,
    /// Other names of competences, entered here.
    pub aliases: Vec<Recorded<AliasFact>>,
    /// Names that awards and extracts use.
    pub names_met: Vec<String>,
    /// Requirements.
    pub requirements: Vec<Recorded<RequirementFact>>,
    /// Paths of all units that postings use.
    pub unit_paths: Vec<String>,
    /// Renames and merges.
    pub unit_changes: Vec<Recorded<UnitChangeFact>>,
    /// Extensions.
    pub extensions: Vec<Recorded<ExtensionFact>>,
    /// Settings.
    pub settings: Vec<Recorded<SettingFact>>,
}

/// One person's facts.
#[derive(Clone, Debug, Default)]
pub struct PersonFacts {
    /// Who they are.
    pub person: PersonFact,
    /// Their postings, in any order.
    pub postings: Vec<PostingFact>,
    /// Their awards, in any order.
    pub awards: Vec<Recorded<AwardFact>>,
    /// Their exemptions.
    pub exemptions: Vec<ExemptionFact>,
    /// Time they were given after leave.
    pub return_graces: Vec<ReturnGraceFact>,
}
