//! Who asks.

use super::Roles;

/// Someone who is logged in, and what follows from their roles today.
#[derive(Clone, Debug)]
pub struct Asker {
    /// The account's number.
    pub account: i64,
    /// Their employee number; empty for someone who is not staff.
    pub employee_number: String,
    /// First and last name, as the page's header shows it.
    pub name: String,
    /// Their roles.
    pub roles: Roles,
    /// To whom their people report: themselves, and managers in whose place they are.
    pub(super) managers: Vec<String>,
    /// Units they are the named manager of, as paths in their normal form.
    pub(super) units: Vec<String>,
}

impl Asker {
    /// As the change sequence and the audit name them: `account 12`, with the
    /// employee number where they are staff.
    #[must_use]
    pub fn actor(&self) -> String {
        match self.employee_number.as_str() {
            "" => format!("account {}", self.account),
            number => format!("account {} ({number})", self.account),
        }
    }
}
