//! The first administrator: whether there is one who can log in, and a way in for
//! one who is to be.

use anyhow::Result;
use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::facts::{GrantFact, GrantedRole, Recorded};
use passport_store::{Account, Known, NewAccount, Organisation, StoreError};

use super::{Invited, link, open};
use crate::access::ReportingLines;
use crate::access::credentials::Purpose;

/// Whether somebody can see to accounts on a day: an administrator who has chosen a
/// password, or has an identity at the provider. While nobody can, the server
/// offers to set one up.
///
/// # Errors
/// When the database fails.
pub async fn has_administrator(organisation: &Organisation, day: Date) -> Result<bool, StoreError> {
    Ok(!administering(organisation, day).await?.is_empty())
}

/// The grants by which somebody administers on a day who can log in on it.
pub(super) async fn administering(
    organisation: &Organisation,
    day: Date,
) -> Result<Vec<Recorded<GrantFact>>, StoreError> {
    let mut grants = organisation.facts::<GrantFact>(Known::Now).await?;
    grants.retain(|grant| grant.fact.role == GrantedRole::Administrator && grant.fact.holds(day));
    if grants.is_empty() {
        return Ok(grants);
    }
    let lines = ReportingLines::load(organisation, day).await?;
    let identities = organisation.identities().await?;
    let accounts = organisation.accounts().await?;
    let enters = |account: &Account| {
        let works = account.employee_number.is_empty() || lines.works(&account.employee_number);
        let proves = !account.password_hash.is_empty()
            || identities.iter().any(|identity| identity.account == account.id);
        account.closed_at.is_none() && works && proves
    };
    grants.retain(|grant| {
        accounts.iter().any(|account| account.id == grant.fact.account && enters(account))
    });
    Ok(grants)
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
    let standing = organisation.facts::<GrantFact>(Known::Now).await?;
    let has_role = standing.iter().any(|grant| {
        grant.fact.account == account.id
            && grant.fact.role == GrantedRole::Administrator
            && grant.fact.date_to.is_none()
    });
    if !has_role {
        change.concerns(&account.employee_number);
        change.record(&[GrantFact { account: account.id, ..role }]).await?;
        change.commit().await?;
    } else {
        drop(change);
    }
    link(organisation, account, purpose, actor, now).await
}
