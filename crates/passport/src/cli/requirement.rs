//! `requirement`: what is required of whom, and what the draft would do.

use clap::{Args, Subcommand};
use jiff::civil::Date;

use super::output::{Cell, Format, Table};
use super::{Done, Place, typed};
use crate::compliance::Registers;
use crate::requirements::{State, draft, matrix, rehearse};

#[derive(Debug, Args)]
pub struct Requirement {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Every requirement that acts or will, with where it comes from.
    List {
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// Every line that would differ if the whole draft were published.
    Rehearse {
        /// The day; the first on which all of the draft acts if not given.
        #[arg(long, value_name = "DATE", value_parser = typed::day)]
        as_at: Option<Date>,
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
}

impl Requirement {
    pub async fn run(self, place: &Place) -> Done {
        match self.action {
            Action::List { format } => list(place, format).await,
            Action::Rehearse { as_at, format } => rehearsal(place, as_at, format).await,
        }
    }
}

async fn list(place: &Place, format: Format) -> Done {
    let organisation = place.organisation().await?;
    let today = place.clock.today();
    let rules = crate::compliance::rules(&organisation, passport_store::Known::Now, today).await?;
    let matrix = matrix(&organisation, &rules.book.framework, today).await?;
    let entries = matrix.targets.into_iter().flat_map(|(_, _, entries)| entries);
    let rows = entries.map(|entry| {
        let fact = entry.fact;
        vec![
            Cell::text(fact.target_kind.name()),
            Cell::Text(fact.target.clone()),
            Cell::Text(fact.within.clone()),
            Cell::Text(entry.subject),
            Cell::Text(fact.level.clone()),
            Cell::text(entry.class.map_or("none", |class| class.letter())),
            Cell::Day(Some(fact.date_from.unwrap_or(fact.applies.from).max(fact.applies.from))),
            Cell::Day(fact.last_day()),
            Cell::Text(fact.period.map(|period| period.code()).unwrap_or_default()),
            Cell::number(Some(fact.grace_days)),
            Cell::Day(fact.introduced),
            Cell::Text(fact.reason),
            Cell::Text(fact.approved_by),
        ]
    });
    let headings = vec![
        "applies_to",
        "target",
        "within",
        "subject",
        "level",
        "class",
        "date_from",
        "date_to",
        "refresher_months",
        "grace_days",
        "introduced",
        "reason",
        "approved_by",
    ];
    Table { headings, rows: rows.collect() }.print(format)?;
    Ok(())
}

async fn rehearsal(place: &Place, as_at: Option<Date>, format: Format) -> Done {
    let organisation = place.organisation().await?;
    let today = place.clock.today();
    let proposals = draft(&organisation, today).await?.recorded();
    let all = proposals.iter().map(|one| one.fact.acts_on()).max().unwrap_or(today);
    let as_at = as_at.unwrap_or(all).max(today);
    let latest = organisation.latest().await?;
    let register = Registers::default().get(&organisation, latest).await?;
    let known = (register, latest.change);
    let found = rehearse(&organisation, known, &proposals, as_at, today).await?;
    for (id, stale) in &found.stale {
        eprintln!("passport: change {id} of the draft is left out: {}.", stale.words());
    }
    let rows = found.lines.into_iter().map(|line| {
        let mut cells = vec![
            Cell::Text(line.employee_number),
            Cell::Text(line.assignment_number),
            Cell::Text(line.unit),
            Cell::Text(line.subject),
            Cell::text(line.turns.words()),
        ];
        for state in [line.before, line.after] {
            cells.extend(state_cells(state));
        }
        cells
    });
    let headings = vec![
        "employee_number",
        "assignment_number",
        "unit",
        "subject",
        "turns",
        "before_level",
        "before_class",
        "before_status",
        "before_expiry_date",
        "after_level",
        "after_class",
        "after_status",
        "after_expiry_date",
    ];
    Table { headings, rows: rows.collect() }.print(format)?;
    Ok(())
}

fn state_cells(state: Option<State>) -> [Cell; 4] {
    match state {
        Some(state) => [
            Cell::Text(state.level),
            Cell::text(state.class.letter()),
            Cell::text(state.status.code()),
            Cell::Day(state.expiry_date),
        ],
        None => [Cell::text(""), Cell::text(""), Cell::text(""), Cell::Day(None)],
    }
}
