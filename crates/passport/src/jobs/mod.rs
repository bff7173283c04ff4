//! The timetable: what falls due when, and doing it once however many servers
//! are at it. [`Chores`] is the work itself.

mod chores;
mod due;
mod post;
mod timetable;

pub use chores::Chores;
pub use due::{Due, JobKind, due_now, next_due};
pub use post::keep_posting;
pub use timetable::{Claimed, Timetable, Work};
