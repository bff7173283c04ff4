//! The brake: an extract in which many people leave or move is more likely a
//! broken extract than a reorganisation.

use std::collections::{HashMap, HashSet};

use super::Plan;
use crate::facts::PostingFact;
use crate::import::Reading;
use crate::text::normal;
use crate::workforce::begins_with;

/// How many people the import would have leave or move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Movement {
    /// People with an assignment on the extract date, as recorded.
    pub people: usize,
    /// Of them, those who would have none.
    pub leaving: usize,
    /// Of them, those who would have changed unit or position.
    pub moving: usize,
    /// Whether that is more than the organisation allows without a word.
    pub too_large: bool,
}

impl Plan<'_> {
    pub(super) fn movement(&mut self, _reading: &Reading) {
        let day = self.terms.extract_date;
        let voided: HashSet<i64> = self.changes.postings.void.iter().copied().collect();
        let on = |facts: &mut dyn Iterator<Item = &PostingFact>| {
            let mut posts: HashMap<String, Vec<(String, String)>> = HashMap::new();
            for fact in facts {
                let post = &fact.post;
                let present = fact.applies.covers(day)
                    && post.start.is_none_or(|start| start <= day)
                    && post.end.is_none_or(|end| day <= end)
                    && !begins_with(&post.status, "terminat");
                if present {
                    posts
                        .entry(fact.employee_number.clone())
                        .or_default()
                        .push((self.unit_now(&post.unit), normal(&post.position_number)));
                }
            }
            for held in posts.values_mut() {
                held.sort();
            }
            posts
        };
        let before = on(&mut self.recorded.postings.iter().map(|posting| &posting.fact));
        let after = on(&mut self
            .recorded
            .postings
            .iter()
            .filter(|posting| !voided.contains(&posting.id))
            .map(|posting| &posting.fact)
            .chain(&self.changes.postings.add));
        let leaving = before.keys().filter(|person| !after.contains_key(*person)).count();
        let moving = before
            .iter()
            .filter(|(person, held)| {
                after.get(*person).is_some_and(|now| !held.iter().any(|post| now.contains(post)))
            })
            .count();
        let people = before.len();
        self.changes.movement = Movement {
            people,
            leaving,
            moving,
            too_large: (leaving + moving) * 10_000 > people * self.terms.brake as usize,
        };
    }

    /// The unit's path by its newest name, so that a rename is not a move.
    pub(super) fn unit_now(&self, path: &str) -> String {
        self.recorded
            .unit_changes
            .iter()
            .map(|recorded| &recorded.fact)
            .chain(&self.changes.unit_changes.add)
            .fold(normal(path), |path, change| {
                normal(&crate::assemble::renamed(&path, &change.old_unit, &change.new_unit))
            })
    }
}

/// Assignment numbers of rows that could not be used: such an assignment has
/// not vanished, it could only not be read.
pub(super) fn refused_numbers(reading: &Reading) -> HashSet<String> {
    reading.refused_assignments.iter().cloned().collect()
}
