//! What the room needs to be told about each person: the words and the paper,
//! made elsewhere from the passport.

use std::future::Future;

use passport_store::{MailRun, OutboxEntry};

use crate::delivery::calendar::Event;
use crate::delivery::print::Team;

/// One person's letter. To whom it goes stands in its outbox row.
#[derive(Clone, Debug, Default)]
pub struct Letter {
    /// The subject line.
    pub subject: String,
    /// The body as plain text.
    pub text: String,
    /// The body as HTML.
    pub html: String,
    /// The passport as PDF; empty where it holds a character that cannot be
    /// printed, and the message says it all without it.
    pub pdf: Vec<u8>,
    /// Booked classes, for the calendar file; see [`crate::delivery::calendar::events`].
    pub events: Vec<Event>,
}

/// The print-ready file of a team.
#[derive(Clone, Debug, Default)]
pub struct Sheets {
    /// Its bytes; empty where nobody's passport could be made.
    pub pdf: Vec<u8>,
    /// Whose passport could not be made, by employee number, and why, in words.
    pub left_out: Vec<(String, String)>,
}

/// Makes letters and print files. The same row must give the same letter: made
/// from the facts known after the row's `change`, as at the run's day, dated by
/// the row's `dated` and not by the clock.
pub trait Compose: Send + Sync + 'static {
    /// The letters of these people, in their order; a person whose letter cannot
    /// be made gets the reason in words, the others theirs. An error stops the run.
    fn letters(
        &self,
        run: &MailRun,
        people: &[OutboxEntry],
    ) -> impl Future<Output = Result<Vec<Result<Letter, String>>, String>> + Send;

    /// One print-ready file for the people of a team, in their order, without
    /// those whose passport cannot be made. An error stops the run.
    fn team(
        &self,
        run: &MailRun,
        team: &Team,
    ) -> impl Future<Output = Result<Sheets, String>> + Send;
}
