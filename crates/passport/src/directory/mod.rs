//! The directory: everyone by name, number, email address, post and unit, in memory
//! until who works there changes. It finds; who may be shown is for the asker's
//! reach to say, before anything is counted.

mod index;
#[cfg(test)]
mod tests;
mod words;

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use passport_core::facts::{PersonFact, PostingFact};
use passport_core::organisation::team_name;
use passport_store::{Known, Organisation, StoreError};

use crate::access::works_on;
use crate::compliance::details;
use index::{Nearness, Words};

pub use words::{fold, has, words};

/// The most words of a question that are heeded.
const MOST_WORDS: usize = 8;
/// Not found by this word.
const NOT: u8 = u8::MAX;

/// Everyone, as they are looked for.
#[derive(Debug)]
pub struct Directory {
    people: Vec<Person>,
    names: Words,
    numbers: Words,
    addresses: Words,
    places: Words,
}

/// Someone in the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// First and last name.
    pub name: String,
    /// The employee number.
    pub employee_number: String,
    /// Position title and team; none for someone without a post on the day.
    pub post: Option<String>,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found<'a> {
    /// The nearest first, then by last name.
    pub people: Vec<&'a Person>,
    /// Nobody has what was typed: these are spelt much like it.
    pub similar: bool,
}

/// A person's facts, as the directory is made of them.
struct Entry<'f> {
    fact: &'f PersonFact,
    posts: Vec<&'f PostingFact>,
    /// By which people are sorted: the last name first.
    order: String,
}

impl Directory {
    /// The directory of an organisation on a day.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(organisation: &Organisation, day: Date) -> Result<Self, StoreError> {
        let people = organisation.facts::<PersonFact>(Known::Now).await?;
        let postings = organisation.facts::<PostingFact>(Known::Now).await?;
        let postings = postings.iter().map(|recorded| &recorded.fact);
        Ok(Self::new(people.iter().map(|recorded| &recorded.fact), postings, day))
    }

    /// From the facts of everyone.
    #[must_use]
    pub fn new<'f>(
        people: impl Iterator<Item = &'f PersonFact>,
        postings: impl Iterator<Item = &'f PostingFact>,
        day: Date,
    ) -> Self {
        let mut posts: HashMap<&str, Vec<&PostingFact>> = HashMap::new();
        for posting in postings.filter(|posting| works_on(posting, day)) {
            posts.entry(&posting.employee_number).or_default().push(posting);
        }
        let mut entries: Vec<Entry<'_>> = people
            .map(|fact| {
                let mut posts = posts.remove(fact.employee_number.as_str()).unwrap_or_default();
                posts.sort_by_key(|posting| !posting.post.primary);
                let order = fold(&format!("{} {}", fact.last_name, fact.first_name));
                Entry { fact, posts, order }
            })
            .collect();
        entries.sort_by(|a, b| {
            (&a.order, &a.fact.employee_number).cmp(&(&b.order, &b.fact.employee_number))
        });
        let field = |of: fn(&Entry<'_>) -> String| {
            let all = (0..).zip(&entries);
            Words::new(all.flat_map(|(person, entry)| {
                words(&of(entry)).into_iter().map(move |word| (word, person))
            }))
        };
        Self {
            names: field(|entry| entry.names()),
            numbers: field(|entry| entry.numbers()),
            addresses: field(|entry| entry.fact.email.clone()),
            places: field(|entry| entry.places()),
            people: entries.iter().map(Entry::person).collect(),
        }
    }

    /// Those of the people one may see who have every word of what was typed; where
    /// nobody has, those whose names are spelt much like it.
    #[must_use]
    pub fn find(&self, asked: &str, may_see: impl Fn(&str) -> bool) -> Found<'_> {
        let mut asked = words(asked);
        asked.truncate(MOST_WORDS);
        if asked.is_empty() {
            return Found::default();
        }
        for similar in [false, true] {
            let people = self.matching(&asked, &may_see, similar);
            if !people.is_empty() {
                return Found { people, similar };
            }
        }
        Found::default()
    }

    /// Those with one of these numbers, by number.
    #[must_use]
    pub fn of(&self, numbers: &HashSet<&str>) -> HashMap<&str, &Person> {
        let wanted =
            self.people.iter().filter(|one| numbers.contains(one.employee_number.as_str()));
        wanted.map(|one| (one.employee_number.as_str(), one)).collect()
    }

    fn matching(
        &self,
        asked: &[String],
        may_see: impl Fn(&str) -> bool,
        similar: bool,
    ) -> Vec<&Person> {
        let mut total = vec![0_u8; self.people.len()];
        for word in asked {
            let mut ranks = vec![NOT; self.people.len()];
            for (field, words) in
                (0..).zip([&self.names, &self.places, &self.numbers, &self.addresses])
            {
                // What is nearer comes first; of equals, a name before a place.
                let mut note = |person: u32, nearness: Nearness| {
                    let rank = &mut ranks[person as usize];
                    *rank = (*rank).min(nearness as u8 * 4 + field);
                };
                words.containing(word, &mut note);
                // A number or an address that is nearly right is somebody else's.
                if similar && field < 2 {
                    words.similar(word, asked.len() > 1, &mut note);
                }
            }
            for (sum, rank) in total.iter_mut().zip(ranks) {
                *sum = if rank == NOT { NOT } else { sum.saturating_add(rank) };
            }
        }
        // They are in the order of their names already: sorted by rank alone, by counting.
        let mut by_rank: Vec<Vec<&Person>> = vec![Vec::new(); usize::from(NOT)];
        for (person, rank) in self.people.iter().zip(total) {
            if rank != NOT && may_see(&person.employee_number) {
                by_rank[usize::from(rank)].push(person);
            }
        }
        by_rank.concat()
    }
}

impl Entry<'_> {
    fn names(&self) -> String {
        let PersonFact { first_name, last_name, preferred_name, .. } = self.fact;
        // Also as one word: a dash is often left out.
        let joined = last_name.replace(['-', ' '], "");
        format!("{first_name} {preferred_name} {last_name} {joined}")
    }

    fn numbers(&self) -> String {
        let assignments = self.posts.iter().map(|posting| posting.assignment_number.as_str());
        assignments.fold(self.fact.employee_number.clone(), |all, number| all + " " + number)
    }

    fn places(&self) -> String {
        let of = |posting: &&PostingFact| {
            format!("{} {} ", posting.post.position_title, posting.post.unit)
        };
        self.posts.iter().map(of).collect()
    }

    fn person(&self) -> Person {
        let post = self.posts.first().map(|posting| {
            let words = [posting.post.position_title.as_str(), team_name(&posting.post.unit)];
            words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", ")
        });
        Person {
            name: details(self.fact).name(),
            employee_number: self.fact.employee_number.clone(),
            post,
        }
    }
}
