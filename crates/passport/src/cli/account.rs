//! `account`: who may log in, and what they may see beside their own record.

use clap::{Args, Subcommand};
use jiff::civil::Date;
use passport_core::facts::{GrantFact, GrantedRole, PersonFact};
use passport_store::{Known, NewAccount, Organisation};

use super::output::{Cell, Format, Table};
use super::{Done, Failure, Place, nobody, say, typed};
use crate::access::credentials::Purpose;
use crate::accounts::{self, Delivered, Invitation, Invited, Refusal, State};

#[derive(Debug, Args)]
pub struct Accounts {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Open an administrator's account, and print the link with which they choose a password.
    Administrator {
        /// First and last name.
        name: String,
        /// The address they log in with.
        email: String,
    },
    /// Invite staff: a link each, with which they choose a password. Hand each to its owner alone.
    Invite {
        /// The employee number.
        #[arg(required_unless_present = "everyone", conflicts_with = "everyone")]
        employee_number: Option<String>,
        /// Everyone on the staff list who has no password yet.
        #[arg(long)]
        everyone: bool,
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// Print a link with which someone who has forgotten their password chooses another.
    Reset {
        /// The account's number, as `account list` shows it.
        account: i64,
    },
    /// Give an account a role.
    Grant {
        /// The account's number.
        account: i64,
        /// manager, deputy, subject lead, training lead, board viewer or administrator.
        #[arg(value_parser = role)]
        role: GrantedRole,
        /// Of what: a unit's path or name for a manager, a manager's employee number for a deputy, a subject for a subject lead.
        #[arg(long, default_value = "")]
        of: String,
        /// The first day; at once if not given.
        #[arg(long, value_name = "DATE", value_parser = typed::day)]
        from: Option<Date>,
        /// The last day; until it is taken away if not given.
        #[arg(long, value_name = "DATE", value_parser = typed::day)]
        to: Option<Date>,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Take a role away.
    Revoke {
        /// The grant's number, as `account grants` shows it.
        grant: i64,
    },
    /// Close an account: it opens nothing from now on, and is logged out everywhere.
    Close {
        /// The account's number.
        account: i64,
    },
    /// The accounts.
    List {
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// The roles that were given.
    Grants {
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
}

fn role(text: &str) -> Result<GrantedRole, String> {
    GrantedRole::from_name(text).ok_or_else(|| {
        let known: Vec<&str> = GrantedRole::ALL.iter().map(|(_, name)| *name).collect();
        format!("use {}", known.join(", "))
    })
}

impl Accounts {
    pub async fn run(self, place: &Place) -> Done {
        let organisation = place.organisation().await?;
        let now = place.clock.now();
        match self.action {
            Action::Administrator { name, email } => {
                let grant = GrantFact {
                    account: 0,
                    role: GrantedRole::Administrator,
                    scope: String::new(),
                    date_from: None,
                    date_to: None,
                    reason: "opened on the command line".into(),
                };
                if crate::delivery::address::usable(&email).is_none() {
                    return Err(Failure::usage_words(format!(
                        "{email:?} is not an email address."
                    )));
                }
                let new = NewAccount { employee_number: String::new(), name, email };
                let purpose = Purpose::FirstAdministrator;
                let opened =
                    accounts::open(&organisation, &new, purpose, Some(grant), super::ACTOR, now);
                print_link(place, &organisation, opened.await?).await
            }
            Action::Invite { employee_number: Some(number), .. } => {
                let people = organisation.facts_of::<PersonFact>(Known::Now, &number).await?;
                let person = people.first().ok_or_else(|| nobody(&number))?;
                let invited =
                    accounts::invite(&organisation, &person.fact, super::ACTOR, now).await?;
                print_link(place, &organisation, invited).await
            }
            Action::Invite { format, .. } => everyone(place, &organisation, format).await,
            Action::Reset { account } => {
                let account =
                    organisation.account(account).await?.filter(|a| a.closed_at.is_none());
                let account = account.ok_or_else(no_account)?;
                let made =
                    accounts::link(&organisation, account, Purpose::Reset, super::ACTOR, now);
                print_link(place, &organisation, made.await?).await
            }
            Action::Grant { account, role, of, from, to, reason } => {
                let grant =
                    GrantFact { account, role, scope: of, date_from: from, date_to: to, reason };
                let given =
                    accounts::give(&organisation, grant, super::ACTOR, place.today(), now).await?;
                let account = given.map_err(|refusal| refused(&refusal))?;
                say!("{} is {} now.", account.name, role.name())
            }
            Action::Revoke { grant } => {
                let today = place.today();
                let taken = accounts::take(&organisation, grant, None, super::ACTOR, today, now);
                taken.await?.map_err(|refusal| refused(&refusal))?;
                say!("Grant {grant} is taken away.")
            }
            Action::Close { account } => {
                let today = place.today();
                let closed =
                    accounts::close(&organisation, account, None, super::ACTOR, today, now);
                let known = closed.await?.map_err(|refusal| refused(&refusal))?;
                say!("{}'s account is closed.", known.name)
            }
            Action::List { format } => {
                let rows = organisation
                    .accounts()
                    .await?
                    .into_iter()
                    .map(|account| {
                        let state = State::of(&account);
                        vec![
                            Cell::Count(account.id.unsigned_abs()),
                            Cell::Text(account.employee_number),
                            Cell::Text(account.name),
                            Cell::Text(account.email),
                            Cell::text(state.words()),
                        ]
                    })
                    .collect();
                let headings = vec!["account", "employee_number", "name", "email", "state"];
                Ok(Table { headings, rows }.print(format)?)
            }
            Action::Grants { format } => {
                let rows = accounts::grants(&organisation)
                    .await?
                    .into_iter()
                    .map(|grant| {
                        vec![
                            Cell::Count(grant.id.unsigned_abs()),
                            Cell::Count(grant.fact.account.unsigned_abs()),
                            Cell::text(grant.fact.role.name()),
                            Cell::Text(grant.fact.scope),
                            Cell::Day(grant.fact.date_from),
                            Cell::Day(grant.fact.date_to),
                            Cell::Text(grant.fact.reason),
                        ]
                    })
                    .collect();
                let headings = vec!["grant", "account", "role", "of", "from", "to", "reason"];
                Ok(Table { headings, rows }.print(format)?)
            }
        }
    }
}

fn no_account() -> Failure {
    Failure::input_words("There is no such account: `passport account list` shows those there are.")
}

/// Why it was not done, with what could be meant.
fn refused(refusal: &Refusal) -> Failure {
    let suggested = match refusal {
        Refusal::NoUnit(suggested) | Refusal::NoSubject(suggested) if !suggested.is_empty() => {
            format!(" There is: {}.", suggested.join("; "))
        }
        _ => String::new(),
    };
    Failure::input_words(format!("{refusal}{suggested}"))
}

async fn everyone(place: &Place, organisation: &Organisation, format: Format) -> Done {
    let (today, now) = (place.today(), place.clock.now());
    let mut rows = Vec::new();
    let all = accounts::invite_everyone(organisation, super::ACTOR, today, now).await?;
    for (person, invited) in all {
        let (link, why) = match invited {
            Invited::Link(invitation) => (address(organisation, &invitation, today).await?, ""),
            Invited::Already => continue,
            Invited::NoAddress => (String::new(), "no email address is known"),
            Invited::AddressTaken => (String::new(), "another account has the address"),
            Invited::Nobody => (String::new(), "no longer there"),
        };
        let name = crate::compliance::details(&person).name();
        rows.push(vec![
            Cell::Text(person.employee_number),
            Cell::Text(name),
            Cell::Text(person.email),
            Cell::Text(link),
            Cell::text(why),
        ]);
    }
    let headings = vec!["employee_number", "name", "email", "link", "not_invited_because"];
    Ok(Table { headings, rows }.print(format)?)
}

async fn print_link(place: &Place, organisation: &Organisation, invited: Invited) -> Done {
    match invited {
        Invited::Link(invitation) => {
            let link = address(organisation, &invitation, place.today()).await?;
            eprintln!(
                "For {} ({}) and nobody else; it works once:",
                invitation.account.name, invitation.account.email
            );
            say!("{link}")
        }
        Invited::Nobody => Err(Failure::input_words("Nobody has this employee number.")),
        Invited::NoAddress => Err(Failure::input_words(
            "The record has no email address to log in with: add one in ESR and import.",
        )),
        Invited::AddressTaken => {
            Err(Failure::input_words("Another account logs in with this address."))
        }
        Invited::Already => Err(Failure::input_words(
            "They have chosen a password already: `passport account reset` makes a link for another.",
        )),
    }
}

/// The link to print; nothing where it went by mail.
async fn address(
    organisation: &Organisation,
    invitation: &Invitation,
    today: Date,
) -> Result<String, Failure> {
    Ok(match accounts::deliver(organisation, invitation, today).await? {
        Delivered::ToHandOver { address } => address,
        Delivered::Mailed => String::new(),
    })
}
