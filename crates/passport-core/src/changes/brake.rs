//! The brake: an extract in which many people leave or move, or most of what was
//! required ends, is more likely a broken extract than a reorganisation.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::Plan;
use crate::entered::Origin;
use crate::facts::PostingFact;
use crate::import::Reading;
use crate::span::Span;
use crate::text::normal;
use crate::workforce::begins_with;

/// What the brake looks at, and whether it holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Brake {
    /// People who would leave or move.
    pub movement: Movement,
    /// Requirements that would end because the file no longer holds them.
    pub requirements: Ending,
    /// Exemptions that would end because the file no longer holds them.
    pub exemptions: Ending,
}

impl Brake {
    /// Whether the import is refused without a word from whoever imports.
    #[must_use]
    pub const fn holds(&self) -> bool {
        self.movement.too_large || self.requirements.too_large || self.exemptions.too_large
    }
}

/// How many facts of a kind would end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ending {
    /// Those that held the day before the extract.
    pub held: usize,
    /// Of them, those that would end.
    pub ending: usize,
    /// Whether that is more than the organisation allows without a word.
    pub too_large: bool,
}

/// Fewer endings than this never stop an import, whatever share they are: a
/// small trust has few exemptions, and they end.
const FEWEST_ENDINGS: usize = 10;

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
    pub(super) fn brake(&mut self) {
        self.changes.brake.movement = self.movement();
        let most = self.terms.brake_endings as usize;
        let day = self.terms.extract_date;
        let held = |from: Option<Date>, to: Option<Date>, applies: Span| {
            applies.to.is_none()
                && from.is_none_or(|from| from < day)
                && to.is_none_or(|to| day <= to)
        };
        let requirements = self.recorded.requirements.iter().map(|known| &known.fact);
        let exemptions = self.recorded.exemptions.iter().map(|known| &known.fact);
        let exemptions = exemptions.filter(|fact| fact.origin == Origin::File);
        let brake = &mut self.changes.brake;
        brake.requirements.held =
            requirements.filter(|fact| held(fact.date_from, fact.date_to, fact.applies)).count();
        brake.exemptions.held = exemptions
            .filter(|fact| held(Some(fact.date_from), fact.date_to, fact.applies))
            .count();
        for ending in [&mut brake.requirements, &mut brake.exemptions] {
            ending.too_large =
                ending.ending >= FEWEST_ENDINGS && ending.ending * 10_000 > ending.held * most;
        }
    }

    fn movement(&self) -> Movement {
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
        Movement {
            people,
            leaving,
            moving,
            too_large: (leaving + moving) * 10_000 > people * self.terms.brake as usize,
        }
    }

    /// The unit's path by its newest name, so that a rename is not a move.
    pub(super) fn unit_now(&self, path: &str) -> String {
        self.recorded
            .unit_changes
            .iter()
            .map(|recorded| &recorded.fact)
            .chain(&self.changes.unit_changes.add)
            .fold(normal(path), |path, change| normal(&crate::assemble::renamed(&path, change)))
    }
}

/// Assignment numbers of rows that could not be used: such an assignment has
/// not vanished, it could only not be read.
pub(super) fn refused_numbers(reading: &Reading) -> HashSet<String> {
    reading.refused_assignments.iter().cloned().collect()
}
