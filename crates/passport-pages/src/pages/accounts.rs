//! Who may log in: everyone who has an account or works there.

use passport_core::wording::count;
use serde::Serialize;

use super::Paging;
use crate::Page;

/// The search and what it found; everyone where nothing was asked.
#[derive(Clone, Debug, Serialize)]
pub struct AccountsPage {
    /// The token against forged requests.
    pub csrf: String,
    /// What was typed.
    pub query: String,
    /// `2,440 people`.
    pub found: String,
    /// Those of this page.
    pub people: Vec<AccountRow>,
    /// Where in the list this page is.
    pub paging: Option<Paging>,
}

/// Someone who has an account or works there.
#[derive(Clone, Debug, Serialize)]
pub struct AccountRow {
    /// First and last name.
    pub name: String,
    /// Address of the account's page; `None`: there is no account.
    pub href: Option<String>,
    /// The employee number; empty for someone who is not staff.
    pub employee_number: String,
    /// What they log in with, or would.
    pub email: String,
    /// `Open`, `Not invited`.
    pub state: String,
    /// The colour that repeats it.
    pub colour: String,
    /// What else is to be known: `No longer works here`.
    pub note: Option<String>,
    /// Whether they can be invited from the list.
    pub invite: bool,
}

impl AccountsPage {
    /// How many there are, in words.
    #[must_use]
    pub fn found_words(number: u64) -> String {
        if number == 0 { "Nobody found".to_owned() } else { count(number, "person", "people") }
    }
}

impl Page for AccountsPage {
    const TEMPLATE: &'static str = "pages/accounts.html";

    fn heading(&self) -> String {
        "Accounts".to_owned()
    }

    fn paging(&self) -> Option<&Paging> {
        self.paging.as_ref()
    }
}
