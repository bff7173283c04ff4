//! What lets people in, on both databases: SQLite always, PostgreSQL where
//! `PASSPORT_TEST_POSTGRES` holds a server's address.

#[path = "../databases/mod.rs"]
mod databases;
mod identities;
