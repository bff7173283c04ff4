//! Finding a person.

use passport_core::wording::count;
use serde::Serialize;

use super::Paging;
use crate::Page;

/// The search and what it found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PeoplePage {
    /// What was typed.
    pub query: String,
    /// `12 people found`; `None` before anything was asked.
    pub found: Option<String>,
    /// A letter was typed, which nearly everybody has.
    pub too_short: bool,
    /// More were found than anybody reads.
    pub many: bool,
    /// Nobody has what was typed: these are spelt much like it.
    pub similar: bool,
    /// The people of this page.
    pub people: Vec<PersonRow>,
    /// Where in the list this page is.
    pub paging: Option<Paging>,
}

/// Someone found.
#[derive(Clone, Debug, Serialize)]
pub struct PersonRow {
    /// First and last name.
    pub name: String,
    /// The employee number.
    pub employee_number: String,
    /// Position title and team.
    pub post: String,
    /// Address of the passport.
    pub passport: String,
}

impl PeoplePage {
    /// How many were found, in words.
    #[must_use]
    pub fn found_words(number: u64) -> String {
        if number == 0 {
            "Nobody found".to_owned()
        } else {
            count(number, "person", "people") + " found"
        }
    }
}

impl Page for PeoplePage {
    const TEMPLATE: &'static str = "pages/people.html";

    fn heading(&self) -> String {
        "Find a person".to_owned()
    }

    fn paging(&self) -> Option<&Paging> {
        self.paging.as_ref()
    }
}
