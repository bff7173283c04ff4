//! Everyone who has an account, and everyone who works there and has none.

use std::collections::{HashMap, HashSet};

use anyhow::Result;
use jiff::civil::Date;
use passport_core::facts::PersonFact;
use passport_store::{Account, Known, Organisation};

use crate::access::ReportingLines;
use crate::compliance::details;

/// Someone on the roll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The account's number, where there is one.
    pub account: Option<i64>,
    /// The employee number; empty for someone who is not staff.
    pub employee_number: String,
    /// First and last name.
    pub name: String,
    /// By which the roll is sorted: the last name first.
    pub order: String,
    /// The address of the account, or of the record.
    pub email: String,
    /// How it stands.
    pub state: State,
    /// Whether they are on the staff list and do not work there today: they
    /// cannot enter, whatever the account says.
    pub left: bool,
}

/// How an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// There is none.
    NotInvited,
    /// There is one without a password.
    Invited,
    /// It can be logged in to.
    Open,
    /// It opens nothing any more.
    Closed,
}

impl State {
    /// The state of an account; whether an identity at the provider opens it.
    #[must_use]
    pub fn of(account: &Account, is_linked: bool) -> Self {
        match (account.closed_at, account.password_hash.as_str()) {
            (Some(_), _) => Self::Closed,
            (None, "") if !is_linked => Self::Invited,
            (None, _) => Self::Open,
        }
    }

    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::NotInvited => "not invited",
            Self::Invited => "invited",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

/// Everyone, by last name. Names of the training record, and nothing else of it.
///
/// # Errors
/// When the database fails.
pub async fn roll(organisation: &Organisation, today: Date) -> Result<Vec<Listed>> {
    let lines = ReportingLines::load(organisation, today).await?;
    let people = organisation.facts::<PersonFact>(Known::Now).await?;
    let mut people: HashMap<String, PersonFact> = people
        .into_iter()
        .map(|recorded| (recorded.fact.employee_number.clone(), recorded.fact))
        .collect();
    let order = |person: &PersonFact| format!("{} {}", person.last_name, person.first_name);
    let mut roll = Vec::new();
    let mut accounts = organisation.accounts().await?;
    accounts.retain(|account| !account.is_destroyed());
    let linked: HashSet<i64> =
        organisation.identities().await?.into_iter().map(|identity| identity.account).collect();
    for account in &accounts {
        let number = &account.employee_number;
        roll.push(Listed {
            account: Some(account.id),
            employee_number: number.clone(),
            name: account.name.clone(),
            order: people.get(number).map_or_else(|| last_name_first(&account.name), &order),
            email: account.email.clone(),
            state: State::of(account, linked.contains(&account.id)),
            left: !number.is_empty() && !lines.works(number),
        });
    }
    for account in accounts.iter().filter(|account| account.closed_at.is_none()) {
        people.remove(&account.employee_number);
    }
    for person in people.into_values().filter(|person| lines.works(&person.employee_number)) {
        roll.push(Listed {
            account: None,
            name: details(&person).name(),
            order: order(&person),
            email: person.email,
            employee_number: person.employee_number,
            state: State::NotInvited,
            left: false,
        });
    }
    roll.sort_by_cached_key(|listed| {
        (listed.order.to_lowercase(), listed.employee_number.clone(), listed.account)
    });
    Ok(roll)
}

fn last_name_first(name: &str) -> String {
    match name.rsplit_once(' ') {
        Some((first, last)) => format!("{last} {first}"),
        None => name.to_owned(),
    }
}
