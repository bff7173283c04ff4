//! The command as it is typed: the compiled binary on small hand-made extracts,
//! on SQLite always and on PostgreSQL where `PASSPORT_TEST_POSTGRES` holds the
//! address of a server.

mod accounts;
mod audits;
mod awards;
mod backups;
mod checks;
mod corrections;
mod exports;
mod extracts;
mod first;
mod imports;
mod outbound;
mod outbound_lines;
mod outputs;
mod previews;
mod publishing;
mod registers;
mod rehearsals;
mod requirement_files;
mod restrictions;
mod retention;
mod single_sign_on;
mod statuses;
mod support;
mod time_travel;
