//! Names of competences: what each is called, names that none bears, and saying
//! what such a name means.

use serde::Serialize;

use crate::Page;
use crate::pages::{Choice, Mistake, Paging};

/// Every competence with its names.
#[derive(Clone, Debug, Serialize)]
pub struct CompetencesPage {
    /// What was done by the form before.
    pub done: Option<String>,
    /// What was typed into the search.
    pub query: String,
    /// `24 competences`.
    pub found: String,
    /// How many names no competence bears.
    pub unmapped: u64,
    /// Those of this page.
    pub competences: Vec<CompetenceRow>,
    /// Where in the list this page is.
    pub paging: Option<Paging>,
}

/// A competence.
#[derive(Clone, Debug, Serialize)]
pub struct CompetenceRow {
    /// Its recorded name.
    pub name: String,
    /// Subject and level.
    pub line: String,
    /// `24 months`, `Once only`.
    pub period: String,
    /// Its other names.
    pub aliases: Vec<AliasRow>,
}

/// Another name.
#[derive(Clone, Debug, Serialize)]
pub struct AliasRow {
    /// The name.
    pub name: String,
    /// Where it is removed, if it was entered here.
    pub remove: Option<String>,
}

/// Names that no competence bears.
#[derive(Clone, Debug, Serialize)]
pub struct UnmappedPage {
    /// What was done by the form before.
    pub done: Option<String>,
    /// `12 names`.
    pub found: String,
    /// Those of this page.
    pub names: Vec<UnmappedRow>,
    /// Where in the list this page is.
    pub paging: Option<Paging>,
}

/// A name that no competence bears.
#[derive(Clone, Debug, Serialize)]
pub struct UnmappedRow {
    /// The name as it was met.
    pub name: String,
    /// Where it gets its place.
    pub href: String,
    /// How many awards use it.
    pub awards: u64,
    /// Of how many people.
    pub people: u64,
    /// The best suggestion, if there is one.
    pub suggestion: String,
}

/// Saying what a name means.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AliasPage {
    /// The token against forged requests.
    pub csrf: String,
    /// The name; empty where it is to be typed.
    pub name: String,
    /// Whether the name is given and not typed.
    pub is_given: bool,
    /// `57 awards of 41 people use this name.`
    pub uses: String,
    /// The nearest competences, with what speaks for each.
    pub suggestions: Vec<Choice>,
    /// Which of them is chosen.
    pub chosen: String,
    /// Every competence.
    pub competences: Vec<Choice>,
    /// Which of them is chosen.
    pub other: String,
    /// What was wrong.
    pub errors: Vec<Mistake>,
}

impl Page for CompetencesPage {
    const TEMPLATE: &'static str = "pages/competences.html";

    fn heading(&self) -> String {
        "Names of competences".to_owned()
    }

    fn paging(&self) -> Option<&Paging> {
        self.paging.as_ref()
    }
}

impl Page for UnmappedPage {
    const TEMPLATE: &'static str = "pages/unmapped.html";

    fn heading(&self) -> String {
        "Unknown names".to_owned()
    }

    fn paging(&self) -> Option<&Paging> {
        self.paging.as_ref()
    }
}

impl Page for AliasPage {
    const TEMPLATE: &'static str = "pages/alias.html";

    fn heading(&self) -> String {
        "What does this name mean?".to_owned()
    }

    fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}
