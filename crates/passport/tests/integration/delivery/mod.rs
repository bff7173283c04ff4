//! The delivery room and the timetable, end to end, on both databases: SQLite
//! always, PostgreSQL where `PASSPORT_TEST_POSTGRES` holds a server's address.

mod bounces;
mod by_hand;
mod chores;
mod crash;
mod folder;
mod print;
mod rate;
pub mod sink;
mod smtp;
pub mod support;
mod timetable;
