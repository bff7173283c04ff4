//! Inviting a whole organisation at once, from the staff list.

use std::collections::HashSet;

use anyhow::Result;
use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::facts::PersonFact;
use passport_store::{Known, NewAccount, Organisation};

use super::{Invited, invite};
use crate::access::ReportingLines;
use crate::access::credentials::Purpose;

/// People of one change: the database is not held for longer than a moment.
const AT_ONCE: usize = 100;

/// What came of asking for messages to everyone.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// People to whom a message is on its way.
    pub invited: u64,
    /// Those to whom none can go, and why.
    pub not_invited: Vec<(PersonFact, Invited)>,
}

/// Everyone who works there on a day and can log in by nothing yet.
///
/// # Errors
/// When the database fails.
pub async fn not_yet_invited(organisation: &Organisation, today: Date) -> Result<Vec<PersonFact>> {
    let lines = ReportingLines::load(organisation, today).await?;
    let linked: HashSet<i64> =
        organisation.identities().await?.into_iter().map(|identity| identity.account).collect();
    let accounts = organisation.accounts().await?;
    let open: HashSet<&str> = accounts
        .iter()
        .filter(|account| account.closed_at.is_none())
        .map(|account| account.employee_number.as_str())
        .collect();
    // Whose account was closed by hand is invited by hand, or not at all.
    let closed: HashSet<&str> = accounts
        .iter()
        .map(|account| account.employee_number.as_str())
        .filter(|number| !open.contains(number))
        .collect();
    let entered: HashSet<&str> = accounts
        .iter()
        .filter(|account| account.closed_at.is_none())
        .filter(|account| !account.password_hash.is_empty() || linked.contains(&account.id))
        .map(|account| account.employee_number.as_str())
        .collect();
    let people = organisation.facts::<PersonFact>(Known::Now).await?.into_iter();
    let mut people: Vec<PersonFact> = people.map(|recorded| recorded.fact).collect();
    people.retain(|person| {
        let number = person.employee_number.as_str();
        lines.works(number) && !entered.contains(number) && !closed.contains(number)
    });
    Ok(people)
}

/// Makes a link for everyone who has none, to be handed over; each by a change of
/// its own: broken off, it is simply begun again.
///
/// # Errors
/// When the database fails or the operating system gives no randomness.
pub async fn invite_everyone(
    organisation: &Organisation,
    actor: &str,
    today: Date,
    now: Timestamp,
) -> Result<Vec<(PersonFact, Invited)>> {
    let mut invited = Vec::new();
    for person in not_yet_invited(organisation, today).await? {
        let came_of_it = invite(organisation, &person, actor, now).await?;
        invited.push((person, came_of_it));
    }
    Ok(invited)
}

/// Asks for a message to everyone who cannot log in and has no link that still works
/// or is on its way: accounts are opened and messages
/// written down together, some people at a time.
///
/// # Errors
/// When the database fails.
pub async fn write_to_everyone(
    organisation: &Organisation,
    actor: &str,
    today: Date,
    now: Timestamp,
) -> Result<Asked> {
    let mut asked = Asked::default();
    let mut people = not_yet_invited(organisation, today).await?;
    let invited = organisation.invited_since(now - Purpose::Invitation.lasts()).await?;
    people.retain(|person| !invited.contains(&person.employee_number));
    for some in people.chunks(AT_ONCE) {
        let mut change = organisation.begin(actor, "staff invited", now).await?;
        for person in some {
            let (number, email) = (&person.employee_number, person.email.trim());
            let account = match organisation.account_of(number).await? {
                Some(account) if account.has_address() => Some(account.id),
                Some(_) => {
                    asked.not_invited.push((person.clone(), Invited::NoAddress));
                    continue;
                }
                None if email.is_empty() => {
                    asked.not_invited.push((person.clone(), Invited::NoAddress));
                    continue;
                }
                None => {
                    let name = crate::compliance::details(person).name();
                    let (employee_number, email) = (number.clone(), email.to_owned());
                    let new = NewAccount { employee_number, name, email };
                    change.open_account(&new, now).await?
                }
            };
            match account {
                Some(account) => {
                    let purpose = Purpose::Invitation.name();
                    change.ask_message(account, purpose, actor, now).await?;
                    asked.invited += 1;
                }
                None => asked.not_invited.push((person.clone(), Invited::AddressTaken)),
            }
        }
        change.commit().await?;
    }
    Ok(asked)
}
