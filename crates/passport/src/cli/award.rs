//! `award`: a person's awards by number, one added, one voided.

use clap::{Args, Subcommand};
use jiff::civil::Date;
use passport_core::facts::AwardFact;
use passport_core::wording::long_date;

use super::output::{Cell, Format, Table};
use super::{Done, Failure, Place, say, typed};
use crate::record::{self, NewAward};

#[derive(Debug, Args)]
pub struct Award {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Record an award.
    Add {
        /// The employee number.
        #[arg(long, value_name = "NUMBER")]
        employee: String,
        /// The competence's name, or another name of it.
        #[arg(long, value_name = "NAME")]
        competence: String,
        /// The day it was achieved.
        #[arg(long, value_parser = typed::day)]
        date: Date,
        /// The expiry printed on the certificate, kept as evidence.
        #[arg(long, value_name = "DATE", value_parser = typed::day)]
        expiry: Option<Date>,
        /// The other employer's number in ESR, where it comes from one.
        #[arg(long, default_value = "")]
        vpd: String,
        /// The course or certificate.
        #[arg(long, default_value = "")]
        title: String,
        /// Why it is entered here.
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Void an award: it then counts as though it had never been.
    Void {
        /// Its number, as `award list` shows it.
        id: i64,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// A person's awards with their numbers, voided ones too.
    List {
        /// The employee number.
        employee_number: String,
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
}

impl Award {
    pub async fn run(self, place: &Place) -> Done {
        let organisation = place.organisation().await?;
        let now = place.clock.now();
        match self.action {
            Action::Add { employee, competence, date, expiry, vpd, title, reason } => {
                let new = NewAward {
                    employee_number: employee,
                    competence,
                    date,
                    printed_expiry: expiry,
                    vpd,
                    title,
                    reason,
                };
                let award =
                    record::add_award(&organisation, &new, super::ACTOR, now, place.today())
                        .await?
                        .map_err(Failure::input)?;
                say!("Award {} is recorded: {}.", award.id, in_words(&award.fact))
            }
            Action::Void { id, reason } => {
                let award = record::void_award(&organisation, id, &reason, super::ACTOR, now)
                    .await?
                    .map_err(Failure::input)?;
                say!("Award {id} is void: {}.", in_words(&award))
            }
            Action::List { employee_number, format } => {
                let awards = organisation.facts_ever_of::<AwardFact>(&employee_number).await?;
                if awards.is_empty() && !place.knows(&organisation, &employee_number).await? {
                    return Err(super::nobody(&employee_number));
                }
                let rows = awards
                    .into_iter()
                    .map(|award| {
                        vec![
                            Cell::Count(award.id.unsigned_abs()),
                            Cell::Text(award.fact.competence_name),
                            Cell::Day(Some(award.fact.date)),
                            Cell::Day(award.fact.printed_expiry),
                            Cell::Text(award.fact.vpd),
                            Cell::Text(award.fact.title),
                            Cell::Count(award.recorded.unsigned_abs()),
                            Cell::number(award.voided),
                        ]
                    })
                    .collect();
                let headings = vec![
                    "id",
                    "competence",
                    "award_date",
                    "printed_expiry",
                    "vpd",
                    "title",
                    "recorded_by_change",
                    "voided_by_change",
                ];
                Ok(Table { headings, rows }.print(format)?)
            }
        }
    }
}

fn in_words(award: &AwardFact) -> String {
    format!("{}, {}, {}", award.employee_number, award.competence_name, long_date(award.date))
}
