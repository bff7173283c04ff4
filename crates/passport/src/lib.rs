//! Training Passport: everything that touches the world.
//!
//! Doors (`cli`, `web`, `jobs`) take what people and machines ask; rooms
//! (`import`, `compliance`, `record`, `delivery`) do the work; the crates below
//! hold the rules, the SQL, the pages and the documents.

pub mod access;
pub mod account_mail;
pub mod accounts;
pub mod audit;
pub mod backup;
pub mod cache;
pub mod check;
pub mod cli;
pub mod clock;
pub mod compliance;
pub mod data_health;
pub mod delivery;
pub mod directory;
pub mod export;
pub mod identities;
pub mod import;
pub mod jobs;
pub mod letters;
pub mod mailing;
pub mod passports;
mod private;
pub mod published;
pub mod queries;
pub mod record;
pub mod refusal;
pub mod reminders;
pub mod requirements;
pub mod retention;
pub mod settings;
pub mod supervision;
pub mod telemetry;
pub mod web;
pub mod worker;
