//! Compliance: who is in date, on a day.

mod status;

pub use status::Status;
