//! `send` and `bounce`: the month's passports.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use passport_core::delivery::Month;
use passport_core::wording::{count, thousands};
use passport_store::Known;

use super::output::{Cell, Format, Table};
use super::{Done, Failure, Place, say, typed};
use crate::compliance;
use crate::delivery::{
    BounceAnswer, DeliveryError, Destination, NotReached, Secrets, record_bounce_by_address,
    record_bounce_file,
};
use crate::mailing::{Mailed, Mailing, dry_run, mail};

#[derive(Debug, Args)]
pub struct Send {
    /// The month, as YYYY-MM.
    #[arg(long)]
    month: Month,
    /// Through a mail server: smtp://user@host:587 or smtps://…; the password or token
    /// is taken from the environment. The setting mail-to if not given.
    #[arg(long, value_name = "URL", conflicts_with = "outbox")]
    to: Option<String>,
    /// Into a folder, one .eml a person.
    #[arg(long, value_name = "DIR")]
    outbox: Option<PathBuf>,
    /// Where the print-ready files of people without an address go; the outbox or the
    /// folder `print` if not given.
    #[arg(long, value_name = "DIR")]
    print: Option<PathBuf>,
    /// Show what would be sent, and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// The day the passports speak of; today if not given. A month planned before keeps its own.
    #[arg(long, value_name = "DATE")]
    as_at: Option<Date>,
    /// How to print the report.
    #[arg(long, value_enum, default_value = "text")]
    format: Printed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Printed {
    Text,
    Json,
}

#[derive(Debug, Args)]
pub struct Bounce {
    /// A returned message (.eml), as the mail system sent it back.
    #[arg(required_unless_present_any = ["address", "clear"])]
    file: Option<PathBuf>,
    /// An address that returns mail.
    #[arg(long, conflicts_with = "file")]
    address: Option<String>,
    /// An address that is right after all: mail goes there again.
    #[arg(long, value_name = "ADDRESS", conflicts_with_all = ["file", "address"])]
    clear: Option<String>,
}

#[derive(Debug, Args)]
pub struct Held {
    /// The month.
    #[arg(value_name = "YYYY-MM", value_parser = typed::month)]
    month: Month,
    /// The employee number.
    employee_number: String,
    /// The person has it: let it be.
    #[arg(long, required_unless_present = "send_again", conflicts_with = "send_again")]
    received: bool,
    /// The person has not: the next run of send sends it again, with the same Message-ID.
    #[arg(long)]
    send_again: bool,
}

impl Held {
    pub async fn run(self, place: &Place) -> Done {
        let organisation = place.organisation().await?;
        let now = place.clock.now();
        let number = &self.employee_number;
        let what = format!("Decided about a held message of {}", self.month.words());
        let mut change = organisation.begin(super::ACTOR, &what, now).await?;
        if !change.decide_held(self.month, number, self.send_again, now).await? {
            return Err(Failure::input_words(format!(
                "No message of {} to {number} is held: `passport send --month {} --dry-run` shows who was not reached.",
                self.month.words(),
                self.month
            )));
        }
        change.commit().await?;
        if self.send_again {
            say!("Run `passport send --month {}` to send it again.", self.month)
        } else {
            say!("It counts as sent.")
        }
    }
}

impl From<DeliveryError> for Failure {
    fn from(error: DeliveryError) -> Self {
        match error {
            DeliveryError::Configuration(_) | DeliveryError::NotPlanned(_) => Self::usage(error),
            DeliveryError::Store(error) => error.into(),
            DeliveryError::File { .. } | DeliveryError::Compose(_) => Self::environment(error),
        }
    }
}

impl Send {
    pub async fn run(self, place: &Place) -> Done {
        let organisation = place.organisation().await?;
        let as_at = place.as_at(self.as_at);
        let rules = compliance::rules(&organisation, Known::Now, as_at).await?;
        let to = match (&self.outbox, &self.to) {
            (Some(folder), _) => Destination::Folder(folder.clone()),
            (None, asked) => {
                let set = rules.book.settings.get("mail-to", as_at).to_owned();
                let to = asked.clone().unwrap_or(set);
                if to.is_empty() {
                    return Err(Failure::usage_words(
                        "It is not said where to send: use --outbox DIR or --to smtp://…, or set mail-to.",
                    ));
                }
                // Nothing is handed over in a dry run, so nobody has to log in.
                let secrets = match self.dry_run {
                    true => Secrets::assumed(),
                    false => Secrets::find(|name| std::env::var(name).ok()),
                };
                Destination::parse(&to, &secrets)?
            }
        };
        let print_to = self.print.clone().or_else(|| self.outbox.clone());
        let mailing = Mailing {
            month: self.month,
            as_at,
            to,
            print_to: print_to.unwrap_or_else(|| PathBuf::from("print")),
            actor: super::ACTOR.into(),
        };
        drop(rules);
        if self.dry_run {
            let plan = dry_run(&organisation, &mailing).await?;
            if self.format == Printed::Json {
                return json(&plan);
            }
            say!(
                "{}: {} to send, {} sent before, {} to print, as at {}.",
                plan.month.words(),
                thousands(plan.to_send as u64),
                thousands(plan.sent_before as u64),
                thousands(plan.to_print as u64),
                plan.as_at
            )?;
            not_reached(&plan.not_reached)?;
            return Ok(());
        }
        let mailed = mail(&organisation, place.clock, &mailing).await?;
        if mailed.stand_in {
            eprintln!(
                "passport: the setting mail-from is not set, so these messages are from nobody who could be answered: run `passport setting set mail-from \"Our Trust <training@…>\"`."
            );
        }
        match self.format {
            Printed::Json => json(&mailed)?,
            Printed::Text => report(&mailed)?,
        }
        match &mailed.sent.stopped {
            Some(stopped) => Err(Failure::environment(anyhow::Error::msg(stopped.words()))),
            None => Ok(()),
        }
    }
}

fn json(value: &impl serde::Serialize) -> Done {
    say!("{}", serde_json::to_string_pretty(value).map_err(Failure::environment)?)?;
    Ok(())
}

fn report(mailed: &Mailed) -> Done {
    let report = &mailed.sent.report;
    say!("{}: {}.", report.month.words(), report.sentence())?;
    say!("Handed over now: {}.", count(mailed.sent.sent_now, "message", "messages"))?;
    if report.sent_after_doubt > 0 {
        say!("{} may have arrived twice, with the same Message-ID.", report.sent_after_doubt)?;
    }
    for team in mailed.printed.iter().filter(|team| team.people > 0) {
        say!(
            "For the printer: {} ({}, {}).",
            team.path.display(),
            team.team,
            count(team.people as u64, "passport", "passports")
        )?;
    }
    for (number, why) in mailed.printed.iter().flat_map(|team| &team.left_out) {
        say!("Not printed: the passport of {number} ({why}).")?;
    }
    not_reached(&report.not_reached)?;
    Ok(())
}

fn not_reached(people: &[NotReached]) -> Done {
    if people.is_empty() {
        say!("Everyone is reached.")?;
        return Ok(());
    }
    say!("Not reached by email: {}.", count(people.len() as u64, "person", "people"))?;
    let rows = people
        .iter()
        .map(|person| {
            [&person.employee_number, &person.name, &person.team, &person.why]
                .map(Cell::text)
                .into_iter()
                .chain([Cell::text(person.remedy)])
                .collect()
        })
        .collect();
    let headings = vec!["employee_number", "name", "team", "why", "what_to_do"];
    Table { headings, rows }.print(Format::Table)?;
    Ok(())
}

impl Bounce {
    pub async fn run(self, place: &Place) -> Done {
        let organisation = place.organisation().await?;
        let now = place.clock.now();
        if let Some(address) = &self.clear {
            let cleared = organisation.clear_bounces(address, super::ACTOR, now).await?;
            if cleared == 0 {
                return Err(Failure::input_words(format!("No mail to {address} came back.")));
            }
            return say!("Mail goes to {address} again.");
        }
        let answers = match (&self.file, &self.address) {
            (Some(path), _) => {
                let bytes = std::fs::read(path).map_err(Failure::input)?;
                record_bounce_file(&organisation, super::ACTOR, &bytes, now).await?
            }
            (None, Some(address)) => {
                vec![record_bounce_by_address(&organisation, super::ACTOR, address, now).await?]
            }
            (None, None) => Vec::new(),
        };
        for answer in &answers {
            say!("{}", words(answer))?;
        }
        if answers.contains(&BounceAnswer::NotAReport) {
            return Err(Failure::input_words(
                "This is no report of undelivered mail: give the .eml as the mail system sent it.",
            ));
        }
        Ok(())
    }
}

fn words(answer: &BounceAnswer) -> String {
    match answer {
        BounceAnswer::Noted { address, employee_number: Some(number), .. } => {
            format!("{address} ({number}) gets no mail until the address changes.")
        }
        BounceAnswer::Noted { address, .. } => {
            format!("{address} is noted, but nobody was sent mail there: is it spelled right?")
        }
        BounceAnswer::NotedForNow { address, .. } => {
            format!("This month did not reach {address}; next month is sent.")
        }
        BounceAnswer::Nothing { address, action } => {
            format!("{address}: the report says {action}; nothing to note.")
        }
        BounceAnswer::NotAReport => "Nothing was noted.".into(),
    }
}
