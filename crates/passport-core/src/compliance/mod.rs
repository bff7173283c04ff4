//! Compliance: who is in date, on a day.

mod attain;
mod calendar;
mod compare;
mod count;
mod deadline;
mod evaluate;
mod exclusion;
mod exclusion_list;
mod figures;
mod forecast;
mod grace;
mod held;
mod leave;
mod people;
mod status;

pub use attain::{Attained, Expiry, Terms, attain};
pub use calendar::{add_days, add_months};
pub use compare::{Pair, Same, Turns, pairs};
pub use count::{ClassFilter, Count};
pub use deadline::deadline;
pub use evaluate::{
    AssignmentLines, Line, Need, Rulebook, evaluate, evaluate_passport, evaluate_person,
    evaluate_with, primary_assignment,
};
pub use exclusion::{Exclusion, exclusion, is_long_term_sick};
pub use exclusion_list::{ExcludedRow, by_reason, exclusions};
pub use figures::{
    Dimension, FigureRow, NotCounted, Question, Tally, figure_lines, subject_target, tally,
};
pub use forecast::{ForecastPoint, forecast, month_ends, supposed, with_awards};
pub use grace::asked_from;
pub use held::lower_levels_held;
pub use leave::{Leave, back_from};
pub use people::{PeopleRow, people_rows, person_rows};
pub use status::Status;
