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
    /// The heading with the place in the list: `Imports (page 2 of 14)`.
    pub(crate) fn heading(paging: Option<&Self>, heading: &str) -> String {
        match paging {
            Some(Self { current, last, .. }) if *last > 1 => {
                format!("{heading} (page {current} of {last})")
            }
            _ => heading.to_owned(),
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
