//! ESR generic outbound files: updates of people and assignments.
//!
//! Version 1 updates people and statuses only: it names no post we could hang
//! a requirement on. Version 2 names people, positions and organisations by
//! ESR's own numbers, which later files of changes rely on; what was said of
//! each number is kept.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::Plan;
use super::people::{Known, Stated};
use crate::facts::{OutboundFact, PersonFact, PostFact};
use crate::import::{
    Kind, Outbound, OutboundAssignment, OutboundChange, OutboundOrganisation, OutboundPerson,
    OutboundPosition, Place, Reading, Severity,
};

/// Adds what outbound files state to the import's list of assignments.
pub(super) fn state(
    plan: &mut Plan<'_>,
    reading: &Reading,
    known: &Known<'_>,
    stated: &mut Vec<Stated>,
) {
    for file in &reading.outbound {
        match file.version {
            Kind::OutboundV1 => version_1(plan, reading, file, known, stated),
            _ => version_2(plan, reading, file, known, stated),
        }
    }
}

fn version_1(
    plan: &mut Plan<'_>,
    reading: &Reading,
    file: &Outbound,
    known: &Known<'_>,
    stated: &mut Vec<Stated>,
) {
    let mut people: HashMap<&str, (&OutboundPerson, Place)> = HashMap::new();
    // An assignment follows its person; version 1 gives it no person of its own.
    let mut person: Option<&str> = None;
    for row in &file.changes {
        match &row.value {
            OutboundChange::Person(update) => {
                person = Some(&update.employee_number);
                people.insert(&update.employee_number, (update, row.place));
            }
            OutboundChange::Assignment(update) => {
                let Some(posting) = known.posts.get(update.assignment_number.as_str()) else {
                    plan.problem(
                        reading,
                        row.place,
                        Severity::Note,
                        ("Assignment Number", &update.assignment_number),
                        "This assignment is not in the staff list; this kind of file updates people and statuses only.".into(),
                        "Import the person's assignment with its post.",
                    );
                    continue;
                };
                let number = posting.employee_number.as_str();
                let mut details =
                    known.people.get(number).map(|p| (*p).clone()).unwrap_or_default();
                details.employee_number = number.into();
                if person.is_none_or(|last| last == number)
                    && let Some((update, _)) = people.get(number)
                {
                    update_person(&mut details, update);
                }
                let mut post = posting.post.clone();
                update_status(&mut post, update);
                stated.push(Stated {
                    places: vec![row.place],
                    person: details,
                    assignment_number: update.assignment_number.clone(),
                    post,
                });
            }
            _ => {}
        }
    }
}

fn update_person(person: &mut PersonFact, update: &OutboundPerson) {
    let set = |field: &mut String, value: &Option<String>| {
        if let Some(value) = value {
            field.clone_from(value);
        }
    };
    set(&mut person.title, &update.title);
    set(&mut person.first_name, &update.first_name);
    set(&mut person.last_name, &update.last_name);
    set(&mut person.preferred_name, &update.preferred_name);
    set(&mut person.email, &update.email);
}

fn update_status(post: &mut PostFact, update: &OutboundAssignment) {
    let set = |field: &mut String, value: &Option<String>| {
        if let Some(value) = value {
            field.clone_from(value);
        }
    };
    set(&mut post.status, &update.status);
    set(&mut post.category, &update.category);
    set(&mut post.location, &update.location);
    set(&mut post.supervisor, &update.supervisor_employee_number);
    post.start = update.start_date.or(post.start);
    post.end = update.end_date.or(post.end);
    post.primary = update.primary.unwrap_or(post.primary);
    if let Some(fte) = update.fte {
        post.fte_hundredths = Some((fte * 100.0).round() as i64);
    }
}

/// What is known of ESR's own numbers.
#[derive(Default)]
struct Numbers {
    known: HashMap<(&'static str, String), String>,
}

#[derive(Default, Serialize, Deserialize)]
struct PersonNumber {
    employee_number: String,
}

#[derive(Default, Serialize, Deserialize)]
struct AssignmentNumber {
    assignment_number: String,
}

#[derive(Clone, Default, Serialize, Deserialize)]
struct Position {
    number: String,
    title: String,
    staff_group: String,
    job_role: String,
    pay_scale: String,
    organisation_id: String,
}

#[derive(Clone, Default, Serialize, Deserialize)]
struct Unit {
    name: String,
    parent_id: String,
}

const KINDS: [&str; 5] = ["person", "position", "organisation", "assignment", "sequence"];

impl Numbers {
    fn set<T: Serialize>(&mut self, kind: &'static str, id: &str, body: &T) {
        let body = serde_json::to_string(body).unwrap_or_default();
        self.known.insert((kind, id.into()), body);
    }

    fn get<T: for<'d> Deserialize<'d>>(&self, kind: &'static str, id: &str) -> Option<T> {
        serde_json::from_str(self.known.get(&(kind, id.into()))?).ok()
    }

    /// The path of an organisation, from the top down.
    fn path(&self, id: &str) -> String {
        let mut names = Vec::new();
        let mut next = id.to_owned();
        // Eight levels are usual; a loop in the data must not hang us.
        while names.len() < 20 {
            let Some(unit) = self.get::<Unit>("organisation", &next) else { break };
            names.push(unit.name);
            next = unit.parent_id;
        }
        names.reverse();
        names.join("|")
    }
}

fn version_2(
    plan: &mut Plan<'_>,
    reading: &Reading,
    file: &Outbound,
    known: &Known<'_>,
    stated: &mut Vec<Stated>,
) {
    let mut numbers = Numbers::default();
    for recorded in &plan.recorded.outbound {
        if let Some(kind) = KINDS.into_iter().find(|kind| *kind == recorded.fact.kind) {
            numbers.known.insert((kind, recorded.fact.esr_id.clone()), recorded.fact.body.clone());
        }
    }
    if !in_sequence(plan, reading, file, &mut numbers) {
        return;
    }
    for row in &file.changes {
        match &row.value {
            OutboundChange::Person(person) => {
                if let Some(id) = &person.person_id {
                    let body = PersonNumber { employee_number: person.employee_number.clone() };
                    numbers.set("person", id, &body);
                }
            }
            OutboundChange::Position(position) => {
                numbers.set("position", &position.position_id, &kept_position(position));
            }
            OutboundChange::Organisation(unit) => {
                numbers.set("organisation", &unit.organisation_id, &kept_unit(unit));
            }
            OutboundChange::Assignment(assignment) => {
                if let Some(id) = &assignment.assignment_id {
                    let body = AssignmentNumber {
                        assignment_number: assignment.assignment_number.clone(),
                    };
                    numbers.set("assignment", id, &body);
                }
            }
            _ => {}
        }
    }
    let updates: HashMap<&str, &OutboundPerson> = file
        .changes
        .iter()
        .filter_map(|row| match &row.value {
            OutboundChange::Person(person) => Some((person.employee_number.as_str(), &**person)),
            _ => None,
        })
        .collect();
    for row in &file.changes {
        match &row.value {
            OutboundChange::Assignment(assignment) => {
                let person: Option<PersonNumber> =
                    assignment.person_id.as_deref().and_then(|id| numbers.get("person", id));
                let Some(person) = person else {
                    plan.refuse(
                        reading,
                        row.place,
                        ("Person Id", assignment.person_id.as_deref().unwrap_or("")),
                        "No file so far says who this person is.".into(),
                        "Import the full outbound file first, then its changes in order.",
                    );
                    continue;
                };
                let number = person.employee_number;
                let mut details =
                    known.people.get(number.as_str()).map(|p| (*p).clone()).unwrap_or_default();
                details.employee_number.clone_from(&number);
                if let Some(update) = updates.get(number.as_str()) {
                    update_person(&mut details, update);
                }
                let mut post = known
                    .posts
                    .get(assignment.assignment_number.as_str())
                    .map(|posting| posting.post.clone())
                    .unwrap_or_default();
                update_status(&mut post, assignment);
                update_post(&mut post, assignment, &numbers);
                stated.push(Stated {
                    places: vec![row.place],
                    person: details,
                    assignment_number: assignment.assignment_number.clone(),
                    post,
                });
            }
            OutboundChange::AssignmentDeleted { assignment_id } => {
                let number: Option<AssignmentNumber> = numbers.get("assignment", assignment_id);
                let posting =
                    number.and_then(|n| known.posts.get(n.assignment_number.as_str()).copied());
                if let Some(posting) = posting {
                    let mut post = posting.post.clone();
                    post.end = Some(plan.day_before());
                    stated.push(Stated {
                        places: vec![row.place],
                        person: known
                            .people
                            .get(posting.employee_number.as_str())
                            .map(|p| (*p).clone())
                            .unwrap_or_default(),
                        assignment_number: posting.assignment_number.clone(),
                        post,
                    });
                }
            }
            _ => {}
        }
    }
    keep(plan, &numbers);
}

/// Whether the file is the first, the last again, or the one after it.
fn in_sequence(
    plan: &mut Plan<'_>,
    reading: &Reading,
    file: &Outbound,
    numbers: &mut Numbers,
) -> bool {
    let vpd = file.vpd.clone().unwrap_or_default();
    let Some(sequence) = file.sequence else { return true };
    if let Some(last) = numbers.get::<u64>("sequence", &vpd)
        && sequence != last
        && sequence != last + 1
    {
        let place = Place { file: file.file, row: 1 };
        plan.problem(
            reading,
            place,
            Severity::Error,
            ("File Sequence", &sequence.to_string()),
            format!(
                "The last file of this series was number {last}, so this can only be {last} or {}.",
                last + 1
            ),
            "Import the files between, in order, or a full file.",
        );
        for row in &file.changes {
            plan.tally.refused(row.place);
        }
        return false;
    }
    numbers.set("sequence", &vpd, &sequence);
    true
}

fn kept_position(position: &OutboundPosition) -> Position {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    Position {
        number: text(&position.position_number),
        title: text(&position.position_title),
        staff_group: text(&position.staff_group),
        job_role: text(&position.job_role),
        pay_scale: text(&position.pay_scale),
        organisation_id: text(&position.organisation_id),
    }
}

fn kept_unit(unit: &OutboundOrganisation) -> Unit {
    Unit {
        name: unit.name.clone().unwrap_or_default(),
        parent_id: unit.parent_id.clone().unwrap_or_default(),
    }
}

fn update_post(post: &mut PostFact, assignment: &OutboundAssignment, numbers: &Numbers) {
    let position: Option<Position> =
        assignment.position_id.as_deref().and_then(|id| numbers.get("position", id));
    if let Some(position) = &position {
        post.position_number.clone_from(&position.number);
        post.position_title.clone_from(&position.title);
        post.staff_group.clone_from(&position.staff_group);
        post.job_role.clone_from(&position.job_role);
        post.pay_band.clone_from(&position.pay_scale);
    }
    if let Some(group) = &assignment.staff_group {
        post.staff_group.clone_from(group);
    }
    if let Some(role) = &assignment.job_role {
        post.job_role.clone_from(role);
    }
    if let Some(grade) = &assignment.grade {
        post.pay_band.clone_from(grade);
    }
    let unit = assignment
        .organisation_id
        .clone()
        .or_else(|| position.map(|position| position.organisation_id))
        .map(|id| numbers.path(&id))
        .filter(|path| !path.is_empty());
    if let Some(unit) = unit {
        post.unit = unit;
    }
}

fn keep(plan: &mut Plan<'_>, numbers: &Numbers) {
    let recorded: HashMap<(&str, &str), (i64, &str)> = plan
        .recorded
        .outbound
        .iter()
        .map(|r| ((r.fact.kind.as_str(), r.fact.esr_id.as_str()), (r.id, r.fact.body.as_str())))
        .collect();
    let mut all: Vec<_> = numbers.known.iter().collect();
    all.sort();
    for ((kind, esr_id), body) in all {
        let fact =
            OutboundFact { kind: (*kind).into(), esr_id: esr_id.clone(), body: body.clone() };
        match recorded.get(&(*kind, esr_id.as_str())) {
            Some((_, before)) if *before == body.as_str() => {}
            Some((id, _)) => plan.changes.outbound.replace(*id, fact),
            None => plan.changes.outbound.add.push(fact),
        }
    }
}
