//! A manager reminds one of their people.

use serde::Serialize;

use super::Mistake;
use crate::{Link, Page};

/// What somebody may be reminded of.
#[derive(Clone, Debug, Serialize)]
pub struct RemindPage {
    /// The token against forged requests.
    pub csrf: String,
    /// First and last name.
    pub name: String,
    /// Their passport.
    pub back: Link,
    /// Where the form goes.
    pub action: String,
    /// The lines, as the passport orders them.
    pub lines: Vec<RemindChoice>,
    /// A few words, as typed.
    pub note: String,
    /// Why they cannot be reminded, if so.
    pub obstacle: Option<String>,
    /// Whether they have just been reminded.
    pub done: bool,
    /// What was wrong.
    pub errors: Vec<Mistake>,
}

/// A line to choose.
#[derive(Clone, Debug, Serialize)]
pub struct RemindChoice {
    /// The field's name and id.
    pub field: String,
    /// Subject and level.
    pub title: String,
    /// How it stands.
    pub words: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Page for RemindPage {
    const TEMPLATE: &'static str = "pages/remind.html";

    fn heading(&self) -> String {
        format!("Remind {}", self.name)
    }

    fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}
