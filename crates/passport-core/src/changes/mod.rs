//! What an import would change: the difference between what its files say and
//! what is recorded, worked out before anything is written.
//!
//! Time follows rules.md section 7. What is new applies from its own start;
//! what changed applies from the extract date; what a full file no longer holds
//! ends the day before it. Awards never end: a later file may lack them.

mod awards;
mod brake;
mod competences;
mod compliance;
mod corrections;
mod decided;
mod exemptions;
mod learning;
mod outbound;
mod people;
mod postings;
mod references;
mod remains;
mod requirements;
mod tally;

use jiff::civil::Date;

use crate::correction::CorrectionFact;
use crate::entered::AliasFact;
use crate::facts::{
    AwardFact, ClassFact, CompetenceFact, CourseFact, EnrolmentFact, EsrAnswerFact, ExemptionFact,
    OutboundFact, PersonFact, PostingFact, Recorded, RequirementFact, UnitChangeFact,
};
use crate::import::{Kind, Problem, Reading, Severity};

pub use awards::NAME_IT;
pub use brake::{Brake, Ending, Movement};
pub use requirements::requires_twice;
pub use tally::Tally;

/// Everything recorded that an import is compared with.
#[derive(Clone, Debug, Default)]
pub struct Recordings {
    /// People.
    pub people: Vec<Recorded<PersonFact>>,
    /// Postings.
    pub postings: Vec<Recorded<PostingFact>>,
    /// Competences.
    pub competences: Vec<Recorded<CompetenceFact>>,
    /// Requirements.
    pub requirements: Vec<Recorded<RequirementFact>>,
    /// Other names of competences that were entered here.
    pub aliases: Vec<Recorded<AliasFact>>,
    /// Competence names that recorded awards and requirements use.
    pub names_met: Vec<String>,
    /// Awards.
    pub awards: Vec<Recorded<AwardFact>>,
    /// Awards that somebody voided by hand: a later file does not bring them back.
    pub withdrawn: Vec<AwardFact>,
    /// Up to which day awards of a competence name were destroyed under retention,
    /// where a later one stands: a later file does not bring them back.
    pub awards_destroyed: Vec<(String, Date)>,
    /// Everything of those who left up to this day was destroyed.
    pub leavers_destroyed: Option<Date>,
    /// Corrections of people's details that stand.
    pub corrections: Vec<Recorded<CorrectionFact>>,
    /// Exemptions.
    pub exemptions: Vec<Recorded<ExemptionFact>>,
    /// Courses.
    pub courses: Vec<Recorded<CourseFact>>,
    /// Classes.
    pub classes: Vec<Recorded<ClassFact>>,
    /// Enrolments.
    pub enrolments: Vec<Recorded<EnrolmentFact>>,
    /// Renames and merges of units.
    pub unit_changes: Vec<Recorded<UnitChangeFact>>,
    /// ESR's own answers.
    pub esr_answers: Vec<Recorded<EsrAnswerFact>>,
    /// What ESR's outbound files said of their own numbers.
    pub outbound: Vec<Recorded<OutboundFact>>,
}

/// How the import was asked for.
#[derive(Clone, Debug)]
pub struct Terms {
    /// The day the files speak of.
    pub extract_date: Date,
    /// The files end nothing.
    pub partial: bool,
    /// The share of people, in hundredths of a per cent, above which leaving
    /// and moving stops the import.
    pub brake: u32,
    /// The share of requirements, and of exemptions, in hundredths of a per
    /// cent, above which their ending stops the import.
    pub brake_endings: u32,
    /// Whether the rows of a compliance extract require what they name, or are
    /// only compared with what is required.
    pub extract_requires: bool,
}

/// What becomes of one kind of fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Diff<F> {
    /// Facts to record.
    pub add: Vec<F>,
    /// Numbers of facts to void.
    pub void: Vec<i64>,
}

impl<F> Default for Diff<F> {
    fn default() -> Self {
        Self { add: Vec::new(), void: Vec::new() }
    }
}

impl<F> Diff<F> {
    /// Whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many facts are recorded or voided.
    #[must_use]
    pub fn len(&self) -> usize {
        self.add.len() + self.void.len()
    }

    pub(crate) fn replace(&mut self, id: i64, fact: F) {
        self.void.push(id);
        self.add.push(fact);
    }
}

/// What an import would change.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// People.
    pub people: Diff<PersonFact>,
    /// Postings.
    pub postings: Diff<PostingFact>,
    /// Competences.
    pub competences: Diff<CompetenceFact>,
    /// Requirements.
    pub requirements: Diff<RequirementFact>,
    /// Awards.
    pub awards: Diff<AwardFact>,
    /// Exemptions.
    pub exemptions: Diff<ExemptionFact>,
    /// Courses.
    pub courses: Diff<CourseFact>,
    /// Classes.
    pub classes: Diff<ClassFact>,
    /// Enrolments.
    pub enrolments: Diff<EnrolmentFact>,
    /// Renames and merges of units.
    pub unit_changes: Diff<UnitChangeFact>,
    /// ESR's own answers.
    pub esr_answers: Diff<EsrAnswerFact>,
    /// What ESR's outbound files said of their own numbers.
    pub outbound: Diff<OutboundFact>,
    /// Corrections that an extract has overtaken.
    pub corrections: Diff<CorrectionFact>,
    /// For each file, what became of its rows.
    pub tallies: Vec<Tally>,
    /// What changes, in words, the first [`ITEMS_SHOWN`] of each kind.
    pub items: Vec<Item>,
    /// How many changes there are of each kind, in the order of first appearance.
    pub counts: Vec<(&'static str, usize)>,
    /// Who leaves and moves, and what ends.
    pub brake: Brake,
}

/// A preview shows this many changes of each kind and counts the rest: nobody
/// reads a hundred thousand lines, and a large trust's would fill the memory.
pub const ITEMS_SHOWN: usize = 200;

/// One change in words: `Assignment 20001234: unit was "…", becomes "…" from 22 November 2026`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Item {
    /// What sort of change, for counting: `assignment changed`.
    pub kind: &'static str,
    /// The whole sentence.
    pub words: String,
}

impl Changes {
    /// Whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.touched().is_empty()
    }

    /// How many facts are recorded or voided.
    #[must_use]
    pub fn facts(&self) -> usize {
        self.by_kind().iter().map(|(_, facts)| facts).sum()
    }

    /// The kinds of fact that change.
    #[must_use]
    pub fn touched(&self) -> Vec<&'static str> {
        let kinds = self.by_kind().into_iter();
        kinds.filter_map(|(kind, facts)| (facts > 0).then_some(kind)).collect()
    }

    fn by_kind(&self) -> [(&'static str, usize); 13] {
        [
            ("person", self.people.len()),
            ("posting", self.postings.len()),
            ("competence", self.competences.len()),
            ("requirement", self.requirements.len()),
            ("award", self.awards.len()),
            ("exemption", self.exemptions.len()),
            ("course", self.courses.len()),
            ("class", self.classes.len()),
            ("enrolment", self.enrolments.len()),
            ("unit_change", self.unit_changes.len()),
            ("esr_answer", self.esr_answers.len()),
            ("outbound", self.outbound.len()),
            ("correction", self.corrections.len()),
        ]
    }
}

/// Works out what the files change, and adds to the reading's problems what
/// only the record can tell: unknown people, repeats, awards in the future.
pub fn plan(recorded: &Recordings, reading: &mut Reading, terms: &Terms) -> Changes {
    let mut plan = Plan {
        recorded,
        terms,
        changes: Changes::default(),
        problems: Vec::new(),
        tally: tally::Tallies::new(reading),
    };
    let reading_ref = &*reading;
    plan.unit_changes(reading_ref);
    plan.competences(reading_ref);
    plan.people_and_postings(reading_ref);
    let references = references::References::new(&plan, reading_ref);
    plan.requirements(reading_ref, &references);
    plan.exemptions(reading_ref, &references);
    plan.awards(reading_ref, &references);
    plan.esr_answers(reading_ref, &references);
    plan.learning(reading_ref, &references);
    plan.brake();
    let Plan { mut changes, problems, tally, .. } = plan;
    changes.tallies = tally.finish();
    reading.problems.extend(problems);
    reading.problems.sort_by_key(|problem| {
        (reading.files.iter().position(|file| file.name == problem.file), problem.row)
    });
    changes
}

/// The plan as it is made.
struct Plan<'a> {
    recorded: &'a Recordings,
    terms: &'a Terms,
    changes: Changes,
    problems: Vec<Problem>,
    tally: tally::Tallies,
}

impl Plan<'_> {
    fn item(&mut self, kind: &'static str, words: impl FnOnce() -> String) {
        let counts = &mut self.changes.counts;
        let place = counts.iter().position(|(known, _)| *known == kind).unwrap_or_else(|| {
            counts.push((kind, 0));
            counts.len() - 1
        });
        counts[place].1 += 1;
        if counts[place].1 <= ITEMS_SHOWN {
            self.changes.items.push(Item { kind, words: words() });
        }
    }

    /// So many changes of a kind that nobody wants to read one by one.
    fn items(&mut self, kind: &'static str, count: usize) {
        if count > 0 {
            self.changes.counts.push((kind, count));
        }
    }

    /// Whether what files of this kind leave out has ended: not where the import
    /// is partial, and not where a row of them could not be used, which has not
    /// vanished but could only not be read. That is said.
    fn ends_what_is_missing(&mut self, reading: &Reading, kind: Kind, noun: &str) -> bool {
        if self.terms.partial {
            return false;
        }
        let unread: Vec<&str> = reading
            .files
            .iter()
            .enumerate()
            .filter(|(place, file)| {
                file.kind == Some(kind) && (file.rows_unread > 0 || self.tally.has_refused(*place))
            })
            .map(|(_, file)| file.name.as_str())
            .collect();
        for name in &unread {
            self.problems.push(Problem::with_file(
                Severity::Warning,
                name,
                format!("Some rows could not be used, so no {noun} was ended for being missing."),
                "Correct those rows and import the file again.",
            ));
        }
        unread.is_empty()
    }

    /// The last day before the extract.
    fn day_before(&self) -> Date {
        self.terms.extract_date.yesterday().unwrap_or(self.terms.extract_date)
    }
}
