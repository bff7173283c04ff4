//! Requirements: this subject at this level, of class C or R, for a target,
//! between two dates (rules.md section 1).

use std::collections::HashMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::framework::{CompetenceId, Period, SubjectId};
use crate::organisation::{UnitId, Units};
use crate::span::Span;
use crate::text::normal;
use crate::workforce::Posting;

/// C, R, or the lifting of a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Class {
    /// Compulsory; yellow.
    #[serde(rename = "C")]
    Compulsory,
    /// Role specific; blue.
    #[serde(rename = "R")]
    RoleSpecific,
}

impl Class {
    /// `C` or `R`.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Compulsory => "C",
            Self::RoleSpecific => "R",
        }
    }

    /// The letter's word, never left out where the letter is explained.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Compulsory => "Compulsory",
            Self::RoleSpecific => "Role specific",
        }
    }
}

/// Whom a requirement is for: six kinds, inherited down the tree of units, and
/// one person.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// Everyone.
    Organisation,
    /// A staff group, in normal form.
    StaffGroup(String),
    /// A job role, in normal form.
    JobRole(String),
    /// A unit and all below it.
    Unit(UnitId),
    /// A position, by number or title, in normal form.
    Position(String),
    /// One assignment, by number.
    Assignment(String),
    /// One person, by employee number: each of their assignments.
    Employee(String),
}

/// What a requirement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Asks for a competence.
    Require {
        /// The subject's level.
        competence: CompetenceId,
        /// C or R.
        class: Class,
    },
    /// Class none: lifts the subject and wins over every other requirement for it.
    Lift(SubjectId),
}

/// One requirement.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    /// The fact's number in the store.
    pub id: i64,
    /// Whom it is for.
    pub target: Target,
    /// Only within this unit.
    pub within: Option<UnitId>,
    /// What it asks or lifts.
    pub effect: Effect,
    /// Date From to Date To, as the requirement itself says.
    pub dates: Span,
    /// The days over which this wording was in force (a later extract changes or ends it).
    pub applies: Span,
    /// Of whom it was asked before it came to reach further.
    pub asked_before: Vec<AskedBefore>,
    /// Its own period; `None`: the competence's.
    pub period: Option<Period>,
    /// Days of grace for starters; 0: none.
    pub grace_days: u16,
    /// Before this day it is shown but not counted.
    pub introduced: Option<Date>,
    /// Why it is asked, in the employer's words.
    pub reason: String,
    /// The target as the file names it, for sentences: `Staff Nurse`.
    pub target_name: String,
}

/// Where it was asked before it came to reach further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AskedBefore {
    /// The unit it was kept to; `None`: anywhere.
    pub within: Option<UnitId>,
    /// Its Date From there.
    pub since: Date,
    /// The last day on which it reached no further.
    pub until: Date,
}

/// The requirements of an organisation, found by whom they are for.
#[derive(Debug, Default)]
pub struct Requirements {
    all: Vec<Requirement>,
    by_target: HashMap<Target, Vec<u32>>,
    kinds: Kinds,
}

/// Which kinds of target there are requirements for: names of the others need not
/// be put into normal form for every posting.
#[derive(Clone, Copy, Debug, Default)]
struct Kinds {
    staff_group: bool,
    job_role: bool,
    unit: bool,
    position: bool,
    assignment: bool,
    employee: bool,
}

impl Kinds {
    const ALL: Self = Self {
        staff_group: true,
        job_role: true,
        unit: true,
        position: true,
        assignment: true,
        employee: true,
    };

    fn add(&mut self, target: &Target) {
        match target {
            Target::Organisation => {}
            Target::StaffGroup(_) => self.staff_group = true,
            Target::JobRole(_) => self.job_role = true,
            Target::Unit(_) => self.unit = true,
            Target::Position(_) => self.position = true,
            Target::Assignment(_) => self.assignment = true,
            Target::Employee(_) => self.employee = true,
        }
    }
}

impl Requirements {
    /// Indexes the requirements by target.
    #[must_use]
    pub fn new(all: Vec<Requirement>) -> Self {
        let mut by_target: HashMap<Target, Vec<u32>> = HashMap::new();
        let mut kinds = Kinds::default();
        for (index, requirement) in all.iter().enumerate() {
            kinds.add(&requirement.target);
            by_target.entry(requirement.target.clone()).or_default().push(index as u32);
        }
        Self { all, by_target, kinds }
    }

    /// The requirement at a place.
    #[must_use]
    pub fn get(&self, index: u32) -> &Requirement {
        &self.all[index as usize]
    }

    /// Every requirement.
    #[must_use]
    pub fn all(&self) -> &[Requirement] {
        &self.all
    }

    /// The places of those that reach an assignment, whatever their dates.
    pub fn reaching<'a>(
        &'a self,
        units: &'a Units,
        person: &str,
        assignment: &str,
        posting: &'a Posting,
    ) -> impl Iterator<Item = u32> + 'a {
        targets_among(self.kinds, units, person, assignment, posting)
            .into_iter()
            .filter_map(|target| self.by_target.get(&target))
            .flatten()
            .copied()
            .filter(move |index| within(units, self.get(*index).within, posting.unit))
    }
}

/// Every target that a posting falls under.
#[must_use]
pub fn targets_of(units: &Units, person: &str, assignment: &str, posting: &Posting) -> Vec<Target> {
    targets_among(Kinds::ALL, units, person, assignment, posting)
}

fn targets_among(
    kinds: Kinds,
    units: &Units,
    person: &str,
    assignment: &str,
    posting: &Posting,
) -> Vec<Target> {
    let mut targets = Vec::with_capacity(14);
    targets.push(Target::Organisation);
    for (is_asked, value, kind) in [
        (kinds.staff_group, &posting.staff_group, Target::StaffGroup as fn(String) -> Target),
        (kinds.job_role, &posting.job_role, Target::JobRole),
        (kinds.position, &posting.position_number, Target::Position),
    ] {
        if is_asked && !value.is_empty() {
            targets.push(kind(normal(value)));
        }
    }
    if kinds.position {
        let title = normal(&posting.position_title);
        if !title.is_empty() && title != normal(&posting.position_number) {
            targets.push(Target::Position(title));
        }
    }
    if let Some(unit) = posting.unit.filter(|_| kinds.unit) {
        targets.extend(units.upwards(unit).map(Target::Unit));
    }
    if kinds.assignment {
        targets.push(Target::Assignment(assignment.into()));
    }
    if kinds.employee {
        targets.push(Target::Employee(person.into()));
    }
    targets
}

/// Whether a posting is one of those a target means.
#[must_use]
pub fn reaches(
    units: &Units,
    target: &Target,
    within_unit: Option<UnitId>,
    person: &str,
    assignment: &str,
    posting: &Posting,
) -> bool {
    let means = match target {
        Target::Organisation => true,
        Target::StaffGroup(name) => normal(&posting.staff_group) == *name,
        Target::JobRole(name) => normal(&posting.job_role) == *name,
        Target::Position(name) => {
            normal(&posting.position_number) == *name || normal(&posting.position_title) == *name
        }
        Target::Unit(unit) => posting.unit.is_some_and(|of| units.is_within(of, *unit)),
        Target::Assignment(number) => assignment == number,
        Target::Employee(number) => person == number,
    };
    means && within(units, within_unit, posting.unit)
}

fn within(units: &Units, only: Option<UnitId>, unit: Option<UnitId>) -> bool {
    only.is_none_or(|only| unit.is_some_and(|unit| units.is_within(unit, only)))
}
