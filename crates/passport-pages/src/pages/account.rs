//! One's own account: where one is logged in, and the password.

use jiff::civil::DateTime;
use serde::Serialize;

use super::HeldRole;
use crate::Page;

/// One's own account.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AccountPage {
    /// The token against forged requests.
    pub csrf: String,
    /// First and last name.
    pub name: String,
    /// What they log in with.
    pub email: String,
    /// What follows from their record, a role each in words.
    pub roles: Vec<String>,
    /// What was given to them beside, with its dates.
    pub given: Vec<HeldRole>,
    /// Whose place they are in, and who is in theirs, a sentence each without its full stop.
    pub places: Vec<String>,
    /// Whether they have a record of their own.
    pub staff: bool,
    /// Where they are logged in, this browser first.
    pub sessions: Vec<SessionLine>,
    /// What was wrong with the passwords that were typed, by field: `current` or `new`.
    pub error: Option<(String, String)>,
    /// What was done by the form before, as `Your password is changed`.
    pub done: Option<String>,
}

/// Somewhere one is logged in.
#[derive(Clone, Debug, Serialize)]
pub struct SessionLine {
    /// The value by which it is ended.
    pub id: String,
    /// `Firefox on Windows`.
    pub browser: String,
    /// When it began.
    pub began: DateTime,
    /// The last use.
    pub seen: DateTime,
    /// Whether it is the one that asks.
    pub current: bool,
}

impl Page for AccountPage {
    const TEMPLATE: &'static str = "pages/account.html";

    fn heading(&self) -> String {
        "Your account".to_owned()
    }

    fn is_wrong(&self) -> bool {
        self.error.is_some()
    }
}
