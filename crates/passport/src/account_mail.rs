//! The room of messages that let people in: invitations and links for a new
//! password, by email.
//!
//! A message is written down when it is asked for, and sent a moment later by the
//! server or by the command that asked. The link in it is made as it is sent, so
//! that the secret is nowhere but in the message.

use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;
use jiff::{SignedDuration, Timestamp};
use passport_core::facts::PersonFact;
use passport_pages::{LinkEmail, Pages};
use passport_store::{Account, AccountMessage, Known, Organisation};

use crate::access::Token;
use crate::access::credentials::Purpose;
use crate::clock::Clock;
use crate::delivery::address::usable;
use crate::delivery::{Given, Notice, Post, way_out};

/// How long a message is one server's, before another may try.
const LEASE: SignedDuration = SignedDuration::from_mins(10);
/// After how long without success an invitation is given up.
const PATIENCE: SignedDuration = SignedDuration::from_hours(3 * 24);

/// What came of sending what was due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Posted {
    /// Messages that are on their way.
    pub sent: u64,
    /// Messages that their address, or the mail server, does not take.
    pub refused: u64,
    /// Messages that are tried again later.
    pub later: u64,
}

/// Whether mail can be sent, or why not, in words for who sets it up.
///
/// # Errors
/// When the database fails.
pub async fn obstacle(organisation: &Organisation, clock: Clock) -> Result<Option<String>> {
    Ok(way_out(organisation, clock).await?.err())
}

/// Sends a message to someone at once, to see whether mail works; why not, if not.
///
/// # Errors
/// When the database fails.
pub async fn try_out(
    organisation: &Organisation,
    account: &Account,
    clock: Clock,
) -> Result<Result<(), String>> {
    let mut post = match way_out(organisation, clock).await? {
        Ok(post) => post,
        Err(why) => return Ok(Err(why)),
    };
    let now = clock.now();
    let words = format!(
        "Dear {}\n\nThis message shows that Training Passport can send email.\n\n{}\n",
        account.name,
        post.signed(&organisation.name)
    );
    let id = format!("{}-trial-{}-{}", organisation.code, account.id, now.as_second());
    let notice = Notice {
        address: account.email.clone(),
        name: account.name.clone(),
        message_id: post.message_id("account", &id),
        id,
        dated: now,
        subject: "Training Passport can send email".into(),
        html: String::new(),
        text: words,
    };
    let given = post.hand_over(&notice).await;
    post.close().await;
    // What a server answers is for whoever runs ours: a page would read it out to
    // whoever names any address in the network.
    let refused =
        "the mail server could not be reached, or did not take it; `passport check` says why";
    Ok(match given {
        Ok(Given::Accepted(_)) => Ok(()),
        Ok(Given::Refused(_) | Given::Later(_) | Given::InDoubt(_)) | Err(_) => {
            Err(refused.to_owned())
        }
    })
}

/// Asks for a message to someone; it is written down and sent a moment later.
///
/// # Errors
/// When the database fails.
pub async fn ask(
    organisation: &Organisation,
    account: &Account,
    purpose: Purpose,
    by: &str,
    now: Timestamp,
) -> Result<()> {
    Ok(organisation.ask_message(account.id, purpose.name(), by, now).await?)
}

/// Sends what is due, until it is done or `stopping` says so. Where mail is not set
/// up, messages wait as long as their links would be good.
///
/// # Errors
/// When the database fails, or a message cannot be made.
pub async fn send_due(
    organisation: &Organisation,
    clock: Clock,
    pages: &Pages,
    stopping: &AtomicBool,
) -> Result<Posted> {
    let mut posted = Posted::default();
    if organisation.message_counts().await?.0 == 0 {
        return Ok(posted);
    }
    let Ok(mut post) = way_out(organisation, clock).await? else { return Ok(posted) };
    let outcome = send_all(organisation, clock, pages, (&mut post, stopping), &mut posted).await;
    post.close().await;
    outcome.map(|()| posted)
}

async fn send_all(
    organisation: &Organisation,
    clock: Clock,
    pages: &Pages,
    (post, stopping): (&mut Post, &AtomicBool),
    posted: &mut Posted,
) -> Result<()> {
    let settings = organisation.settings().await?;
    let today = clock.today();
    let (site, contact) = (settings.get("site-address", today), settings.get("contact", today));
    let per_minute = settings.whole("mail-per-minute", today);
    while !stopping.load(Ordering::Relaxed) {
        let now = clock.now();
        // One at a time, so that nobody's turn runs out while others are written.
        let claimed = organisation.claim_messages(now, now + LEASE, 1).await?;
        if claimed.is_empty() {
            break;
        }
        for message in claimed {
            let wanted = still_wanted(organisation, &message, now).await?;
            let Some((account, purpose)) = wanted else {
                organisation.settle_message(message.id, "not needed", "", now).await?;
                continue;
            };
            if !account.has_address() {
                organisation.settle_message(message.id, "not needed", "", now).await?;
                continue;
            }
            if now.duration_since(message.asked_at) > purpose.lasts().min(PATIENCE) {
                organisation.settle_message(message.id, "given up", &message.answer, now).await?;
                continue;
            }
            let token = Token::new()?;
            let (by, name) = (&message.asked_by, purpose.name());
            organisation.make_link(&account, name, &token.hash(), by, clock.now()).await?;
            let written = LinkEmail {
                name: account.name.clone(),
                organisation: organisation.name.clone(),
                is_invitation: purpose != Purpose::Reset,
                link: format!("{}/link/{}", site.trim_end_matches('/'), token.text()),
                lasts: purpose.lasts_words().to_owned(),
                contact: contact.to_owned(),
                sender: post.signed(&organisation.name),
            }
            .write(pages)?;
            let id = format!("{}-account-{}-{}", organisation.code, message.id, message.tries);
            let notice = Notice {
                address: account.email.clone(),
                name: account.name.clone(),
                message_id: post.message_id("account", &id),
                id,
                dated: clock.now(),
                subject: written.subject,
                text: written.text,
                html: written.html,
            };
            let given = match post.hand_over(&notice).await {
                Ok(given) => given,
                // A folder that cannot be written may be there again later.
                Err(error) => Given::Later(error.to_string()),
            };
            // A server that is away is not asked once for each message.
            let away = matches!(given, Given::Later(_) | Given::InDoubt(_));
            settle(organisation, &message, given, clock, posted).await?;
            if away {
                return Ok(());
            }
            if let Some(pause) = 60_000_u64.checked_div(per_minute.into()) {
                tokio::time::sleep(std::time::Duration::from_millis(pause)).await;
            }
        }
    }
    Ok(())
}

async fn settle(
    organisation: &Organisation,
    message: &AccountMessage,
    given: Given,
    clock: Clock,
    posted: &mut Posted,
) -> Result<()> {
    let now = clock.now();
    match given {
        Given::Accepted(answer) => {
            posted.sent += 1;
            organisation.settle_message(message.id, "sent", &answer, now).await?;
        }
        Given::Refused(answer) => {
            posted.refused += 1;
            organisation.settle_message(message.id, "refused", &answer, now).await?;
        }
        // Perhaps it is there: a second one has a link of its own.
        Given::Later(answer) | Given::InDoubt(answer) => {
            posted.later += 1;
            // A minute, two, four, up to an hour.
            let doublings = u32::try_from(message.tries.clamp(1, 7) - 1).unwrap_or_default();
            let wait = SignedDuration::from_mins(1_i64 << doublings);
            organisation.postpone_message(message.id, &answer, now + wait).await?;
        }
    }
    Ok(())
}

/// To whom a message goes, if there is still a reason to send it.
async fn still_wanted(
    organisation: &Organisation,
    message: &AccountMessage,
    now: Timestamp,
) -> Result<Option<(Account, Purpose)>> {
    let Some(purpose) = Purpose::read(&message.purpose) else { return Ok(None) };
    let account = organisation.account(message.account).await?;
    let account = account.filter(|account| account.closed_at.is_none());
    // Whoever has chosen a password meanwhile needs no invitation.
    let account = account.filter(|a| purpose == Purpose::Reset || a.password_hash.is_empty());
    let Some(account) = account else { return Ok(None) };
    Ok(Some((at_its_address(organisation, account, now).await?, purpose)))
}

/// The account, with the address of the staff record where that is another: what
/// lets somebody in goes to the address they have now, and not to whoever has the
/// one before.
async fn at_its_address(
    organisation: &Organisation,
    account: Account,
    now: Timestamp,
) -> Result<Account> {
    let number = &account.employee_number;
    if number.is_empty() {
        return Ok(account);
    }
    let people = organisation.facts_of::<PersonFact>(Known::Now, number).await?;
    let recorded = people.first().map(|person| person.fact.email.trim().to_lowercase());
    let Some(email) = recorded.filter(|email| usable(email).is_some() && *email != account.email)
    else {
        return Ok(account);
    };
    let mut change =
        organisation.begin("post", "account's address follows the record", now).await?;
    change.concerns(number);
    if !change.move_account(account.id, &email, now).await? {
        return Ok(account);
    }
    change.commit().await?;
    Ok(Account { email, ..account })
}
