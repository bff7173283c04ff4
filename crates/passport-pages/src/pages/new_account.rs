//! An account for someone who is not on the staff list.

use serde::Serialize;

use super::{Choice, Mistake};
use crate::Page;

/// The form.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NewAccountPage {
    /// The token against forged requests.
    pub csrf: String,
    /// First and last name.
    pub name: String,
    /// What they will log in with.
    pub email: String,
    /// The role that was chosen.
    pub role: String,
    /// The roles there are.
    pub roles: Vec<Choice>,
    /// Why.
    pub reason: String,
    /// What was wrong.
    pub errors: Vec<Mistake>,
}

impl Page for NewAccountPage {
    const TEMPLATE: &'static str = "pages/new_account.html";

    fn heading(&self) -> String {
        "Open an account for someone who is not staff".to_owned()
    }

    fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}
