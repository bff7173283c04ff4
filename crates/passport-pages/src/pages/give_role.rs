//! Giving an account a role: first which, then of what, for how long and why.

use serde::Serialize;

use super::{Choice, Mistake, TypedDate};
use crate::Page;

/// Which role.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ChooseRolePage {
    /// The address of the account's page.
    pub account: String,
    /// Whose account it is.
    pub name: String,
    /// The roles there are.
    pub roles: Vec<Choice>,
    /// What was wrong.
    pub errors: Vec<Mistake>,
}

/// Of what, for how long and why.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GiveRolePage {
    /// The token against forged requests.
    pub csrf: String,
    /// The address of the account's page.
    pub account: String,
    /// Whose account it is.
    pub name: String,
    /// The role: `manager`.
    pub role: String,
    /// What it lets them do, in a sentence.
    pub meaning: String,
    /// What the field for its scope asks for: `Unit`; empty: the role has none.
    pub label: String,
    /// How the scope is written.
    pub hint: String,
    /// What was typed.
    pub of: String,
    /// What there is to choose from, where it is not typed.
    pub choices: Vec<Choice>,
    /// Units that could be meant by what was typed.
    pub suggested: Vec<Choice>,
    /// The first day.
    pub from: TypedDate,
    /// The last day.
    pub to: TypedDate,
    /// Why.
    pub reason: String,
    /// What was wrong.
    pub errors: Vec<Mistake>,
}

impl Page for ChooseRolePage {
    const TEMPLATE: &'static str = "pages/choose_role.html";

    fn heading(&self) -> String {
        format!("Choose a role for {}", self.name)
    }

    fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}

impl Page for GiveRolePage {
    const TEMPLATE: &'static str = "pages/give_role.html";

    fn heading(&self) -> String {
        let article = if self.role.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        format!("Make {} {article} {}", self.name, self.role)
    }

    fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}
