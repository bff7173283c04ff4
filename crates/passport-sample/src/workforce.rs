//! The assignments file: people, posts, units and statuses.

use crate::{
    File,
    people::{Assignment, Person, Trust},
    table::{Table, esr_date, esr_date_or_empty},
    tree::Post,
};
use std::collections::BTreeMap;

const HEADINGS: [&str; 32] = [
    "Employee Number",
    "Assignment Number",
    "Title",
    "First Name",
    "Last Name",
    "Preferred Name",
    "Email",
    "Position Number",
    "Position Title",
    "Staff Group",
    "Job Role",
    "Pay Band",
    "Org L1",
    "Org L2",
    "Org L3",
    "Org L4",
    "Org L5",
    "Org L6",
    "Org L7",
    "Org L8",
    "Location",
    "Assignment Status",
    "Assignment Category",
    "Primary Assignment",
    "FTE",
    "Start Date",
    "End Date",
    "Supervisor Employee Number",
    "Absence Reason",
    "Absence Start",
    "Absence End",
    "Retain Until",
];

/// Writes `assignments.csv`.
pub fn assignments(trust: &Trust) -> File {
    let mut table = Table::new("assignments.csv", &HEADINGS);
    let positions = Positions::new(trust);
    for person in &trust.people {
        for (index, assignment) in person.assignments.iter().enumerate() {
            let role = trust.role(assignment);
            let units = units(trust, assignment);
            let mut row = vec![
                person.number.clone(),
                person.assignment_number(index),
                person.name.title.to_owned(),
                person.name.first.clone(),
                person.name.last.clone(),
                person.name.preferred.clone(),
                person.email.clone(),
                positions.number(assignment.post, trust),
                role.title.clone(),
                role.staff_group.clone(),
                role.job_role.clone(),
                pay_band(&role.band),
            ];
            row.extend(units);
            row.extend([
                trust.tree.teams[assignment.post.team].location.clone(),
                assignment.status.to_owned(),
                assignment.category.to_owned(),
                if index == 0 { "Yes" } else { "No" }.to_owned(),
                format!("{}.{:02}", assignment.fte / 100, assignment.fte % 100),
                esr_date(assignment.start),
                esr_date_or_empty(assignment.end),
                supervisor(trust, person),
                person.absence.map(|a| a.reason).unwrap_or_default().to_owned(),
                esr_date_or_empty(person.absence.map(|a| a.start)),
                String::new(),
                String::new(),
            ]);
            table.row(&row);
        }
    }
    table.finish()
}

/// The names of levels 1 to 8, empty where there is none.
pub fn units(trust: &Trust, assignment: &Assignment) -> Vec<String> {
    let team = &trust.tree.teams[assignment.post.team];
    let mut units = team.path.clone();
    units.extend(team.below.iter().take(assignment.below).cloned());
    units.resize(8, String::new());
    units
}

/// The employee number of a person's supervisor, or nothing.
pub fn supervisor(trust: &Trust, person: &Person) -> String {
    person.supervisor.map(|who| trust.people[who].number.clone()).unwrap_or_default()
}

/// `Band 5`, or the code of a scale outside the bands.
pub fn pay_band(band: &str) -> String {
    match band {
        "-" => String::new(),
        _ if band.starts_with(|c: char| c.is_ascii_digit()) => format!("Band {band}"),
        _ => band.to_owned(),
    }
}

/// Position numbers: one for a title in a few neighbouring teams of a service, about 420 in a trust
/// of 2,440. A position can have many holders.
pub struct Positions(BTreeMap<(usize, usize, usize), usize>);

impl Positions {
    /// Numbers the positions that anyone holds.
    pub fn new(trust: &Trust) -> Self {
        let mut numbers: BTreeMap<_, usize> = trust
            .people
            .iter()
            .flat_map(|p| &p.assignments)
            .map(|a| (Self::key(a.post, trust), 0))
            .collect();
        let mut number = 4_362_624;
        let mut dice = trust.dice("positions", 0);
        for value in numbers.values_mut() {
            *value = number;
            number += 1 + dice.below(40);
        }
        Self(numbers)
    }

    /// The number of a post's position.
    pub fn number(&self, post: Post, trust: &Trust) -> String {
        self.0[&Self::key(post, trust)].to_string()
    }

    fn key(post: Post, trust: &Trust) -> (usize, usize, usize) {
        let team = &trust.tree.teams[post.team];
        (post.role, team.service, team.number / 4)
    }
}
