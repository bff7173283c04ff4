//! Asking once more before something is done that cannot be taken back with a click.

use serde::Serialize;

use crate::{Link, Page};

/// What would be done.
#[derive(Clone, Debug, Serialize)]
pub struct ConfirmPage {
    /// The token against forged requests.
    pub csrf: String,
    /// `Close the account of Ann Jones`.
    pub heading: String,
    /// What follows from it, a paragraph each.
    pub lines: Vec<String>,
    /// Where the form posts.
    pub action: String,
    /// What the button says; `None`: it cannot be done, and the lines say why.
    pub button: Option<String>,
    /// Where one goes without doing it.
    pub back: Link,
}

impl Page for ConfirmPage {
    const TEMPLATE: &'static str = "pages/confirm.html";

    fn heading(&self) -> String {
        self.heading.clone()
    }
}
