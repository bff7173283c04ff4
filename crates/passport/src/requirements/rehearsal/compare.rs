//! The lines that differ between two sets of rules.

use jiff::civil::Date;
use passport_core::compliance::{Pair, PeopleRow, Rulebook, Status, Turns, pairs, person_rows};
use passport_core::framework::CompetenceId;
use passport_core::requirement::Class;

use super::load::{Loaded, Reached};
use crate::compliance::each;

/// One subject of one assignment that would stand differently.
#[derive(Clone, Debug, PartialEq)]
pub struct Differing {
    /// Employee number.
    pub employee_number: String,
    /// First and last name.
    pub name: String,
    /// Assignment number.
    pub assignment_number: String,
    /// Full path of the unit.
    pub unit: String,
    /// The assignment's staff group.
    pub staff_group: String,
    /// Subject.
    pub subject: String,
    /// How it stands; `None` where nothing is required.
    pub before: Option<State>,
    /// How it would.
    pub after: Option<State>,
    /// What that comes to.
    pub turns: Turns,
}

/// How a line stands, as `report people` prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// The competence required.
    pub competence: CompetenceId,
    /// The level required.
    pub level: String,
    /// C or R.
    pub class: Class,
    /// Its status.
    pub status: Status,
    /// Date of the award behind it.
    pub award_date: Option<Date>,
    /// Last day in date.
    pub expiry_date: Option<Date>,
    /// Whether the figures count it.
    pub counted: bool,
}

/// Every line that differs on a day.
pub(super) fn lines(
    loaded: &Loaded,
    before: &Rulebook,
    after: &Rulebook,
    as_at: Date,
) -> Vec<Differing> {
    let policy = before.settings.policy(as_at);
    let mut lines = each(&loaded.people, |people| {
        let of = |reached: &Reached| {
            let was = person_rows(before, &policy, &reached.person, as_at);
            let is = person_rows(after, &policy, &reached.person, as_at);
            of_person(reached, was, is, as_at)
        };
        people.iter().flat_map(of).collect()
    });
    lines.sort_by(|a, b| a.place().cmp(&b.place()));
    lines
}

impl Differing {
    fn place(&self) -> (&str, &str, &str) {
        (&self.employee_number, &self.assignment_number, &self.subject)
    }
}

fn of_person(
    reached: &Reached,
    was: Vec<PeopleRow>,
    is: Vec<PeopleRow>,
    as_at: Date,
) -> Vec<Differing> {
    let same_subject = |a: &PeopleRow, b: &PeopleRow| {
        a.assignment_number == b.assignment_number && a.subject == b.subject
    };
    let same_level = |a: &PeopleRow, b: &PeopleRow| same_subject(a, b) && a.level == b.level;
    // One line of `report people`.
    let prints_alike = |a: &PeopleRow, b: &PeopleRow| same_subject(a, b) && state(a) == state(b);
    let pairs = pairs(was, is, prints_alike, &[&same_level, &same_subject]);
    pairs.iter().filter_map(|pair| differing(reached, pair, as_at)).collect()
}

fn state(row: &PeopleRow) -> State {
    State {
        competence: row.line.competence,
        level: row.level.clone(),
        class: row.class,
        status: row.status,
        award_date: row.award_date,
        expiry_date: row.expiry_date,
        counted: row.counted,
    }
}

fn differing(reached: &Reached, pair: &Pair<PeopleRow>, as_at: Date) -> Option<Differing> {
    let (was, is) = pair;
    let row = was.as_ref().or(is.as_ref())?;
    let (before, after) = (was.as_ref().map(state), is.as_ref().map(state));
    let assignments = reached.person.assignments.iter();
    let posting = assignments
        .filter(|assignment| assignment.number == row.assignment_number)
        .find_map(|assignment| assignment.on(as_at));
    Some(Differing {
        employee_number: row.employee_number.clone(),
        name: crate::compliance::details(&reached.fact).name(),
        assignment_number: row.assignment_number.clone(),
        unit: row.unit.clone(),
        staff_group: posting.map(|posting| posting.staff_group.clone()).unwrap_or_default(),
        subject: row.subject.clone(),
        turns: Turns::of(status(before.as_ref()), status(after.as_ref())),
        before,
        after,
    })
}

fn status(state: Option<&State>) -> Option<Status> {
    state.map(|state| state.status)
}
