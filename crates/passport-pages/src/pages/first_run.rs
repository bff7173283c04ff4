//! The first run: the organisation and its first administrator, and what they do
//! first.

use serde::Serialize;

use super::Mistake;
use crate::Page;

/// The organisation and its first administrator.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SetUpPage {
    /// Where the form posts.
    pub action: String,
    /// The token against forged requests.
    pub csrf: String,
    /// Whether the organisation is there already.
    pub is_known: bool,
    /// The organisations to choose from, where there are several: code and name.
    pub organisations: Vec<(String, String)>,
    /// The code that was chosen.
    pub organisation: String,
    /// The organisation's name.
    pub name: String,
    /// Its number in ESR.
    pub vpd: String,
    /// Its ODS code.
    pub ods: String,
    /// The administrator's name.
    pub person: String,
    /// Their address.
    pub email: String,
    /// What was wrong.
    pub errors: Vec<Mistake>,
}

/// What an administrator does first.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FirstStepsPage {
    /// The token against forged requests.
    pub csrf: String,
    /// The steps, in their order.
    pub steps: Vec<StepLine>,
    /// Whether a message went out that was asked for, in words.
    pub sent: Option<(bool, String)>,
}

/// A step.
#[derive(Clone, Debug, Serialize)]
pub struct StepLine {
    /// What is to be done.
    pub text: String,
    /// Where it is done; empty where it is not done again.
    pub href: String,
    /// How it stands.
    pub hint: String,
    /// Whether it is done.
    pub done: bool,
}

impl Page for SetUpPage {
    const TEMPLATE: &'static str = "pages/set_up.html";

    fn heading(&self) -> String {
        "Set up Training Passport".to_owned()
    }

    fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}

impl Page for FirstStepsPage {
    const TEMPLATE: &'static str = "pages/first_steps.html";

    fn heading(&self) -> String {
        "First steps".to_owned()
    }
}
