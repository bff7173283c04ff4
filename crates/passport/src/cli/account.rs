//! `account`: who may log in, and what they may see beside their own record.

use std::sync::atomic::AtomicBool;

use clap::{Args, Subcommand};
use jiff::civil::Date;
use passport_core::facts::{GrantFact, GrantedRole, PersonFact};
use passport_store::{Known, Organisation};

use super::output::{Cell, Format, Table};
use super::{Done, Failure, Place, nobody, say, typed};
use crate::access::credentials::Purpose;
use crate::account_mail;
use crate::accounts::{self, Invitation, Invited, Refusal, State};
use crate::identities;

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
        /// Send the links by email, each to the address in the record, instead of
        /// printing them; those without an address are printed.
        #[arg(long, requires = "everyone")]
        mail: bool,
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// Print a link with which someone who has forgotten their password chooses another.
    Reset {
        /// The account's number, as `account list` shows it.
        account: i64,
    },
    /// Take an account's second factor away: its owner has lost the phone and the recovery codes.
    RemoveSecondFactor {
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
    /// Let an identity at the organisation's identity provider log in to an account.
    Link {
        /// The account's number, as `account list` shows it.
        account: i64,
        /// The provider's own name for the person (its claim sub), as the page shows
        /// it to whoever is not linked.
        subject: String,
    },
    /// End what lets an account log in through the identity provider; it is logged out everywhere.
    Unlink {
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
                if crate::delivery::address::usable(&email).is_none() {
                    return Err(Failure::usage_words(format!(
                        "{email:?} is not an email address."
                    )));
                }
                let opened =
                    accounts::first_administrator(&organisation, &name, &email, super::ACTOR, now);
                print_link(place, &organisation, opened.await?).await
            }
            Action::Invite { employee_number: Some(number), .. } => {
                let people = organisation.facts_of::<PersonFact>(Known::Now, &number).await?;
                let person = people.first().ok_or_else(|| nobody(&number))?;
                let invited =
                    accounts::invite(&organisation, &person.fact, super::ACTOR, now).await?;
                print_link(place, &organisation, invited).await
            }
            Action::Invite { mail: true, format, .. } => {
                write_to_everyone(place, &organisation, format).await
            }
            Action::Invite { format, .. } => everyone(place, &organisation, format).await,
            Action::Reset { account } => {
                let account =
                    organisation.account(account).await?.filter(|a| a.closed_at.is_none());
                let account = account.ok_or_else(no_account)?;
                let made = {
                    let purpose = Purpose::of(&account);
                    accounts::link(&organisation, account, purpose, super::ACTOR, now)
                };
                print_link(place, &organisation, made.await?).await
            }
            Action::RemoveSecondFactor { account } => {
                let known = organisation.account(account).await?.ok_or_else(no_account)?;
                accounts::remove_second_factor(&organisation, &known, super::ACTOR, now).await?;
                say!("{} logs in without a code until another app is set up.", known.name)
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
            Action::Link { account, subject } => {
                link(place, &organisation, account, &subject).await
            }
            Action::Unlink { account } => {
                let known = organisation.account(account).await?.ok_or_else(no_account)?;
                if !identities::unlink(&organisation, &known, super::ACTOR, now).await? {
                    return Err(Failure::input_words("No identity is linked to this account."));
                }
                say!(
                    "{} cannot log in by single sign-on now. Only `passport account link` lets the same identity in again.",
                    known.name
                )
            }
            Action::List { format } => {
                let identities = organisation.identities().await?;
                let subject = |account: i64| {
                    let of = identities.iter().filter(|identity| identity.account == account);
                    of.map(|identity| identity.subject.as_str()).collect::<Vec<_>>().join(" ")
                };
                let rows = organisation
                    .accounts()
                    .await?
                    .into_iter()
                    .filter(|account| !account.is_destroyed())
                    .map(|account| {
                        let linked = subject(account.id);
                        let state = State::of(&account, !linked.is_empty());
                        vec![
                            Cell::Count(account.id.unsigned_abs()),
                            Cell::Text(account.employee_number),
                            Cell::Text(account.name),
                            Cell::Text(account.email),
                            Cell::text(state.words()),
                            Cell::Text(linked),
                        ]
                    })
                    .collect();
                let headings =
                    vec!["account", "employee_number", "name", "email", "state", "single_sign_on"];
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

/// Links an identity at the provider that the settings name today.
async fn link(place: &Place, organisation: &Organisation, account: i64, subject: &str) -> Done {
    let settings = organisation.settings().await?;
    let issuer = settings.get("sso-issuer", place.today());
    if issuer.is_empty() {
        return Err(Failure::usage_words(
            "Single sign-on is not set up: `passport setting set sso-issuer ADDRESS` names the identity provider.",
        ));
    }
    let known = organisation.account(account).await?.filter(|known| known.closed_at.is_none());
    let known = known.ok_or_else(no_account)?;
    let identity = (issuer, subject.trim());
    if identity.1.is_empty() {
        return Err(Failure::usage_words("A subject is not empty."));
    }
    let now = place.clock.now();
    if identities::link(organisation, &known, identity, super::ACTOR, now).await? {
        say!("{} can log in by single sign-on now.", known.name)
    } else {
        Err(Failure::input_words(
            "This identity opens another account, or this account is opened by another identity: `passport account list` shows which, and `passport account unlink` ends it.",
        ))
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

async fn write_to_everyone(place: &Place, organisation: &Organisation, format: Format) -> Done {
    require_mail(place, organisation).await?;
    let (today, now) = (place.today(), place.clock.now());
    let asked = accounts::write_to_everyone(organisation, super::ACTOR, today, now).await?;
    send(place, organisation).await?;
    let rows = asked.not_invited.into_iter().map(|(person, why)| {
        let name = crate::compliance::details(&person).name();
        let why = match why {
            Invited::AddressTaken => "another account has the address",
            _ => "no email address is known",
        };
        vec![
            Cell::Text(person.employee_number),
            Cell::Text(name),
            Cell::Text(person.email),
            Cell::text(why),
        ]
    });
    let headings = vec!["employee_number", "name", "email", "not_invited_because"];
    Ok(Table { headings, rows: rows.collect() }.print(format)?)
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

/// The link to print.
async fn address(
    organisation: &Organisation,
    invitation: &Invitation,
    today: Date,
) -> Result<String, Failure> {
    Ok(invitation.address(organisation.settings().await?.get("site-address", today)))
}

/// Sends what was asked for, and says how much; what a mail server did not take now
/// is tried again by `serve`.
async fn send(place: &Place, organisation: &Organisation) -> Done {
    let pages = passport_pages::Pages::new();
    let posted =
        account_mail::send_due(organisation, place.clock, &pages, &AtomicBool::new(false)).await?;
    let account_mail::Posted { sent, refused, later } = posted;
    say!("Sent: {sent}. Refused: {refused}. To be tried again by `passport serve`: {later}.")
}

/// Mail must be set up before anyone is promised a message.
async fn require_mail(place: &Place, organisation: &Organisation) -> Done {
    match account_mail::obstacle(organisation, place.clock).await? {
        None => Ok(()),
        Some(why) => Err(Failure::usage_words(format!("No mail can be sent: {why}."))),
    }
}
