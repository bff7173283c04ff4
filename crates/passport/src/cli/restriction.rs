//! `restriction`: a record that few may see, and that is not mailed.

use clap::{Args, Subcommand};
use passport_core::wording::long_date;
use passport_store::{Known, Restriction as Fact};

use super::output::{Cell, Format, Table};
use super::{Done, Failure, Place, say};
use crate::record::{self, Marking};

#[derive(Debug, Args)]
pub struct Restriction {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Show a record to its owner and training leads alone, and mail it to nobody.
    Place {
        /// The employee number.
        employee_number: String,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// End a restriction.
    Lift {
        /// The employee number.
        employee_number: String,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Whose records are restricted, since when and why.
    List {
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
}

impl Restriction {
    pub async fn run(self, place: &Place) -> Done {
        let organisation = place.organisation().await?;
        let (actor, now) = (super::ACTOR, place.clock.now());
        match self.action {
            Action::Place { employee_number, reason } => {
                let marking = Marking {
                    employee_number: &employee_number,
                    what: "record restricted",
                    reason: &reason,
                    actor,
                    now,
                };
                let fact = Fact {
                    employee_number: employee_number.clone(),
                    from: place.today(),
                    reason: reason.trim().into(),
                };
                record::mark(&organisation, &marking, fact).await?.map_err(Failure::input)?;
                say!("The record of {employee_number} is restricted.")
            }
            Action::Lift { employee_number, reason } => {
                let marking = Marking {
                    employee_number: &employee_number,
                    what: "restriction lifted",
                    reason: &reason,
                    actor,
                    now,
                };
                record::unmark::<Fact>(&organisation, &marking).await?.map_err(Failure::input)?;
                say!("The record of {employee_number} is restricted no longer.")
            }
            Action::List { format } => {
                let rows = organisation
                    .facts::<Fact>(Known::Now)
                    .await?
                    .into_iter()
                    .map(|restriction| {
                        vec![
                            Cell::Text(restriction.fact.employee_number),
                            Cell::text(long_date(restriction.fact.from)),
                            Cell::Text(restriction.fact.reason),
                        ]
                    })
                    .collect();
                let headings = vec!["employee_number", "since", "reason"];
                Ok(Table { headings, rows }.print(format)?)
            }
        }
    }
}
