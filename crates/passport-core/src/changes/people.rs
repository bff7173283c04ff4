//! People and their posts: assignments files, compliance extracts and ESR's
//! outbound files all say who works where; here they become one list.

use std::collections::{HashMap, HashSet};

use super::references::{Found, Numbers};
use super::{Plan, outbound};
use crate::facts::{PersonFact, PostFact, PostingFact, Recorded};
use crate::import::{AssignmentRow, FileSummary, Place, Problem, Reading, Severity};

/// An assignment that the import states, with the person.
pub(super) struct Stated {
    pub(super) places: Vec<Place>,
    pub(super) person: PersonFact,
    pub(super) assignment_number: String,
    pub(super) post: PostFact,
}

impl Plan<'_> {
    pub(super) fn people_and_postings(&mut self, reading: &Reading) {
        let (stated, feed) = self.stated(reading);
        let stated = self.without_destroyed(reading, stated);
        self.people(&feed.people, &stated, reading);
        // A row of which not even the number can be read may be anybody's.
        let unread = reading.outbound.iter().find(|file| file.assignments_unread > 0);
        let whole = feed.full || !reading.assignments.is_empty() || !reading.compliance.is_empty();
        let full = !self.terms.partial && !reading.assignments_unread && unread.is_none() && whole;
        if (reading.assignments_unread || unread.is_some()) && whole && !self.terms.partial {
            let file = reading.assignments.first().map(|row| row.place.file);
            let file = file.or(unread.map(|file| file.file)).unwrap_or(0);
            self.problems.push(Problem::with_file(
                Severity::Warning,
                &reading.files[file].name,
                "Some rows could not be read at all and may be anybody's, so no assignment was ended for being missing.",
                "Correct those rows and import the file again.",
            ));
        }
        self.postings(stated, full, &feed, reading);
    }

    /// Every assignment the import states, each once.
    fn stated(&mut self, reading: &Reading) -> (Vec<Stated>, outbound::Feed) {
        let known = Known::new(self.recorded, reading);
        let mut stated: Vec<Stated> = Vec::new();
        let mut by_number: HashMap<String, usize> = HashMap::new();
        for row in &reading.assignments {
            let file = &reading.files[row.place.file];
            let Some(value) = self.with_zeros(reading, row.place, &row.value, &known) else {
                continue;
            };
            let new = state(&known, file, row.place, &value);
            match by_number.get(&value.assignment_number) {
                None => {
                    by_number.insert(value.assignment_number.clone(), stated.len());
                    stated.push(new);
                }
                Some(&first) if same(&stated[first], &new) => {
                    self.problem(
                        reading,
                        row.place,
                        Severity::Note,
                        ("Assignment Number", &value.assignment_number),
                        format!("Row {} says the same.", stated[first].places[0].row),
                        "",
                    );
                }
                Some(&first) => {
                    let row_before = stated[first].places[0].row;
                    self.refuse(
                        reading,
                        row.place,
                        ("Assignment Number", &value.assignment_number),
                        format!("Row {row_before} says something else of this assignment."),
                        "Leave one row for each assignment.",
                    );
                }
            }
        }
        // An assignments file says more of an assignment than an extract's rows do.
        let told: HashSet<String> = by_number.keys().cloned().collect();
        for row in &reading.compliance {
            let file = &reading.files[row.place.file];
            let Some(value) = self.with_zeros(reading, row.place, &row.value.assignment, &known)
            else {
                continue;
            };
            if told.contains(&value.assignment_number) {
                continue;
            }
            match by_number.get(&value.assignment_number) {
                None => {
                    by_number.insert(value.assignment_number.clone(), stated.len());
                    stated.push(state(&known, file, row.place, &value));
                }
                Some(&first) => {
                    let new = state(&known, file, row.place, &value);
                    if !same(&stated[first], &new) {
                        let row_before = stated[first].places[0].row;
                        self.problem(
                            reading,
                            row.place,
                            Severity::Warning,
                            ("Assignment Number", &value.assignment_number),
                            format!("Row {row_before} describes this assignment differently; that row was taken."),
                            "Extract the report again so that each assignment's rows agree.",
                        );
                    }
                    stated[first].places.push(row.place);
                }
            }
        }
        let feed = outbound::state(self, reading, &known, &mut stated);
        (stated, feed)
    }

    /// The row with leading zeros put back where exactly one known person fits.
    fn with_zeros(
        &mut self,
        reading: &Reading,
        place: Place,
        row: &AssignmentRow,
        known: &Known<'_>,
    ) -> Option<AssignmentRow> {
        let mut row = row.clone();
        if let Found::WithZeros(number) = known.numbers.find(&row.employee_number) {
            let number = number.to_owned();
            // A new person may well have the shorter number: only one that the
            // file itself does not also hold in full is taken for a lost zero.
            let both = known.stated.contains(number.as_str());
            if !both && number.len() > row.employee_number.len() {
                self.problem(
                    reading,
                    place,
                    Severity::Note,
                    ("Employee Number", &row.employee_number),
                    format!("Nobody has this number; {number} is the only one that differs just by leading zeros, and was taken."),
                    "Keep employee numbers as text in the spreadsheet.",
                );
                if let Some(rest) = row.assignment_number.strip_prefix(&row.employee_number) {
                    row.assignment_number = format!("{number}{rest}");
                }
                row.employee_number = number;
            }
        }
        if let Some(owner) = known.owner.get(row.assignment_number.as_str())
            && *owner != row.employee_number
        {
            self.refuse(
                reading,
                place,
                ("Assignment Number", &row.assignment_number),
                format!(
                    "This assignment is recorded for employee {owner}, not {}.",
                    row.employee_number
                ),
                "Correct the number; an assignment never passes to another person.",
            );
            return None;
        }
        Some(row)
    }

    fn people(&mut self, told: &[outbound::Told], stated: &[Stated], reading: &Reading) {
        let corrections = self.standing_corrections();
        let known: HashMap<&str, &Recorded<PersonFact>> =
            self.recorded.people.iter().map(|p| (p.fact.employee_number.as_str(), p)).collect();
        let mut done: HashSet<&str> = HashSet::new();
        // A person's primary assignment speaks for their name and address.
        let mut ordered: Vec<&Stated> = stated.iter().collect();
        ordered.sort_by_key(|s| !s.post.primary);
        // A line that tells of the person, and not of a post, speaks before it.
        let told = told.iter().map(|entry| (&entry.person, &entry.places));
        for (person, places) in
            told.chain(ordered.into_iter().map(|entry| (&entry.person, &entry.places)))
        {
            let number = person.employee_number.as_str();
            if !done.insert(number) {
                continue;
            }
            let person = &self.corrected(&corrections, person, places.first().copied(), reading);
            match known.get(number) {
                Some(before) if before.fact == *person => {}
                Some(before) => {
                    self.changes.people.replace(before.id, person.clone());
                    self.item("person's details changed", || {
                        format!("Person {number}: {}.", differences(&before.fact, person))
                    });
                    for place in places {
                        self.tally.used(*place);
                    }
                }
                None => {
                    self.changes.people.add.push(person.clone());
                    self.item("person added", || {
                        format!(
                            "Person {number}, {} {}, is new.",
                            person.first_name, person.last_name
                        )
                    });
                    for place in places {
                        self.tally.used(*place);
                    }
                }
            }
        }
    }
}

/// What is recorded of people and assignments, for filling in what a file's
/// missing columns do not say.
pub(super) struct Known<'a> {
    pub(super) people: HashMap<&'a str, &'a PersonFact>,
    pub(super) posts: HashMap<&'a str, &'a PostingFact>,
    pub(super) numbers: Numbers,
    /// Assignment numbers by whose they are.
    pub(super) held: HashMap<&'a str, HashSet<&'a str>>,
    owner: HashMap<&'a str, &'a str>,
    /// Every employee number that the files state themselves.
    stated: HashSet<&'a str>,
}

impl<'a> Known<'a> {
    fn new(recorded: &'a super::Recordings, reading: &'a Reading) -> Self {
        let mut posts: HashMap<&str, &PostingFact> = HashMap::new();
        let mut owner = HashMap::new();
        let mut held: HashMap<&str, HashSet<&str>> = HashMap::new();
        for posting in &recorded.postings {
            let fact = &posting.fact;
            owner.insert(fact.assignment_number.as_str(), fact.employee_number.as_str());
            held.entry(&fact.employee_number).or_default().insert(&fact.assignment_number);
            let newest = posts.entry(&fact.assignment_number).or_insert(fact);
            if newest.applies.from < fact.applies.from {
                *newest = fact;
            }
        }
        Self {
            people: recorded
                .people
                .iter()
                .map(|p| (p.fact.employee_number.as_str(), &p.fact))
                .collect(),
            posts,
            numbers: Numbers::new(recorded.people.iter().map(|p| p.fact.employee_number.as_str())),
            held,
            owner,
            stated: reading
                .assignments
                .iter()
                .map(|row| row.value.employee_number.as_str())
                .chain(reading.compliance.iter().map(|row| &*row.value.assignment.employee_number))
                .collect(),
        }
    }
}

/// The assignment a row states; where its file has no column, what is known stays.
fn state(known: &Known<'_>, file: &FileSummary, place: Place, row: &AssignmentRow) -> Stated {
    let person = known.people.get(row.employee_number.as_str()).map(|p| (*p).clone());
    let person = person.unwrap_or_default();
    let post = known.posts.get(row.assignment_number.as_str()).map(|p| p.post.clone());
    let post = post.unwrap_or_default();
    let text = |heading: &str, value: &Option<String>, before: String| {
        if file.gives(heading) { value.clone().unwrap_or_default() } else { before }
    };
    let unit_given =
        (1..=8).any(|level| file.gives(&format!("Org L{level}"))) || file.gives("Organisation");
    let sick_given = file.gives("Absence Reason") || file.gives("Absence Start");
    Stated {
        places: vec![place],
        person: PersonFact {
            employee_number: row.employee_number.clone(),
            title: text("Title", &row.title, person.title),
            first_name: text("First Name", &row.first_name, person.first_name),
            last_name: text("Last Name", &row.last_name, person.last_name),
            preferred_name: text("Preferred Name", &row.preferred_name, person.preferred_name),
            email: text("Email", &row.email, person.email),
            retain_until: if file.gives("Retain Until") {
                row.retain_until
            } else {
                person.retain_until
            },
        },
        assignment_number: row.assignment_number.clone(),
        post: PostFact {
            start: if file.gives("Start Date") { row.start_date } else { post.start },
            end: if file.gives("End Date") { row.end_date } else { post.end },
            position_number: text("Position Number", &row.position_number, post.position_number),
            position_title: text("Position Title", &row.position_title, post.position_title),
            staff_group: text("Staff Group", &row.staff_group, post.staff_group),
            job_role: text("Job Role", &row.job_role, post.job_role),
            pay_band: text("Pay Band", &row.pay_band, post.pay_band),
            unit: if unit_given { row.unit.join("|") } else { post.unit },
            location: text("Location", &row.location, post.location),
            status: text("Assignment Status", &row.status, post.status),
            category: text("Assignment Category", &row.category, post.category),
            primary: row.primary.unwrap_or(post.primary),
            fte_hundredths: if file.gives("FTE") {
                row.fte.map(|fte| (fte * 100.0).round() as i64)
            } else {
                post.fte_hundredths
            },
            supervisor: text(
                "Supervisor Employee Number",
                &row.supervisor_employee_number,
                post.supervisor,
            ),
            sick_from: if sick_given { row.sickness.map(|s| s.start) } else { post.sick_from },
            sick_to: if sick_given { row.sickness.and_then(|s| s.end) } else { post.sick_to },
        },
    }
}

fn same(a: &Stated, b: &Stated) -> bool {
    a.person == b.person && a.post == b.post
}

/// What differs between two records of one shape, field by field.
pub(super) fn differences<T: serde::Serialize>(before: &T, after: &T) -> String {
    let (Ok(serde_json::Value::Object(before)), Ok(serde_json::Value::Object(after))) =
        (serde_json::to_value(before), serde_json::to_value(after))
    else {
        return String::new();
    };
    let show = |value: &serde_json::Value| match value {
        serde_json::Value::Null => "nothing".to_owned(),
        serde_json::Value::String(text) if text.is_empty() => "nothing".to_owned(),
        serde_json::Value::String(text) => format!("“{text}”"),
        other => other.to_string(),
    };
    let parts: Vec<String> = before
        .iter()
        .filter(|(field, value)| after.get(*field) != Some(*value))
        .map(|(field, value)| {
            let becomes = after.get(field).map_or_else(|| "nothing".into(), &show);
            format!("{} was {}, becomes {becomes}", field.replace('_', " "), show(value))
        })
        .collect();
    parts.join("; ")
}
