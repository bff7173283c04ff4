//! Somebody's account, as an administrator sees it: who they are, what they may
//! do and where they are logged in. Nothing of their training.

use jiff::civil::Date;
use serde::Serialize;

use super::SessionLine;
use crate::Page;

/// Somebody's account.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ManagedAccountPage {
    /// The token against forged requests.
    pub csrf: String,
    /// The page's own address: its forms post below it.
    pub address: String,
    /// First and last name.
    pub name: String,
    /// The employee number; empty for someone who is not staff.
    pub employee_number: String,
    /// What they log in with.
    pub email: String,
    /// `Open`.
    pub state: String,
    /// The colour that repeats it.
    pub colour: String,
    /// Whether it is closed: nothing can be done with it.
    pub closed: bool,
    /// What else is to be known: `No longer works here, and cannot log in`.
    pub note: Option<String>,
    /// What was done by the form before.
    pub done: Option<String>,
    /// The roles that stand, those to come among them.
    pub roles: Vec<HeldRole>,
    /// Where they are logged in.
    pub sessions: Vec<SessionLine>,
    /// When they set up an app for log-in codes, if they did.
    pub second_factor: Option<Date>,
    /// What the button for a link says: `Send a new invitation`; `None`: there is none.
    pub link: Option<String>,
    /// Whether it is the asker's own, which they cannot close.
    pub own: bool,
}

/// A role that stands.
#[derive(Clone, Debug, Serialize)]
pub struct HeldRole {
    /// `Manager of Hartwell, Acute`.
    pub what: String,
    /// The first day; `None`: since it was given.
    pub from: Option<Date>,
    /// The last day; `None`: until it is taken away.
    pub to: Option<Date>,
    /// Why it was given.
    pub reason: String,
    /// Where it is taken away; `None`: not from this page.
    pub take: Option<String>,
}

impl Page for ManagedAccountPage {
    const TEMPLATE: &'static str = "pages/managed_account.html";

    fn heading(&self) -> String {
        format!("Account of {}", self.name)
    }
}
