//! The room of identities: whose account somebody's identity at a provider opens.
//! It is known by issuer and subject and by nothing else. The first time it is
//! linked by an administrator, or by the employee number that the provider vouches
//! for, where the organisation says that it may; an address never links anybody.

use anyhow::Result;
use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::facts::{PersonFact, PostingFact};
use passport_store::{Account, Known, NewAccount, NewIdentity, Organisation, StoreError};

use crate::access::sso::Proven;
use crate::access::works_on;

/// Who links by the employee number, as the change sequence names it.
const ACTOR: &str = "single sign-on";

/// Why an identity opens nothing. The person is told none of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nobody has linked it, and there is no employee number to go by.
    NotLinked,
    /// An administrator ended its link: only they make another.
    Unlinked,
    /// Nobody who works here has the employee number.
    Nobody,
    /// Its account's owner does not work here today.
    Left,
    /// Its account, or its person's, is closed.
    Closed,
    /// The person's account is opened by another identity of the same provider.
    AnotherIdentity,
    /// The person's address is that of another account.
    AddressTaken,
}

impl Refusal {
    /// For the audit.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::NotLinked => "the identity is not linked to an account",
            Self::Unlinked => "the identity was unlinked by an administrator",
            Self::Nobody => "nobody who works here has the employee number of the identity",
            Self::Left => "the owner of the account does not work here today",
            Self::Closed => "the account is closed",
            Self::AnotherIdentity => "the account is linked to another identity",
            Self::AddressTaken => "another account has the person's address",
        }
    }
}

/// The account that an identity opens on a day, linked now if it may be.
///
/// # Errors
/// When the database fails.
pub async fn open(
    organisation: &Organisation,
    proven: &Proven,
    day: Date,
    now: Timestamp,
) -> Result<Result<Account, Refusal>, StoreError> {
    if let Some(known) = known(organisation, proven, day).await? {
        return Ok(known);
    }
    let Some(number) = &proven.employee_number else { return Ok(Err(Refusal::NotLinked)) };
    let first = first_time(organisation, proven, number, day, now).await?;
    if first.is_ok() {
        return Ok(first);
    }
    // Perhaps the same person was quicker in another window.
    Ok(known(organisation, proven, day).await?.unwrap_or(first))
}

/// What comes of the latest link of an identity, if it ever had one.
async fn known(
    organisation: &Organisation,
    proven: &Proven,
    day: Date,
) -> Result<Option<Result<Account, Refusal>>, StoreError> {
    let links = organisation.links_of_identity(&proven.issuer, &proven.subject).await?;
    Ok(match links.first() {
        Some(link) if link.unlinked_at.is_none() => {
            Some(linked(organisation, link.account, day).await?)
        }
        Some(_) => Some(Err(Refusal::Unlinked)),
        None => None,
    })
}

/// An account by its link: what the provider says of the number today moves nobody.
async fn linked(
    organisation: &Organisation,
    account: i64,
    day: Date,
) -> Result<Result<Account, Refusal>, StoreError> {
    let account = organisation.account(account).await?.filter(|found| found.closed_at.is_none());
    let Some(account) = account else { return Ok(Err(Refusal::Closed)) };
    let staff = !account.employee_number.is_empty();
    if staff && !works(organisation, &account.employee_number, day).await? {
        return Ok(Err(Refusal::Left));
    }
    Ok(Ok(account))
}

/// Links an identity that comes for the first time by its employee number.
async fn first_time(
    organisation: &Organisation,
    proven: &Proven,
    number: &str,
    day: Date,
    now: Timestamp,
) -> Result<Result<Account, Refusal>, StoreError> {
    let people = organisation.facts_of::<PersonFact>(Known::Now, number).await?;
    let Some(person) = people.first().map(|recorded| &recorded.fact) else {
        return Ok(Err(Refusal::Nobody));
    };
    if !works(organisation, number, day).await? {
        return Ok(Err(Refusal::Nobody));
    }
    let account = organisation.account_of(number).await?;
    // Whoever closed it meant it: a log-in does not open another.
    if account.is_none() && organisation.had_account(number).await? {
        return Ok(Err(Refusal::Closed));
    }
    let what = if account.is_some() { "identity linked" } else { "account opened by identity" };
    let mut change = organisation.begin(ACTOR, what, now).await?;
    change.concerns(number);
    let id = match account {
        Some(account) => Some(account.id),
        None => change.open_account(&new_account(person), now).await?,
    };
    let Some(account) = id else { return Ok(Err(Refusal::AddressTaken)) };
    let (issuer, subject) = (&proven.issuer, &proven.subject);
    let new = NewIdentity { issuer, subject, account, by: ACTOR };
    if !change.link_identity(&new, now).await? {
        return Ok(Err(Refusal::AnotherIdentity));
    }
    change.commit().await?;
    linked(organisation, account, day).await
}

fn new_account(person: &PersonFact) -> NewAccount {
    let employee_number = person.employee_number.clone();
    let email = match person.email.trim() {
        // What nobody can type nor send mail to: log-in is through the provider.
        "" => format!("{employee_number}@no-address.invalid"),
        known => known.to_owned(),
    };
    NewAccount { employee_number, name: crate::compliance::details(person).name(), email }
}

async fn works(organisation: &Organisation, number: &str, day: Date) -> Result<bool, StoreError> {
    let postings = organisation.facts_of::<PostingFact>(Known::Now, number).await?;
    Ok(postings.iter().any(|recorded| works_on(&recorded.fact, day)))
}

/// Links an identity to an account by hand; false where one of the two has another
/// link at this provider.
///
/// # Errors
/// When the database fails.
pub async fn link(
    organisation: &Organisation,
    account: &Account,
    (issuer, subject): (&str, &str),
    actor: &str,
    now: Timestamp,
) -> Result<bool> {
    let mut change = organisation.begin(actor, "identity linked", now).await?;
    change.concerns(&account.employee_number);
    let new = NewIdentity { issuer, subject, account: account.id, by: actor };
    let done = change.link_identity(&new, now).await?;
    if done {
        change.commit().await?;
    }
    Ok(done)
}

/// Ends every link of an account, and logs it out everywhere; whether there was one.
///
/// # Errors
/// When the database fails.
pub async fn unlink(
    organisation: &Organisation,
    account: &Account,
    actor: &str,
    now: Timestamp,
) -> Result<bool> {
    let mut change = organisation.begin(actor, "identity unlinked", now).await?;
    change.concerns(&account.employee_number);
    let done = change.unlink_identities(account.id, actor, now).await? > 0;
    if done {
        change.commit().await?;
    }
    Ok(done)
}
