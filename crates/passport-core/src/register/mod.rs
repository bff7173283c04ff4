//! The register: everything that evaluations take of an organisation's people, in
//! memory and small. Names stand once and rows hold their numbers; a person is
//! unfolded when somebody asks. The store keeps the facts, this is a copy of those
//! that hold now, up to a change.

mod entry;
mod names;

use std::collections::{HashMap, HashSet};
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
    /// Shared by the registers that follow one another, as long as they suffice.
    names: Arc<Names>,
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
        let register = &mut builder.0;
        let mut names = Awarded::default();
        register.people.retain(|entry| {
            let stays = !asked.contains(entry.number());
            if !stays {
                names.left(entry);
            }
            stays
        });
        for person in brought {
            let entry = register.entry(person);
            names.came(&entry);
            let place = register.people.partition_point(|other| other.number() < entry.number());
            register.people.insert(place, entry);
        }
        if !names.keep(&register.met) {
            register.meet();
        }
        register.change = change;
        builder.0
    }

    fn enter(&mut self, person: RecordedPerson) {
        let entry = self.entry(person);
        self.people.push(entry);
    }

    fn entry(&mut self, person: RecordedPerson) -> Arc<Entry> {
        self.newest_fact = self.newest_fact.max(person.newest_fact());
        Arc::new(Entry::new(&mut self.names, person))
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
    pub fn names(&self) -> &Names {
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

/// The names that the awards of people used who were read again, and use now: mostly
/// the same, and then nobody else need be looked at.
#[derive(Debug, Default)]
struct Awarded {
    left: HashSet<(i64, u32)>,
    came: HashSet<(i64, u32)>,
}

impl Awarded {
    fn left(&mut self, entry: &Entry) {
        self.left.extend(entry.award_names().map(|(name, id)| (id, name)));
    }

    fn came(&mut self, entry: &Entry) {
        self.came.extend(entry.award_names().map(|(name, id)| (id, name)));
    }

    /// Whether the names that were met, each with its first fact, are those met now.
    fn keep(&self, met: &[(i64, u32)]) -> bool {
        let first: HashMap<u32, i64> = met.iter().map(|(id, name)| (*name, *id)).collect();
        let is_later = |(id, name): &(i64, u32)| first.get(name).is_some_and(|first| first < id);
        let mut differing = self.left.symmetric_difference(&self.came);
        differing.all(is_later)
    }
}

impl Meanings {
    /// The competence of a name's number, if the rules know it.
    #[must_use]
    pub fn of(&self, name: u32) -> Option<CompetenceId> {
        self.competences.get(name as usize).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Builder, RecordedPerson, Register};
    use crate::facts::{AwardFact, AwardOrigin, PersonFact, Recorded};

    fn person(number: &str, awards: &[(i64, &str)]) -> RecordedPerson {
        let fact = PersonFact { employee_number: number.into(), ..PersonFact::default() };
        let award = |(id, name): &(i64, &str)| Recorded {
            id: *id,
            recorded: 1,
            fact: AwardFact {
                employee_number: number.into(),
                competence_name: (*name).into(),
                date: date(2026, 1, 1),
                printed_expiry: None,
                vpd: String::new(),
                title: String::new(),
                origin: AwardOrigin::Import,
            },
        };
        RecordedPerson {
            person: Recorded { id: 1, recorded: 1, fact },
            postings: Vec::new(),
            awards: awards.iter().map(award).collect(),
            exemptions: Vec::new(),
            return_graces: Vec::new(),
            enrolments: Vec::new(),
            queries: Vec::new(),
            steps: Vec::new(),
        }
    }

    fn anew(people: Vec<RecordedPerson>) -> Register {
        let mut builder = Builder::default();
        builder.enter(people);
        builder.register(9)
    }

    fn met(register: &Register) -> Vec<(i64, String)> {
        register.names_met().map(|(id, name)| (id, name.to_owned())).collect()
    }

    #[test]
    fn the_names_met_are_those_of_a_register_made_anew_whatever_came_and_went() {
        let ann = || person("1", &[(10, "Fire"), (11, "Lifting")]);
        let bob = || person("2", &[(12, "Fire"), (13, "Food")]);
        let first = anew(vec![bob(), ann()]);
        let steps: [(&str, &[(i64, &str)]); 7] = [
            ("a later award of a known name", &[(10, "Fire"), (11, "Lifting"), (20, "Food")]),
            ("a name nobody met", &[(10, "Fire"), (11, "Lifting"), (20, "Blood")]),
            ("the first award of a name goes", &[(11, "Lifting")]),
            ("the only award of a name goes", &[(10, "Fire")]),
            ("an earlier award of a name comes", &[(9, "Food"), (10, "Fire"), (11, "Lifting")]),
            ("all go", &[]),
            ("another name under the same number", &[(10, "Food"), (11, "Lifting")]),
        ];
        for (what, awards) in steps {
            let asked = ["1".to_owned()];
            let later = first.with(9, &asked, vec![person("1", awards)]);
            let whole = anew(vec![person("1", awards), bob()]);
            assert_eq!(met(&later), met(&whole), "{what}");
            let same = met(&later) == met(&first);
            assert_eq!(later.names_key() == first.names_key(), same, "{what}");
        }
        let gone = first.with(9, &["1".to_owned()], Vec::new());
        assert_eq!((gone.len(), gone.person("1").is_none()), (1, true));
        let back = gone.with(9, &["0".to_owned(), "1".to_owned()], vec![ann(), person("0", &[])]);
        let numbers: Vec<&str> = back.people().iter().map(|entry| entry.number()).collect();
        assert_eq!(numbers, ["0", "1", "2"], "in their order");
    }
}
