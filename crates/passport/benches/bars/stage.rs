//! A stage: one thing to measure, in a process of its own.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};

use crate::database::Database;
use crate::trust::Trust;
use crate::{documents, imports, log_ins, mail, one_person, page, rehearsal, search, trust};

/// What is measured.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Name {
    Generate,
    OnePerson,
    Import,
    Settle,
    Page,
    Team,
    LogIns,
    Documents,
    Plan,
    Mail,
    Search,
    Rehearsal,
}

/// What was measured: the figures of all runs in the bar's unit, and the most
/// memory of each process, in MB.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Reading {
    pub figures: Vec<f64>,
    pub peaks: Vec<f64>,
}

impl Reading {
    /// One figure.
    pub fn one(figure: f64) -> Self {
        Self::of(vec![figure])
    }

    /// Several figures of one process.
    pub fn of(figures: Vec<f64>) -> Self {
        Self { figures, peaks: Vec::new() }
    }

    /// Takes another run's figures in.
    pub fn add(&mut self, other: Self) {
        self.figures.extend(other.figures);
        self.peaks.extend(other.peaks);
    }
}

/// A stage as a process of its own is asked for it.
#[derive(Serialize, Deserialize)]
pub struct Stage {
    name: Name,
    staff: u32,
    folder: String,
    url: String,
}

/// The word before a stage on the command line.
const WORD: &str = "--stage";

impl Stage {
    /// The stage that the command line asks for, if it asks for one.
    pub fn asked_for(arguments: &[String]) -> Result<Option<Self>> {
        let Some(place) = arguments.iter().position(|word| word == WORD) else { return Ok(None) };
        let asked = arguments.get(place + 1).context("which stage?")?;
        Ok(Some(serde_json::from_str(asked)?))
    }

    /// Measures, and prints the reading for the process that asked.
    pub fn run(self) -> Result<()> {
        let trust = Trust::at(self.staff, Path::new(&self.folder));
        let database = Database::at(self.url);
        let mut reading = match self.name {
            Name::Generate => trust::generate(&trust),
            Name::OnePerson => one_person::evaluate(),
            Name::Import => imports::import(&trust, &database),
            Name::Settle => trust::settle(&trust, &database),
            Name::Page => page::show(&database),
            Name::Team => page::team(&database),
            Name::LogIns => log_ins::at_once(&database),
            Name::Documents => documents::make(&trust, &database),
            Name::Plan => mail::plan(&trust, &database),
            Name::Mail => mail::send(&database),
            Name::Search => search::find(self.staff),
            Name::Rehearsal => rehearsal::rehearsal(&database),
        }?;
        reading.peaks.push(peak_memory()?);
        println!("{}", serde_json::to_string(&reading)?);
        Ok(())
    }
}

/// Begins this program again for one stage, and hands back what it read.
pub fn run(name: Name, trust: &Trust, database: &Database) -> Result<Reading> {
    let folder = trust.folder.to_str().context("a folder whose name is not Unicode")?.to_owned();
    let stage = Stage { name, staff: trust.staff, folder, url: database.url.clone() };
    let output = Command::new(std::env::current_exe()?)
        .args([WORD, &serde_json::to_string(&stage)?])
        .output()?;
    ensure!(output.status.success(), "{name:?}: {}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout)?;
    let Some(last) = said.lines().last() else { bail!("{name:?} said nothing") };
    Ok(serde_json::from_str(last)?)
}

/// The most memory this process ever held, in MB.
fn peak_memory() -> Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes: f64 =
        line.context("no VmHWM")?.trim().trim_end_matches(" kB").parse().context("VmHWM")?;
    Ok(kilobytes * 1024.0 / 1e6)
}
