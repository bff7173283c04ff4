//! One month's passports: what went out, and who was not reached.

use jiff::civil::{Date, DateTime};
use serde::Serialize;

use super::{Count, Outcome, Paging};
use crate::{Link, Page};

/// A month's run.
#[derive(Clone, Debug, Serialize)]
pub struct DeliveryRunPage {
    /// `November 2026`.
    pub month: String,
    /// Where the reader came from.
    pub back: Option<Link>,
    /// How it ended.
    pub outcome: Outcome,
    /// How far it has come, while it runs.
    pub under_way: Option<UnderWay>,
    /// `2,398 of 2,440 people were sent their passport`.
    pub sentence: String,
    /// The day the passports speak of.
    pub as_at: Date,
    /// Local time it began.
    pub started: DateTime,
    /// Local time it ended.
    pub finished: Option<DateTime>,
    /// How many people by outcome.
    pub counts: Vec<Count>,
    /// One file a team for people without an address.
    pub print_files: Vec<PrintFile>,
    /// How many people were not reached, on all pages.
    pub not_reached_total: u64,
    /// The people not reached, of this page.
    pub not_reached: Vec<NotReached>,
    /// Where in the list of people this page is.
    pub paging: Option<Paging>,
}

/// How far a run has come.
#[derive(Clone, Debug, Serialize)]
pub struct UnderWay {
    /// `1,204 of 2,440 done`, with how long the rest takes where that can be told.
    pub words: String,
    /// Per cent.
    pub done: u64,
    /// Whether the page stays as it is until it is asked for again.
    pub still: bool,
    /// The page's address.
    pub address: String,
}

/// A print-ready file of a team.
#[derive(Clone, Debug, Serialize)]
pub struct PrintFile {
    /// The team.
    pub team: String,
    /// Address of the file.
    pub href: String,
    /// How many people are in it.
    pub people: u64,
}

/// Someone whose passport did not arrive.
#[derive(Clone, Debug, Serialize)]
pub struct NotReached {
    /// First and last name.
    pub name: String,
    /// The employee number.
    pub employee_number: String,
    /// The team.
    pub team: String,
    /// `The mail server refused the address`.
    pub why: String,
    /// `Correct the address in ESR`.
    pub remedy: String,
}

impl Page for DeliveryRunPage {
    const TEMPLATE: &'static str = "pages/delivery_run.html";

    fn heading(&self) -> String {
        format!("Passports of {}", self.month)
    }

    fn paging(&self) -> Option<&Paging> {
        self.paging.as_ref()
    }
}
