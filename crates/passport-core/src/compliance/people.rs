//! The rows of `report people`: one a line of the figures (interface.md section 2).

use jiff::civil::Date;
use serde::Serialize;

use super::evaluate::{Line, Rulebook};
use super::figures::figure_lines;
use super::status::Status;
use crate::record::Person;
use crate::requirement::Class;
use crate::setting::Policy;

/// One line of one assignment; of the primary one where the organisation counts
/// by person.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PeopleRow {
    /// Employee number.
    pub employee_number: String,
    /// Assignment number.
    pub assignment_number: String,
    /// Full path of the assignment's unit; empty where it has none.
    pub unit: String,
    /// Subject.
    pub subject: String,
    /// The level required.
    pub level: String,
    /// C or R.
    pub class: Class,
    /// Its status.
    pub status: Status,
    /// Date of the award behind the line, whatever the status.
    pub award_date: Option<Date>,
    /// Last day in date, whatever the status.
    pub expiry_date: Option<Date>,
    /// Whether the figures count it.
    pub counted: bool,
    /// True exactly for completed and renew soon.
    pub compliant: bool,
    /// The line itself: why it is required and what carries it.
    #[serde(skip)]
    pub line: Line,
}

/// One person's rows, unsorted: for callers who hold one person at a time.
#[must_use]
pub fn person_rows(
    rules: &Rulebook,
    policy: &Policy,
    person: &Person,
    as_at: Date,
) -> Vec<PeopleRow> {
    let mut rows = Vec::new();
    for of_assignment in figure_lines(rules, policy, person, as_at) {
        let assignment = &person.assignments[of_assignment.assignment];
        let unit = assignment.on(as_at).and_then(|posting| posting.unit);
        let unit = unit.map(|id| rules.units.unit(id).path.as_str()).unwrap_or_default();
        rows.extend(of_assignment.lines.into_iter().map(|line| {
            let competence = rules.framework.competence(line.competence);
            let subject = rules.framework.subject_of(line.competence);
            PeopleRow {
                employee_number: person.employee_number.clone(),
                assignment_number: assignment.number.clone(),
                unit: unit.into(),
                subject: rules.framework.subject_name(subject).into(),
                level: competence.level.clone(),
                class: line.class,
                status: line.status,
                award_date: line.attained.map(|a| person.awards[a.award].date),
                expiry_date: line.expiry(),
                counted: line.counted,
                compliant: line.status.is_compliant(),
                line,
            }
        }));
    }
    rows
}

/// Everyone's rows, sorted by employee number, assignment number, subject and
/// level, as text by code point.
#[must_use]
pub fn people_rows<'p>(
    rules: &Rulebook,
    policy: &Policy,
    people: impl IntoIterator<Item = &'p Person>,
    as_at: Date,
) -> Vec<PeopleRow> {
    let mut rows: Vec<PeopleRow> =
        people.into_iter().flat_map(|person| person_rows(rules, policy, person, as_at)).collect();
    rows.sort_by(|a, b| a.place().cmp(&b.place()));
    rows
}

impl PeopleRow {
    /// Where the row stands in the report. Two rows can share subject and
    /// level only where one is announced; the status then decides.
    fn place(&self) -> (&str, &str, &str, &str, Status) {
        (&self.employee_number, &self.assignment_number, &self.subject, &self.level, self.status)
    }
}
