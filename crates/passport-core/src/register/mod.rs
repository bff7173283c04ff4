//! The register: recorded that evaluations take of an organisation's people, in
//! memory and small. Names stand once and rows hold their numbers; a person is
//! unfolded when somebody asks. The store keeps the facts, this is a copy of those
//! that hold now, up to a change.

mod entry;
mod names;

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use crate::compliance::Rulebook;
use crate::framework::CompetenceId;
use crate::record::Person;

pub use entry::{Entry, RecordedPerson};
pub use names::Names;

/// Everyone of an organisation as they are recorded up to a change.
#[derive(Clone, Debug, Default)]
pub struct Register {
    /// The last change that is in it.
    pub change: i64,
    names: Names,
    /// By employee number as text by code point.
    people: Vec<Arc<Entry>>,
    newest_fact: i64,
    /// The names that awards use, each with the first fact that does.
    met: Vec<(i64, u32)>,
    key: u64,
}

/// What the names of awards mean under certain rules: made once for many people.
#[derive(Debug)]
pub struct Meanings {
    competences: Vec<Option<CompetenceId>>,
}

/// A register as people are entered into it.
#[derive(Debug, Default)]
pub struct Builder(Register);

impl Builder {
    /// Enters people.
    pub fn enter(&mut self, people: impl IntoIterator<Item = RecordedPerson>) {
        for person in people {
            self.0.enter(person);
        }
    }

    /// The register, up to a change.
    #[must_use]
    pub fn register(self, change: i64) -> Register {
        let mut register = self.0;
        register.change = change;
        register.settle();
        register
    }
}

impl Register {
    /// The same with some people as they are recorded up to a later change. Those
    /// asked for and not brought are there no more.
    #[must_use]
    pub fn with(&self, change: i64, asked: &[String], brought: Vec<RecordedPerson>) -> Self {
        let asked: HashSet<&str> = asked.iter().map(String::as_str).collect();
        let mut builder = Builder(self.clone());
        builder.0.people.retain(|entry| !asked.contains(entry.number()));
        builder.enter(brought);
        builder.register(change)
    }

    fn enter(&mut self, person: RecordedPerson) {
        self.newest_fact = self.newest_fact.max(person.newest_fact());
        self.people.push(Arc::new(Entry::new(&mut self.names, person)));
    }

    fn settle(&mut self) {
        self.people.sort_by(|a, b| a.number().cmp(b.number()));
        self.meet();
    }

    /// Which names awards use, the first met first.
    fn meet(&mut self) {
        let mut first: Vec<Option<i64>> = vec![None; self.names.len()];
        for (name, id) in self.people.iter().flat_map(|entry| entry.award_names()) {
            let known = &mut first[name as usize];
            *known = Some(known.map_or(id, |known| known.min(id)));
        }
        let mut met: Vec<(i64, u32)> =
            (0..).zip(&first).filter_map(|(name, id)| Some(((*id)?, name))).collect();
        met.sort_unstable();
        let mut hasher = DefaultHasher::new();
        for (first, name) in &met {
            (first, name, self.names.text(*name)).hash(&mut hasher);
        }
        (self.met, self.key) = (met, hasher.finish());
    }

    /// The greatest number of a fact in it: a later one is not.
    #[must_use]
    pub const fn newest_fact(&self) -> i64 {
        self.newest_fact
    }

    /// How many people it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// Whether it has nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// Everyone, by employee number as text by code point.
    #[must_use]
    pub fn people(&self) -> &[Arc<Entry>] {
        &self.people
    }

    /// The person of an employee number.
    #[must_use]
    pub fn person(&self, number: &str) -> Option<&Entry> {
        let place = self.people.binary_search_by(|entry| entry.number().cmp(number)).ok()?;
        self.people.get(place).map(Arc::as_ref)
    }

    /// The names that rows hold by number.
    #[must_use]
    pub const fn names(&self) -> &Names {
        &self.names
    }

    /// Every competence name that awards use, each with the number of the first fact
    /// that does, the first met first.
    pub fn names_met(&self) -> impl Iterator<Item = (i64, &str)> {
        self.met.iter().map(|(first, name)| (*first, self.names.text(*name)))
    }

    /// The same for registers whose awards use the same names by the same numbers:
    /// rules and meanings made for one hold for the other.
    #[must_use]
    pub const fn names_key(&self) -> u64 {
        self.key
    }

    /// What its awards' names mean under rules.
    #[must_use]
    pub fn meanings(&self, rules: &Rulebook) -> Meanings {
        let mut competences = vec![None; self.names.len()];
        for (_, name) in &self.met {
            competences[*name as usize] = rules.framework.by_name(self.names.text(*name));
        }
        Meanings { competences }
    }

    /// A person as an evaluation takes them. `own_vpd` is the organisation's number,
    /// as for [`crate::assemble::person`].
    #[must_use]
    pub fn unfold(
        &self,
        entry: &Entry,
        rules: &Rulebook,
        meanings: &Meanings,
        own_vpd: &str,
    ) -> Person {
        entry.unfold(&self.names, rules, own_vpd, |name| meanings.of(name))
    }
}

impl Meanings {
    /// The competence of a name's number, if the rules know it.
    #[must_use]
    pub fn of(&self, name: u32) -> Option<CompetenceId> {
        self.competences.get(name as usize).copied().flatten()
    }
}
