//! Every sentence and example of the rules, as a test named after what it
//! proves. The facts of a case are written in one line each; `support` reads
//! them.

mod assignments;
mod bridge;
mod figures;
mod forecast;
mod lasting;
mod leave;
mod properties;
mod renewal;
mod retention;
mod satisfying;
mod seats;
mod status;
mod support;
mod worked;
