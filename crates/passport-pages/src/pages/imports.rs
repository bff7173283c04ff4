//! The list of imports, and one import with every problem it met.

use jiff::civil::{Date, DateTime};
use serde::Serialize;

use super::{Count, Outcome, Paging};
use crate::{Link, Page};

/// Every import, newest first.
#[derive(Clone, Debug, Serialize)]
pub struct ImportsPage {
    /// The imports of this page.
    pub imports: Vec<ImportRow>,
    /// Where in the list this page is.
    pub paging: Option<Paging>,
}

/// An import in the list.
#[derive(Clone, Debug, Serialize)]
pub struct ImportRow {
    /// Its number.
    pub number: i64,
    /// Address of its page.
    pub href: String,
    /// Local time it ran.
    pub at: DateTime,
    /// The day its data speaks of.
    pub extract_date: Date,
    /// `assignments.csv and 3 more`.
    pub files: String,
    /// How it ended.
    pub outcome: Outcome,
    /// `31 joined, 12 left, 840 awards`.
    pub changes: String,
}

impl Page for ImportsPage {
    const TEMPLATE: &'static str = "pages/imports.html";

    fn heading(&self) -> String {
        "Imports".to_owned()
    }

    fn paging(&self) -> Option<&Paging> {
        self.paging.as_ref()
    }
}

/// One import.
#[derive(Clone, Debug, Serialize)]
pub struct ImportPage {
    /// Its number.
    pub number: i64,
    /// Address of the list.
    pub back: String,
    /// Local time it ran.
    pub at: DateTime,
    /// The day its data speaks of.
    pub extract_date: Date,
    /// `Nightly import`, `Priya Shah`.
    pub by: String,
    /// Where it is taken back; none where it was.
    pub undo: Option<String>,
    /// How it ended.
    pub outcome: Outcome,
    /// Its files.
    pub files: Vec<ImportFile>,
    /// What it changed.
    pub changes: Vec<Count>,
    /// `2 errors, 14 warnings and 3 notes.`, of all problems.
    pub problems_sentence: String,
    /// The problems of this page.
    pub problems: Vec<ImportProblem>,
    /// Where in the list of problems this page is.
    pub paging: Option<Paging>,
}

/// A file of an import: rows = used + unchanged + refused.
#[derive(Clone, Debug, Serialize)]
pub struct ImportFile {
    /// Its name.
    pub name: String,
    /// `Assignments`, `Awards`.
    pub kind: String,
    /// Rows read.
    pub rows: u64,
    /// Rows that changed something.
    pub used: u64,
    /// Rows already known.
    pub unchanged: u64,
    /// Rows that could not be used.
    pub refused: u64,
}

/// A problem: where, what is wrong, and what to do.
#[derive(Clone, Debug, Serialize)]
pub struct ImportProblem {
    /// How bad it is.
    pub severity: Severity,
    /// The file.
    pub file: String,
    /// The row, as a spreadsheet numbers it.
    pub row: Option<u64>,
    /// The column's letter.
    pub column: Option<String>,
    /// The column's heading.
    pub heading: Option<String>,
    /// What the cell holds.
    pub value: String,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
    /// Where it is done, if there is a page for it.
    pub place: Option<Link>,
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The row cannot be used.
    Error,
    /// Used, but look.
    Warning,
    /// Good to know.
    Note,
}

impl Page for ImportPage {
    const TEMPLATE: &'static str = "pages/import.html";

    fn heading(&self) -> String {
        format!("Import {}", self.number)
    }

    fn paging(&self) -> Option<&Paging> {
        self.paging.as_ref()
    }
}
