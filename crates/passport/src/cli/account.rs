//! `account`: who may log in, and what they may see beside their own record.

use clap::{Args, Subcommand};
use jiff::civil::Date;
use passport_core::facts::{GrantFact, GrantedRole, PersonFact};
use passport_store::{Known, NewAccount, Organisation};

use super::output::{Cell, Format, Table};
use super::{Done, Failure, Place, nobody, say, typed};
use crate::access::credentials::Purpose;
use crate::accounts::{self, Invited};
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
        /// manager, deputy, training lead, board viewer or administrator.
        #[arg(value_parser = role)]
        role: GrantedRole,
        /// Of what: a unit's path for a manager, a manager's employee number for a deputy.
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
            Action::RemoveSecondFactor { account } => {
                let known = organisation.account(account).await?.ok_or_else(no_account)?;
                accounts::remove_second_factor(&organisation, &known, super::ACTOR, now).await?;
                say!("{} logs in without a code until another app is set up.", known.name)
            }
            Action::Grant { account, role, of, from, to, reason } => {
                let known = organisation.account(account).await?.ok_or_else(no_account)?;
                check_scope(&organisation, role, &of).await?;
                let grant = GrantFact {
                    account,
                    role,
                    scope: of,
                    date_from: from,
                    date_to: to,
                    reason: reason.clone(),
                };
                let mut change = organisation.begin(super::ACTOR, "role given", now).await?;
                change.concerns(&known.employee_number);
                change.record(&[grant]).await?;
                change.commit().await?;
                say!("{} is {} now.", known.name, role.name())
            }
            Action::Revoke { grant } => {
                let standing = accounts::grants(&organisation).await?;
                let Some(found) = standing.iter().find(|known| known.id == grant) else {
                    return Err(Failure::input_words(format!("There is no grant {grant}.")));
                };
                let mut change = organisation.begin(super::ACTOR, "role taken away", now).await?;
                change.void::<GrantFact>(&[found.id]).await?;
                change.commit().await?;
                say!("Grant {grant} is taken away.")
            }
            Action::Close { account } => {
                let known = organisation.account(account).await?.ok_or_else(no_account)?;
                let mut change = organisation.begin(super::ACTOR, "account closed", now).await?;
                change.concerns(&known.employee_number);
                change.close_account(account, now).await?;
                change.commit().await?;
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
                    .map(|account| {
                        let linked = subject(account.id);
                        let is_linked = !linked.is_empty();
                        vec![
                            Cell::Count(account.id.unsigned_abs()),
                            Cell::Text(account.employee_number),
                            Cell::Text(account.name),
                            Cell::Text(account.email),
                            Cell::text(match (account.closed_at, account.password_hash.as_str()) {
                                (Some(_), _) => "closed",
                                (None, "") if is_linked => "open",
                                (None, "") => "invited",
                                (None, _) => "open",
                            }),
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

/// Whether a role's scope names what is there.
async fn check_scope(organisation: &Organisation, role: GrantedRole, of: &str) -> Done {
    match (role.scope(), of) {
        (None, "") => return Ok(()),
        (None, _) => {
            return Err(Failure::usage_words(format!(
                "A {} is for the whole organisation: leave --of out.",
                role.name()
            )));
        }
        (Some(what), "") => {
            return Err(Failure::usage_words(format!("Say of what with --of: {what}.")));
        }
        (Some(_), _) => {}
    }
    let known = match role {
        GrantedRole::Manager => {
            let wanted = passport_core::text::normal(of);
            let paths = organisation.unit_paths(Known::Now).await?;
            paths.iter().any(|path| {
                let path = passport_core::text::normal(path);
                path == wanted || path.starts_with(&format!("{wanted}|"))
            })
        }
        GrantedRole::Deputy => {
            !organisation.facts_of::<PersonFact>(Known::Now, of).await?.is_empty()
        }
        _ => true,
    };
    if known {
        Ok(())
    } else {
        Err(Failure::input_words(format!(
            "{of:?} is not {}: nothing was changed.",
            role.scope().unwrap_or("known")
        )))
    }
}

async fn everyone(place: &Place, organisation: &Organisation, format: Format) -> Done {
    let site = site(place, organisation).await?;
    let mut rows = Vec::new();
    for person in organisation.facts::<PersonFact>(Known::Now).await? {
        let person = person.fact;
        let invited =
            accounts::invite(organisation, &person, super::ACTOR, place.clock.now()).await?;
        let (link, why) = match invited {
            Invited::Link(invitation) => (format!("{site}/link/{}", invitation.token), ""),
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
            let site = site(place, organisation).await?;
            eprintln!(
                "For {} ({}) and nobody else; it works once:",
                invitation.account.name, invitation.account.email
            );
            say!("{site}/link/{}", invitation.token)
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

async fn site(place: &Place, organisation: &Organisation) -> Result<String, Failure> {
    let settings = organisation.settings().await?;
    Ok(settings.get("site-address", place.today()).trim_end_matches('/').to_owned())
}
