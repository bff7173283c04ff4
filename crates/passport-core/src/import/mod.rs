//! The reading half of the importer: bytes in, rows and problems out.
//!
//! A file is recognised by its headings, never by its name. Everything that can
//! be read is read, and everything wrong with it is said at once, each with its
//! place and a remedy. What needs the record (unknown people, repeats, awards in
//! the future, a lost leading zero) is judged later, by the importer.
//!
//! Sensitive columns (ethnicity, National Insurance number, date of birth,
//! disability, salary and the like) never reach a row or a problem.

pub mod date;
mod delimited;
mod file;
pub mod formats;
mod guard;
pub mod heading;
mod known;
pub mod name;
pub mod problem;
mod recognise;
mod row;
mod sheet;
mod soundness;
pub mod summary;
mod table;
#[cfg(test)]
mod tests;
pub mod text;
mod words;
mod workbook;
mod zip;

use formats::FORMATS;
pub use formats::assignments::{AssignmentRow, Sickness};
pub use formats::awards::AwardRow;
pub use formats::classes::ClassRow;
pub use formats::competences::{Class, CompetenceRow, ExpiryRule, Percent, Refresher, Renewal};
pub use formats::compliance::ComplianceRow;
pub use formats::courses::{CourseRow, DeliveryMode};
pub use formats::enrolments::{EnrolmentRow, EnrolmentStatus};
pub use formats::exemptions::ExemptionRow;
pub use formats::outbound::{
    Extent, Outbound, OutboundAssignment, OutboundChange, OutboundOrganisation, OutboundPerson,
    OutboundPosition,
};
pub use formats::outbound_header::stated_date;
pub use formats::requirements::{AppliesTo, RequirementClass, RequirementRow};
pub use formats::unit_changes::UnitChangeRow;
pub use guard::is_guarded;
pub use heading::HeadingProfile;
pub use known::{KnownFile, known_files};
pub use problem::{Problem, Severity};
use recognise::Recogniser;
pub use summary::{FileSummary, HeadingIgnored, HeadingUsed, Kind, WhyIgnored};
pub use text::Encoding;

/// A file to read.
#[derive(Clone, Copy, Debug)]
pub struct InputFile<'a> {
    /// Its name, for messages only.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// How much we are willing to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest file.
    pub max_bytes: usize,
    /// The most rows of one file.
    pub max_rows: u32,
    /// The most columns of one file.
    pub max_columns: usize,
    /// The most a workbook may unpack to.
    pub max_unpacked_bytes: u64,
    /// The most parts a workbook may have.
    pub max_parts: usize,
    /// The most problems told of one file; the rest are counted in one more.
    pub max_problems: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            // The awards of 30,000 people are 160 MB as ESR writes them.
            max_bytes: 180 * 1024 * 1024,
            max_rows: 1_500_000,
            max_columns: 500,
            max_unpacked_bytes: 600 * 1024 * 1024,
            max_parts: 2_000,
            max_problems: 10_000,
        }
    }
}

/// Where a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Index into [`Reading::files`], which names the file and its sheet.
    pub file: usize,
    /// The row, counted from 1 as the spreadsheet shows it.
    pub row: u32,
}

/// A value and where it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<T> {
    /// Where it stood.
    pub place: Place,
    /// What it says.
    pub value: T,
}

/// Everything that could be read, from all files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// What was made of each file, in the order given.
    pub files: Vec<FileSummary>,
    /// Assignments.
    pub assignments: Vec<Row<AssignmentRow>>,
    /// Competences.
    pub competences: Vec<Row<CompetenceRow>>,
    /// Requirements.
    pub requirements: Vec<Row<RequirementRow>>,
    /// Awards.
    pub awards: Vec<Row<AwardRow>>,
    /// Lines of compliance extracts.
    pub compliance: Vec<Row<ComplianceRow>>,
    /// Courses.
    pub courses: Vec<Row<CourseRow>>,
    /// Classes.
    pub classes: Vec<Row<ClassRow>>,
    /// Enrolments.
    pub enrolments: Vec<Row<EnrolmentRow>>,
    /// Exemptions.
    pub exemptions: Vec<Row<ExemptionRow>>,
    /// Renames and merges of units.
    pub unit_changes: Vec<Row<UnitChangeRow>>,
    /// ESR generic outbound files.
    pub outbound: Vec<Outbound>,
    /// Assignment numbers of rows that could not be used, where they could be
    /// read: such an assignment has not vanished from its file.
    pub refused_assignments: Vec<String>,
    /// Whether an assignments file has rows of which not even the number could
    /// be read.
    pub assignments_unread: bool,
    /// What is wrong, by file and row.
    pub problems: Vec<Problem>,
}

impl Reading {
    /// Whether there is a file of this kind, even one without a row: what it
    /// leaves out is everything.
    pub fn has(&self, kind: Kind) -> bool {
        self.files.iter().any(|file| file.kind == Some(kind))
    }

    /// Whether any problem is an error.
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }
}

/// Reads every file: what they say, and everything wrong with them.
pub fn read(files: &[InputFile<'_>], profile: Option<&HeadingProfile>, limits: &Limits) -> Reading {
    let recogniser = Recogniser::new(FORMATS, profile);
    let mut reading = Reading::default();
    let mut problems: Vec<(usize, Problem)> = Vec::new();
    for (index, input) in files.iter().enumerate() {
        let (summary, found) = file::read(index, input, &recogniser, limits, &mut reading);
        reading.files.push(summary);
        problems.extend(found.into_iter().map(|problem| (index, problem)));
    }
    let competences = std::mem::take(&mut reading.competences);
    let (kept, clashes) = formats::competences::settle(competences, &mut reading.files);
    reading.competences = kept;
    problems.extend(clashes);
    // By file, then by row, what is about the whole file first.
    let column =
        |problem: &Problem| problem.column.as_ref().map(|letters| (letters.len(), letters.clone()));
    problems.sort_by_cached_key(|(index, problem)| (*index, problem.row, column(problem)));
    for (theirs, ours) in profile.map_or(Vec::new(), |profile| recogniser.unknown_in(profile)) {
        reading.problems.push(Problem::with_file(
            Severity::Warning,
            "heading profile",
            format!("It maps {theirs} to {ours}, which is not a heading of ours."),
            "Correct or remove that line of the profile.",
        ));
    }
    reading.problems.extend(problems.into_iter().map(|(_, problem)| problem));
    reading
}
