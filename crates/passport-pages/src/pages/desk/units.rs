//! Units: the tree, one of them, and its named managers.

use jiff::civil::Date;
use serde::Serialize;

use crate::Page;
use crate::pages::{Mistake, Paging, PersonRow, TypedDate, Which};

/// The tree of units.
#[derive(Clone, Debug, Serialize)]
pub struct UnitsPage {
    /// What was done by the form before.
    pub done: Option<String>,
    /// What was typed into the search.
    pub query: String,
    /// Whether only those without a named manager are shown.
    pub unmanaged: bool,
    /// `24 units`.
    pub found: String,
    /// Those of this page.
    pub units: Vec<UnitRow>,
    /// Where in the list this page is.
    pub paging: Option<Paging>,
    /// Renames and merges.
    pub changes: Vec<UnitChangeRow>,
}

/// A unit.
#[derive(Clone, Debug, Serialize)]
pub struct UnitRow {
    /// As people call it.
    pub name: String,
    /// Where it lies.
    pub above: String,
    /// Address of its page.
    pub href: String,
    /// How many people work in it or below.
    pub people: u64,
    /// Its named managers.
    pub managers: String,
}

/// A rename or merge.
#[derive(Clone, Debug, Serialize)]
pub struct UnitChangeRow {
    /// The path it had.
    pub old: String,
    /// The path it has.
    pub new: String,
    /// From when.
    pub from: Date,
    /// Where it is taken back.
    pub undo: String,
}

/// One unit.
#[derive(Clone, Debug, Default, Serialize)]
pub struct UnitPage {
    /// The token against forged requests.
    pub csrf: String,
    /// What was done by the form before.
    pub done: Option<String>,
    /// As people call it.
    pub name: String,
    /// Its path, which the forms carry.
    pub path: String,
    /// Its path as people read it.
    pub words: String,
    /// `12 people work in it or below.`
    pub people: String,
    /// Its named managers.
    pub managers: Vec<ManagerRow>,
    /// What was typed into the search.
    pub query: String,
    /// Whom it found, each with where they are chosen.
    pub found: Vec<PersonRow>,
    /// Who is to be named.
    pub colleague: String,
    /// The first day.
    pub from: TypedDate,
    /// The last day.
    pub to: TypedDate,
    /// Why.
    pub reason: String,
    /// The new name, or the path of another.
    pub new: String,
    /// From when.
    pub day: TypedDate,
    /// Fields in which it is asked which is meant.
    pub which: Vec<Which>,
    /// What was wrong.
    pub errors: Vec<Mistake>,
}

/// A named manager.
#[derive(Clone, Debug, Serialize)]
pub struct ManagerRow {
    /// First and last name.
    pub name: String,
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
    /// Why.
    pub reason: String,
    /// Where it is ended.
    pub end: String,
}

impl Page for UnitsPage {
    const TEMPLATE: &'static str = "pages/units.html";

    fn heading(&self) -> String {
        "Units".to_owned()
    }

    fn paging(&self) -> Option<&Paging> {
        self.paging.as_ref()
    }
}

impl Page for UnitPage {
    const TEMPLATE: &'static str = "pages/unit.html";

    fn heading(&self) -> String {
        self.name.clone()
    }

    fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}
