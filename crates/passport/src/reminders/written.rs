//! Every message that was written to somebody: monthly passports, reminders,
//! digests, and what lets them in.

use anyhow::Result;
use jiff::Timestamp;
use passport_core::delivery::MailState;
use passport_store::{AccountMessage, Organisation, OutboxEntry, Reminder, ReminderKind};

use super::compose::{account_name, is_by_manager};

/// Whether a message reached them, as far as anybody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrived {
    /// The mail server took it, or it was printed.
    Sent,
    /// It waits to be sent.
    Waiting,
    /// It did not reach them.
    NotReached,
    /// Nobody knows.
    InDoubt,
}

/// A message to somebody.
#[derive(Clone, Debug)]
pub struct Written {
    /// When it was written.
    pub at: Timestamp,
    /// Its subject.
    pub subject: String,
    /// Why it was sent: the rule.
    pub rule: String,
    /// Of what it speaks.
    pub about: Vec<String>,
    /// A manager's words.
    pub note: String,
    /// Where it went; empty where that is not kept.
    pub address: String,
    /// What became of it.
    pub arrived: Arrived,
    /// More of that, in words; may be empty.
    pub detail: String,
}

/// Every message to an account and to the person it is of, newest first.
///
/// # Errors
/// When the database fails.
pub async fn written_to(
    organisation: &Organisation,
    account: Option<i64>,
    employee_number: &str,
) -> Result<Vec<Written>> {
    let mut all = Vec::new();
    if let Some(account) = account {
        all.extend(organisation.messages_of(account).await?.into_iter().map(of_account));
    }
    if !employee_number.is_empty() {
        let monthly = organisation.outbox_of(employee_number).await?.into_iter();
        all.extend(monthly.filter_map(|(month, entry)| monthly_message(&month.words(), entry)));
        for message in organisation.reminders_to(employee_number).await? {
            all.extend(reminder(organisation, message).await?);
        }
    }
    all.sort_by_key(|message| std::cmp::Reverse(message.at));
    Ok(all)
}

fn of_account(message: AccountMessage) -> Written {
    let invitation = message.purpose != "reset";
    let (arrived, detail) = match message.outcome.as_str() {
        "sent" => (Arrived::Sent, String::new()),
        "" => (Arrived::Waiting, String::new()),
        "not needed" => (Arrived::NotReached, "It was no longer needed".to_owned()),
        _ => (Arrived::NotReached, message.answer),
    };
    let subject = match invitation {
        true => "Your training passport: choose a password",
        false => "Training passport: a new password",
    };
    let rule = if invitation { "invitation" } else { "asked for a new password" };
    Written {
        at: message.settled_at.unwrap_or(message.asked_at),
        subject: subject.to_owned(),
        rule: rule.to_owned(),
        about: Vec::new(),
        note: String::new(),
        address: String::new(),
        arrived,
        detail,
    }
}

/// A month in which somebody was to get nothing is no message.
fn monthly_message(month: &str, entry: OutboxEntry) -> Option<Written> {
    let arrived = arrived(entry.state)?;
    let why = entry.reason.map(|reason| reason.words(&entry.detail));
    Some(Written {
        at: entry.settled_at.unwrap_or(entry.dated),
        subject: format!("Your training passport, {month}"),
        rule: "monthly passport".to_owned(),
        about: Vec::new(),
        note: String::new(),
        address: entry.address,
        arrived,
        detail: why.filter(|_| arrived != Arrived::Sent).unwrap_or_default(),
    })
}

async fn reminder(organisation: &Organisation, message: Reminder) -> Result<Option<Written>> {
    let given_up = message.state == MailState::FailedTemporarily && message.settled_at.is_some();
    let arrived = if given_up { Some(Arrived::NotReached) } else { arrived(message.state) };
    let Some(arrived) = arrived else { return Ok(None) };
    let lines = organisation.reminder_lines(message.id).await?;
    let is_digest = message.kind == ReminderKind::Digest;
    let mut rules: Vec<String> = Vec::new();
    for line in &lines {
        let rule = match is_by_manager(&line.rule) {
            true => format!("by {}", account_name(organisation, &message.asked_by).await?),
            false => line.rule.clone(),
        };
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }
    let about = match is_digest {
        // Who is named in it may no longer be theirs to see.
        true => Vec::new(),
        false => lines.into_iter().map(|line| line.title).collect(),
    };
    let subject = match (message.subject.as_str(), is_digest) {
        ("", true) => "Training reminders for your team".to_owned(),
        ("", false) => "Training reminder".to_owned(),
        (subject, _) => subject.to_owned(),
    };
    Ok(Some(Written {
        at: message.settled_at.unwrap_or(message.dated),
        subject,
        rule: rules.join("; "),
        about,
        note: message.note,
        address: message.address,
        arrived,
        detail: if arrived == Arrived::Sent { String::new() } else { message.detail },
    }))
}

fn arrived(state: MailState) -> Option<Arrived> {
    Some(match state {
        MailState::Sent | MailState::Printed => Arrived::Sent,
        MailState::Planned | MailState::Sending | MailState::FailedTemporarily => Arrived::Waiting,
        MailState::FailedPermanently => Arrived::NotReached,
        MailState::InDoubt | MailState::Held => Arrived::InDoubt,
        MailState::NotSent => return None,
    })
}
