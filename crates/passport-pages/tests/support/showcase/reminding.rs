//! Samples of the pages and emails of reminders.
#![allow(dead_code, reason = "each user takes a part")]

use jiff::civil::datetime;
use passport_pages::pages::{
    Arrival, MessageRow, MessagesPage, Mistake, Paging, RemindChoice, RemindPage,
};
use passport_pages::{DigestEmail, DigestLine, DigestPerson, Link, RemindedLine, ReminderEmail};

use super::super::samples;

const NAME: &str = "\"><script>alert(1)</script> {{7*7}}";

/// Messages of every outcome.
pub fn messages() -> MessagesPage {
    let row = |subject: &str, rule: &str, outcome, detail: &str| MessageRow {
        at: datetime(2026, 11, 22, 8, 0, 12, 0),
        subject: subject.into(),
        about: vec!["Fire Safety, Inpatient".into(), NAME.into()],
        note: "Shall we find an hour for this on Thursday?".into(),
        rule: rule.into(),
        address: "ann.jones@hartwell.example.nhs.uk".into(),
        outcome,
        detail: detail.into(),
    };
    MessagesPage {
        name: None,
        back: None,
        messages: vec![
            row("Training reminder: 2 to complete or renew", "30 days before", Arrival::Sent, ""),
            row("Training reminder", "by Grace Okonkwo", Arrival::Waiting, ""),
            row("Your training passport, November 2026", "monthly passport", Arrival::InDoubt, ""),
            row("Training reminder", "1 day after", Arrival::NotReached, "The email came back"),
        ],
        paging: Some(Paging { current: 1, last: 3, href: "/messages?page=".into() }),
    }
}

/// The form, with what was wrong.
pub fn remind() -> RemindPage {
    let choice = |key: &str, title: &str, words: &str| RemindChoice {
        field: format!("line-{key}"),
        title: title.into(),
        words: words.into(),
        chosen: false,
    };
    RemindPage {
        csrf: "token".into(),
        name: "Ann Jones".into(),
        back: Link::new("Passport", "/passport/20413377"),
        action: "/passport/20413377/remind".into(),
        lines: vec![
            choice("fire", "Fire Safety, Inpatient", "Required, expired 10 June 2026"),
            choice("resus", "Resuscitation, Level 3 Adult", "Renew by 1 February 2027"),
        ],
        note: NAME.into(),
        obstacle: None,
        done: false,
        errors: vec![Mistake::new("line-fire", "Choose what to remind them of.")],
    }
}

/// A reminder by the ladder, or by a manager.
pub fn reminder(manager: Option<&str>) -> ReminderEmail {
    let rules = ["14 days after", "7 days before"].into_iter().cycle();
    let lines = samples::nurse().lines.into_iter().take(3).zip(rules);
    ReminderEmail {
        name: NAME.into(),
        organisation: "Hartwell NHS Trust".into(),
        lines: lines.map(|(line, rule)| RemindedLine { line, rule: rule.into() }).collect(),
        manager: manager.map(str::to_owned),
        note: manager.map(|_| NAME.to_owned()).unwrap_or_default(),
        page: Some("https://passport.hartwell.example.nhs.uk/passport".into()),
        messages: "https://passport.hartwell.example.nhs.uk/messages".into(),
        contact: "learning@hartwell.example.nhs.uk".into(),
        sender: "Hartwell NHS Trust".into(),
    }
}

/// What a manager is told.
pub fn digest() -> DigestEmail {
    let line = |title: &str, rule: &str| DigestLine {
        title: title.into(),
        words: "Required, expired 10 June 2026".into(),
        next_step: "E-learning: Fire Safety".into(),
        rule: rule.into(),
    };
    let person = |name: &str| DigestPerson {
        name: name.into(),
        lines: vec![
            line("Fire Safety", "14 days after"),
            line("Resuscitation", "28 days after, escalated"),
        ],
    };
    DigestEmail {
        name: "Grace Okonkwo".into(),
        organisation: "Hartwell NHS Trust".into(),
        people: vec![person("Ann Jones"), person(NAME)],
        team: "https://passport.hartwell.example.nhs.uk/team".into(),
        messages: "https://passport.hartwell.example.nhs.uk/messages".into(),
        contact: String::new(),
        sender: "Hartwell NHS Trust".into(),
    }
}
