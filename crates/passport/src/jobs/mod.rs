//! The timetable: what falls due when, and doing it once however many servers
//! are at it. The work itself is supplied by whoever starts the timetable.

mod due;
mod timetable;
mod work;

pub use due::{Due, JobKind, due_now, next_due};
pub use timetable::{Claimed, Timetable, Work, settings};
pub use work::Workshop;
