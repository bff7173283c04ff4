//! The requirement matrix: what is required of whom, changes of it that several
//! people prepare, what they would do, and where the organisation asks more often
//! than the nation does.

mod courses;
mod draft;
mod matrix;
mod over_training;
mod publish;
mod refusal;
mod rehearsal;
mod variations;

pub use draft::{Draft, Proposed, Wanted, draft, propose, withdraw};
pub use matrix::{Cell, Entry, Matrix, Story, matrix};
pub use over_training::{OVER_TRAINING_HEADINGS, OverTrained, over_training};
pub use publish::{Publication, Published, publications, publish, take_back, would_take_back};
pub use refusal::Refusal;
pub use rehearsal::{
    Differing, Month, Rehearsal, State, Training, Turns, rehearse, rehearse_change,
};
pub use variations::{Justified, Variation, justify, variations};
