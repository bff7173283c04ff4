//! What was made of each file: its kind, encoding, headings and counts.
//!
//! `rows read = rows given + rows refused`, always. Headings that were dropped
//! because they are sensitive are named here, and only their names are kept.

use serde::Serialize;

use super::text::Encoding;

/// The kinds of file we read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// People and their posts.
    Assignments,
    /// The things a person can hold.
    Competences,
    /// Who must hold what.
    Requirements,
    /// Who achieved what, when: the ESR competence export with the person added.
    Awards,
    /// One row per assignment and required competence.
    Compliance,
    /// The learning catalogue.
    Courses,
    /// Dated classes of a course.
    Classes,
    /// Who is booked on what.
    Enrolments,
    /// Who need not hold a subject, and until when.
    Exemptions,
    /// Renames and merges of units.
    UnitChanges,
    /// ESR generic outbound, version 1.
    OutboundV1,
    /// ESR generic outbound, version 2.
    OutboundV2,
}

impl Kind {
    /// The name a person reads: `compliance extract`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Assignments => "assignments",
            Kind::Competences => "competences",
            Kind::Requirements => "requirements",
            Kind::Awards => "awards",
            Kind::Compliance => "compliance extract",
            Kind::Courses => "courses",
            Kind::Classes => "classes",
            Kind::Enrolments => "enrolments",
            Kind::Exemptions => "exemptions",
            Kind::UnitChanges => "unit changes",
            Kind::OutboundV1 => "ESR generic outbound, version 1",
            Kind::OutboundV2 => "ESR generic outbound, version 2",
        }
    }
}

/// What was made of one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileSummary {
    /// The file's name, as it was given.
    pub name: String,
    /// What it was recognised as; none if nobody recognised it.
    pub kind: Option<Kind>,
    /// The sheet that was read, for a workbook.
    pub sheet: Option<String>,
    /// How its text was encoded; none for a workbook.
    pub encoding: Option<Encoding>,
    /// What stands between its cells; none for a workbook.
    pub delimiter: Option<char>,
    /// The row its headings are in, as the spreadsheet shows it.
    pub heading_row: Option<u32>,
    /// Rows that held anything, headings and lines above them aside; the header
    /// and trailer of an outbound file are rows.
    pub rows_read: u32,
    /// Rows handed on.
    pub rows_given: u32,
    /// Rows that could not be used; each has a problem.
    pub rows_refused: u32,
    /// Of them, those that were rows: a total or a second line of headings is not.
    pub rows_unread: u32,
    /// Headings that were understood, in the file's order.
    pub headings_used: Vec<HeadingUsed>,
    /// Headings that were not read, in the file's order, and why.
    pub headings_ignored: Vec<HeadingIgnored>,
}

impl FileSummary {
    /// Whether the file has a column for this heading of ours. An empty cell of
    /// a column that is there says "none"; a missing column says nothing.
    pub fn gives(&self, heading: &str) -> bool {
        self.headings_used.iter().any(|used| used.ours == heading)
    }
}

/// A heading of the file and what we take it for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeadingUsed {
    /// The column's letter.
    pub column: String,
    /// The heading as the file has it.
    pub theirs: String,
    /// Our heading, as interface.md lists it first.
    pub ours: &'static str,
}

/// A heading of the file that was not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeadingIgnored {
    /// The column's letter.
    pub column: String,
    /// The heading as the file has it; empty where there is none.
    pub theirs: String,
    /// Why it was not read.
    pub why: WhyIgnored,
}

/// Why a column was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhyIgnored {
    /// Ethnicity, date of birth and the like: never read, whatever the file holds.
    Sensitive,
    /// Nothing here needs it.
    NotNeeded,
    /// Another column already gives the same thing.
    Repeated,
    /// It has no heading.
    NoHeading,
    /// The file is none of those we read, so nothing of it is.
    UnknownFile,
}
