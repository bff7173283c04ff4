//! The log of the timetable, for the training lead.

use jiff::civil::DateTime;
use serde::Serialize;

use super::{Outcome, Paging};
use crate::Page;

/// What the timetable did and will do.
#[derive(Clone, Debug, Serialize)]
pub struct JobsPage {
    /// What runs next, soonest first.
    pub next: Vec<NextRun>,
    /// What ran, newest first.
    pub runs: Vec<JobRun>,
    /// Where in the list this page is.
    pub paging: Option<Paging>,
}

/// A run to come.
#[derive(Clone, Debug, Serialize)]
pub struct NextRun {
    /// `Monthly passports`, `Nightly import`.
    pub what: String,
    /// Local time.
    pub at: DateTime,
}

/// A run.
#[derive(Clone, Debug, Serialize)]
pub struct JobRun {
    /// `Monthly passports, November 2026`, `Nightly import`.
    pub what: String,
    /// Where more is said about it.
    pub href: Option<String>,
    /// Local time it began.
    pub started: DateTime,
    /// How long it took, in whole seconds; `None` while it runs.
    pub seconds: Option<u64>,
    /// How it ended.
    pub outcome: Outcome,
    /// `2,398 sent, 42 not reached`.
    pub counts: String,
}

impl Page for JobsPage {
    const TEMPLATE: &'static str = "pages/jobs.html";

    fn heading(&self) -> String {
        "Timetable".to_owned()
    }

    fn paging(&self) -> Option<&Paging> {
        self.paging.as_ref()
    }
}
