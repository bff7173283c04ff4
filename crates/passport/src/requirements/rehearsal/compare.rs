//! The lines that differ between two sets of rules.

use jiff::civil::Date;
use passport_core::compliance::{PeopleRow, Rulebook, Status, person_rows};
use passport_core::framework::CompetenceId;
use passport_core::requirement::Class;

use super::each;
use super::load::{Loaded, Reached};

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

/// What a difference comes to for whoever it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Turns {
    /// Red, and was not.
    Red,
    /// To do by a day, and was not.
    InGrace,
    /// Not red any more, and still required.
    Green,
    /// Not required any more.
    NotRequired,
    /// Something else of it differs: level, class, expiry.
    Otherwise,
}

impl Turns {
    /// Each with its words on pages and in files.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Red, "turns red"),
        (Self::InGrace, "to do, in grace"),
        (Self::Green, "turns green"),
        (Self::NotRequired, "no longer required"),
        (Self::Otherwise, "changes otherwise"),
    ];

    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        Self::ALL.iter().find(|(turns, _)| *turns == self).map_or("", |(_, words)| words)
    }
}

/// Whether a status is red.
pub(super) const fn is_red(status: Status) -> bool {
    matches!(status, Status::Expired | Status::NeverCompleted)
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
    mut was: Vec<PeopleRow>,
    mut is: Vec<PeopleRow>,
    as_at: Date,
) -> Vec<Differing> {
    was.retain(|row| match is.iter().position(|other| prints_alike(row, other)) {
        Some(place) => {
            is.swap_remove(place);
            false
        }
        None => true,
    });
    let mut lines = Vec::new();
    // A level with itself first, then one level of a subject with another.
    for same_level in [true, false] {
        was.retain(|row| {
            let found = is.iter().position(|other| {
                other.assignment_number == row.assignment_number
                    && other.subject == row.subject
                    && (!same_level || other.level == row.level)
            });
            let Some(place) = found else { return true };
            lines.push(differing(reached, Some(row), Some(&is.swap_remove(place)), as_at));
            false
        });
    }
    lines.extend(was.iter().map(|row| differing(reached, Some(row), None, as_at)));
    lines.extend(is.iter().map(|row| differing(reached, None, Some(row), as_at)));
    lines.into_iter().flatten().collect()
}

/// Whether two rows are one line of `report people`.
fn prints_alike(a: &PeopleRow, b: &PeopleRow) -> bool {
    a.assignment_number == b.assignment_number && a.subject == b.subject && state(a) == state(b)
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

fn differing(
    reached: &Reached,
    was: Option<&PeopleRow>,
    is: Option<&PeopleRow>,
    as_at: Date,
) -> Option<Differing> {
    let row = was.or(is)?;
    let (before, after) = (was.map(state), is.map(state));
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
        turns: turns(before.as_ref(), after.as_ref()),
        before,
        after,
    })
}

fn turns(before: Option<&State>, after: Option<&State>) -> Turns {
    let was_red = before.is_some_and(|state| is_red(state.status));
    let was_in_grace = before.is_some_and(|state| state.status == Status::InGrace);
    match after.map(|state| state.status) {
        None => Turns::NotRequired,
        Some(status) if is_red(status) && !was_red => Turns::Red,
        Some(Status::InGrace) if !was_red && !was_in_grace => Turns::InGrace,
        Some(status) if was_red && !is_red(status) => Turns::Green,
        Some(_) => Turns::Otherwise,
    }
}
