//! The room of reminders: by the organisation's ladder, or by a manager.
//!
//! *Owed* asks the core what the ladder says of everyone today; *plan* writes it
//! down, a message a person and a digest a manager; *send* composes each message
//! from how things stand at that moment, hands it over and settles it. What is no
//! longer to be said by then is left out, and a message with nothing left to say
//! is not sent.

mod by_manager;
mod compose;
mod directory;
mod owed;
mod plan;
mod send;
mod written;

pub use by_manager::{MOST_NOTE, NotReminded, Offer, OfferedLine, offer, remind};
pub use owed::{Owed, Owing, Unreached, owing};
pub use plan::{Planned, plan};
pub use send::{Posted, send_waiting, send_waiting_to};
pub use written::{Arrived, Written, written_to};
