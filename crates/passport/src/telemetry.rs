//! Logs: one line a happening, on standard error, with nothing personal in it.
//! A request is named by its route (`/passport/{number}`), never by its address.

use clap::ValueEnum;
use passport_store::StoreError;
use tracing::Level;

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines: one JSON object a line.
    Json,
}

/// What a log says of a failure of the database: nothing that it holds.
#[must_use]
pub fn cause(error: &StoreError) -> String {
    match error {
        // The value may be anything of anybody's.
        StoreError::Unreadable(_) => "the database holds a value of the wrong form".to_owned(),
        other => other.to_string(),
    }
}

/// The same of a room's failure.
#[must_use]
pub fn cause_of(error: &anyhow::Error) -> String {
    match error.downcast_ref::<StoreError>() {
        Some(error) => cause(error),
        // Other errors may quote names and addresses.
        None => "a room failed".to_owned(),
    }
}

/// Begins to log. A second call changes nothing.
pub fn start(format: LogFormat, most: Level) {
    let log = tracing_subscriber::fmt()
        .with_max_level(most)
        .with_target(false)
        .with_writer(std::io::stderr);
    // Fails only where a log was started before, which then goes on.
    let _ = match format {
        LogFormat::Text => log.with_ansi(false).try_init(),
        LogFormat::Json => log.json().flatten_event(true).try_init(),
    };
}
