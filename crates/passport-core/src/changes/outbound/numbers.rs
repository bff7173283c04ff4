//! ESR's own numbers: version 2 names people, posts and units by them, and a
//! later file of changes by nothing else, so what was said of each is kept.
//! Whose a person's and an assignment's number is stands in a column of its own,
//! where a person's export and whoever deletes a record finds it.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::changes::Plan;
use crate::facts::{OutboundFact, Recorded};
use crate::import::{OutboundOrganisation, OutboundPosition};

/// What is known of ESR's own numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers {
    /// Employee numbers by person id.
    pub(super) people: BTreeMap<String, String>,
    /// Assignments by their id.
    pub(super) assignments: BTreeMap<String, Link>,
    /// Positions by their id.
    pub(super) positions: BTreeMap<String, Position>,
    /// Units by organisation id.
    pub(super) units: BTreeMap<String, Unit>,
    /// The last number of each series; `None` where it cannot be read.
    pub(super) series: BTreeMap<String, Option<u64>>,
    damaged: bool,
}

/// What an assignment's line ties together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Link {
    pub(super) assignment_number: String,
    #[serde(skip)]
    pub(super) employee_number: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) position_id: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) organisation_id: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) supervisor_id: String,
}

/// A position.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Position {
    pub(super) number: String,
    pub(super) title: String,
    pub(super) staff_group: String,
    pub(super) job_role: String,
    pub(super) pay_scale: String,
    pub(super) organisation_id: String,
}

impl Position {
    pub(super) fn of(position: &OutboundPosition) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        Self {
            number: text(&position.position_number),
            title: text(&position.position_title),
            staff_group: text(&position.staff_group),
            job_role: text(&position.job_role),
            pay_scale: text(&position.pay_scale),
            organisation_id: text(&position.organisation_id),
        }
    }
}

/// A unit of the tree.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Unit {
    pub(super) name: String,
    pub(super) parent_id: String,
}

impl Unit {
    pub(super) fn of(unit: &OutboundOrganisation) -> Self {
        Self {
            name: unit.name.clone().unwrap_or_default(),
            parent_id: unit.parent_id.clone().unwrap_or_default(),
        }
    }
}

/// A unit's path from the top down, as far as files told the units above it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Path {
    pub(super) names: String,
    /// Whether it reaches a unit that has none above.
    pub(super) whole: bool,
}

impl Numbers {
    pub(super) fn load(recorded: &[Recorded<OutboundFact>]) -> Self {
        let mut numbers = Self::default();
        for Recorded { fact, .. } in recorded {
            let id = fact.esr_id.clone();
            let read = match fact.kind.as_str() {
                "person" if fact.employee_number.is_empty() => None,
                "person" => {
                    numbers.people.insert(id, fact.employee_number.clone());
                    Some(())
                }
                "assignment" => read(&fact.body).map(|link: Link| {
                    let employee_number = fact.employee_number.clone();
                    numbers.assignments.insert(id, Link { employee_number, ..link });
                }),
                "position" => {
                    read(&fact.body).map(|position| drop(numbers.positions.insert(id, position)))
                }
                "organisation" => read(&fact.body).map(|unit| drop(numbers.units.insert(id, unit))),
                // The file that comes next answers for its own series.
                _ => {
                    numbers.series.insert(id, read(&fact.body));
                    Some(())
                }
            };
            numbers.damaged |= read.is_none();
        }
        numbers
    }

    /// Whether something recorded cannot be read.
    pub(super) fn is_damaged(&self) -> bool {
        self.damaged
    }

    /// The path of an organisation.
    pub(super) fn path(&self, id: &str) -> Path {
        let mut names = Vec::new();
        let mut next = id;
        // Eight levels are usual; a loop in the data must not hang us.
        while names.len() < 20 {
            let Some(unit) = self.units.get(next) else { break };
            names.push(unit.name.as_str());
            next = &unit.parent_id;
            if next.is_empty() {
                break;
            }
        }
        names.reverse();
        Path { whole: next.is_empty() && !names.is_empty(), names: names.join("|") }
    }

    /// The unit an assignment is in: its own, else its position's.
    pub(super) fn unit_of<'n>(&'n self, link: &'n Link) -> &'n str {
        match link.organisation_id.as_str() {
            "" => {
                let position = self.positions.get(&link.position_id);
                position.map_or("", |position| position.organisation_id.as_str())
            }
            own => own,
        }
    }

    /// Records what differs from what was recorded.
    pub(super) fn keep(&self, plan: &mut Plan<'_>, before: &Self) {
        let ids: HashMap<(&str, &str), i64> = plan
            .recorded
            .outbound
            .iter()
            .map(|r| ((r.fact.kind.as_str(), r.fact.esr_id.as_str()), r.id))
            .collect();
        let mut facts: Vec<OutboundFact> = Vec::new();
        let fact = |kind: &str, id: &str, body: String, employee: &str| OutboundFact {
            kind: kind.into(),
            esr_id: id.into(),
            body,
            employee_number: employee.into(),
        };
        for (id, link) in differing(&self.assignments, &before.assignments) {
            facts.push(fact("assignment", id, write(link), &link.employee_number));
        }
        for (id, unit) in differing(&self.units, &before.units) {
            facts.push(fact("organisation", id, write(unit), ""));
        }
        for (id, employee) in differing(&self.people, &before.people) {
            facts.push(fact("person", id, "{}".into(), employee));
        }
        for (id, position) in differing(&self.positions, &before.positions) {
            facts.push(fact("position", id, write(position), ""));
        }
        for (id, last) in differing(&self.series, &before.series) {
            facts.push(fact("sequence", id, write(last), ""));
        }
        for fact in facts {
            match ids.get(&(fact.kind.as_str(), fact.esr_id.as_str())) {
                Some(id) => plan.changes.outbound.replace(*id, fact),
                None => plan.changes.outbound.add.push(fact),
            }
        }
    }
}

fn differing<'m, T: PartialEq>(
    now: &'m BTreeMap<String, T>,
    before: &'m BTreeMap<String, T>,
) -> impl Iterator<Item = (&'m String, &'m T)> {
    now.iter().filter(|(id, value)| before.get(*id) != Some(*value))
}

fn read<T: for<'d> Deserialize<'d>>(body: &str) -> Option<T> {
    serde_json::from_str(body).ok()
}

fn write<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
