//! Training Passport: the command `passport`.
//!
//! Doors (`cli`, `web`, `jobs`) take what people and machines ask; rooms
//! (`import`, `compliance`, `delivery`, `record`) do the work; the crates below
//! hold the rules, the SQL, the pages and the documents.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
