//! Compliance: who is in date, on a day.

mod attain;
mod calendar;
mod evaluate;
mod exclusion;
mod status;

pub use attain::{Attained, Expiry, Terms, attain};
pub use calendar::{add_days, add_months};
pub use evaluate::{
    AssignmentLines, Line, Need, Rulebook, evaluate, evaluate_passport, evaluate_person,
    evaluate_with,
};
pub use exclusion::{Exclusion, exclusion, is_long_term_sick};
pub use status::Status;
