//! A link that lets someone in once, shown once to whoever hands it over.

use jiff::civil::DateTime;
use serde::Serialize;

use crate::{Link, Page};

/// A link for someone.
#[derive(Clone, Debug, Serialize)]
pub struct HandOverPage {
    /// Whose it is.
    pub name: String,
    /// What they will log in with.
    pub email: String,
    /// The link; `None`: it was sent to them by mail.
    pub link: Option<String>,
    /// Until when it works.
    pub until: DateTime,
    /// Where to go next.
    pub back: Link,
}

impl Page for HandOverPage {
    const TEMPLATE: &'static str = "pages/hand_over.html";

    fn heading(&self) -> String {
        match self.link {
            Some(_) => format!("Link for {}", self.name),
            None => format!("A link is on its way to {}", self.name),
        }
    }
}
