//! Who did something, as the change sequence has it and as people are called.

use std::collections::HashMap;

use passport_store::{Organisation, StoreError};

/// Who did something, by name.
pub(super) struct Names(HashMap<String, String>);

impl Names {
    pub async fn load(organisation: &Organisation) -> Result<Self, StoreError> {
        let accounts = organisation.accounts().await?.into_iter();
        let named = accounts.filter(|account| !account.name.is_empty());
        Ok(Self(named.map(|one| (format!("account {}", one.id), one.name)).collect()))
    }

    /// The name behind an actor of the change sequence.
    pub fn of(&self, actor: &str) -> String {
        self.find(actor).unwrap_or_else(|| account(actor)).to_owned()
    }

    /// The same, if it is an account that has a name.
    pub fn find(&self, actor: &str) -> Option<&str> {
        self.0.get(account(actor)).map(String::as_str)
    }
}

/// Of `account 12 (20001234)` the account: the number in brackets is for administrators.
pub(super) fn account(actor: &str) -> &str {
    actor.split(" (").next().unwrap_or(actor)
}
