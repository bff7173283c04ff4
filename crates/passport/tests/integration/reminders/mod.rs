//! Reminders: what the ladder sends over ninety days of a trust, and what it never does.

mod moment;
mod oracle;
mod replay;
mod support;
