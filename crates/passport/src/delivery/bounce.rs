//! Mail that came back: reports of undelivered mail (RFC 3464) read from files,
//! or an address given by hand.

use jiff::Timestamp;
use mail_parser::{MessageParser, MessagePart, MimeHeaders, PartType};
use passport_core::delivery::Month;
use passport_store::{Bounce, Organisation};
use serde::Serialize;

use crate::delivery::DeliveryError;

/// One recipient of a report of undelivered mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    /// The recipient, as the reporting server knows it.
    pub recipient: String,
    /// What became of it: `failed`, `delayed`, `delivered` and so on.
    pub action: String,
    /// The status, e.g. `5.1.1`.
    pub status: String,
    /// What the server said.
    pub diagnostic: String,
    /// The Message-ID of the message that came back, without angle brackets.
    pub message_id: Option<String>,
}

/// What recording a bounce did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "answer")]
pub enum BounceAnswer {
    /// The address is noted: it gets no mail until it changes or is cleared.
    Noted {
        /// The address.
        address: String,
        /// Whose, where a message of ours says so.
        employee_number: Option<String>,
        /// The month of that message.
        month: Option<Month>,
    },
    /// Given up for now: this month did not arrive, next month is sent.
    NotedForNow {
        /// The address.
        address: String,
        /// Whose, where a message of ours says so.
        employee_number: Option<String>,
    },
    /// Nothing to note: delayed, or delivered after all.
    Nothing {
        /// The address.
        address: String,
        /// What the report says.
        action: String,
    },
    /// Not a report of undelivered mail.
    NotAReport,
}

/// Reads a report of undelivered mail: one entry a recipient, none where the
/// message is no such report.
#[must_use]
pub fn read_report(bytes: &[u8]) -> Vec<Returned> {
    let Some(message) = MessageParser::default().parse(bytes) else { return Vec::new() };
    let mut status = None;
    let mut message_id = None;
    for part in &message.parts {
        let kind = part.content_type().map(|kind| {
            format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()).to_lowercase()
        });
        match kind.as_deref() {
            Some("message/delivery-status" | "message/global-delivery-status") => {
                status = status.or_else(|| Some(words(part)));
            }
            Some("message/rfc822" | "message/global") => {
                if let PartType::Message(inner) = &part.body {
                    message_id = message_id.or_else(|| inner.message_id().map(str::to_owned));
                } else {
                    message_id = message_id.or_else(|| field(&words(part), "message-id"));
                }
            }
            Some("text/rfc822-headers" | "message/global-headers") => {
                message_id = message_id.or_else(|| field(&words(part), "message-id"));
            }
            _ => {}
        }
    }
    let Some(status) = status else { return Vec::new() };
    let message_id = message_id.map(|id| id.trim().trim_matches(['<', '>']).to_owned());
    groups(&status).filter_map(|group| returned(&group, message_id.as_deref())).collect()
}

/// Records what a report of undelivered mail says.
///
/// # Errors
/// When the database fails.
pub async fn record_bounce_file(
    organisation: &Organisation,
    actor: &str,
    bytes: &[u8],
    at: Timestamp,
) -> Result<Vec<BounceAnswer>, DeliveryError> {
    let reports = read_report(bytes);
    if reports.is_empty() {
        return Ok(vec![BounceAnswer::NotAReport]);
    }
    let mut answers = Vec::with_capacity(reports.len());
    for report in reports {
        answers.push(record(organisation, actor, &report, at).await?);
    }
    Ok(answers)
}

/// Notes by hand that mail to an address comes back.
///
/// # Errors
/// When the database fails.
pub async fn record_bounce_by_address(
    organisation: &Organisation,
    actor: &str,
    address: &str,
    at: Timestamp,
) -> Result<BounceAnswer, DeliveryError> {
    let report = Returned {
        recipient: address.trim().to_owned(),
        action: "failed".into(),
        status: String::new(),
        diagnostic: "noted by hand".into(),
        message_id: None,
    };
    record(organisation, actor, &report, at).await
}

async fn record(
    organisation: &Organisation,
    actor: &str,
    report: &Returned,
    at: Timestamp,
) -> Result<BounceAnswer, DeliveryError> {
    let address = report.recipient.clone();
    if report.action != "failed" {
        return Ok(BounceAnswer::Nothing { address, action: report.action.clone() });
    }
    let by_id = match &report.message_id {
        Some(id) => organisation.outbox_by_message_id(id).await?,
        None => None,
    };
    let reminder = match (&by_id, &report.message_id) {
        (None, Some(id)) => organisation.reminder_by_message_id(id).await?,
        _ => None,
    };
    let sent = match by_id {
        Some(found) => Some(found),
        None if reminder.is_some() => None,
        None => organisation.newest_sent_to(&address).await?,
    };
    // The address we wrote to: the report may name what it was forwarded to.
    let wrote = sent.as_ref().map(|(_, entry)| &entry.address);
    let wrote = wrote.or(reminder.as_ref().map(|reminder| &reminder.address));
    let address = wrote.cloned().unwrap_or(address);
    let hard = !report.status.starts_with('4');
    let detail = format!("{} {}", report.status, report.diagnostic).trim().to_owned();
    let what = format!("Noted that mail came back: {}", if hard { "for good" } else { "for now" });
    let mut change = organisation.begin(actor, &what, at).await?;
    change
        .record_bounces(&[Bounce {
            address: address.to_lowercase(),
            hard,
            status: report.status.clone(),
            detail: report.diagnostic.clone(),
            at,
        }])
        .await?;
    if let Some((month, entry)) = &sent {
        change.mark_bounced(*month, &entry.employee_number, &detail, at).await?;
    }
    if let Some(reminder) = &reminder {
        change.mark_reminder_bounced(reminder.id, &detail, at).await?;
    }
    change.commit().await?;
    let (month, entry) = sent.unzip();
    let employee_number = entry.map(|entry| entry.employee_number);
    let employee_number = employee_number.or(reminder.map(|reminder| reminder.employee_number));
    Ok(if hard {
        BounceAnswer::Noted { address, employee_number, month }
    } else {
        BounceAnswer::NotedForNow { address, employee_number }
    })
}

fn words(part: &MessagePart<'_>) -> String {
    String::from_utf8_lossy(part.contents()).into_owned()
}

/// The groups of fields of a delivery status, each unfolded.
fn groups(status: &str) -> impl Iterator<Item = String> {
    let unfolded = status.replace("\r\n", "\n").replace("\n ", " ").replace("\n\t", " ");
    unfolded.split("\n\n").map(str::to_owned).collect::<Vec<_>>().into_iter()
}

fn field(group: &str, name: &str) -> Option<String> {
    group.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.trim()
            .eq_ignore_ascii_case(name)
            .then(|| value.split_whitespace().collect::<Vec<_>>().join(" "))
    })
}

fn returned(group: &str, message_id: Option<&str>) -> Option<Returned> {
    let recipient =
        field(group, "original-recipient").or_else(|| field(group, "final-recipient"))?;
    let recipient = recipient.split_once(';').map_or(recipient.as_str(), |(_, address)| address);
    let clean = |text: String| {
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(500).collect::<String>()
    };
    let diagnostic = field(group, "diagnostic-code").map(clean).unwrap_or_default();
    Some(Returned {
        recipient: recipient.trim().trim_matches(['<', '>']).to_owned(),
        action: field(group, "action").unwrap_or_default().to_lowercase(),
        status: status_code(&field(group, "status").unwrap_or_default()),
        diagnostic: diagnostic
            .split_once(';')
            .map_or(diagnostic.clone(), |(_, said)| said.trim().to_owned()),
        message_id: message_id.map(str::to_owned),
    })
}

/// `5.1.1 (no such user)` is `5.1.1`.
fn status_code(text: &str) -> String {
    let code: String =
        text.trim().chars().take_while(|c| c.is_ascii_digit() || *c == '.').take(12).collect();
    code.trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXIM: &str = include_str!("samples/returned-no-such-user.eml");
    const DELAYED: &str = include_str!("samples/returned-delayed.eml");

    #[test]
    fn a_report_names_the_message_the_recipient_and_the_status() {
        let found = read_report(EXIM.replace('\n', "\r\n").as_bytes());
        assert_eq!(
            found,
            [Returned {
                recipient: "a.nurse@hartwell.example.nhs.uk".into(),
                action: "failed".into(),
                status: "5.1.1".into(),
                diagnostic: "550 5.1.1 <a.nurse@hartwell.example.nhs.uk>: no such user".into(),
                message_id: Some("passport-2026-11.0011@hartwell.example.nhs.uk".into()),
            }]
        );
        assert_eq!(read_report(EXIM.as_bytes()), found, "line ends do not matter");
    }

    #[test]
    fn a_report_with_headers_only_is_read_and_a_delay_is_not_a_failure() {
        let found = read_report(DELAYED.as_bytes());
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].action.as_str(), found[0].status.as_str()), ("delayed", "4.4.1"));
        assert_eq!(
            found[0].message_id.as_deref(),
            Some("passport-2026-11.0012@hartwell.example.nhs.uk")
        );
    }

    #[test]
    fn an_ordinary_message_is_no_report() {
        for bytes in [
            &b"From: a@b\r\nSubject: 5.1.1 failed\r\n\r\nStatus: 5.1.1\r\n"[..],
            b"",
            b"\xff\0\xff",
        ] {
            assert_eq!(read_report(bytes), []);
        }
    }
}
