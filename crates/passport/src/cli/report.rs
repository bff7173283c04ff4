//! `report`: figures and lists.

mod forecast;
mod history;
mod over_training;
mod people;
mod published;
mod reconciliation;

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;
use passport_core::compliance::{ClassFilter, Dimension, FigureRow, Question, Tally, exclusions};
use passport_core::delivery::Month;
use passport_core::setting::CountBy;
use passport_core::wording::long_date;
use passport_store::Organisation;

use super::output::{Cell, Format, Table};
use super::{Done, Failure, Place, typed};
use crate::compliance::{Rules, Stand, everyone, imported, rules};

#[derive(Debug, Args)]
pub struct Report {
    #[command(subcommand)]
    which: Which,
}

#[derive(Debug, Args)]
struct Common {
    /// The day; today if not given.
    #[arg(long, value_name = "DATE", value_parser = typed::day)]
    as_at: Option<Date>,
    /// With the facts as they were known after this change, not as they stand now.
    #[arg(long, value_name = "CHANGE")]
    as_known: Option<i64>,
    /// How to print it.
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

#[derive(Debug, Subcommand)]
enum Which {
    /// Figures: lines counted and compliant.
    Compliance {
        /// Grouping columns, joined by commas: organisation, unit, subject, staff-group, role.
        #[arg(long, value_delimiter = ',', value_parser = dimension, default_value = "organisation")]
        by: Vec<Dimension>,
        /// One figure of the three.
        #[arg(long, value_parser = class)]
        class: Option<ClassFilter>,
        /// Only this unit and all below it: its path, or its name if only one has it.
        #[arg(long)]
        unit: Option<String>,
        /// What a line is; the organisation's setting if not given.
        #[arg(long, value_enum)]
        count_by: Option<Counting>,
        /// A published month as it was frozen and, beside it, as it would be today.
        #[arg(
            long,
            value_name = "YYYY-MM",
            value_parser = typed::month,
            conflicts_with_all = ["as_at", "as_known", "count_by"]
        )]
        published: Option<Month>,
        #[command(flatten)]
        common: Common,
    },
    /// One row a line of every person.
    People {
        /// Only this unit and all below it.
        #[arg(long)]
        unit: Option<String>,
        #[command(flatten)]
        common: Common,
    },
    /// Figures at the next month-ends, if nobody trains and if all bookings hold.
    Forecast {
        /// How many months ahead.
        #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u16).range(1..=120))]
        months: u16,
        /// Grouping columns, joined by commas.
        #[arg(long, value_delimiter = ',', value_parser = dimension, default_value = "organisation")]
        by: Vec<Dimension>,
        #[command(flatten)]
        common: Common,
    },
    /// Assignments that the figures leave out, by reason.
    Exclusions {
        #[command(flatten)]
        common: Common,
    },
    /// What is trained more often than nationally, and the hours that costs a year.
    OverTraining {
        #[command(flatten)]
        common: Common,
    },
    /// What in the data needs putting right.
    DataHealth {
        #[command(flatten)]
        common: Common,
    },
    /// Every import: when, who, which files, what changed.
    Imports {
        /// How to print it.
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// The change sequence: every write with who and when.
    Changes {
        /// How to print it.
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// What the timetable did: nightly imports and monthly runs, with how each ended.
    Jobs {
        /// How to print it.
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// Our answers beside ESR's own, with the reason for each difference.
    Reconcile {
        /// Only the lines that differ.
        #[arg(long)]
        differences: bool,
        /// How to print it.
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Counting {
    Assignment,
    Person,
}

fn dimension(text: &str) -> Result<Dimension, String> {
    Dimension::from_code(text).ok_or_else(|| {
        let known: Vec<&str> = Dimension::EACH.iter().map(|d| d.code()).collect();
        format!("use {}", known.join(", "))
    })
}

fn class(text: &str) -> Result<ClassFilter, String> {
    ClassFilter::from_code(text).ok_or_else(|| "use C, R or all".into())
}

impl Report {
    /// A figure for a day before the first extract reads falsely low; whoever
    /// reads it is told, beside the report and not in it.
    async fn say_if_reconstructed(&self, place: &Place, organisation: &Organisation) -> Done {
        let asked = match &self.which {
            Which::Compliance { published: Some(month), .. } => {
                return say_if_destroyed(organisation, month.last()).await;
            }
            Which::Compliance { published: None, common, .. }
            | Which::People { common, .. }
            | Which::Exclusions { common, .. } => place.as_at(common.as_at),
            _ => return Ok(()),
        };
        say_if_destroyed(organisation, asked).await?;
        let first = imported(organisation, passport_store::Known::Now).await?;
        if first.is_some_and(|first| first.reconstructs(asked)) {
            eprintln!(
                "passport: {} is before the first extract: this is reconstructed, and reads falsely low, because extracts hold only the latest award of each kind.",
                long_date(asked)
            );
        }
        Ok(())
    }

    pub async fn run(self, place: &Place) -> Done {
        let organisation = place.organisation().await?;
        self.say_if_reconstructed(place, &organisation).await?;
        match self.which {
            Which::Compliance { by, class, unit, published: Some(month), common, .. } => {
                let rules = rules(
                    &organisation,
                    place.known(&organisation, common.as_known).await?,
                    month.last(),
                )
                .await?;
                let unit = unit.map(|unit| find_unit(&rules, &unit)).transpose()?;
                let unit = unit.map(|id| rules.book.units.unit(id).path.as_str());
                let asked = published::Asked { month, by: &by, class, unit, format: common.format };
                published::published(&organisation, &asked).await?;
            }
            Which::Imports { format } => history::imports(&organisation, format).await?,
            Which::Jobs { format } => history::jobs(&organisation, format).await?,
            Which::Changes { format } => history::changes(&organisation, format).await?,
            Which::Compliance { by, class, unit, count_by, common, .. } => {
                let as_at = place.as_at(common.as_at);
                let rules =
                    rules(&organisation, place.known(&organisation, common.as_known).await?, as_at)
                        .await?;
                let mut policy = rules.book.settings.policy(as_at);
                match count_by {
                    Some(Counting::Assignment) => policy.count_by = CountBy::Assignment,
                    Some(Counting::Person) => policy.count_by = CountBy::Person,
                    None => {}
                }
                let unit = unit.map(|unit| find_unit(&rules, &unit)).transpose()?;
                let question =
                    Question { as_at, by: &by, class, unit, organisation: &organisation.name };
                let mut tally = Tally::new(&rules.book, &policy, question);
                everyone(&organisation, &rules, |people| {
                    for loaded in people {
                        tally.add(&loaded.person);
                    }
                })
                .await?;
                figures(&by, tally.rows().iter().map(|row| (None, row))).print(common.format)?;
            }
            Which::People { unit, common } => {
                people::people(place, &organisation, unit, &common).await?
            }
            Which::Forecast { months, by, common } => {
                forecast::forecast(place, &organisation, months, &by, &common).await?;
            }
            Which::Exclusions { common } => {
                let as_at = place.as_at(common.as_at);
                let rules =
                    rules(&organisation, place.known(&organisation, common.as_known).await?, as_at)
                        .await?;
                let policy = rules.book.settings.policy(as_at);
                let mut found = Vec::new();
                everyone(&organisation, &rules, |people| {
                    let people = people.iter().map(|loaded| &loaded.person);
                    found.extend(exclusions(&rules.book, &policy, people, as_at, None));
                })
                .await?;
                found.sort();
                let rows = found
                    .into_iter()
                    .map(|row| {
                        vec![
                            Cell::Text(row.reason),
                            Cell::Text(row.employee_number),
                            Cell::Text(row.assignment_number),
                            Cell::Text(row.unit),
                            Cell::Count(row.lines as u64),
                        ]
                    })
                    .collect();
                let headings =
                    vec!["reason", "employee_number", "assignment_number", "unit", "lines"];
                Table { headings, rows }.print(common.format)?;
            }
            Which::OverTraining { common } => {
                over_training::register(place, &organisation, &common).await?;
            }
            Which::DataHealth { common } => {
                let known = place.known(&organisation, common.as_known).await?;
                let stand = Stand::read(&organisation, known, place.as_at(common.as_at)).await?;
                let health = crate::data_health::look(&organisation, &stand).await?;
                let rows = health
                    .findings
                    .into_iter()
                    .map(|f| {
                        vec![Cell::text(f.kind.words()), Cell::Text(f.about), Cell::Text(f.what)]
                    })
                    .collect();
                Table { headings: vec!["kind", "about", "what"], rows }.print(common.format)?;
            }
            Which::Reconcile { differences, format } => {
                reconciliation::reconciliation(&organisation, differences, format).await?;
            }
        }
        Ok(())
    }
}

/// What was destroyed under retention is missing from what is computed for a day.
async fn say_if_destroyed(organisation: &Organisation, on: Date) -> Done {
    if let Some(words) = crate::retention::differs(organisation, on).await? {
        eprintln!("passport: {words}");
    }
    Ok(())
}

/// The unit of this path or name; also of its name without the employer's number
/// and level, as pages and emails call it.
fn find_unit(rules: &Rules, name: &str) -> Result<passport_core::organisation::UnitId, Failure> {
    let wanted = passport_core::text::normal(name);
    let mut called = rules.book.units.iter().filter(|(_, unit)| {
        passport_core::text::normal(passport_core::organisation::team_name(&unit.path)) == wanted
    });
    let only_one_called = match (called.next(), called.next()) {
        (Some((id, _)), None) => Some(id),
        _ => None,
    };
    rules.book.units.find(name).or(only_one_called).ok_or_else(|| {
        let last = wanted.rsplit('|').next().unwrap_or_default().to_owned();
        let near: Vec<&str> = rules
            .book
            .units
            .iter()
            .map(|(_, unit)| unit)
            .filter(|unit| passport_core::text::normal(&unit.name).contains(&last))
            .map(|unit| unit.path.as_str())
            .take(5)
            .collect();
        Failure::usage_words(match near.as_slice() {
            [] => {
                format!("There is no unit {name:?}: give its name, or its whole path joined by |.")
            }
            near => format!(
                "There is no one unit {name:?}. Give its whole path, such as one of these: {}.",
                near.join("; ")
            ),
        })
    })
}

fn figures<'r>(
    by: &[Dimension],
    rows: impl Iterator<Item = (Option<(Date, &'static str)>, &'r FigureRow)>,
) -> Table {
    let mut forecast = false;
    let rows: Vec<Vec<Cell>> = rows
        .map(|(point, row)| {
            let mut cells = Vec::new();
            if let Some((day, supposition)) = point {
                forecast = true;
                cells.push(Cell::Day(Some(day)));
                cells.push(Cell::text(supposition));
            }
            cells.extend(row.keys.iter().map(Cell::text));
            cells.push(Cell::text(row.class.code()));
            cells.push(Cell::Count(row.lines.counted));
            cells.push(Cell::Count(row.lines.compliant));
            cells.push(Cell::Decimal(tenths(row.lines.percent_tenths())));
            cells.push(Cell::Decimal(hundredths(row.target)));
            cells.push(Cell::Count(row.excluded()));
            cells
        })
        .collect();
    let mut headings = if forecast { vec!["as_at", "supposition"] } else { Vec::new() };
    headings.extend(by.iter().map(|dimension| dimension.heading()));
    headings.extend(["class", "counted", "compliant", "percent", "target", "excluded"]);
    Table { headings, rows }
}

/// `84.9`, truncated; empty where nothing is counted.
fn tenths(tenths: Option<u32>) -> String {
    tenths.map(|tenths| format!("{}.{}", tenths / 10, tenths % 10)).unwrap_or_default()
}

/// A target as an organisation writes it: `85`, `92.5`.
pub fn hundredths(hundredths: u32) -> String {
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
