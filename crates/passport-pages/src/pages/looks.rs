//! Who looked at one's own record, and what was done with it.

use jiff::civil::DateTime;
use serde::Serialize;

use crate::Page;
use crate::pages::Paging;

/// What the audit says of one's own record.
#[derive(Clone, Debug, Default, Serialize)]
pub struct LooksPage {
    /// The entries of this page, newest first.
    pub entries: Vec<Look>,
    /// Pages before and after.
    pub paging: Option<Paging>,
}

/// Something that was done with a record.
#[derive(Clone, Debug, Serialize)]
pub struct Look {
    /// When, in local time.
    pub at: DateTime,
    /// `You`, a name, or what did it: `The timetable`.
    pub who: String,
    /// `Saw the passport`.
    pub what: String,
}

impl Page for LooksPage {
    const TEMPLATE: &'static str = "pages/looks.html";

    fn heading(&self) -> String {
        "Who looked at your record".to_owned()
    }
}
