//! ESR generic outbound files: what lines of people, assignments, positions and
//! organisations change of what is recorded.
//!
//! Each version adds to the import's list of assignments, and to a list of
//! people of its own, for a person's line may come without an assignment's.
//! Version 1 updates people and statuses; version 2 builds posts and units too,
//! by ESR's own numbers (`numbers`), and only it can be full. An outbound line
//! may hold for other days than the extract's: `lines` picks the one that holds.

mod deletes;
mod lines;
mod numbers;
mod sequence;
mod units;
mod version_1;
mod version_2;

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;

use super::Plan;
use super::people::{Known, Stated};
use crate::facts::{PersonFact, PostFact};
use crate::import::{
    Kind, Outbound, OutboundAssignment, OutboundPerson, Place, Problem, Reading, Severity,
};
use numbers::Numbers;

/// What outbound files say beside the assignments they state.
#[derive(Default)]
pub(super) struct Feed {
    /// People whom a line tells of.
    pub(super) people: Vec<Told>,
    /// Assignments that a line deletes: they end the day before the extract.
    pub(super) deleted: BTreeMap<String, Place>,
    /// Whether a full file of version 2 states every assignment there is.
    pub(super) full: bool,
    /// Assignments that are in the file and were not used: they have not vanished.
    pub(super) spared: HashSet<String>,
}

/// A person as outbound lines leave them.
pub(super) struct Told {
    pub(super) places: Vec<Place>,
    pub(super) person: PersonFact,
}

/// Adds what outbound files state to the import's list of assignments.
pub(super) fn state(
    plan: &mut Plan<'_>,
    reading: &Reading,
    known: &Known<'_>,
    stated: &mut Vec<Stated>,
) -> Feed {
    let mut feed = Feed::default();
    if reading.outbound.is_empty() {
        return feed;
    }
    let before = Numbers::load(&plan.recorded.outbound);
    if before.is_damaged() {
        let file = &reading.files[reading.outbound[0].file].name;
        plan.problems.push(Problem::with_file(
            Severity::Warning,
            file,
            "Some of what was recorded of ESR's own numbers cannot be read and is left aside.",
            "Import a full outbound file, which says it all again.",
        ));
    }
    let mut numbers = before.clone();
    let mut files: Vec<&Outbound> = reading.outbound.iter().collect();
    files.sort_by_key(|file| (file.extract_date, file.sequence));
    files.retain(|file| sequence::accept(plan, reading, file, &mut numbers));
    let (first, second): (Vec<&Outbound>, Vec<&Outbound>) =
        files.into_iter().partition(|file| file.version == Kind::OutboundV1);
    let mut ground = Ground::new(known, stated);
    if !second.is_empty() {
        let change = version_2::Change { reading, before: &before, numbers: &mut numbers };
        change.read(plan, &second, &mut ground, &mut feed);
    }
    if !first.is_empty() {
        version_1::read(plan, reading, &first, &mut ground);
    }
    feed.people = ground.told.into_values().collect();
    numbers.keep(plan, &before);
    feed
}

/// What outbound lines change: what is recorded, and what other files of the
/// import state.
struct Ground<'g, 'k> {
    known: &'g Known<'k>,
    stated: &'g mut Vec<Stated>,
    /// Where an assignment stands in `stated`.
    index: HashMap<String, usize>,
    /// People as other files of the import state them.
    people: HashMap<String, PersonFact>,
    /// The assignments in `stated`, by whose they are.
    held: HashMap<String, Vec<String>>,
    told: BTreeMap<String, Told>,
}

impl<'g, 'k> Ground<'g, 'k> {
    fn new(known: &'g Known<'k>, stated: &'g mut Vec<Stated>) -> Self {
        let mut people: HashMap<String, PersonFact> = HashMap::new();
        let mut index = HashMap::new();
        let mut held: HashMap<String, Vec<String>> = HashMap::new();
        for (at, entry) in stated.iter().enumerate() {
            index.insert(entry.assignment_number.clone(), at);
            let number = &entry.person.employee_number;
            held.entry(number.clone()).or_default().push(entry.assignment_number.clone());
            if entry.post.primary || !people.contains_key(number) {
                people.insert(number.clone(), entry.person.clone());
            }
        }
        Self { known, stated, index, people, held, told: BTreeMap::new() }
    }

    /// A person as far as the import and the record know them.
    fn person(&self, number: &str) -> Option<&PersonFact> {
        let told = self.told.get(number).map(|told| &told.person);
        told.or_else(|| self.people.get(number)).or_else(|| self.known.people.get(number).copied())
    }

    /// What a line says of a person; an empty cell says nothing.
    fn tell(&mut self, place: Place, update: &OutboundPerson) {
        let number = &update.employee_number;
        let mut person = self.person(number).cloned().unwrap_or_default();
        person.employee_number.clone_from(number);
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
        let told = self
            .told
            .entry(number.clone())
            .or_insert_with(|| Told { places: Vec::new(), person: PersonFact::default() });
        told.places.push(place);
        told.person = person;
    }

    /// The entry for an assignment in the import's list, as another file of the
    /// import or the record has it; `None` if neither knows it.
    fn assignment(&mut self, number: &str) -> Option<&mut Stated> {
        if let Some(at) = self.index.get(number) {
            return self.stated.get_mut(*at);
        }
        let posting = self.known.posts.get(number)?;
        let owner = posting.employee_number.clone();
        Some(self.add(number, owner, posting.post.clone()))
    }

    fn add(&mut self, number: &str, owner: String, post: PostFact) -> &mut Stated {
        let person = self.person(&owner).cloned().unwrap_or_default();
        self.index.insert(number.into(), self.stated.len());
        self.held.entry(owner.clone()).or_default().push(number.into());
        self.stated.push(Stated {
            places: Vec::new(),
            person: PersonFact { employee_number: owner, ..person },
            assignment_number: number.into(),
            post,
        });
        let last = self.stated.len() - 1;
        &mut self.stated[last]
    }

    /// The post of an assignment, as the import or the record has it.
    fn post(&self, number: &str) -> Option<&PostFact> {
        match self.index.get(number) {
            Some(at) => Some(&self.stated[*at].post),
            None => self.known.posts.get(number).map(|posting| &posting.post),
        }
    }

    /// Whose an assignment is, if the import or the record knows it.
    fn owner(&self, number: &str) -> Option<&str> {
        match self.index.get(number) {
            Some(at) => Some(self.stated[*at].person.employee_number.as_str()),
            None => self.known.posts.get(number).map(|posting| posting.employee_number.as_str()),
        }
    }

    /// The day an assignment ended for being missing or deleted, and nothing in
    /// this import says otherwise.
    fn ended(&self, number: &str) -> Option<Date> {
        if self.index.contains_key(number) {
            return None;
        }
        self.known.posts.get(number)?.applies.to
    }

    /// The last day of a leaver is the last of each of their assignments.
    fn leave(&mut self, place: Place, update: &OutboundPerson) {
        let Some(last) = update.termination_date else { return };
        // Somebody who came back is told with the day they left before.
        if update.hire_date.is_some_and(|hired| last < hired) {
            return;
        }
        let employee = update.employee_number.as_str();
        for number in self.assignments_of(employee) {
            if self.ended(&number).is_some() {
                continue;
            }
            let Some(post) = self.post(&number) else { continue };
            let runs = post.end.is_none_or(|end| end > last);
            if runs && post.start.is_none_or(|start| start <= last) {
                let Some(entry) = self.assignment(&number) else { continue };
                entry.post.end = Some(last);
                entry.places.push(place);
            }
        }
    }

    /// A person's assignments, recorded or stated, in the order of their numbers.
    fn assignments_of(&self, employee: &str) -> Vec<String> {
        let recorded = self.known.held.get(employee).into_iter().flatten();
        let stated = self.held.get(employee).into_iter().flatten();
        let mut numbers: Vec<String> =
            recorded.map(|number| (*number).to_owned()).chain(stated.cloned()).collect();
        numbers.sort();
        numbers.dedup();
        numbers
    }
}

/// What both versions say of an assignment beside its post; an empty cell says nothing.
fn update_status(post: &mut PostFact, update: &OutboundAssignment) {
    let set = |field: &mut String, value: &Option<String>| {
        if let Some(value) = value {
            field.clone_from(value);
        }
    };
    set(&mut post.status, &update.status);
    set(&mut post.location, &update.location);
    set(&mut post.supervisor, &update.supervisor_employee_number);
    post.end = update.end_date.or(post.end);
    post.primary = update.primary.unwrap_or(post.primary);
}

/// Says one thing of several rows, once for each file.
fn say_of_rows(
    plan: &mut Plan<'_>,
    reading: &Reading,
    severity: Severity,
    places: &[Place],
    what: &str,
    remedy: &str,
) {
    let mut places = places.to_vec();
    places.sort_unstable();
    places.dedup();
    for of_file in places.chunk_by(|a, b| a.file == b.file) {
        let others: Vec<String> =
            of_file.iter().skip(1).take(20).map(|place| place.row.to_string()).collect();
        let more = of_file.len() - 1 - others.len();
        let same = match (others.as_slice(), more) {
            ([], _) => String::new(),
            (others, 0) => format!(" The same in rows {}.", others.join(", ")),
            (others, more) => format!(" The same in rows {} and {more} more.", others.join(", ")),
        };
        plan.problem(reading, of_file[0], severity, ("", ""), format!("{what}{same}"), remedy);
    }
}
