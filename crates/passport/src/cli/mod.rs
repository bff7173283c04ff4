//! The command line: what is typed, and the status it ends with.
//!
//! 0 done; 1 the input has problems (named, nothing changed); 2 wrong usage or
//! configuration; 3 the environment failed (database, mail).

// mod award;
// mod backup;
// mod check;
mod demo;
// mod export;
mod generate;
mod import;
mod organisation;
pub mod output;
// mod publish;
mod report;
mod send;
mod serve;
mod setting;
mod show;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use jiff::civil::Date;
use passport_store::{Organisation, Store, StoreError};

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
    /// Record that the mail system returned a message.
    Bounce(send::Bounce),
    /// Serve the pages and run the timetable.
    Serve(serve::Serve),
    //X    /// Examine configuration, database, mail, clock and disk, and say what to do.
    //X    Check(check::Check),
    /// The organisation's dated settings.
    Setting(setting::Setting),
    /// The organisations in this database.
    #[command(name = "organisation")]
    Organisations(organisation::Organisations),
    //X    /// Add or void an award.
    //X    Award(award::Award),
    //X    /// Freeze a month's figures.
    //X    Publish(publish::Publish),
    /// Bring the database's tables up to date.
    Migrate,
    //X    /// Write a copy of the database to a file.
    //X    Backup(backup::Backup),
    //X    /// Restore the database from a copy.
    //X    Restore(backup::Restore),
    //X    /// Write one person's whole record.
    //X    Export(export::Export),
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
            | StoreError::OrganisationExists(_)
            | StoreError::WhichOrganisation => Self::usage(error),
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

    /// The organisation to work on.
    async fn organisation(&self) -> Result<Organisation, Failure> {
        let store = self.store(false).await?;
        Ok(store.organisation(self.organisation.as_deref()).await?)
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
            if failure
                .error
                .downcast_ref::<std::io::Error>()
                .is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
            {
                return ExitCode::SUCCESS;
            }
            eprintln!("passport: {:#}", failure.error);
            ExitCode::from(failure.code)
        }
    }
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
        Command::Bounce(command) => command.run(&place).await,
        Command::Serve(command) => command.run(&place).await,
        //X        Command::Check(command) => command.run(&place).await,
        Command::Setting(command) => command.run(&place).await,
        Command::Organisations(command) => command.run(&place).await,
        //X        Command::Award(command) => command.run(&place).await,
        //X        Command::Publish(command) => command.run(&place).await,
        Command::Migrate => {
            let store = place.store(true).await?;
            println!("The {} database is up to date.", store.db().engine());
            Ok(())
        } //X        Command::Backup(command) => command.run(&place).await,
          //X        Command::Restore(command) => command.run(&place).await,
          //X        Command::Export(command) => command.run(&place).await,
    }
}
