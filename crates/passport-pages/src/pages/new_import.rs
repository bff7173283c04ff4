//! Bringing extracts in: choosing files, and what they would change.

use jiff::civil::Date;
use serde::Serialize;

use super::{Count, ImportFile, ImportProblem, Mistake};
use crate::Page;

/// Files are chosen.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NewImportPage {
    /// The token against forged requests.
    pub csrf: String,
    /// The day the files speak of, as it was typed.
    pub extract_date: String,
    /// Whether they are to be the first.
    pub is_first: bool,
    /// The most that may be sent, in words.
    pub most: String,
    /// What was wrong.
    pub errors: Vec<Mistake>,
}

/// What the files would change.
#[derive(Clone, Debug, Serialize)]
pub struct ImportPreviewPage {
    /// The token against forged requests.
    pub csrf: String,
    /// Names the files that wait for the answer.
    pub ticket: String,
    /// The day they speak of.
    pub extract_date: Date,
    /// Its files.
    pub files: Vec<ImportFile>,
    /// What it would change.
    pub changes: Vec<Count>,
    /// Why it cannot simply be imported; empty where it can.
    pub reason: String,
    /// What the button says that goes on; none where one can only begin again.
    pub go_on: Option<String>,
    /// Whether rows that cannot be used are to be left out.
    pub skip_bad_rows: bool,
    /// Whether many people may leave or move.
    pub accept_large_change: bool,
    /// `2 errors, 14 warnings and 3 notes.`, of all problems.
    pub problems_sentence: String,
    /// The worst problems.
    pub problems: Vec<ImportProblem>,
    /// How many problems are not shown.
    pub problems_left_out: u64,
}

impl Page for NewImportPage {
    const TEMPLATE: &'static str = "pages/new_import.html";

    fn heading(&self) -> String {
        "Import extracts".to_owned()
    }

    fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}

impl Page for ImportPreviewPage {
    const TEMPLATE: &'static str = "pages/import_preview.html";

    fn heading(&self) -> String {
        "Check what would change".to_owned()
    }
}
