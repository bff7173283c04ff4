//! The outbox and the timetable on both databases: SQLite always, PostgreSQL
//! where `PASSPORT_TEST_POSTGRES` holds the address of a server.

mod bounces;
mod jobs;
mod planning;
mod queue;
mod reminders;
mod support;
