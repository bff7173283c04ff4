//! The monthly passport as post: which month, who gets one, and the words for
//! how it stands with each person. Sending itself is the delivery room's.

mod month;
mod recipient;
mod state;

pub use month::{Month, MonthError};
pub use recipient::{Entitlement, MailPolicy, NotMailed, entitlement, is_away};
pub use state::{MailState, Reason};
