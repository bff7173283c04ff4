//! `extension`: dated decisions that add days to a subject's expiries.

use clap::{Args, Subcommand};
use jiff::civil::Date;
use passport_core::facts::{ExtensionFact, TargetKind};
use passport_core::wording::{count, long_date};

use super::output::{Cell, Format, Table};
use super::{Done, Failure, Place, say, typed};
use crate::record;

#[derive(Debug, Args)]
pub struct Extension {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Record a decision.
    Add {
        /// The subject whose expiries it moves.
        #[arg(long)]
        subject: String,
        /// Days added to each.
        #[arg(long)]
        days: i64,
        /// The first expiry that it moves.
        #[arg(long, value_name = "DATE", value_parser = typed::day)]
        expiring_from: Date,
        /// The last expiry that it moves; every later one too if not given.
        #[arg(long, value_name = "DATE", value_parser = typed::day)]
        expiring_to: Option<Date>,
        /// Whom it is for: organisation, staff-group, job-role, unit, position, assignment, employee.
        #[arg(long, value_parser = target_kind, default_value = "organisation")]
        applies_to: TargetKind,
        /// Which of them: its name or number.
        #[arg(long, default_value = "")]
        target: String,
        /// Who decided; shown on every line it touches.
        #[arg(long)]
        authority: String,
        /// Why.
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Void a decision: expiries are then as though it had never been.
    Void {
        /// Its number, as `extension list` shows it.
        id: i64,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Every decision with its number, voided ones too.
    List {
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
}

fn target_kind(text: &str) -> Result<TargetKind, String> {
    TargetKind::from_name(&text.replace('-', " ")).ok_or_else(|| {
        let known: Vec<String> =
            TargetKind::ALL.iter().map(|(_, name)| name.replace(' ', "-")).collect();
        format!("use {}", known.join(", "))
    })
}

impl Extension {
    pub async fn run(self, place: &Place) -> Done {
        let organisation = place.organisation().await?;
        let now = place.clock.now();
        match self.action {
            Action::Add {
                subject,
                days,
                expiring_from,
                expiring_to,
                applies_to,
                target,
                authority,
                reason,
            } => {
                let new = ExtensionFact {
                    subject,
                    target_kind: applies_to,
                    target: target.trim().into(),
                    expiring_from,
                    expiring_to,
                    days,
                    authority: authority.trim().into(),
                    reason: reason.trim().into(),
                };
                let added =
                    record::add_extension(&organisation, new, super::ACTOR, now, place.today())
                        .await?
                        .map_err(Failure::input)?;
                say!("Extension {} is recorded: {}.", added.id, in_words(&added.fact))
            }
            Action::Void { id, reason } => {
                let extension =
                    record::void_extension(&organisation, id, &reason, super::ACTOR, now)
                        .await?
                        .map_err(Failure::input)?;
                say!("Extension {id} is void: {}.", in_words(&extension))
            }
            Action::List { format } => {
                let rows = organisation
                    .facts_ever::<ExtensionFact>()
                    .await?
                    .into_iter()
                    .map(|kept| {
                        let fact = kept.fact;
                        vec![
                            Cell::Count(kept.id.unsigned_abs()),
                            Cell::Text(fact.subject),
                            Cell::Count(fact.days.unsigned_abs()),
                            Cell::Day(Some(fact.expiring_from)),
                            Cell::Day(fact.expiring_to),
                            Cell::text(fact.target_kind.name()),
                            Cell::Text(fact.target),
                            Cell::Text(fact.authority),
                            Cell::Text(fact.reason),
                            Cell::Count(kept.recorded.unsigned_abs()),
                            Cell::number(kept.voided),
                        ]
                    })
                    .collect();
                let headings = vec![
                    "id",
                    "subject",
                    "days",
                    "expiring_from",
                    "expiring_to",
                    "applies_to",
                    "target",
                    "authority",
                    "reason",
                    "recorded_by_change",
                    "voided_by_change",
                ];
                Ok(Table { headings, rows }.print(format)?)
            }
        }
    }
}

fn in_words(extension: &ExtensionFact) -> String {
    let days = count(extension.days.unsigned_abs(), "day", "days");
    let until =
        extension.expiring_to.map(|to| format!(" to {}", long_date(to))).unwrap_or_default();
    let from = long_date(extension.expiring_from);
    let whom = match extension.target_kind {
        TargetKind::Organisation => "everyone".to_owned(),
        kind => format!("{} {}", kind.name(), extension.target),
    };
    let open = if until.is_empty() { " on" } else { "" };
    format!(
        "{days} more for {}, for {whom}, where it expires from {from}{until}{open}",
        extension.subject
    )
}
