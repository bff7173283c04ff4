//! The figures: lines counted and compliant, by organisation, unit, subject,
//! staff group, role, or any of them crossed (rules.md section 5).

use std::collections::HashMap;

use jiff::civil::Date;
use serde::Serialize;

use super::count::{ClassFilter, Count};
use super::evaluate::{
    AssignmentLines, Line, Rulebook, evaluate_person, evaluate_with, primary_assignment,
};
use super::status::Status;
use crate::framework::SubjectId;
use crate::organisation::UnitId;
use crate::record::Person;
use crate::setting::{CountBy, Policy};
use crate::workforce::Posting;

/// What figures are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// The whole organisation: one group.
    Organisation,
    /// Each unit with all units below it, by its full path.
    Unit,
    /// Each subject, whatever the level.
    Subject,
    /// Each staff group.
    StaffGroup,
    /// Each job role.
    Role,
}

impl Dimension {
    /// Every dimension, in the order in which the command line names them.
    pub const EACH: [Self; 5] =
        [Self::Organisation, Self::Unit, Self::Subject, Self::StaffGroup, Self::Role];

    /// As typed: `staff-group`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::Unit => "unit",
            Self::Subject => "subject",
            Self::StaffGroup => "staff-group",
            Self::Role => "role",
        }
    }

    /// The heading of its column: `staff_group`.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::StaffGroup => "staff_group",
            other => other.code(),
        }
    }

    /// Reads [`Dimension::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::EACH.into_iter().find(|dimension| dimension.code() == code)
    }
}

/// What is asked of the figures.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The day.
    pub as_at: Date,
    /// The grouping columns; any number, each once.
    pub by: &'a [Dimension],
    /// One figure of the three; `None`: all three.
    pub class: Option<ClassFilter>,
    /// Only this unit and all below it.
    pub unit: Option<UnitId>,
    /// The organisation's name, for [`Dimension::Organisation`].
    pub organisation: &'a str,
}

/// Lines that are not counted, each for the first reason that holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NotCounted {
    /// Of an excluded assignment.
    pub excluded: u64,
    /// Announced, not yet introduced.
    pub not_yet_introduced: u64,
    /// Exempt.
    pub exempt: u64,
    /// In a starter's grace, where the organisation does not count it.
    pub in_grace: u64,
}

impl NotCounted {
    /// The lines not counted for any reason.
    #[must_use]
    pub const fn total(self) -> u64 {
        self.excluded + self.not_yet_introduced + self.exempt + self.in_grace
    }

    const fn add(&mut self, status: Status) {
        match status {
            Status::Excluded => self.excluded += 1,
            Status::NotYetIntroduced => self.not_yet_introduced += 1,
            Status::Exempt => self.exempt += 1,
            _ => self.in_grace += 1,
        }
    }
}

/// One row of the figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FigureRow {
    /// One key for each of [`Question::by`]; a unit's is its full path.
    pub keys: Vec<String>,
    /// Which lines.
    pub class: ClassFilter,
    /// Lines counted and compliant.
    #[serde(flatten)]
    pub lines: Count,
    /// Lines not counted, by reason.
    pub not_counted: NotCounted,
    /// A different figure: people with a line counted here, and those of them
    /// all of whose lines counted here are compliant.
    pub people_complete: Count,
    /// The target in hundredths of a per cent: the subject's where rows are by
    /// subject and it has one, else the organisation's.
    pub target: u32,
}

impl FigureRow {
    /// The lines not counted for any reason.
    #[must_use]
    pub const fn excluded(&self) -> u64 {
        self.not_counted.total()
    }

    /// Whether the row's figure reaches its target; `None` where nothing is counted.
    #[must_use]
    pub fn meets_target(&self) -> Option<bool> {
        self.lines.meets(self.target)
    }
}

/// The figures of all these people, sorted by keys as text by code point, then
/// C, R, all. A group exists where at least one line falls, counted or not; the
/// organisation as a whole always does.
#[must_use]
pub fn tally<'p>(
    rules: &Rulebook,
    policy: &Policy,
    people: impl IntoIterator<Item = &'p Person>,
    question: Question<'_>,
) -> Vec<FigureRow> {
    let mut tally = Tally::new(rules, policy, question);
    for person in people {
        tally.add(person);
    }
    tally.rows()
}

/// The lines that figures are made of: each assignment's own, or the passport's
/// at the primary assignment where the organisation counts by person.
#[must_use]
pub fn figure_lines(
    rules: &Rulebook,
    policy: &Policy,
    person: &Person,
    as_at: Date,
) -> Vec<AssignmentLines> {
    match policy.count_by {
        CountBy::Assignment => evaluate_with(rules, policy, person, as_at),
        CountBy::Person => primary_assignment(person, as_at)
            .map(|assignment| {
                let (exclusion, lines) = evaluate_person(rules, policy, person, as_at);
                AssignmentLines { assignment, exclusion, lines }
            })
            .into_iter()
            .collect(),
    }
}

/// The target of a subject in hundredths of a per cent: the highest that any of
/// its levels states, so that no level is judged below its own target; `None`
/// where none states one.
#[must_use]
pub fn subject_target(rules: &Rulebook, subject: SubjectId) -> Option<u32> {
    let framework = &rules.framework;
    framework
        .iter()
        .filter(|(id, _)| framework.subject_of(*id) == subject)
        .filter_map(|(_, competence)| competence.target)
        .max()
}

/// Figures in the making, fed one person at a time.
#[derive(Debug)]
pub struct Tally<'a> {
    rules: &'a Rulebook,
    policy: &'a Policy,
    question: Question<'a>,
    groups: HashMap<Key, Group>,
    /// Staff groups and roles as met, by their number in a key.
    names: Vec<String>,
    numbers: HashMap<String, u32>,
    people: u64,
}

/// The group of a line: a number for each dimension, 0 where it is not asked.
type Key = [u32; Dimension::EACH.len()];

/// The three figures of one group.
#[derive(Debug, Default)]
struct Group([Cell; 3]);

#[derive(Debug, Default)]
struct Cell {
    lines: Count,
    not_counted: NotCounted,
    people: Count,
    /// The number of the person counted last, and whether complete so far.
    last: (u64, bool),
}

impl<'a> Tally<'a> {
    /// No people yet.
    #[must_use]
    pub fn new(rules: &'a Rulebook, policy: &'a Policy, question: Question<'a>) -> Self {
        let mut groups = HashMap::new();
        if question.by.iter().all(|dimension| *dimension == Dimension::Organisation) {
            groups.insert(Key::default(), Group::default());
        }
        Self {
            rules,
            policy,
            question,
            groups,
            names: Vec::new(),
            numbers: HashMap::new(),
            people: 0,
        }
    }

    /// Counts one person, whole: a person is added once.
    pub fn add(&mut self, person: &Person) {
        let figures = figure_lines(self.rules, self.policy, person, self.question.as_at);
        self.people += 1;
        for of_assignment in &figures {
            let posting = person.assignments[of_assignment.assignment].on(self.question.as_at);
            if let Some(posting) = posting.filter(|posting| self.is_asked(posting.unit)) {
                self.add_lines(&of_assignment.lines, posting);
            }
        }
    }

    fn is_asked(&self, unit: Option<UnitId>) -> bool {
        self.question
            .unit
            .is_none_or(|only| unit.is_some_and(|unit| self.rules.units.is_within(unit, only)))
    }

    fn add_lines(&mut self, lines: &[Line], posting: &Posting) {
        let mut key = Key::default();
        for dimension in self.question.by {
            match dimension {
                Dimension::StaffGroup => key[3] = self.number(&posting.staff_group),
                Dimension::Role => key[4] = self.number(&posting.job_role),
                Dimension::Organisation | Dimension::Unit | Dimension::Subject => {}
            }
        }
        let by_subject = self.question.by.contains(&Dimension::Subject);
        // Numbered from 1: 0 is for an assignment without a unit.
        let units: Vec<u32> = match posting.unit {
            Some(unit) if self.question.by.contains(&Dimension::Unit) => {
                let asked = |id: &UnitId| self.is_asked(Some(*id));
                self.rules.units.upwards(unit).take_while(asked).map(|id| id.0 + 1).collect()
            }
            _ => vec![0],
        };
        for line in lines {
            if by_subject {
                key[2] = self.rules.framework.subject_of(line.competence).0;
            }
            for unit in &units {
                key[1] = *unit;
                self.groups.entry(key).or_default().add(line, self.people);
            }
        }
    }

    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = self.names.len() as u32;
        self.names.push(name.into());
        self.numbers.insert(name.into(), number);
        number
    }

    /// The rows of everyone added.
    #[must_use]
    pub fn rows(&self) -> Vec<FigureRow> {
        let mut rows: Vec<FigureRow> =
            self.groups.iter().flat_map(|(key, group)| self.rows_of(*key, group)).collect();
        rows.sort_unstable_by(|a, b| (&a.keys, a.class).cmp(&(&b.keys, b.class)));
        rows
    }

    fn rows_of(&self, key: Key, group: &Group) -> impl Iterator<Item = FigureRow> {
        let keys: Vec<String> =
            self.question.by.iter().map(|dimension| self.key_text(*dimension, key)).collect();
        let target = (self.question.by.contains(&Dimension::Subject))
            .then(|| subject_target(self.rules, SubjectId(key[2])))
            .flatten()
            .unwrap_or(self.policy.target);
        let asked = self.question.class;
        ClassFilter::EACH
            .into_iter()
            .zip(&group.0)
            .filter(move |(class, _)| asked.is_none_or(|only| only == *class))
            .map(move |(class, cell)| FigureRow {
                keys: keys.clone(),
                class,
                lines: cell.lines,
                not_counted: cell.not_counted,
                people_complete: cell.people,
                target,
            })
    }

    fn key_text(&self, dimension: Dimension, key: Key) -> String {
        match dimension {
            Dimension::Organisation => self.question.organisation.into(),
            Dimension::Unit => key[1]
                .checked_sub(1)
                .map(|id| self.rules.units.unit(UnitId(id)).path.clone())
                .unwrap_or_default(),
            Dimension::Subject => self.rules.framework.subject_name(SubjectId(key[2])).into(),
            Dimension::StaffGroup => self.names[key[3] as usize].clone(),
            Dimension::Role => self.names[key[4] as usize].clone(),
        }
    }
}

impl Group {
    fn add(&mut self, line: &Line, person: u64) {
        for (filter, cell) in ClassFilter::EACH.into_iter().zip(&mut self.0) {
            if filter.takes(line.class) {
                cell.add(line, person);
            }
        }
    }
}

impl Cell {
    fn add(&mut self, line: &Line, person: u64) {
        if !line.counted {
            self.not_counted.add(line.status);
            return;
        }
        let compliant = line.status.is_compliant();
        self.lines.counted += 1;
        self.lines.compliant += u64::from(compliant);
        if self.last.0 != person {
            self.people.counted += 1;
            self.people.compliant += 1;
            self.last = (person, true);
        }
        if !compliant && self.last.1 {
            self.people.compliant -= 1;
            self.last.1 = false;
        }
    }
}
