//! Retention: destroying what is past its period, and the log of it. Which records
//! are due is the core's to say and a room's to plan; here they go.

mod facts;
mod log;
mod others;
mod person;

pub use facts::{Hold, Restriction};
pub use log::{Destroyed, Destruction, DestructionRun};
pub use person::{Destroyer, KEPT_OF_ACCOUNTS, NOT_OF_ONE_PERSON, NOT_WHO, WHO};
