//! `remind`: the day's reminders.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use clap::Args;
use passport_core::reminder::Audience;
use passport_pages::Pages;
use passport_store::ReminderKind;

use super::output::{Cell, Format, Table};
use super::{Done, Failure, Place, say};
use crate::delivery::{Destination, Post, Secrets};
use crate::reminders::{Owing, owing, plan, send_waiting_to};

#[derive(Debug, Args)]
pub struct Remind {
    /// Show what would be sent to whom by which rule, and write nothing.
    #[arg(long)]
    check: bool,
    /// Through a mail server: smtp://user@host:587 or smtps://…; the password or token
    /// is taken from the environment. The setting mail-to if not given.
    #[arg(long, value_name = "URL", conflicts_with = "outbox")]
    to: Option<String>,
    /// Into a folder, one .eml a message.
    #[arg(long, value_name = "DIR")]
    outbox: Option<PathBuf>,
    /// How to print what would be sent.
    #[arg(long, value_enum, default_value = "table", requires = "check")]
    format: Format,
}

impl Remind {
    pub async fn run(self, place: &Place) -> Done {
        let organisation = place.organisation().await?;
        let today = place.today();
        if self.check {
            return print(&owing(&organisation, today).await?, self.format);
        }
        let settings = organisation.settings().await?;
        if settings.get("reminder-ladder", today).is_empty() {
            return Err(Failure::usage_words(
                "Nobody is reminded, because no ladder is set: run `passport setting set reminder-ladder \"60, 30, 7 before; 1 after; 14 after with copy; escalate 28 after\"`.",
            ));
        }
        let to = match (&self.outbox, &self.to) {
            (Some(folder), _) => Destination::Folder(folder.clone()),
            (None, asked) => {
                let set = settings.get("mail-to", today).to_owned();
                let to = asked.clone().unwrap_or(set);
                if to.is_empty() {
                    return Err(Failure::usage_words(
                        "It is not said where to send: use --outbox DIR or --to smtp://…, or set mail-to.",
                    ));
                }
                Destination::parse(&to, &Secrets::find(|name| std::env::var(name).ok()))?
            }
        };
        let post = Post::new(&settings, today, to)?;
        let planned = plan(&organisation, place.clock, super::ACTOR).await?;
        let (pages, never) = (Arc::new(Pages::new()), AtomicBool::new(false));
        let posted = send_waiting_to(&organisation, place.clock, &pages, post, &never).await?;
        say!("{}; {}.", planned.words(), posted.words())
    }
}

/// What would be sent, a row for each line of each message; then what cannot be.
fn print(owing: &Owing, format: Format) -> Done {
    let mut rows = Vec::new();
    for message in &owing.messages {
        let to = if message.kind == ReminderKind::Digest { "manager" } else { "person" };
        for line in &message.lines {
            rows.push(vec![
                Cell::text(to),
                Cell::text(&message.employee_number),
                Cell::text(&message.name),
                Cell::text(&message.address),
                Cell::text(&line.employee_number),
                Cell::text(&line.title),
                Cell::Day(Some(line.deadline)),
                Cell::text(&line.rule),
                Cell::text(""),
            ]);
        }
    }
    for person in &owing.unreached {
        let to = if person.audience == Audience::Manager { "manager" } else { "person" };
        for line in &person.lines {
            rows.push(vec![
                Cell::text(to),
                Cell::text(""),
                Cell::text(&person.name),
                Cell::text(""),
                Cell::text(&line.employee_number),
                Cell::text(&line.title),
                Cell::Day(Some(line.deadline)),
                Cell::text(&line.rule),
                Cell::text(person.why),
            ]);
        }
    }
    let headings = vec![
        "to",
        "recipient",
        "name",
        "address",
        "employee_number",
        "line",
        "deadline",
        "rule",
        "why_not",
    ];
    Table { headings, rows }.print(format)?;
    Ok(())
}
