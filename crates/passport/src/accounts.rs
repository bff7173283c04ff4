//! The room of accounts: who may log in, how they are let in the first time, and
//! the roles that are given and taken away. Every write is a change, with its
//! line in the sequence and in the audit.

use anyhow::Result;
use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::facts::{GrantFact, GrantedRole, PersonFact, Recorded};
use passport_store::{Account, Known, NewAccount, Organisation, StoreError};

use crate::access::Token;
use crate::access::credentials::Purpose;

/// A link for someone, to be handed to them and nobody else.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// The account it lets in.
    pub account: Account,
    /// The secret at the end of the link's address.
    pub token: String,
}

/// What came of asking for an account.
#[derive(Clone, Debug)]
pub enum Invited {
    /// It is there, and the link lets its owner in.
    Link(Box<Invitation>),
    /// Nobody has this employee number.
    Nobody,
    /// The record has no address to log in with.
    NoAddress,
    /// Another account logs in with the address.
    AddressTaken,
    /// They have chosen a password already.
    Already,
}

/// Invites someone on the staff list: opens their account where there is none,
/// and makes a link with which they choose a password.
///
/// # Errors
/// When the database fails or the operating system gives no randomness.
pub async fn invite(
    organisation: &Organisation,
    person: &PersonFact,
    actor: &str,
    now: Timestamp,
) -> Result<Invited> {
    let number = &person.employee_number;
    if let Some(account) = organisation.account_of(number).await? {
        if !account.password_hash.is_empty() {
            return Ok(Invited::Already);
        }
        return link(organisation, account, Purpose::Invitation, actor, now).await;
    }
    if person.email.trim().is_empty() {
        return Ok(Invited::NoAddress);
    }
    let name = crate::compliance::details(person).name();
    let new = NewAccount { employee_number: number.clone(), name, email: person.email.clone() };
    open(organisation, &new, Purpose::Invitation, None, actor, now).await
}

/// Opens an account for someone who is not on the staff list, with a role.
///
/// # Errors
/// When the database fails or the operating system gives no randomness.
pub async fn open(
    organisation: &Organisation,
    new: &NewAccount,
    purpose: Purpose,
    role: Option<GrantFact>,
    actor: &str,
    now: Timestamp,
) -> Result<Invited> {
    let token = Token::new()?;
    let mut change = organisation.begin(actor, "account opened", now).await?;
    change.concerns(&new.employee_number);
    let Some(id) = change.open_account(new, now).await? else {
        return Ok(Invited::AddressTaken);
    };
    if let Some(role) = role {
        change.record(&[GrantFact { account: id, ..role }]).await?;
    }
    change.make_link(id, purpose.name(), &token.hash(), now).await?;
    change.commit().await?;
    Ok(match organisation.account(id).await? {
        Some(account) => Invited::Link(Box::new(Invitation { account, token: token.text() })),
        None => Invited::Nobody,
    })
}

/// Makes a link for an account there is; earlier ones of the same purpose are spent.
///
/// # Errors
/// When the database fails or the operating system gives no randomness.
pub async fn link(
    organisation: &Organisation,
    account: Account,
    purpose: Purpose,
    actor: &str,
    now: Timestamp,
) -> Result<Invited> {
    let token = Token::new()?;
    let mut change = organisation.begin(actor, "link made", now).await?;
    change.concerns(&account.employee_number);
    change.make_link(account.id, purpose.name(), &token.hash(), now).await?;
    change.commit().await?;
    Ok(Invited::Link(Box::new(Invitation { account, token: token.text() })))
}

/// Takes an account's second factor away, for someone who has lost their phone and
/// the recovery codes. They are logged out; a role that asks for one asks again.
///
/// # Errors
/// When the database fails.
pub async fn remove_second_factor(
    organisation: &Organisation,
    account: &Account,
    actor: &str,
    now: Timestamp,
) -> Result<()> {
    let mut change = organisation.begin(actor, "second factor removed", now).await?;
    change.concerns(&account.employee_number);
    change.remove_second_factor(account.id).await?;
    change.end_sessions(account.id, now).await?;
    change.commit().await?;
    Ok(())
}

/// Whether somebody can see to accounts on a day: an administrator who has come so
/// far as to choose a password. While nobody can, the server offers to set one up.
///
/// # Errors
/// When the database fails.
pub async fn has_administrator(organisation: &Organisation, day: Date) -> Result<bool, StoreError> {
    let grants = organisation.facts::<GrantFact>(Known::Now).await?;
    let administers = |account: &Account| {
        grants.iter().any(|grant| {
            grant.fact.account == account.id
                && grant.fact.role == GrantedRole::Administrator
                && grant.fact.holds(day)
        })
    };
    let accounts = organisation.accounts().await?;
    let mut able = accounts
        .iter()
        .filter(|account| account.closed_at.is_none() && !account.password_hash.is_empty());
    Ok(able.any(administers))
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

/// The grants that stand, with their numbers.
///
/// # Errors
/// When the database fails.
pub async fn grants(organisation: &Organisation) -> Result<Vec<Recorded<GrantFact>>> {
    Ok(organisation.facts::<GrantFact>(Known::Now).await?)
}
