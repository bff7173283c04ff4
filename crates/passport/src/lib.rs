//! Training Passport: the rooms and the timetable, which the command opens doors to.

pub mod clock;
pub mod delivery;
pub mod jobs;
pub mod worker;
