//! The command line: what is typed, and the status it ends with.
//!
//! 0 done; 1 the input has problems (named, nothing changed); 2 wrong usage or
//! configuration; 3 the environment failed (database, mail).

mod account;
mod audit;
mod award;
mod backup;
mod check;
mod demo;
mod export;
mod extension;
mod generate;
mod import;
mod organisation;
pub mod output;
mod publish;
mod rectify;
mod remind;
mod report;
mod requirement;
mod restriction;
mod retention;
mod send;
mod serve;
mod setting;
mod show;
mod typed;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use jiff::civil::Date;
use passport_core::facts::PersonFact;
use passport_store::{Known, Organisation, Store, StoreError};

use crate::clock::Clock;

/// Training Passport: who must hold which competence, and who is in date.
#[derive(Debug, Parser)]
#[command(name = "passport", version, about, max_term_width = 100)]
struct Arguments {
    /// The database: sqlite:FILE or postgres://user@host/name.
    #[arg(
        long,
        global = true,
        env = "PASSPORT_DATABASE_URL",
        default_value = "sqlite:passport.db",
        hide_env_values = true
    )]
    database: String,
    /// The organisation's code, where the database holds more than one.
    #[arg(long, global = true, value_name = "CODE")]
    organisation: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Create a fictional trust, import its extracts, write this month's passports and serve it.
    Demo(demo::Demo),
    /// Write a fictional trust's extracts as files.
    Generate(generate::Generate),
    /// Import extracts: all of them in one transaction, or nothing.
    Import(import::Import),
    /// Reverse one import.
    Undo(import::Undo),
    /// Show one person's passport.
    Show(show::Show),
    /// Figures and lists.
    Report(report::Report),
    /// Plan and send a month's passports, once each.
    Send(send::Send),
    /// Send today's reminders, as the setting reminder-ladder has them, or show them.
    Remind(remind::Remind),
    /// Record that the mail system returned a message, or that an address is right after all.
    Bounce(send::Bounce),
    /// Decide about a message of which nobody knows whether the mail server took it.
    Held(send::Held),
    /// Serve the pages and run the timetable.
    Serve(serve::Serve),
    /// Examine configuration, database, mail, clock and disk, and say what to do.
    Check(check::Check),
    /// The organisation's dated settings.
    Setting(setting::Setting),
    /// The organisations in this database.
    #[command(name = "organisation")]
    Organisations(organisation::Organisations),
    /// Who saw or changed what: verify the chain, list entries, print its head.
    Audit(audit::Audit),
    /// Add, list or void awards.
    Award(award::Award),
    /// Record, list or void a decision that adds days to a subject's expiries.
    Extension(extension::Extension),
    /// What is required of whom, and what the draft of changes would do.
    Requirement(requirement::Requirement),
    /// Who may log in, and what they may see beside their own record.
    Account(account::Accounts),
    /// Freeze a month's figures.
    Publish(publish::Publish),
    /// Bring the database's tables up to date.
    Migrate,
    /// Write a copy of the database to a file.
    Backup(backup::Backup),
    /// Restore the database from a copy.
    Restore(backup::Restore),
    /// Write one person's whole record.
    Export(export::Export),
    /// Correct what the source has wrong of a person, until it is right there.
    Rectify(rectify::Rectify),
    /// Show a person's record to its owner and training leads alone.
    Restriction(restriction::Restriction),
    /// What is past its period: plan it, destroy it, see the log; hold a record.
    Retention(retention::Retention),
}

/// Why a command did not do what was asked.
#[derive(Debug)]
pub struct Failure {
    code: u8,
    error: anyhow::Error,
}

impl Failure {
    /// The input has problems; nothing changed.
    fn input(error: impl Into<anyhow::Error>) -> Self {
        Self { code: 1, error: error.into() }
    }

    /// Wrong usage or configuration.
    fn usage(error: impl Into<anyhow::Error>) -> Self {
        Self { code: 2, error: error.into() }
    }

    /// The environment failed.
    fn environment(error: impl Into<anyhow::Error>) -> Self {
        Self { code: 3, error: error.into() }
    }

    fn input_words(words: impl Into<String>) -> Self {
        Self::input(anyhow::Error::msg(words.into()))
    }

    fn usage_words(words: impl Into<String>) -> Self {
        Self::usage(anyhow::Error::msg(words.into()))
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        match error.downcast::<StoreError>() {
            Ok(error) => error.into(),
            Err(error) => Self::environment(error),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Address(_)
            | StoreError::NoFile(_)
            | StoreError::NoOrganisation(_)
            | StoreError::NoOrganisationYet
            | StoreError::OrganisationExists(_)
            | StoreError::WhichOrganisation => Self::usage(error),
            StoreError::Backup(_) | StoreError::AuditBroken => Self::input(error),
            _ => Self::environment(error),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::environment(error)
    }
}

type Done = Result<(), Failure>;

/// Who makes the changes that commands make, as the change sequence names them.
const ACTOR: &str = "command line";

/// Prints a line on standard output. Unlike `println!` it survives a reader who
/// closed the pipe.
macro_rules! say {
    ($($text:tt)*) => {
        $crate::cli::say_line(format_args!($($text)*))
    };
}
use say;

fn say_line(text: std::fmt::Arguments<'_>) -> Done {
    use std::io::Write;
    writeln!(std::io::stdout(), "{text}")?;
    Ok(())
}

/// No such person.
fn nobody(employee_number: &str) -> Failure {
    Failure::input_words(format!(
        "Nobody has the employee number {employee_number}: numbers are text, and leading zeros count."
    ))
}

/// Where a command works: the database it was given and the clock.
#[derive(Debug)]
struct Place {
    database: String,
    organisation: Option<String>,
    clock: Clock,
}

impl Place {
    async fn store(&self, create: bool) -> Result<Store, Failure> {
        Ok(Store::open(&self.database, create).await?)
    }

    /// Whether there is a database to look into; of a server only the asking tells.
    fn has_database(&self) -> bool {
        passport_store::Db::file(&self.database).is_none_or(std::path::Path::exists)
    }

    /// The organisation to work on.
    async fn organisation(&self) -> Result<Organisation, Failure> {
        let store = self.store(false).await?;
        Ok(store.organisation(self.organisation.as_deref()).await?)
    }

    /// Whether somebody has this employee number.
    async fn knows(&self, organisation: &Organisation, number: &str) -> Result<bool, Failure> {
        let people = organisation.facts_of::<PersonFact>(Known::Now, number).await?;
        Ok(!people.is_empty())
    }

    /// The facts as they stand, or as they were known after a change.
    async fn known(
        &self,
        organisation: &Organisation,
        after: Option<i64>,
    ) -> Result<Known, Failure> {
        let Some(change) = after else { return Ok(Known::Now) };
        let last = organisation.last_change().await?;
        if !(0..=last).contains(&change) {
            return Err(Failure::usage_words(format!(
                "There is no change {change}: the last is {last}, as `passport report changes` shows."
            )));
        }
        Ok(Known::After(change))
    }

    fn today(&self) -> Date {
        self.clock.today()
    }

    /// The date that was asked for, or today.
    fn as_at(&self, asked: Option<Date>) -> Date {
        asked.unwrap_or_else(|| self.today())
    }
}

/// Runs the command that was typed.
#[must_use]
pub fn run() -> ExitCode {
    // A damaged workbook may be too much for the library that unpacks it; the
    // importer answers for that, so nothing is to be printed of it.
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !passport_core::import::is_guarded() {
            usual(panic);
        }
    }));
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("passport: the runtime could not be started: {error}");
            return ExitCode::from(3);
        }
    };
    match runtime.block_on(dispatch(arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // A reader who closed the pipe has what they wanted.
            let closed = |cause: &(dyn std::error::Error + 'static)| {
                cause
                    .downcast_ref::<std::io::Error>()
                    .is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
            };
            if failure.error.chain().any(closed) {
                return ExitCode::SUCCESS;
            }
            // `check` has said everything already.
            let words = in_words(&failure.error);
            if !words.is_empty() {
                eprintln!("passport: {words}");
            }
            ExitCode::from(failure.code)
        }
    }
}

/// The error and its causes, each said once: many quote their cause themselves.
fn in_words(error: &anyhow::Error) -> String {
    let mut words = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if words.is_empty() {
            words = cause;
        } else if !words.contains(&cause) {
            words = format!("{words}: {cause}");
        }
    }
    words
}

async fn dispatch(arguments: Arguments) -> Done {
    let place = Place {
        database: arguments.database,
        organisation: arguments.organisation,
        clock: Clock::System,
    };
    match arguments.command {
        Command::Demo(command) => command.run(&place).await,
        Command::Generate(command) => command.run(&place),
        Command::Import(command) => command.run(&place).await,
        Command::Undo(command) => command.run(&place).await,
        Command::Show(command) => command.run(&place).await,
        Command::Report(command) => command.run(&place).await,
        Command::Send(command) => command.run(&place).await,
        Command::Remind(command) => command.run(&place).await,
        Command::Bounce(command) => command.run(&place).await,
        Command::Held(command) => command.run(&place).await,
        Command::Serve(command) => command.run(&place).await,
        Command::Check(command) => command.run(&place).await,
        Command::Setting(command) => command.run(&place).await,
        Command::Organisations(command) => command.run(&place).await,
        Command::Audit(command) => command.run(&place).await,
        Command::Award(command) => command.run(&place).await,
        Command::Extension(command) => command.run(&place).await,
        Command::Requirement(command) => command.run(&place).await,
        Command::Account(command) => command.run(&place).await,
        Command::Publish(command) => command.run(&place).await,
        Command::Migrate => {
            let store = place.store(true).await?;
            say!("The {} database is up to date.", store.db().engine())
        }
        Command::Backup(command) => command.run(&place).await,
        Command::Restore(command) => command.run(&place).await,
        Command::Export(command) => command.run(&place).await,
        Command::Rectify(command) => command.run(&place).await,
        Command::Restriction(command) => command.run(&place).await,
        Command::Retention(command) => command.run(&place).await,
    }
}
