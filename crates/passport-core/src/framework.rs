//! The framework: which competences there are, how long each lasts, and what
//! satisfies what (rules.md sections 1 to 3).

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::requirement::Class;
use crate::text::normal;

/// A competence's place in its framework.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct CompetenceId(pub u32);

/// A subject's place in its framework.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct SubjectId(pub u32);

/// How long an award lasts. Ordered from the shortest: any number is shorter
/// than none, and what is not known may yet prove shorter than none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Period {
    /// Calendar months.
    Months(u16),
    /// No file says: the imported expiry decides.
    Unknown,
    /// Once only: it does not expire.
    Once,
}

impl Period {
    /// As stored and exchanged: `24`, `once`, `unknown`.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Months(months) => months.to_string(),
            Self::Unknown => "unknown".into(),
            Self::Once => "once".into(),
        }
    }

    /// Reads [`Period::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "unknown" => Some(Self::Unknown),
            "once" => Some(Self::Once),
            months => months.parse().ok().map(Self::Months),
        }
    }
}

/// From when a renewal runs (rules.md section 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Renewal {
    /// From the day it was completed.
    #[default]
    FromCompletion,
    /// From the previous expiry, if made in this many months before it.
    KeepAnniversary(u16),
}

/// Competences that together stand for another: one is an alternative or a
/// higher level, several are a composite whose parts are all needed.
pub type Parts = Vec<String>;

/// One named thing a person can hold: one level of a subject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Competence {
    /// Its recorded name, e.g. `NHS|CSTF|Fire Safety - 2 Years|`.
    pub name: String,
    /// Its subject, e.g. `Fire Safety`.
    pub subject: String,
    /// Its level, e.g. `2 Adult`; empty where the subject has one.
    pub level: String,
    /// How long an award lasts, by the employer's own rule.
    pub period: Period,
    /// The class a compliance extract's rows take; C or R.
    pub class: Option<Class>,
    /// The target in hundredths of a per cent, e.g. 8500.
    pub target: Option<u32>,
    /// Months of warning, where not the organisation's.
    pub warning_months: Option<u16>,
    /// The issuer sets the expiry: the imported date decides.
    pub as_printed: bool,
    /// Only awards on or after the assignment's start count.
    pub once_per_assignment: bool,
    /// From when a renewal runs.
    pub renewal: Renewal,
    /// Names of what satisfies it.
    pub satisfied_by: Vec<Parts>,
    /// Its other names.
    pub aliases: Vec<String>,
    /// False for one met in awards or an extract that no competences file describes.
    pub described: bool,
}

impl Competence {
    /// A competence that no file describes: a subject of its own.
    #[must_use]
    pub fn undescribed(name: &str, period: Period) -> Self {
        Self {
            name: name.into(),
            subject: name.into(),
            level: String::new(),
            period,
            class: None,
            target: None,
            warning_months: None,
            as_printed: false,
            once_per_assignment: false,
            renewal: Renewal::FromCompletion,
            satisfied_by: Vec::new(),
            aliases: Vec::new(),
            described: false,
        }
    }
}

/// All competences of an organisation with *satisfied by* closed transitively.
#[derive(Debug, Default)]
pub struct Framework {
    competences: Vec<Competence>,
    subjects: Vec<String>,
    subject_of: Vec<SubjectId>,
    by_name: HashMap<String, CompetenceId>,
    by_level: HashMap<(String, String), CompetenceId>,
    /// For each competence, one bit for each that satisfies it, itself included.
    satisfiers: Vec<Vec<u64>>,
    /// For each competence, the composites that satisfy it, its satisfiers' included.
    composites: Vec<Vec<Vec<CompetenceId>>>,
    /// Names in *satisfied by* that no competence bears.
    unknown_satisfiers: Vec<(CompetenceId, String)>,
}

impl Framework {
    /// Builds the framework; later competences of a name already taken are
    /// reached only by their subject and level.
    #[must_use]
    pub fn new(competences: Vec<Competence>) -> Self {
        let mut framework = Self { competences, ..Self::default() };
        framework.index_names();
        framework.close_satisfied_by();
        framework
    }

    fn index_names(&mut self) {
        let mut subjects: HashMap<String, SubjectId> = HashMap::new();
        for (index, competence) in self.competences.iter().enumerate() {
            let id = CompetenceId(u32::try_from(index).expect("fewer than 2^32 competences"));
            self.by_name.entry(normal(&competence.name)).or_insert(id);
            self.by_level
                .entry((normal(&competence.subject), normal(&competence.level)))
                .or_insert(id);
            let next = SubjectId(u32::try_from(self.subjects.len()).expect("fewer than 2^32"));
            let subject = *subjects.entry(normal(&competence.subject)).or_insert_with(|| {
                self.subjects.push(competence.subject.clone());
                next
            });
            self.subject_of.push(subject);
        }
        for (index, competence) in self.competences.iter().enumerate() {
            for alias in &competence.aliases {
                // A recorded name wins over another competence's alias for it.
                self.by_name.entry(normal(alias)).or_insert(CompetenceId(index as u32));
            }
        }
    }

    fn close_satisfied_by(&mut self) {
        let count = self.competences.len();
        let words = count.div_ceil(64);
        let mut direct: Vec<Vec<u64>> = vec![vec![0; words]; count];
        let mut composites: Vec<Vec<Vec<CompetenceId>>> = vec![Vec::new(); count];
        for (index, competence) in self.competences.iter().enumerate() {
            set(&mut direct[index], index);
            for parts in &competence.satisfied_by {
                let mut ids = Vec::new();
                for part in parts {
                    match self.by_name.get(&normal(part)) {
                        Some(id) => ids.push(*id),
                        None => {
                            self.unknown_satisfiers.push((CompetenceId(index as u32), part.clone()))
                        }
                    }
                }
                match (ids.len() == parts.len(), ids.as_slice()) {
                    (true, [one]) => set(&mut direct[index], one.0 as usize),
                    (true, [_, ..]) => composites[index].push(ids),
                    // A composite with an unknown part can never be complete.
                    _ => {}
                }
            }
        }
        // Warshall's closure over at most a few hundred competences.
        for middle in 0..count {
            let through = direct[middle].clone();
            for row in &mut direct {
                if has(row, middle) {
                    for (word, more) in row.iter_mut().zip(&through) {
                        *word |= more;
                    }
                }
            }
        }
        let own = composites.clone();
        for index in 0..count {
            for (other, of_other) in own.iter().enumerate() {
                if other != index && has(&direct[index], other) {
                    composites[index].extend(of_other.iter().cloned());
                }
            }
        }
        self.satisfiers = direct;
        self.composites = composites;
    }

    /// The competence at a place.
    #[must_use]
    pub fn competence(&self, id: CompetenceId) -> &Competence {
        &self.competences[id.0 as usize]
    }

    /// Every competence with its place.
    pub fn iter(&self) -> impl Iterator<Item = (CompetenceId, &Competence)> {
        self.competences.iter().enumerate().map(|(index, c)| (CompetenceId(index as u32), c))
    }

    /// The subject a competence is a level of.
    #[must_use]
    pub fn subject_of(&self, id: CompetenceId) -> SubjectId {
        self.subject_of[id.0 as usize]
    }

    /// A subject's name.
    #[must_use]
    pub fn subject_name(&self, id: SubjectId) -> &str {
        &self.subjects[id.0 as usize]
    }

    /// The competence of this name or alias.
    #[must_use]
    pub fn by_name(&self, name: &str) -> Option<CompetenceId> {
        self.by_name.get(&normal(name)).copied()
    }

    /// The subject of this name.
    #[must_use]
    pub fn subject(&self, name: &str) -> Option<SubjectId> {
        let wanted = normal(name);
        self.subjects.iter().position(|s| normal(s) == wanted).map(|i| SubjectId(i as u32))
    }

    /// The competence of this subject and level. A level left out is the only
    /// one the subject has; where it has several, there is no answer.
    #[must_use]
    pub fn by_level(&self, subject: &str, level: &str) -> Option<CompetenceId> {
        let (subject, level) = (normal(subject), normal(level));
        if let Some(id) = self.by_level.get(&(subject.clone(), level.clone())) {
            return Some(*id);
        }
        let mut levels = self.iter().filter(|(_, c)| normal(&c.subject) == subject);
        match (level.is_empty(), levels.next(), levels.next()) {
            (true, Some((only, _)), None) => Some(only),
            _ => None,
        }
    }

    /// Whether an award of `held` counts for a requirement of `required`.
    #[must_use]
    pub fn satisfies(&self, held: CompetenceId, required: CompetenceId) -> bool {
        self.satisfiers(required).contain(held)
    }

    /// Everything of which an award counts for a requirement of `required`.
    #[must_use]
    pub fn satisfiers(&self, required: CompetenceId) -> Satisfiers<'_> {
        Satisfiers(&self.satisfiers[required.0 as usize])
    }

    /// The composites that satisfy a competence.
    #[must_use]
    pub fn composites(&self, required: CompetenceId) -> &[Vec<CompetenceId>] {
        &self.composites[required.0 as usize]
    }

    /// Whether `higher` stands above `lower` on a ladder of their subject.
    #[must_use]
    pub fn is_above(&self, higher: CompetenceId, lower: CompetenceId) -> bool {
        higher != lower
            && self.subject_of(higher) == self.subject_of(lower)
            && self.satisfies(higher, lower)
            && !self.satisfies(lower, higher)
    }

    /// Whether the subject has more than one level, so that a line must say which.
    #[must_use]
    pub fn has_levels(&self, id: CompetenceId) -> bool {
        !self.competence(id).level.is_empty()
    }

    /// Names in *satisfied by* that no competence bears, for data health.
    #[must_use]
    pub fn unknown_satisfiers(&self) -> &[(CompetenceId, String)] {
        &self.unknown_satisfiers
    }
}

/// What satisfies one competence, itself included.
#[derive(Clone, Copy, Debug)]
pub struct Satisfiers<'a>(&'a [u64]);

impl Satisfiers<'_> {
    /// Whether this is one of them.
    #[must_use]
    pub fn contain(self, held: CompetenceId) -> bool {
        has(self.0, held.0 as usize)
    }
}

fn set(bits: &mut [u64], index: usize) {
    bits[index / 64] |= 1 << (index % 64);
}

fn has(bits: &[u64], index: usize) -> bool {
    bits[index / 64] & (1 << (index % 64)) != 0
}
