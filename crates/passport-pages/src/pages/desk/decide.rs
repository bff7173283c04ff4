//! Once more before it is done: what follows from it, line by line, and what has to
//! be said for it.

use serde::Serialize;

use crate::pages::{Mistake, TypedDate};
use crate::{Link, Page};

/// A decision that waits for its button.
#[derive(Clone, Debug, Serialize)]
pub struct DecidePage {
    /// The token against forged requests.
    pub csrf: String,
    /// `Fire Safety Theory means Fire Safety`.
    pub heading: String,
    /// What follows from it, a paragraph each.
    pub lines: Vec<String>,
    /// What changes on passports, where that is known.
    pub effect: Option<EffectTable>,
    /// What goes with the form.
    pub hidden: Vec<Hidden>,
    /// A day that has to be said.
    pub day: Option<AskedDay>,
    /// A reason that has to be said.
    pub reason: Option<AskedReason>,
    /// Where the form posts.
    pub action: String,
    /// What the button says; `None`: it cannot be done, and the lines say why.
    pub button: Option<String>,
    /// Whether it takes something away.
    pub warning: bool,
    /// Where one goes without doing it.
    pub back: Link,
    /// What was wrong.
    pub errors: Vec<Mistake>,
}

impl DecidePage {
    /// A decision of which nothing is said yet: with what it is, where its form posts,
    /// and where one goes without doing it.
    pub fn new(heading: impl Into<String>, action: impl Into<String>, back: Link) -> Self {
        Self {
            csrf: String::new(),
            heading: heading.into(),
            lines: Vec::new(),
            effect: None,
            hidden: Vec::new(),
            day: None,
            reason: None,
            action: action.into(),
            button: None,
            warning: false,
            back,
            errors: Vec::new(),
        }
    }
}

/// A field that nobody types.
#[derive(Clone, Debug, Serialize)]
pub struct Hidden {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

impl Hidden {
    /// A field that nobody types.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into() }
    }
}

/// A day that has to be said.
#[derive(Clone, Debug, Serialize)]
pub struct AskedDay {
    /// `Last day`.
    pub label: String,
    /// For example.
    pub hint: String,
    /// As it was typed.
    pub value: TypedDate,
}

/// A reason that has to be said.
#[derive(Clone, Debug, Serialize)]
pub struct AskedReason {
    /// Who reads it.
    pub hint: String,
    /// As it was typed.
    pub value: String,
}

/// Lines of passports that would change.
#[derive(Clone, Debug, Default, Serialize)]
pub struct EffectTable {
    /// `12 lines of 9 people change: 11 become compliant, 1 is compliant no more.`
    pub sentence: String,
    /// The first of them.
    pub rows: Vec<MovedRow>,
    /// How many more there are.
    pub more: u64,
}

/// A line that would change.
#[derive(Clone, Debug, Serialize)]
pub struct MovedRow {
    /// First and last name.
    pub name: String,
    /// Address of the passport.
    pub passport: String,
    /// Subject and level.
    pub line: String,
    /// How it stands: `Expired 3 May 2026`, `Not on the passport`.
    pub before: String,
    /// The colour that repeats it.
    pub before_colour: String,
    /// How it would stand.
    pub after: String,
    /// The colour that repeats it.
    pub after_colour: String,
}

impl Page for DecidePage {
    const TEMPLATE: &'static str = "pages/decide.html";

    fn heading(&self) -> String {
        self.heading.clone()
    }

    fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}
