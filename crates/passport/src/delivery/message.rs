//! The message as it travels (RFC 5322): from its row and its letter, always
//! the same bytes. Text first, then HTML; the PDF and the calendar beside them.

use std::time::SystemTime;

use lettre::Address;
use lettre::message::header::{
    ContentDisposition, ContentTransferEncoding, ContentType, HeaderName, HeaderValue,
};
use lettre::message::{Mailbox, Message, MultiPart, MultiPartKind, SinglePart};
use passport_core::delivery::Month;
use passport_core::setting::Settings;
use passport_store::OutboxEntry;
use sha2::{Digest, Sha256};

use crate::delivery::address::usable;
use crate::delivery::calendar::{Stamp, calendar};
use crate::delivery::destination::Secrets;
use crate::delivery::{DeliveryError, Destination, Letter};

/// Who writes: the same for every message of a run.
#[derive(Clone, Debug)]
pub struct Sender {
    /// As recipients see it.
    pub from: Mailbox,
    /// Where undeliverable mail is returned to.
    pub bounces_to: Address,
    /// Where answers go, if not to the sender.
    pub reply_to: Option<Mailbox>,
}

impl Sender {
    /// As the settings hold on a day. A folder or this machine's own server
    /// also takes mail of a stand-in, so that a month can be looked at before
    /// anything is set; nobody else does.
    ///
    /// # Errors
    /// When an address is missing or none, naming the setting.
    pub fn new(
        settings: &Settings,
        on: jiff::civil::Date,
        to: &Destination,
    ) -> Result<Self, DeliveryError> {
        let written = settings.get("mail-from", on).trim();
        let from = match written {
            "" if to.is_here() => Mailbox::new(Some("Training Passport".into()), stand_in()),
            written => mailbox(written)?,
        };
        let bounces_to = match settings.get("mail-bounces-to", on).trim() {
            "" => from.email.clone(),
            written => bounces(written)?,
        };
        let reply_to = usable(settings.get("contact", on)).map(|email| Mailbox::new(None, email));
        let from = Mailbox::new(from.name.map(|name| on_one_line(&name)), from.email);
        Ok(Self { from, bounces_to, reply_to })
    }

    /// Whether the setting mail-from is missing.
    #[must_use]
    pub fn is_stand_in(&self) -> bool {
        self.from.email == stand_in()
    }

    /// The domain of Message-IDs and calendar entries: ours.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.from.email.domain()
    }

    /// The Message-ID of one person's message of a month, without angle
    /// brackets. Another address makes it another message.
    #[must_use]
    pub fn message_id(
        &self,
        organisation: &str,
        month: Month,
        employee_number: &str,
        address: &str,
    ) -> String {
        let hash = digest(&[organisation, &month.to_string(), employee_number, address]);
        format!("passport-{month}.{hash}@{}", self.domain())
    }
}

/// Whether a setting about mail can have this value.
///
/// # Errors
/// When it is no address, naming the setting.
pub fn check_setting(key: &str, value: &str) -> Result<(), DeliveryError> {
    match key {
        _ if value.trim().is_empty() => Ok(()),
        "mail-from" => mailbox(value.trim()).map(drop),
        "mail-bounces-to" => bounces(value.trim()).map(drop),
        // What proves who logs in is looked for when mail is sent.
        "mail-to" => Destination::parse(value, &Secrets::assumed()).map(drop),
        _ => Ok(()),
    }
}

/// RFC 2606 keeps `.invalid` from ever being somebody's.
fn stand_in() -> Address {
    Address::new_dangerous("training-passport", "passport.invalid")
}

fn mailbox(written: &str) -> Result<Mailbox, DeliveryError> {
    let parsed: Option<Mailbox> = written.parse().ok();
    parsed.filter(|mailbox| usable(mailbox.email.as_ref()).is_some()).ok_or_else(|| {
        let example = "\"Hartwell NHS Trust <training@hartwell.example.nhs.uk>\"";
        wrong("mail-from", written, example)
    })
}

fn bounces(written: &str) -> Result<Address, DeliveryError> {
    usable(written)
        .ok_or_else(|| wrong("mail-bounces-to", written, "bounces@hartwell.example.nhs.uk"))
}

fn wrong(key: &str, value: &str, example: &str) -> DeliveryError {
    let what = if value.is_empty() { "is not set" } else { "is not an address" };
    DeliveryError::Configuration(format!(
        "the setting {key} {what}: run `passport setting set {key} {example}`"
    ))
}

/// The message, ready to be handed over.
///
/// # Errors
/// In words, when the row's address is none.
pub fn message(
    sender: &Sender,
    organisation: &str,
    month: Month,
    entry: &OutboxEntry,
    letter: &Letter,
) -> Result<Vec<u8>, String> {
    let to = usable(&entry.address).ok_or("the address cannot be used")?;
    let name = on_one_line(&entry.name);
    let mark = digest(&[&entry.message_id]);
    // "=_" can stand in no encoded body, so no name can imitate a boundary.
    let boundary = |part: &str| format!("=_{mark}_{part}");
    let bodies = MultiPart::builder()
        .kind(MultiPartKind::Alternative)
        .boundary(boundary("words"))
        .build()
        .singlepart(body(ContentType::TEXT_PLAIN, &letter.text))
        .singlepart(body(ContentType::TEXT_HTML, &letter.html));
    let mut whole = MultiPart::builder()
        .kind(MultiPartKind::Mixed)
        .boundary(boundary("whole"))
        .build()
        .multipart(bodies);
    if !letter.pdf.is_empty() {
        whole = whole.singlepart(attachment(
            "application/pdf",
            &format!("training-passport-{month}.pdf"),
            letter.pdf.clone(),
        ));
    }
    let holder = format!("{organisation}\0{}", entry.employee_number);
    let stamp = Stamp {
        holder: &holder,
        domain: sender.domain(),
        dated: entry.dated,
        sequence: entry.change,
    };
    if let Some(text) = calendar(&letter.events, stamp) {
        whole = whole.singlepart(attachment(
            "text/calendar; charset=utf-8; method=PUBLISH",
            &format!("booked-classes-{month}.ics"),
            text.into_bytes(),
        ));
    }
    let mut builder = Message::builder()
        .from(sender.from.clone())
        .to(Mailbox::new((!name.is_empty()).then_some(name), to))
        .date(SystemTime::from(entry.dated))
        .message_id(Some(format!("<{}>", entry.message_id)))
        .subject(on_one_line(&letter.subject));
    for header in no_answers() {
        builder = builder.raw_header(header);
    }
    if let Some(reply_to) = &sender.reply_to {
        builder = builder.reply_to(reply_to.clone());
    }
    let message = builder.multipart(whole).map_err(|error| error.to_string())?;
    let mut bytes = message.formatted();
    if !bytes.ends_with(b"\r\n") {
        bytes.extend_from_slice(b"\r\n");
    }
    Ok(bytes)
}

pub(crate) fn body(kind: ContentType, text: &str) -> SinglePart {
    SinglePart::builder()
        .header(kind)
        // Always: lines are short and nothing depends on what a name contains.
        .header(ContentTransferEncoding::QuotedPrintable)
        .body(text.to_owned())
}

fn attachment(kind: &str, name: &str, bytes: Vec<u8>) -> SinglePart {
    let kind = ContentType::parse(kind).unwrap_or(ContentType::TEXT_PLAIN);
    SinglePart::builder()
        .header(kind)
        .header(ContentDisposition::attachment(name))
        .header(ContentTransferEncoding::Base64)
        .body(bytes)
}

/// A machine wrote it, so no machine answers.
pub(crate) fn no_answers() -> [HeaderValue; 2] {
    [
        raw("Auto-Submitted", "auto-generated"),
        // Exchange: no out-of-office answers to this.
        raw("X-Auto-Response-Suppress", "OOF, AutoReply"),
    ]
}

fn raw(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// Control characters, line ends among them, become spaces.
pub(crate) fn on_one_line(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| {
            let breaks = c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
            if breaks { ' ' } else { c }
        })
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A short name for a few texts that nobody can read back.
pub(crate) fn digest(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hex(&hash.finalize()[..16])
}

/// The fingerprint of a message.
pub(crate) fn fingerprint(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
#[path = "message_tests.rs"]
mod tests;
