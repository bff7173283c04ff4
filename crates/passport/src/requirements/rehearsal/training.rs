//! The training that new requirements take: which course, how long, and how many
//! places there are.

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;
use passport_core::framework::CompetenceId;

use super::load::Loaded;
use super::{Differing, Turns};
use crate::requirements::courses::Way;

/// What one competence takes of those who need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Training {
    /// Subject.
    pub subject: String,
    /// Level.
    pub level: String,
    /// How many people.
    pub people: u64,
    /// The courses they take; none where no course awards it.
    pub courses: Vec<String>,
    /// Minutes of each person; `None` where no course says how long it takes.
    pub minutes: Option<u64>,
    /// Places in classrooms, on screens included; e-learning takes none.
    pub places_needed: u64,
    /// Places left in the classes planned until the day.
    pub places_planned: u64,
}

/// What those take who turn red or must train by a day.
pub(super) fn training(loaded: &Loaded, lines: &[Differing], as_at: Date) -> Vec<Training> {
    let mut needed: BTreeMap<CompetenceId, HashSet<&str>> = BTreeMap::new();
    for line in lines.iter().filter(|line| matches!(line.turns, Turns::Red | Turns::InGrace)) {
        if let Some(state) = &line.after {
            needed.entry(state.competence).or_default().insert(&line.employee_number);
        }
    }
    let framework = &loaded.rules.book.framework;
    needed
        .into_iter()
        .map(|(competence, people)| {
            let people = people.len() as u64;
            let way = Way::of(&loaded.rules, competence);
            Training {
                subject: framework.subject_name(framework.subject_of(competence)).to_owned(),
                level: framework.competence(competence).level.clone(),
                people,
                courses: way.courses(&loaded.rules).map(|course| course.name.clone()).collect(),
                minutes: way.minutes(&loaded.rules),
                places_needed: if way.needs_places(&loaded.rules) { people } else { 0 },
                places_planned: way.places(&loaded.rules, loaded.today, as_at),
            }
        })
        .collect()
}
