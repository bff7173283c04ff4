//! From an evaluation to what a person reads: the same words on the page, in
//! the PDF, in the email and in the JSON.
//!
//! [`passport()`] makes the one value; [`text()`] lays it out for a terminal.
//! Names are data and pass through as they are: whoever lays them out escapes.

mod assemble;
mod awards;
mod away;
mod bookings;
mod explain;
mod held;
mod key;
mod meeting;
mod name;
mod next_step;
mod notes;
mod passport;
mod posts;
mod scene;
mod status;
mod summary;
mod team;
mod text;
mod what_if;
mod why;

#[cfg(test)]
mod tests;

pub use assemble::{Context, Imported, passport};
pub use bookings::Trouble;
pub use explain::{Explanation, explain, on_day};
pub use key::keys;
pub use meeting::{MeetingSheet, Reminder, reminders};
pub use name::{level_words, plain_name, title};
pub use next_step::class_words;
pub use passport::{
    Attendance, Award, BookableClass, Colour, Freshness, Group, HeldLine, Line, NextStep, Passport,
    Post, Summary, UnderQuery,
};
pub use scene::Voice;
pub use status::{colour, group};
pub use team::{Member, MemberLine, Missed, TeamDay, TeamSubject, ahead_until, team_subjects};
pub use text::{printable, text};
pub use what_if::{if_done, what_if};
