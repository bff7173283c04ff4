//! The audit, on both databases: SQLite always, PostgreSQL where
//! `PASSPORT_TEST_POSTGRES` holds a server's address.

mod changes;
#[path = "../databases/mod.rs"]
mod databases;
mod reading;
mod retention;
mod sealing;
mod support;
mod tampering;
