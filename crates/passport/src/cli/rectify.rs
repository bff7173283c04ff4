//! `rectify`: what the source has wrong of a person, put right until it is right
//! there.

use clap::{Args, Subcommand};
use passport_core::correction::{CorrectionFact, DetailField};
use passport_store::Known;

use super::output::{Cell, Format, Table};
use super::{Done, Failure, Place, say};
use crate::record::{self, Correction};

#[derive(Debug, Args)]
pub struct Rectify {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Correct details of a person: they stand until an extract says something new.
    Person {
        /// The employee number.
        employee_number: String,
        /// Mr, Dr and so on.
        #[arg(long)]
        title: Option<String>,
        /// Given name.
        #[arg(long)]
        first_name: Option<String>,
        /// Family name.
        #[arg(long)]
        last_name: Option<String>,
        /// The name they go by.
        #[arg(long)]
        preferred_name: Option<String>,
        /// The work address.
        #[arg(long)]
        email: Option<String>,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Take a correction back: the record says again what the source says.
    Withdraw {
        /// Its number, as `rectify list` shows it.
        id: i64,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// The corrections that stand.
    List {
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
}

impl Rectify {
    pub async fn run(self, place: &Place) -> Done {
        let organisation = place.organisation().await?;
        let now = place.clock.now();
        match self.action {
            Action::Person {
                employee_number,
                title,
                first_name,
                last_name,
                preferred_name,
                email,
                reason,
            } => {
                let given = [
                    (DetailField::Title, title),
                    (DetailField::FirstName, first_name),
                    (DetailField::LastName, last_name),
                    (DetailField::PreferredName, preferred_name),
                    (DetailField::Email, email),
                ];
                let details: Vec<(DetailField, String)> =
                    given.into_iter().filter_map(|(field, value)| Some((field, value?))).collect();
                if details.is_empty() {
                    return Err(Failure::usage_words(
                        "Say what is right, such as --last-name NAME.",
                    ));
                }
                let address = details.iter().find(|(field, _)| *field == DetailField::Email);
                if let Some((_, address)) = address
                    && !address.trim().is_empty()
                    && crate::delivery::address::usable(address).is_none()
                {
                    return Err(Failure::usage_words(format!(
                        "{address:?} is not an email address."
                    )));
                }
                let correction = Correction { employee_number, details, reason };
                record::correct(&organisation, &correction, super::ACTOR, now)
                    .await?
                    .map_err(Failure::input)?;
                say!(
                    "The record of {} is corrected. Have the source corrected too.",
                    correction.employee_number
                )
            }
            Action::Withdraw { id, reason } => {
                let fact = record::withdraw(&organisation, id, &reason, super::ACTOR, now)
                    .await?
                    .map_err(Failure::input)?;
                say!(
                    "The {} of {} is the source's again.",
                    fact.field.words(),
                    fact.employee_number
                )
            }
            Action::List { format } => {
                let rows = organisation
                    .facts::<CorrectionFact>(Known::Now)
                    .await?
                    .into_iter()
                    .map(|correction| {
                        vec![
                            Cell::Count(correction.id.unsigned_abs()),
                            Cell::Text(correction.fact.employee_number),
                            Cell::text(correction.fact.field.words()),
                            Cell::Text(correction.fact.was),
                            Cell::Text(correction.fact.value),
                            Cell::Text(correction.fact.reason),
                        ]
                    })
                    .collect();
                let headings = vec!["id", "employee_number", "detail", "was", "is", "reason"];
                Ok(Table { headings, rows }.print(format)?)
            }
        }
    }
}
