//! Bringing extracts in: choosing files, and what they would change.

use jiff::civil::Date;
use serde::Serialize;

use super::{Choice, ImportFile, ImportProblem, Mistake, TypedDate};
use crate::Page;

/// Files are chosen.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NewImportPage {
    /// The token against forged requests.
    pub csrf: String,
    /// The day the files speak of, as it was typed.
    pub extract_date: TypedDate,
    /// Heading profiles to choose from; empty where none is saved.
    pub profiles: Vec<Choice>,
    /// The one that was chosen.
    pub profile: String,
    /// Whether the files are said not to be whole.
    pub partial: bool,
    /// Whether they are to be the first.
    pub is_first: bool,
    /// The most that may be sent, in words.
    pub most: String,
    /// What was wrong.
    pub errors: Vec<Mistake>,
}

/// What the files would change.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ImportPreviewPage {
    /// The token against forged requests.
    pub csrf: String,
    /// Names the files that wait for the answer.
    pub ticket: String,
    /// The day they speak of.
    pub extract_date: Date,
    /// Whether what they leave out goes on.
    pub partial: bool,
    /// Whether compliance extracts are taken for comparing only.
    pub compare_only: bool,
    /// Its files.
    pub files: Vec<ImportFile>,
    /// Their headings that are not read.
    pub unread: Vec<UnreadHeadings>,
    /// The name under which what they are taken for is kept, if it is.
    pub profile_name: String,
    /// What it would change.
    pub changes: Vec<ImportChange>,
    /// Why it cannot simply be imported; empty where it can.
    pub reason: String,
    /// What the button says that goes on; none where one can only begin again.
    pub go_on: Option<String>,
    /// Whether rows that cannot be used are to be left out.
    pub skip_bad_rows: bool,
    /// Whether many people may leave or move.
    pub accept_large_change: bool,
    /// Whether the files may be half of what there is, and taken as that.
    pub may_be_part: bool,
    /// Whether an extract makes requirements beside those of a file, and may be
    /// taken for comparing only.
    pub may_compare: bool,
    /// `2 errors, 14 warnings and 3 notes.`, of all problems.
    pub problems_sentence: String,
    /// The worst problems.
    pub problems: Vec<ImportProblem>,
    /// How many problems are not shown.
    pub problems_left_out: u64,
}

/// Changes of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct ImportChange {
    /// `Assignment changed`.
    pub what: String,
    /// How many.
    pub count: u64,
    /// The first of them, in words.
    pub examples: Vec<String>,
}

/// Headings of a file that are not read, and what they could be taken for.
#[derive(Clone, Debug, Serialize)]
pub struct UnreadHeadings {
    /// The file.
    pub file: String,
    /// Whether its kind is known all the same.
    pub recognised: bool,
    /// What it looks like, where its kind is not known: `awards`.
    pub looks_like: Option<String>,
    /// What of that it lacks: `Employee Number`.
    pub lacks: Vec<String>,
    /// Its headings.
    pub fields: Vec<UnreadHeading>,
    /// Our headings.
    pub choices: Vec<Choice>,
}

/// A heading that is not read.
#[derive(Clone, Debug, Serialize)]
pub struct UnreadHeading {
    /// The name of its field.
    pub name: String,
    /// The heading.
    pub theirs: String,
    /// Ours that it looks like; empty where it looks like none.
    pub likely: String,
}

/// An import that takes a while.
#[derive(Clone, Debug, Serialize)]
pub struct ImportUnderWayPage {
    /// Whether it is made, or only looked at.
    pub importing: bool,
    /// `Recording: 12,000 of 83,441`.
    pub words: String,
    /// Per cent, where that is known.
    pub done: Option<u64>,
    /// Whether the page stays as it is until it is asked for again.
    pub still: bool,
    /// The page's address.
    pub address: String,
}

impl Page for ImportUnderWayPage {
    const TEMPLATE: &'static str = "pages/import_under_way.html";

    fn heading(&self) -> String {
        match self.importing {
            true => "Importing",
            false => "Looking through the files",
        }
        .to_owned()
    }
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
