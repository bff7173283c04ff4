//! What several pages have.

use serde::Serialize;

/// Where one is in a list that takes several pages.
#[derive(Clone, Debug, Serialize)]
pub struct Paging {
    /// The page shown, from 1.
    pub current: usize,
    /// The last page.
    pub last: usize,
    /// The address of a page without its number, e.g. `/jobs?page=`.
    pub href: String,
}

impl Paging {
    /// ` (page 2 of 14)`, after the heading in a document's title.
    pub(crate) fn words(&self) -> String {
        if self.last > 1 {
            format!(" (page {} of {})", self.current, self.last)
        } else {
            String::new()
        }
    }
}

/// A number of things, with their name.
#[derive(Clone, Debug, Serialize)]
pub struct Count {
    /// `Joined`, `Sent`, `No address`.
    pub what: String,
    /// How many.
    pub count: u64,
}

impl Count {
    /// A number of things.
    pub fn new(what: impl Into<String>, count: u64) -> Self {
        Self { what: what.into(), count }
    }
}
