//! Postings: what held of an assignment, from when to when.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::people::{Stated, differences};
use super::{Plan, brake, outbound};
use crate::facts::{PostFact, PostingFact, Recorded};
use crate::import::Reading;
use crate::span::{BEGINNING, Span};
use crate::wording::long_date;

impl Plan<'_> {
    pub(super) fn postings(
        &mut self,
        stated: Vec<Stated>,
        full: bool,
        feed: &outbound::Feed,
        reading: &Reading,
    ) {
        let recorded = self.recorded;
        let mut newest: HashMap<&str, &Recorded<PostingFact>> = HashMap::new();
        for posting in &recorded.postings {
            let entry = newest.entry(&posting.fact.assignment_number).or_insert(posting);
            if entry.fact.applies.from < posting.fact.applies.from {
                *entry = posting;
            }
        }
        let mut in_file: HashSet<String> = HashSet::with_capacity(stated.len());
        for entry in stated {
            in_file.insert(entry.assignment_number.clone());
            let before = newest.get(entry.assignment_number.as_str()).copied();
            if self.posting(before, &entry) {
                for place in &entry.places {
                    self.tally.used(*place);
                }
            }
        }
        for (number, place) in &feed.deleted {
            if let Some(posting) = newest.get(number.as_str())
                && posting.fact.applies.to.is_none()
                && in_file.insert(number.clone())
            {
                self.end_posting(posting, "is deleted in ESR");
                self.tally.used(*place);
            }
        }
        if full {
            let mut spared = brake::refused_numbers(reading);
            spared.extend(feed.spared.iter().cloned());
            self.end_missing(&newest, &in_file, &spared);
        }
    }

    /// Records what an assignment has become; whether that is a change.
    fn posting(&mut self, before: Option<&Recorded<PostingFact>>, stated: &Stated) -> bool {
        let extract = self.terms.extract_date;
        let new = |from: Date| PostingFact {
            assignment_number: stated.assignment_number.clone(),
            employee_number: stated.person.employee_number.clone(),
            applies: Span::since(from),
            post: stated.post.clone(),
        };
        let own_start = stated.post.start.unwrap_or(BEGINNING);
        let number = &stated.assignment_number;
        let Some(before) = before else {
            self.changes.postings.add.push(new(own_start));
            self.item("assignment added", || format!("Assignment {number} is new."));
            return true;
        };
        let was = &before.fact;
        if let Some(ended) = was.applies.to {
            // It had vanished and is back: from now, or from the start of a new spell.
            let from = if own_start > ended { own_start } else { extract.max(next(ended)) };
            self.changes.postings.add.push(new(from));
            self.item("assignment returned", || {
                format!("Assignment {number} is back from {}.", long_date(from))
            });
            return true;
        }
        if was.post == stated.post {
            return false;
        }
        self.changes.postings.void.push(before.id);
        if was.applies.from < extract {
            self.changes.postings.add.push(closed(was, self.day_before()));
        }
        // One that was only to begin may still begin later than the extract.
        let from = extract.max(own_start);
        let from = if was.applies.from < extract { extract } else { from };
        self.changes.postings.add.push(new(from));
        self.item(kind_of_change(&was.post, &stated.post), || {
            format!("Assignment {number}: {}.", differences(&was.post, &stated.post))
        });
        true
    }

    /// An assignment no longer in a full file ends the day before it.
    fn end_missing(
        &mut self,
        newest: &HashMap<&str, &Recorded<PostingFact>>,
        in_file: &HashSet<String>,
        refused: &HashSet<String>,
    ) {
        let mut missing: Vec<_> = newest
            .values()
            .filter(|posting| {
                posting.fact.applies.to.is_none()
                    && !in_file.contains(&posting.fact.assignment_number)
                    && !refused.contains(&posting.fact.assignment_number)
            })
            .collect();
        missing.sort_by_key(|posting| posting.id);
        for posting in missing {
            self.end_posting(posting, "is no longer in the file");
        }
    }

    /// An assignment ends the day before the extract.
    fn end_posting(&mut self, posting: &Recorded<PostingFact>, why: &str) {
        let last = self.day_before();
        self.changes.postings.void.push(posting.id);
        if posting.fact.applies.from <= last {
            self.changes.postings.add.push(closed(&posting.fact, last));
        }
        self.item("assignment ended", || {
            format!(
                "Assignment {} {why} and ends on {}.",
                posting.fact.assignment_number,
                long_date(last)
            )
        });
    }
}

fn closed(fact: &PostingFact, last: Date) -> PostingFact {
    PostingFact { applies: Span { from: fact.applies.from, to: Some(last) }, ..fact.clone() }
}

fn next(day: Date) -> Date {
    day.tomorrow().unwrap_or(day)
}

fn kind_of_change(before: &PostFact, after: &PostFact) -> &'static str {
    if before.unit != after.unit || before.position_number != after.position_number {
        "assignment moved"
    } else if before.status != after.status {
        "assignment status changed"
    } else {
        "assignment changed"
    }
}
