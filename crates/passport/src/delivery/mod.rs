//! The delivery room: each person's passport, once a month, by email or on paper.
//!
//! *Plan* writes one row a person into the outbox; *send* hands them over, into
//! a folder or to a mail server, and settles each; *print* makes one file a team
//! for people without an address; *report* says who was not reached and why.
//! What a letter says is made by others and reaches the room through [`Compose`].
//!
//! A message is made from its row and the facts known after the row's change, so
//! it need not be kept: made again it is the same to the byte.

pub mod address;
pub mod backoff;
pub mod bounce;
pub mod calendar;
mod carry;
mod clerk;
pub mod destination;
pub mod fault;
mod files;
mod folder;
pub mod letter;
pub mod message;
pub mod notice;
pub mod plan;
pub mod print;
pub mod report;
pub mod send;
mod smtp;

pub use backoff::BackOff;
pub use bounce::{BounceAnswer, Returned, record_bounce_by_address, record_bounce_file};
pub use calendar::Event;
pub use destination::{Destination, Secret, Secrets};
pub(crate) use files::safe_name;
pub use letter::{Compose, Letter, Sheets};
pub use message::{Sender, check_setting};
pub use notice::{Given, Notice, Post, way_out};
pub use plan::{Basis, Candidate, DryRun, day_of, dry_run, plan};
pub use print::{PrintedTeam, Team, print_teams};
pub use report::{NotReached, Report, report};
pub use send::{Sending, Sent, Stopped, send};
pub use smtp::try_connection;

/// What can go wrong in the room as a whole; what goes wrong with one person's
/// message is noted on its row instead.
#[derive(Debug, thiserror::Error)]
pub enum DeliveryError {
    /// A setting or an option that cannot be used: wrong configuration.
    #[error("{0}")]
    Configuration(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] passport_store::StoreError),
    /// A file could not be written or read.
    #[error("{what}: {cause}")]
    File {
        /// What was being attempted.
        what: String,
        /// Why it failed.
        cause: std::io::Error,
    },
    /// The month has not been planned.
    #[error("the passports of {0} have not been planned")]
    NotPlanned(passport_core::delivery::Month),
    /// The letters could not be made.
    #[error("the passports could not be made: {0}")]
    Compose(String),
}
