//! What the product must reach, and what it reaches on this machine: every bar
//! with the least and the median of several runs. Nothing here fails for being
//! slow; the figures are for reading.
//!
//! `cargo bench -p passport --bench bars`, and after `--` what to do otherwise:
//! `--quick` leaves out the large trusts, `--rehearsal` all but the rehearsal, `--runs 3` repeats each stage three
//! times. PostgreSQL stands beside SQLite where `PASSPORT_TEST_POSTGRES` names a
//! server. Every stage runs in a process of its own, this same program begun
//! again, so that its memory is its own.

mod database;
mod documents;
mod imports;
mod log_ins;
mod machine;
mod mail;
mod one_person;
mod page;
mod rehearsal;
mod report;
mod search;
mod stage;
mod trust;

use anyhow::{Context, Result};

use database::Database;
use report::{Bar, Report};
use stage::{Name, Reading, Stage};
use trust::Trust;

/// The sample trust, and the largest that everything is measured on.
const SAMPLE: u32 = 2_440;
const LARGE: u32 = 30_000;
/// The largest there is: searched, and its requirements rehearsed.
const LARGEST: u32 = 35_000;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(stage) = Stage::asked_for(&arguments)? {
        return stage.run();
    }
    let runs = match arguments.iter().position(|word| word == "--runs") {
        Some(place) => arguments.get(place + 1).and_then(|n| n.parse().ok()).context("--runs N")?,
        None => 3,
    };
    machine::print();
    let report = Report::begin();
    if arguments.iter().any(|word| word == "--rehearsal") {
        return rehearsals(&report);
    }
    let one = stage::run(Name::OnePerson, &Trust::new(SAMPLE)?, &Database::none())?;
    report.row(&Bar::new("evaluate one person (25 lines, 60 awards)", 10.0, "µs"), &one.figures);
    let search = stage::run(Name::Search, &Trust::new(LARGEST)?, &Database::none())?;
    report
        .row(&Bar::new("anyone found among 35,000, slowest question", 5.0, "ms"), &search.figures);

    let trust = Trust::generate(SAMPLE)?;
    let sample = Figures::of(&trust, runs)?;
    sample.imports(&report, "2,440 staff", 3.0, Some(2.0));
    let page = stage::run(Name::Page, &trust, &sample.database)?;
    report.row(&Bar::new("passport page, server CPU", 2.0, "ms"), &page.figures);
    let team = stage::run(Name::Team, &trust, &sample.database)?;
    report.row(&Bar::new("team page, 30 people, server CPU", 5.0, "ms"), &team.figures);
    let log_ins = repeated(runs, Name::LogIns, &trust, &sample.database)?;
    report.row(&Bar::new("page's p95 over idle, 50 log-ins at once", 2.0, "×"), &log_ins.figures);
    report.row(&Bar::new("2,440 PDFs on two threads", 4.0, "s"), &sample.documents.figures);
    report.row(&Bar::new("2,440 PDFs, peak memory", 200.0, "MB"), &sample.documents.peaks);
    let mail = repeated(runs, Name::Mail, &trust, &sample.database)?;
    report.row(&Bar::new("2,440 emails with PDF over SMTP", 30.0, "s"), &mail.figures);
    report.row(&Bar::unbounded("2,440 emails, peak memory with the sink", "MB"), &mail.peaks);
    if arguments.iter().any(|word| word == "--quick") {
        return Ok(());
    }

    let trust = Trust::generate(LARGE)?;
    let large = Figures::of(&trust, runs)?;
    large.imports(&report, "30,000 staff", 40.0, None);
    report.row(&Bar::new("30,000 staff, import, peak memory", 1000.0, "MB"), &large.first.peaks);
    report.row(&Bar::new("30,000 staff, again, peak memory", 1000.0, "MB"), &large.again.peaks);
    let plan = repeated(runs, Name::Plan, &trust, &large.database)?;
    report.row(&Bar::new("30,000 staff, month planned", 10.0, "s"), &plan.figures);
    report.row(&Bar::new("30,000 staff, plan, peak memory", 1000.0, "MB"), &plan.peaks);
    let each = |figures: &Figures, staff: u32| -> Vec<f64> {
        figures.documents.figures.iter().map(|time| time * 1000.0 / f64::from(staff)).collect()
    };
    let (few, many) = (each(&sample, SAMPLE), each(&large, LARGE));
    report.row(&Bar::unbounded("one PDF of 2,440", "ms"), &few);
    // Linear: a document of many costs what a document of few costs, and a tenth.
    report.row(&Bar::new("one PDF of 30,000", report::median(&few) * 1.1, "ms"), &many);
    report.row(&Bar::new("30,000 PDFs, peak memory", 1000.0, "MB"), &large.documents.peaks);
    rehearsals(&report)
}

/// A new requirement for everyone of a large trust.
fn rehearsals(report: &Report) -> Result<()> {
    let trust = Trust::generate(LARGEST)?;
    let database = trust.sqlite(0);
    stage::run(Name::Import, &trust, &database)?;
    let reading = stage::run(Name::Rehearsal, &trust, &database)?;
    report.row(&Bar::new("35,000 staff, rehearsal", 2.0, "s"), &reading.figures);
    report.row(&Bar::unbounded("35,000 staff, rehearsal, peak memory", "MB"), &reading.peaks);
    Ok(())
}

/// What both trusts are asked: imports on each database, and documents.
struct Figures {
    first: Reading,
    again: Reading,
    on_postgres: Option<(Reading, Reading)>,
    documents: Reading,
    /// Imported once, and settled for what follows.
    database: Database,
}

impl Figures {
    fn of(trust: &Trust, runs: usize) -> Result<Self> {
        let (mut first, mut again) = (Reading::default(), Reading::default());
        for run in 0..runs {
            let database = trust.sqlite(run);
            first.add(stage::run(Name::Import, trust, &database)?);
            again.add(stage::run(Name::Import, trust, &database)?);
        }
        let on_postgres = match database::server() {
            Some(server) => {
                let (mut first, mut again) = (Reading::default(), Reading::default());
                for _ in 0..runs {
                    let database = Database::schema(&server)?;
                    first.add(stage::run(Name::Import, trust, &database)?);
                    again.add(stage::run(Name::Import, trust, &database)?);
                }
                Some((first, again))
            }
            None => None,
        };
        let database = trust.sqlite(0);
        stage::run(Name::Settle, trust, &database)?;
        let documents = repeated(runs, Name::Documents, trust, &database)?;
        Ok(Self { first, again, on_postgres, documents, database })
    }

    fn imports(&self, report: &Report, whose: &str, most: f64, again: Option<f64>) {
        let bar = Bar::new(&format!("{whose}, import"), most, "s");
        let postgres = self.on_postgres.as_ref().map(|(first, _)| first.figures.as_slice());
        report.row_on_both(&bar, &self.first.figures, postgres);
        let what = format!("{whose}, again with no change");
        let bar = match again {
            Some(most) => Bar::new(&what, most, "s"),
            None => Bar::unbounded(&what, "s"),
        };
        let postgres = self.on_postgres.as_ref().map(|(_, again)| again.figures.as_slice());
        report.row_on_both(&bar, &self.again.figures, postgres);
    }
}

/// A stage several times, each on a copy of the database as it was.
fn repeated(runs: usize, name: Name, trust: &Trust, database: &Database) -> Result<Reading> {
    let mut all = Reading::default();
    for _ in 0..runs {
        let copy = database.copied()?;
        all.add(stage::run(name, trust, &copy)?);
    }
    Ok(all)
}
