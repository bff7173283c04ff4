//! What stands behind a line: who is asked, which awards count toward it, which
//! parts of a composite are missing and which extensions touch it. Statuses and
//! expiries are compliance's; this only finds the facts that explain them.

use jiff::civil::Date;

use crate::compliance::{Attained, Expiry, Line, Need, Rulebook, Terms, attain};
use crate::framework::{CompetenceId, Framework, SubjectId};
use crate::record::{Award, Exemption, Extension, Person};
use crate::requirement::{Requirement, reaches};
use crate::workforce::Posting;

/// One person under one organisation's rules on one day.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub rules: &'a Rulebook,
    pub person: &'a Person,
    pub as_at: Date,
    pub voice: Voice,
}

/// To whom a passport speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Voice {
    /// To its person: `you`.
    #[default]
    Own,
    /// To somebody else who reads it: `this person`.
    Other,
}

impl Voice {
    pub(super) const fn you(self) -> &'static str {
        match self {
            Self::Own => "you",
            Self::Other => "this person",
        }
    }

    /// At the beginning of a sentence.
    pub(super) const fn are(self) -> &'static str {
        match self {
            Self::Own => "You are",
            Self::Other => "This person is",
        }
    }

    /// Within one.
    pub(super) const fn are_within(self) -> &'static str {
        match self {
            Self::Own => "you are",
            Self::Other => "this person is",
        }
    }

    pub(super) const fn have(self) -> &'static str {
        match self {
            Self::Own => "You have",
            Self::Other => "This person has",
        }
    }

    pub(super) const fn have_within(self) -> &'static str {
        match self {
            Self::Own => "you have",
            Self::Other => "this person has",
        }
    }

    pub(super) const fn your(self) -> &'static str {
        match self {
            Self::Own => "your",
            Self::Other => "this person’s",
        }
    }
}

/// Composites within composites are followed this deep, as compliance does.
const DEEPEST_COMPOSITE: u8 = 4;

impl<'a> Scene<'a> {
    pub fn framework(&self) -> &'a Framework {
        &self.rules.framework
    }

    pub fn requirement(&self, need: &Need) -> &'a Requirement {
        self.rules.requirements.get(need.requirement)
    }

    pub fn posting(&self, assignment: u32) -> Option<&'a Posting> {
        self.person.assignments.get(assignment as usize)?.on(self.as_at)
    }

    /// The exemption that covers the day; of several the one that lasts longest.
    pub fn exemption(&self, subject: SubjectId) -> Option<(&'a Exemption, Option<Date>)> {
        self.person
            .exemptions
            .iter()
            .filter(|exemption| {
                exemption.subject == subject
                    && exemption.span.covers(self.as_at)
                    && exemption.applies.covers(self.as_at)
            })
            .map(|exemption| {
                let ends = [exemption.span.to, exemption.applies.to];
                (exemption, ends.into_iter().flatten().min())
            })
            .max_by_key(|(_, until)| until.unwrap_or(Date::MAX))
    }

    /// Whether an award of `held` counts toward `required`: satisfies it, or is
    /// part of a composite that does.
    pub fn counts_toward(&self, held: CompetenceId, required: CompetenceId) -> bool {
        counts_toward(self.framework(), held, required, DEEPEST_COMPOSITE)
    }

    /// The extensions that move an expiry of the subject, for any of the
    /// assignments.
    pub fn extensions(
        &self,
        subject: SubjectId,
        expiry: Date,
        assignments: impl Iterator<Item = u32> + Clone,
    ) -> impl Iterator<Item = &'a Extension> {
        let scene = *self;
        self.rules.extensions.iter().filter(move |extension| {
            extension.subject == subject
                && extension.expiring.covers(expiry)
                && assignments.clone().any(|assignment| scene.is_for(extension, assignment))
        })
    }

    fn is_for(&self, extension: &Extension, assignment: u32) -> bool {
        self.posting(assignment).is_some_and(|posting| {
            reaches(
                &self.rules.units,
                &extension.target,
                None,
                &self.person.employee_number,
                &self.person.assignments[assignment as usize].number,
                posting,
            )
        })
    }

    /// What the awards reach on these terms, with the extensions that are for
    /// any of the assignments.
    pub fn attain(
        &self,
        awards: &[Award],
        terms: Terms,
        assignments: impl Iterator<Item = u32> + Clone,
    ) -> Option<Attained> {
        let subject = self.framework().subject_of(terms.competence);
        let days = |expiry: Date| {
            self.extensions(subject, expiry, assignments.clone())
                .fold(0_u16, |days, extension| days.saturating_add(extension.days))
        };
        attain(self.framework(), awards, terms, self.as_at, &days)
    }

    /// The composite that stands closest to whole for a line that no single
    /// award carries; `None` where none of its parts is in date.
    pub fn composite(&self, line: &Line) -> Option<Composite> {
        let framework = self.framework();
        let composites = framework.composites(line.competence);
        let carried = line.attained.is_some_and(|attained| {
            let by = self.person.awards[attained.award].competence;
            framework.satisfies(by, line.competence) && attained.until().covers(self.as_at)
        });
        if composites.is_empty() || carried {
            return None;
        }
        composites
            .iter()
            .map(|parts| self.parts(line, parts))
            .filter(|composite| !composite.held.is_empty())
            .min_by_key(|composite| composite.missing.len())
    }

    fn parts(&self, line: &Line, parts: &[CompetenceId]) -> Composite {
        let mut composite = Composite::default();
        for part in parts {
            let terms = Terms { competence: *part, ..line.terms };
            match self.attain(&self.person.awards, terms, assignments_of(line)) {
                Some(attained) if attained.until().covers(self.as_at) => {
                    composite.held.push((*part, attained.until()));
                }
                _ => composite.missing.push(*part),
            }
        }
        composite
    }
}

/// How a composite stands: its parts in date, and those still needed.
#[derive(Clone, Debug, Default)]
pub(super) struct Composite {
    pub held: Vec<(CompetenceId, Expiry)>,
    pub missing: Vec<CompetenceId>,
}

impl Composite {
    /// What completing it takes: the missing parts, or the part that runs out
    /// first where it is whole.
    pub fn needed(&self) -> Vec<CompetenceId> {
        if !self.missing.is_empty() {
            return self.missing.clone();
        }
        let first = self.held.iter().map(|(_, expiry)| *expiry).min();
        self.held.iter().filter(|(_, e)| Some(*e) == first).map(|(part, _)| *part).collect()
    }
}

fn counts_toward(
    framework: &Framework,
    held: CompetenceId,
    required: CompetenceId,
    depth: u8,
) -> bool {
    framework.satisfies(held, required)
        || (depth > 0
            && framework.composites(required).iter().any(|parts| {
                parts.iter().any(|part| counts_toward(framework, held, *part, depth - 1))
            }))
}

/// Until when a line is in date, extensions included; `None` without an award.
pub(super) fn until(line: &Line) -> Option<Expiry> {
    line.attained.map(|_| line.expiry().map_or(Expiry::Never, Expiry::On))
}

/// The assignments a line's requirements reach.
pub(super) fn assignments_of(line: &Line) -> impl Iterator<Item = u32> + Clone {
    line.needs.iter().map(|need| need.assignment)
}
