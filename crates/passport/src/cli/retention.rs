//! `retention`: what is past its period, destroying it, the log of it, and holds.

use clap::{Args, Subcommand};
use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::wording::count;
use passport_store::{Hold, Known};

use super::output::{Cell, Format, Table};
use super::{Done, Failure, Place, say, typed};
use crate::record::{self, Marking};
use crate::retention as room;
use crate::retention::Order;

#[derive(Debug, Args)]
pub struct Retention {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// What is due for destruction, with the rule and the day; changes nothing.
    Plan {
        /// The day; today if not given.
        #[arg(long, value_name = "DATE", value_parser = typed::day)]
        as_at: Option<Date>,
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// Destroy for good what a plan shows, and nothing else.
    Destroy {
        /// The plan's hash, as `retention plan` prints it below the plan.
        #[arg(long, value_name = "HASH")]
        plan_hash: String,
        /// The day the plan was made for; today if not given.
        #[arg(long, value_name = "DATE", value_parser = typed::day)]
        as_at: Option<Date>,
    },
    /// What was destroyed when, by whom and under which rule, newest first.
    Log {
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// Keep everything of a person until further notice, as for a claim or an inquiry.
    Hold {
        /// The employee number.
        employee_number: String,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// End a hold.
    Release {
        /// The employee number.
        employee_number: String,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Whose records are held, and why.
    Holds {
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
}

impl Retention {
    pub async fn run(self, place: &Place) -> Done {
        let organisation = place.organisation().await?;
        let now = place.clock.now();
        match self.action {
            Action::Plan { as_at, format } => {
                let plan = room::plan(&organisation, place.as_at(as_at)).await?;
                let rows = plan
                    .items
                    .iter()
                    .map(|item| {
                        vec![
                            Cell::text(item.class),
                            Cell::text(&item.employee_number),
                            Cell::text(&item.what),
                            Cell::Count(item.count),
                            Cell::text(&item.rule),
                            Cell::Day(Some(item.due)),
                        ]
                    })
                    .collect();
                let headings = vec!["class", "employee_number", "what", "records", "rule", "due"];
                Table { headings, rows }.print(format)?;
                // Beside the table, which a machine reads.
                if plan.held > 0 {
                    let people = count(plan.held as u64, "person", "people");
                    eprintln!("Records of {people} are past their period and held.");
                }
                if plan.items.is_empty() {
                    eprintln!("Nothing is due on {}.", plan.as_at);
                } else {
                    let things = count(plan.items.len() as u64, "thing is", "things are");
                    eprintln!(
                        "{things} due. To destroy exactly this: passport retention destroy --as-at {} --plan-hash {}",
                        plan.as_at,
                        plan.hash()
                    );
                }
                Ok(())
            }
            Action::Destroy { plan_hash, as_at } => {
                let order = Order {
                    as_at: place.as_at(as_at),
                    plan_hash: &plan_hash,
                    actor: super::ACTOR,
                    now,
                    today: place.today(),
                    most: usize::MAX,
                };
                let carried =
                    room::destroy(&organisation, &order).await?.map_err(Failure::input)?;
                if !carried.gone {
                    eprintln!(
                        "passport: the database's log beside its file may still hold them: somebody is reading. Stop `passport serve` and start it again, which cuts the log."
                    );
                }
                say!("{}. Backups made before still hold them.", carried.words())
            }
            Action::Log { format } => {
                let rows = organisation
                    .destructions()
                    .await?
                    .into_iter()
                    .map(|entry| {
                        vec![
                            Cell::Count(entry.number.unsigned_abs()),
                            Cell::text(entry.at.to_string()),
                            Cell::Text(entry.actor),
                            Cell::Count(entry.run.unsigned_abs()),
                            Cell::Text(entry.what.class),
                            Cell::Text(entry.what.rule),
                            Cell::Count(entry.what.rows),
                        ]
                    })
                    .collect();
                let headings = vec!["number", "at", "by", "plan", "class", "rule", "rows"];
                Ok(Table { headings, rows }.print(format)?)
            }
            Action::Hold { employee_number, reason } => {
                let marking = marking(&employee_number, "record held", &reason, now);
                let hold =
                    Hold { employee_number: employee_number.clone(), reason: reason.trim().into() };
                record::mark(&organisation, &marking, hold).await?.map_err(Failure::input)?;
                say!("Nothing of {employee_number} is destroyed until release.")
            }
            Action::Release { employee_number, reason } => {
                let marking = marking(&employee_number, "hold released", &reason, now);
                record::unmark::<Hold>(&organisation, &marking).await?.map_err(Failure::input)?;
                say!("{employee_number} is held no longer.")
            }
            Action::Holds { format } => {
                let holds = organisation.facts::<Hold>(Known::Now).await?;
                let rows = holds
                    .into_iter()
                    .map(|hold| {
                        vec![Cell::Text(hold.fact.employee_number), Cell::Text(hold.fact.reason)]
                    })
                    .collect();
                Ok(Table { headings: vec!["employee_number", "reason"], rows }.print(format)?)
            }
        }
    }
}

const fn marking<'a>(
    employee_number: &'a str,
    what: &'a str,
    reason: &'a str,
    now: Timestamp,
) -> Marking<'a> {
    Marking { employee_number, what, reason, actor: super::ACTOR, now }
}
