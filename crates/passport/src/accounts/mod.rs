//! The room of accounts: who may log in, how they are let in the first time, and
//! the roles that are given and taken away. Every write is a change, with its
//! line in the sequence and in the audit.

mod administrator;
mod deputies;
mod everyone;
mod held;
mod refusal;
mod roles;
mod roll;
mod unit_managers;

use anyhow::Result;
use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::facts::{GrantFact, PersonFact, Recorded};
use passport_store::{Account, Known, NewAccount, Organisation};

use crate::access::Token;
use crate::access::credentials::Purpose;

pub use administrator::{first_administrator, has_administrator};
pub use deputies::{Appointment, Deputy, Ended, appoint, deputies, dismiss};
pub use everyone::{Asked, invite_everyone, not_yet_invited, write_to_everyone};
pub use held::{Held, held, name_of};
pub use refusal::{Field, Refusal};
pub use roles::{give, in_order, take};
pub use roll::{Listed, State, roll};
pub use unit_managers::{
    Candidate, Naming, UnitManager, candidate, end_unit_manager, name_unit_manager, unit_managers,
};

/// A link for someone, to be handed to them and nobody else.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// The account it lets in.
    pub account: Account,
    /// The secret at the end of the link's address.
    pub token: String,
    /// What it is for.
    pub purpose: Purpose,
    /// Until when it works.
    pub until: Timestamp,
}

impl Invitation {
    /// The address of the link, on a site.
    #[must_use]
    pub fn address(&self, site: &str) -> String {
        format!("{}/link/{}", site.trim_end_matches('/'), self.token)
    }
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
        Some(account) => invitation(account, &token, purpose, now),
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
    Ok(invitation(account, &token, purpose, now))
}

fn invitation(account: Account, token: &Token, purpose: Purpose, now: Timestamp) -> Invited {
    let until = now + purpose.lasts();
    Invited::Link(Box::new(Invitation { account, token: token.text(), purpose, until }))
}

/// Closes an account: it opens nothing from then on, and is logged out everywhere.
/// Nobody closes the account they are logged in with, nor the last administrator's.
///
/// # Errors
/// When the database fails.
pub async fn close(
    organisation: &Organisation,
    account: i64,
    by: Option<i64>,
    actor: &str,
    today: Date,
    now: Timestamp,
) -> Result<Result<Account, Refusal>> {
    // The organisation's turn first: of two who close one another's account at
    // once, the second finds nobody else left.
    let mut change = organisation.begin(actor, "account closed", now).await?;
    let known = organisation.account(account).await?;
    let Some(known) = known.filter(|account| account.closed_at.is_none()) else {
        return Ok(Err(Refusal::NoAccount));
    };
    if by == Some(account) {
        return Ok(Err(Refusal::OwnAccount));
    }
    let others =
        roles::someone_else_administers(organisation, today, |grant| grant.fact.account == account);
    if !others.await? {
        return Ok(Err(Refusal::LastAdministrator));
    }
    change.concerns(&known.employee_number);
    change.close_account(account, now).await?;
    change.commit().await?;
    Ok(Ok(known))
}

/// Logs an account out everywhere.
///
/// # Errors
/// When the database fails.
pub async fn log_out_everywhere(
    organisation: &Organisation,
    account: &Account,
    actor: &str,
    now: Timestamp,
) -> Result<()> {
    let mut change = organisation.begin(actor, "logged out everywhere", now).await?;
    change.concerns(&account.employee_number);
    change.end_sessions(account.id, now).await?;
    change.commit().await?;
    Ok(())
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

/// The grants that stand, with their numbers.
///
/// # Errors
/// When the database fails.
pub async fn grants(organisation: &Organisation) -> Result<Vec<Recorded<GrantFact>>> {
    Ok(organisation.facts::<GrantFact>(Known::Now).await?)
}
