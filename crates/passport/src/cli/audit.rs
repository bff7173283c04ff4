//! `audit`: whether the chain holds, what it says, and where it ends.

use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::wording::{count, thousands};
use passport_store::{AuditEntry, AuditFilter, AuditHead, AuditVerdict, Organisation, StoreError};
use serde_json::json;

use super::output::{Cell, Format, Table};
use super::{Done, Failure, Place, say, typed};
use crate::audit::seal;
use crate::clock::london;

#[derive(Debug, Args)]
pub struct Audit {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Seal what waits, walk the whole chain, and name the first place where it does not hold.
    Verify {
        /// A head that was written down before, as `audit head` prints it: the chain must run
        /// through it.
        #[arg(long, value_name = "NUMBER:HASH")]
        noted: Option<AuditHead>,
        #[arg(long, value_enum, default_value = "table")]
        format: Printed,
    },
    /// Entries, newest first.
    List {
        /// Only those about the person of this employee number.
        #[arg(long, value_name = "EMPLOYEE-NUMBER")]
        about: Option<String>,
        /// Only from this day on.
        #[arg(long, value_name = "DATE", value_parser = typed::day)]
        from: Option<Date>,
        /// Only up to this day, and all of it.
        #[arg(long, value_name = "DATE", value_parser = typed::day)]
        to: Option<Date>,
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// Seal what waits and print the chain's end: write it down elsewhere, for `audit verify
    /// --noted`.
    Head {
        #[arg(long, value_enum, default_value = "table")]
        format: Printed,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Printed {
    /// A line to read.
    Table,
    /// A JSON object.
    Json,
}

impl Audit {
    pub async fn run(self, place: &Place) -> Done {
        let organisation = place.organisation().await?;
        match self.action {
            Action::Verify { noted, format } => {
                match seal(&organisation, place.clock.now()).await {
                    // The walk says what is wrong, and where.
                    Ok(()) | Err(StoreError::AuditBroken) => {}
                    Err(error) => return Err(error.into()),
                }
                told(&organisation.verify_audit(noted.as_ref()).await?, format)
            }
            Action::List { about, from, to, format } => {
                let filter = AuditFilter {
                    about,
                    from: from.map(beginning).transpose()?,
                    to: to.map(after).transpose()?,
                };
                list(&organisation, &filter, format).await
            }
            Action::Head { format } => {
                seal(&organisation, place.clock.now()).await?;
                let head = organisation.audit_head().await?;
                match format {
                    Printed::Table => say!("{head}"),
                    Printed::Json => say!("{}", in_json(&head)),
                }
            }
        }
    }
}

/// The verdict; a broken chain ends with status 1.
fn told(verdict: &AuditVerdict, format: Printed) -> Done {
    let AuditVerdict { sealed, unsealed, erased, head, broken } = verdict;
    match format {
        Printed::Json => {
            let object = json!({
                "sound": broken.is_none(),
                "sealed": sealed,
                "unsealed": unsealed,
                "erased": erased,
                "head": head.as_ref().map(in_json),
                "broken": broken.as_ref().map(|broken| json!({
                    "number": broken.number,
                    "fault": broken.fault.name(),
                    "what": broken.to_string(),
                })),
            });
            say!("{}", serde_json::to_string_pretty(&object).map_err(Failure::environment)?)?;
            if broken.is_some() { Err(Failure::input_words("")) } else { Ok(()) }
        }
        Printed::Table => {
            if let Some(broken) = broken {
                return Err(Failure::input_words(format!(
                    "The audit is broken: {broken}. Keep the database as it is, and compare it with your backups."
                )));
            }
            let waiting = match unsealed {
                0 => String::new(),
                some => format!(" and {} yet to be sealed", thousands(*some)),
            };
            say!(
                "The audit is sound: {} sealed{waiting}, {} of them erased.",
                count(*sealed, "entry", "entries"),
                thousands(*erased)
            )?;
            match head {
                Some(head) => say!("It ends at {head}"),
                None => Ok(()),
            }
        }
    }
}

fn in_json(head: &AuditHead) -> serde_json::Value {
    json!({ "number": head.number, "hash": head.chain })
}

/// Entries read at a time.
const PAGE: usize = 5_000;

async fn list(organisation: &Organisation, filter: &AuditFilter, format: Format) -> Done {
    let headings = vec!["at", "by", "action", "about", "origin", "details", "number"];
    let mut rows = Vec::new();
    let mut behind = None;
    loop {
        let page = organisation.audit_entries(filter, behind.as_ref(), PAGE).await?;
        let last = page.len() < PAGE;
        behind = page.last().map(AuditEntry::place);
        rows.extend(page.into_iter().map(row));
        if last {
            return Ok(Table { headings, rows }.print(format)?);
        }
    }
}

fn row(entry: AuditEntry) -> Vec<Cell> {
    let details = entry.details.filter(|details| !details.is_empty());
    vec![
        // UTC, as it is kept and hashed.
        Cell::Text(entry.at.to_string()),
        Cell::Text(entry.actor),
        Cell::Text(entry.action),
        Cell::Text(entry.about),
        Cell::Text(entry.origin),
        Cell::Text(details.map(|d| serde_json::Value::Object(d).to_string()).unwrap_or_default()),
        Cell::number(entry.number),
    ]
}

/// The first instant of a day in Europe/London.
fn beginning(day: Date) -> Result<Timestamp, Failure> {
    let midnight = day.to_zoned(london());
    midnight.map(|zoned| zoned.timestamp()).map_err(Failure::usage)
}

/// The first instant after a day.
fn after(day: Date) -> Result<Timestamp, Failure> {
    beginning(day.tomorrow().map_err(Failure::usage)?)
}
