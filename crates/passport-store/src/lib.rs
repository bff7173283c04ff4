//! The only crate with SQL: facts in and out of SQLite or PostgreSQL.
//!
//! One SQL text serves both engines. Table keys include the organisation, and
//! nothing personal is reached but through an organisation's handle.

mod account;
mod account_message;
mod audit;
mod backup;
mod bounce;
mod change;
mod db;
mod demonstration;
mod entered;
mod examine;
mod fact;
mod facts;
mod history;
mod identity;
mod imports;
mod job;
mod migrations;
mod names;
mod organisation;
mod outbox;
mod people;
mod published;
mod query;
mod realm;
mod reminder;
mod requirement;
mod restore;
mod retention;
mod second_factor;
mod session;
mod supervision;
mod tables;
mod value;

pub use account::{Account, NewAccount, OneTimeLink};
pub use account_message::AccountMessage;
pub use audit::{
    AuditBreak, AuditEntry, AuditEvent, AuditFault, AuditFilter, AuditHead, AuditPlace,
    AuditVerdict,
};
pub use backup::{Backup, backup};
pub use bounce::Bounce;
pub use change::Change;
pub use db::{Db, Tx};
pub use demonstration::DemoPerson;
pub use examine::Examined;
pub use fact::{Fact, Kept, Known};
pub use history::{ChangeRecord, Entry};
pub use identity::{ExternalIdentity, NewIdentity, SignOn};
pub use imports::{ImportFile, ImportRecord};
pub use job::{JobClaim, JobOutcome, JobRun};
pub use migrations::{MIGRATIONS, newest as newest_migration};
pub use organisation::{Founded, NewOrganisation, Organisation, Store};
pub use outbox::{
    Carrier, MailCounts, MailRun, MonthPlan, OutboxEntry, Outcome, Planned, PlannedPerson,
    Reservation, Step,
};
pub use people::HowMuch;
pub use published::{PublishedExclusion, PublishedFigure, PublishedMonth};
pub use realm::{Latest, Realm};
pub use reminder::{NewReminder, Reminder, ReminderKind, ReminderLine, Said};
pub use restore::{restore, verify};
pub use retention::{
    Destroyed, Destroyer, Destruction, DestructionRun, Hold, KEPT_OF_ACCOUNTS, NOT_OF_ONE_PERSON,
    NOT_WHO, Restriction, WHO,
};
pub use second_factor::SecondFactor;
pub use session::{OpenSession, SessionRow};
pub use value::{Cells, Row, Value, instant};

/// What can go wrong with the database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database itself failed.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// Bringing the tables up to date failed.
    #[error("the database's tables could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// An address we do not understand.
    #[error("{0:?} is not a database address: use sqlite:FILE or postgres://user@host/name")]
    Address(String),
    /// No such SQLite file.
    #[error("there is no database file {0}: import or demo makes one")]
    NoFile(String),
    /// A stored value that does not read as what it should be.
    #[error("the database holds {0:?} where something else was expected")]
    Unreadable(String),
    /// No organisation of this code.
    #[error("there is no organisation {0:?}: `passport organisation list` shows those there are")]
    NoOrganisation(String),
    /// The organisation's code is taken.
    #[error("there is an organisation {0:?} already")]
    OrganisationExists(String),
    /// No organisation at all.
    #[error(
        "this database holds no organisation yet: `passport import FILE…` makes one from its files, `passport organisation add CODE NAME` one by name"
    )]
    NoOrganisationYet,
    /// The end of the audit's chain is not what its head says.
    #[error("the audit's chain is broken at its end: `passport audit verify` says where")]
    AuditBroken,
    /// No randomness.
    #[error("the operating system gives no randomness: {0}")]
    Chance(String),
    /// A file that is not a whole backup, or one we cannot read.
    #[error("this is not a backup that can be restored: {0}")]
    Backup(String),
    /// A backup could not be written or read.
    #[error("the backup's file failed: {0}")]
    File(#[from] std::io::Error),
    /// More than one organisation and none chosen.
    #[error("this database holds several organisations: choose one with --organisation CODE")]
    WhichOrganisation,
}
