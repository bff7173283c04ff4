//! The first administrator: whether there is one who can log in, and a way in for
//! one who is to be.

use anyhow::Result;
use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::facts::{GrantFact, GrantedRole};
use passport_store::{Known, NewAccount, Organisation, StoreError};

use super::{Invited, link, open};
use crate::access::credentials::Purpose;

/// Whether somebody can see to accounts on a day: an administrator who has chosen a
/// password, or has an identity at the provider. While nobody can, the server
/// offers to set one up.
///
/// # Errors
/// When the database fails.
pub async fn has_administrator(organisation: &Organisation, day: Date) -> Result<bool, StoreError> {
    let grants = organisation.facts::<GrantFact>(Known::Now).await?;
    let identities = organisation.identities().await?;
    let accounts = organisation.accounts().await?;
    Ok(accounts.iter().any(|account| {
        let administers = grants.iter().any(|grant| {
            grant.fact.account == account.id
                && grant.fact.role == GrantedRole::Administrator
                && grant.fact.holds(day)
        });
        let enters = !account.password_hash.is_empty()
            || identities.iter().any(|identity| identity.account == account.id);
        administers && enters && account.closed_at.is_none()
    }))
}

/// A link for an administrator who is to be the first, or who lost the one before:
/// opens the account where there is none with the address.
///
/// # Errors
/// When the database fails or the operating system gives no randomness.
pub async fn first_administrator(
    organisation: &Organisation,
    name: &str,
    email: &str,
    actor: &str,
    now: Timestamp,
) -> Result<Invited> {
    let role = GrantFact {
        account: 0,
        role: GrantedRole::Administrator,
        scope: String::new(),
        date_from: None,
        date_to: None,
        reason: "the first administrator".into(),
    };
    let purpose = Purpose::FirstAdministrator;
    let new = NewAccount { employee_number: String::new(), name: name.into(), email: email.into() };
    let opened = open(organisation, &new, purpose, Some(role.clone()), actor, now).await?;
    if !matches!(opened, Invited::AddressTaken) {
        return Ok(opened);
    }
    // Theirs from the time before, or from another request a moment ago.
    let Some(account) = organisation.account_by_email(email).await? else { return Ok(opened) };
    let mut change = organisation.begin(actor, "role given", now).await?;
    change.concerns(&account.employee_number);
    change.record(&[GrantFact { account: account.id, ..role }]).await?;
    change.commit().await?;
    link(organisation, account, purpose, actor, now).await
}
