//! On paper: people without an address that works get theirs in one
//! print-ready file a team, in the order of the teams.

use std::path::{Path, PathBuf};

use passport_core::delivery::{MailState, Month, Reason};
use passport_store::{Organisation, OutboxEntry};

use crate::clock::Clock;
use crate::delivery::fault::{Faults, Step};
use crate::delivery::files::{Folder, safe_name};
use crate::delivery::plan::team_order;
use crate::delivery::report::team_name;
use crate::delivery::{Compose, DeliveryError};

/// A team and those of it whose passports are printed.
#[derive(Clone, Debug)]
pub struct Team {
    /// Its name.
    pub name: String,
    /// The path of its unit.
    pub unit: String,
    /// The people, in the order of their names.
    pub people: Vec<OutboxEntry>,
}

/// A file for the printer.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct PrintedTeam {
    /// The team.
    pub team: String,
    /// The path of its unit.
    pub unit: String,
    /// The file.
    pub path: PathBuf,
    /// How many passports are in it.
    pub people: usize,
    /// Whose passport could not be made, by employee number, and why. They are
    /// tried again by the next run.
    pub left_out: Vec<(String, String)>,
}

/// The teams with people whose passports are printed.
#[must_use]
pub fn teams(entries: Vec<OutboxEntry>) -> Vec<Team> {
    let mut found: Vec<Team> = Vec::new();
    let printable = |entry: &OutboxEntry| {
        matches!(entry.state, MailState::NotSent | MailState::Printed)
            && entry.reason.is_some_and(Reason::is_printed)
    };
    for entry in entries.into_iter().filter(printable) {
        match found.iter_mut().find(|team| team.unit == entry.unit) {
            Some(team) => team.people.push(entry),
            None => found.push(Team {
                name: team_name(&entry.unit).to_owned(),
                unit: entry.unit.clone(),
                people: vec![entry],
            }),
        }
    }
    found.sort_by_cached_key(|team| team_order(&team.unit));
    found
}

/// The name of a team's file.
#[must_use]
pub fn team_file_name(month: Month, team: &Team) -> String {
    // The digest tells teams of one name apart.
    let whole = format!("{} {}", team.name, &crate::delivery::message::digest(&[&team.unit])[..8]);
    format!("{month}-print-{}.pdf", safe_name(&whole))
}

/// Makes the print files of a month; those that are there and complete stay.
///
/// # Errors
/// When a file cannot be made or written, or the database fails.
pub async fn print_teams<C: Compose>(
    organisation: &Organisation,
    clock: Clock,
    month: Month,
    folder: &Path,
    composer: &C,
    faults: &Faults,
) -> Result<Vec<PrintedTeam>, DeliveryError> {
    let run = organisation.mail_run(month).await?.ok_or(DeliveryError::NotPlanned(month))?;
    let teams = teams(organisation.not_reached(month).await?);
    if teams.is_empty() {
        return Ok(Vec::new());
    }
    let place = Folder::open(folder, &crate::worker::worker_name())?;
    let mut printed = Vec::with_capacity(teams.len());
    for team in teams {
        let name = team_file_name(month, &team);
        let path = place.path_of(&name);
        let (mut people, mut left_out) = (team.people.len(), Vec::new());
        let missing = team.people.iter().any(|entry| entry.state == MailState::NotSent);
        if missing || !path.exists() {
            let sheets = composer.team(&run, &team).await.map_err(DeliveryError::Compose)?;
            left_out = sheets.left_out;
            let mut numbers: Vec<String> =
                team.people.iter().map(|entry| entry.employee_number.clone()).collect();
            numbers.retain(|number| !left_out.iter().any(|(without, _)| without == number));
            people = numbers.len();
            if people > 0 {
                place.write(&name, &sheets.pdf)?.name()?;
                place.sync()?;
                faults.at(Step::Printed, &team.unit).await;
                organisation.mark_printed(month, &numbers, clock.now()).await?;
            }
        }
        printed.push(PrintedTeam { team: team.name, unit: team.unit, path, people, left_out });
    }
    Ok(printed)
}
