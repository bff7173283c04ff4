//! Messages as independent eyes see them.

use jiff::civil::{date, time};
use mail_parser::{MessageParser, MimeHeaders, PartType};
use passport_core::delivery::MailState;

use super::*;
use crate::delivery::Event;

fn server() -> Destination {
    Destination::parse("smtp://mail.example.nhs.uk", &Secrets::default()).expect("an address")
}

fn sender() -> Sender {
    let settings = Settings::new([
        ("mail-from".into(), None, "Hartwell NHS Trust <training@hartwell.example.nhs.uk>".into()),
        ("contact".into(), None, "learning@hartwell.example.nhs.uk".into()),
        ("mail-bounces-to".into(), None, "bounces@hartwell.example.nhs.uk".into()),
    ]);
    Sender::new(&settings, date(2026, 11, 1), &server()).expect("a sender")
}

fn entry(name: &str) -> OutboxEntry {
    let address = "a.nurse@hartwell.example.nhs.uk";
    OutboxEntry {
        employee_number: "20001234".into(),
        name: name.into(),
        address: address.into(),
        unit: "Hartwell NHS Trust|Ashdown Ward".into(),
        message_id: sender().message_id("999", month(), "20001234", address),
        dated: "2026-11-01T07:00:00Z".parse().expect("an instant"),
        change: 12,
        state: MailState::Sending,
        reason: None,
        detail: String::new(),
        attempts: 1,
        next_attempt: None,
        doubted: false,
        sha256: None,
        settled_at: None,
    }
}

fn month() -> Month {
    "2026-11".parse().expect("a month")
}

fn letter() -> Letter {
    Letter {
        subject: "Your training passport for November 2026: 2 to do".into(),
        text: "Dear Zoë\n\n2 to do\n.\n..dots\n".into(),
        html: format!("<p>Dear Zoë</p><p>{}</p>", "long ".repeat(400)),
        pdf: (0..=255).cycle().take(20_000).collect(),
        events: vec![Event {
            course: "Resuscitation, Level 3".into(),
            class: "Adult".into(),
            start: date(2026, 12, 1),
            end: None,
            time: Some((time(9, 30, 0, 0), Some(time(12, 30, 0, 0)))),
            location: "Ashdown House".into(),
            link: None,
        }],
    }
}

fn made(entry: &OutboxEntry, letter: &Letter) -> Vec<u8> {
    message(&sender(), "999", month(), entry, letter).expect("a message")
}

/// Every line ends in CRLF, is short, and is plain ASCII.
fn check_lines(bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).expect("ASCII");
    assert!(text.is_ascii() && text.ends_with("\r\n"));
    for line in text.split("\r\n") {
        assert!(!line.contains(['\r', '\n']), "a bare line end in {line:?}");
        assert!(line.len() < 998);
    }
}

#[test]
fn a_message_has_the_headers_a_machine_should_send() {
    let bytes = made(&entry("Zoë Ní Mháille"), &letter());
    check_lines(&bytes);
    let read = MessageParser::default().parse(&bytes).expect("a message");
    let from = read.from().and_then(|from| from.first()).expect("a sender");
    assert_eq!(from.name(), Some("Hartwell NHS Trust"));
    assert_eq!(from.address(), Some("training@hartwell.example.nhs.uk"));
    let to = read.to().and_then(|to| to.first()).expect("a recipient");
    assert_eq!(to.name(), Some("Zoë Ní Mháille"));
    assert_eq!(to.address(), Some("a.nurse@hartwell.example.nhs.uk"));
    assert_eq!(read.subject(), Some("Your training passport for November 2026: 2 to do"));
    let id = read.message_id().expect("a Message-ID");
    assert!(id.starts_with("passport-2026-11.") && id.ends_with("@hartwell.example.nhs.uk"));
    assert_eq!(read.date().expect("a date").to_timestamp(), 1_793_516_400);
    let header = |name: &str| read.header_raw(name).map(|value| value.trim().to_owned());
    assert_eq!(header("Auto-Submitted").as_deref(), Some("auto-generated"));
    assert_eq!(header("MIME-Version").as_deref(), Some("1.0"));
    assert_eq!(header("Reply-To").as_deref(), Some("learning@hartwell.example.nhs.uk"));
    for once in ["From:", "To:", "Date:", "Subject:", "Message-ID:"] {
        let head = String::from_utf8_lossy(&bytes);
        let head = head.split("\r\n\r\n").next().expect("headers");
        assert_eq!(head.split("\r\n").filter(|line| line.starts_with(once)).count(), 1, "{once}");
    }
}

#[test]
fn text_comes_before_html_and_the_attachments_after_both() {
    let letter = letter();
    let bytes = made(&entry("Ann Nurse"), &letter);
    let read = MessageParser::default().parse(&bytes).expect("a message");
    let kinds: Vec<String> = read
        .parts
        .iter()
        .map(|part| {
            let kind = part.content_type().expect("a type");
            format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default())
        })
        .collect();
    assert_eq!(
        kinds,
        [
            "multipart/mixed",
            "multipart/alternative",
            "text/plain",
            "text/html",
            "application/pdf",
            "text/calendar"
        ]
    );
    assert_eq!(read.body_text(0).expect("text").replace("\r\n", "\n"), letter.text);
    assert_eq!(read.body_html(0).expect("html").trim_end(), letter.html);
    let pdf = &read.parts[4];
    assert_eq!(pdf.attachment_name(), Some("training-passport-2026-11.pdf"));
    let PartType::Binary(bytes) = &pdf.body else { panic!("binary") };
    assert_eq!(bytes.as_ref(), letter.pdf);
    let calendar = &read.parts[5];
    assert_eq!(calendar.attachment_name(), Some("booked-classes-2026-11.ics"));
    assert_eq!(calendar.content_type().expect("a type").attribute("method"), Some("PUBLISH"));
    let text = calendar.text_contents().expect("text");
    assert!(text.contains("SUMMARY:Resuscitation\\, Level 3\r\n"), "{text}");
}

#[test]
fn nothing_booked_means_no_calendar() {
    let bytes = made(&entry("Ann Nurse"), &Letter { events: Vec::new(), ..letter() });
    assert!(!String::from_utf8_lossy(&bytes).contains("text/calendar"));
}

#[test]
fn the_same_row_and_letter_make_the_same_bytes() {
    assert_eq!(made(&entry("Ann Nurse"), &letter()), made(&entry("Ann Nurse"), &letter()));
}

#[test]
fn no_name_or_subject_can_add_a_header() {
    for hostile in [
        "Ann\r\nBcc: all@example.com",
        "Ann\nBcc: all@example.com",
        "Ann\r\n\r\n<p>body",
        "\"Ann\" <evil@example.com>, Bob",
        "Ann <evil@example.com>",
        "Ann\0\u{1b}[31m",
        "=?utf-8?q?Bcc:?=",
        "Zoë\u{2028}Bcc: all@example.com",
        "🔥 Łódź, Nguyễn Văn; Ζωή; Иван",
        "'; DROP TABLE outbox; --",
        "",
        "(comment)",
        "a\\",
    ] {
        let letter = Letter { subject: hostile.into(), ..letter() };
        let bytes = made(&entry(hostile), &letter);
        check_lines(&bytes);
        let read = MessageParser::default().parse(&bytes).expect("a message");
        assert!(read.bcc().is_none(), "{hostile:?}");
        let to: Vec<_> = read.to().expect("a recipient").iter().collect();
        assert_eq!(to.len(), 1, "{hostile:?}");
        assert_eq!(to[0].address(), Some("a.nurse@hartwell.example.nhs.uk"), "{hostile:?}");
        if !hostile.contains("=?") {
            let shown = to[0].name().unwrap_or_default();
            assert_eq!(shown, on_one_line(hostile), "{hostile:?}");
            assert_eq!(read.subject().unwrap_or_default(), on_one_line(hostile), "{hostile:?}");
        }
    }
}

#[test]
fn a_very_long_name_is_folded() {
    let bytes = made(&entry(&"Wolfeschlegelsteinhausen ".repeat(100)), &letter());
    check_lines(&bytes);
    let unbroken = made(&entry(&"é".repeat(2000)), &letter());
    check_lines(&unbroken);
}

#[test]
fn another_address_month_or_person_is_another_message() {
    let id = |month: &str, number: &str, address: &str| {
        sender().message_id("999", month.parse().expect("a month"), number, address)
    };
    let one = id("2026-11", "1", "a@example.nhs.uk");
    assert_eq!(one, id("2026-11", "1", "a@example.nhs.uk"));
    assert_ne!(one, id("2026-12", "1", "a@example.nhs.uk"));
    assert_ne!(one, id("2026-11", "2", "a@example.nhs.uk"));
    assert_ne!(one, id("2026-11", "1", "b@example.nhs.uk"));
    assert!(!one.contains("20001234"));
}

#[test]
fn a_sender_that_is_missing_names_the_setting() {
    let error = Sender::new(&Settings::default(), date(2026, 11, 1), &server()).expect_err("none");
    assert!(error.to_string().starts_with("the setting mail-from is not set: run"), "{error}");
    let settings = Settings::new([("mail-from".into(), None, "Hartwell".into())]);
    let error = Sender::new(&settings, date(2026, 11, 1), &server()).expect_err("none");
    assert!(error.to_string().starts_with("the setting mail-from is not an address"), "{error}");
}

#[test]
fn a_folder_takes_mail_before_a_sender_is_set() {
    let settings = Settings::default();
    let folder = Destination::Folder("outbox".into());
    let sender = Sender::new(&settings, date(2026, 11, 1), &folder).expect("a stand-in");
    assert!(sender.is_stand_in());
    assert_eq!(sender.domain(), "passport.invalid");
}

#[test]
fn a_setting_that_is_no_address_is_refused_when_it_is_set() {
    for (key, value) in [
        ("mail-from", "Hartwell, Learning <training@hartwell.example.nhs.uk>"),
        ("mail-from", "Hartwell"),
        ("mail-bounces-to", "nobody"),
        ("mail-to", "mail.example.nhs.uk"),
        ("mail-to", "smtp://user:password@mail.example.nhs.uk"),
    ] {
        assert!(check_setting(key, value).is_err(), "{key} {value}");
    }
    for (key, value) in [
        ("mail-from", "\"Hartwell, Learning\" <training@hartwell.example.nhs.uk>"),
        ("mail-from", ""),
        ("mail-to", "smtps://user@mail.example.nhs.uk"),
        ("contact", "Extension 4417"),
    ] {
        assert!(check_setting(key, value).is_ok(), "{key} {value}");
    }
}
