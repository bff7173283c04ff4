//! Requirements: this subject at this level, for a target, from a date.

use jiff::civil::Date;

use super::competences::{Class, Refresher};

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
