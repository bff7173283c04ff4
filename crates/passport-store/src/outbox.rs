//! The outbox: each person's message of a month, written down before it is
//! sent, and every step it takes from there.
//!
//! A worker *reserves* a few messages for a while, makes them, *begins* each
//! (committed before the mail server hears of it) and *settles* it. What was
//! begun and not settled when the lease is over is in doubt; what was only
//! reserved is not, and is taken by whoever comes next.

mod entry;
mod plan;
mod queue;

pub use entry::{Carrier, MailCounts, MailRun, OutboxEntry};
pub use plan::{MonthPlan, Planned, PlannedPerson};
pub use queue::{Outcome, Reservation, Step};
