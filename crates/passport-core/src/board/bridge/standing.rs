//! How one person's lines stand in one evaluation, for one figure.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::compliance::{ClassFilter, Count, Rulebook, Status, figure_lines};
use crate::record::Person;
use crate::setting::{CountBy, Policy};

/// Which figure.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// C, R or all.
    pub class: ClassFilter,
    /// Only the unit of this path and all below it, since places of units differ between
    /// two states of the rules; where there is no such unit yet, nobody is in it.
    pub unit: Option<&'a str>,
}

/// A line, whatever the day: the assignment's number, and subject and level by name,
/// since their places differ between two states of the rules. Where the organisation
/// counts by person the assignment is empty.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The assignment's number; empty where lines are counted by person.
    pub assignment: String,
    /// The subject.
    pub subject: String,
    /// The level.
    pub level: String,
}

/// Where somebody is, as one figure sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Post {
    /// In no post of the organisation.
    #[default]
    None,
    /// In a post that this figure does not count.
    Elsewhere,
    /// In a post that it counts.
    Here,
}

/// One line in one evaluation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Where its person is.
    pub post: Post,
    /// How it stands; `None` where it is not required.
    pub status: Option<Status>,
    /// Whether the figure counts it.
    pub counted: bool,
}

impl Line {
    pub(super) fn count(self) -> Count {
        let compliant = self.counted && self.status.is_some_and(Status::is_compliant);
        Count { counted: self.counted.into(), compliant: compliant.into() }
    }
}

/// How one person's lines stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    posts: BTreeMap<String, Post>,
    lines: BTreeMap<Key, (Status, bool)>,
}

impl Standing {
    /// Evaluates one person as one state of knowledge has them. All that a bridge takes
    /// in is counted alike: its policies say the same of `count_by`.
    #[must_use]
    pub fn of(
        rules: &Rulebook,
        policy: &Policy,
        person: &Person,
        as_at: Date,
        scope: Scope<'_>,
    ) -> Self {
        let mut standing = Self::default();
        let number = |place: usize| match policy.count_by {
            CountBy::Assignment => person.assignments[place].number.clone(),
            CountBy::Person => String::new(),
        };
        let only = scope.unit.map(|path| rules.units.find(path));
        for of_assignment in figure_lines(rules, policy, person, as_at) {
            let posting = person.assignments[of_assignment.assignment].on(as_at);
            let unit = posting.and_then(|posting| posting.unit);
            let here = only.is_none_or(|only| {
                unit.zip(only).is_some_and(|(unit, only)| rules.units.is_within(unit, only))
            });
            let assignment = number(of_assignment.assignment);
            standing.post(&assignment, if here { Post::Here } else { Post::Elsewhere });
            if !here {
                continue;
            }
            for line in of_assignment.lines.iter().filter(|line| scope.class.takes(line.class)) {
                let competence = rules.framework.competence(line.competence);
                let subject = rules.framework.subject_of(line.competence);
                let key = Key {
                    assignment: assignment.clone(),
                    subject: rules.framework.subject_name(subject).into(),
                    level: competence.level.clone(),
                };
                standing.require(key, line.status, line.counted);
            }
        }
        standing
    }

    /// Notes where an assignment is.
    pub fn post(&mut self, assignment: &str, post: Post) {
        self.posts.insert(assignment.into(), post);
    }

    /// Notes a line. Where the same is announced and in force, the one in force stands.
    pub fn require(&mut self, key: Key, status: Status, counted: bool) {
        if status == Status::NotYetIntroduced {
            self.lines.entry(key).or_insert((status, counted));
        } else {
            self.lines.insert(key, (status, counted));
        }
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &Key> {
        self.lines.keys()
    }

    /// How a line stands. An assignment that is not here while its person is in another
    /// post of the organisation is elsewhere: that is a mover, not a starter or leaver.
    pub(super) fn line(&self, key: &Key) -> Line {
        let own = self.posts.get(&key.assignment).copied();
        let post = own.unwrap_or(match self.posts.is_empty() {
            true => Post::None,
            false => Post::Elsewhere,
        });
        let (status, counted) = match self.lines.get(key) {
            Some((status, counted)) => (Some(*status), *counted),
            None => (None, false),
        };
        Line { post, status, counted }
    }
}
