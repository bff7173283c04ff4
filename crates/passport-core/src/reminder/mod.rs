//! Reminders: which rule of the organisation's ladder speaks of which line on a
//! day, to the person and to the manager. Sending is the reminders room's; that
//! nothing is said twice is the store's.

mod due;
mod ladder;

pub use due::{Standing, digest_day, due_to_manager, due_to_person, line_key, standing};
pub use ladder::{Audience, BY_MANAGER, Ladder, Step};
