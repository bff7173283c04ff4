//! The emails of reminders: to a person about their own training, and to a manager
//! about their people's.

use passport_core::present::Line;
use serde::Serialize;

use crate::email::one_line;
use crate::{Pages, RenderError, Written};

/// A reminder to one person.
#[derive(Clone, Debug, Serialize)]
pub struct ReminderEmail {
    /// First and last name.
    pub name: String,
    /// The organisation's name.
    pub organisation: String,
    /// What they are reminded of, what is missing first.
    pub lines: Vec<RemindedLine>,
    /// The manager who reminds them; none: the ladder.
    pub manager: Option<String>,
    /// The manager's words; may be empty.
    pub note: String,
    /// The address of their passport.
    pub page: Option<String>,
    /// The address of the page with every message to them.
    pub messages: String,
    /// Whom to ask, if known.
    pub contact: String,
    /// Who signs, the same as the sender.
    pub sender: String,
}

/// A line of a reminder.
#[derive(Clone, Debug, Serialize)]
pub struct RemindedLine {
    /// The line, as the passport has it.
    pub line: Line,
    /// The rule that speaks of it: `30 days before`.
    pub rule: String,
}

/// What a manager is told of their people.
#[derive(Clone, Debug, Serialize)]
pub struct DigestEmail {
    /// First and last name.
    pub name: String,
    /// The organisation's name.
    pub organisation: String,
    /// Their people, by name.
    pub people: Vec<DigestPerson>,
    /// The address of their team's page.
    pub team: String,
    /// The address of the page with every message to them.
    pub messages: String,
    /// Whom to ask, if known.
    pub contact: String,
    /// Who signs, the same as the sender.
    pub sender: String,
}

/// One of a manager's people.
#[derive(Clone, Debug, Serialize)]
pub struct DigestPerson {
    /// First and last name.
    pub name: String,
    /// What is said of them.
    pub lines: Vec<DigestLine>,
}

/// A line of one of a manager's people.
#[derive(Clone, Debug, Serialize)]
pub struct DigestLine {
    /// Subject and level.
    pub title: String,
    /// How it stands: `Required, expired 10 June 2026`.
    pub words: String,
    /// The next step in one phrase; may be empty.
    pub next_step: String,
    /// The rule that speaks of it.
    pub rule: String,
}

impl ReminderEmail {
    /// The message in words.
    ///
    /// # Errors
    ///
    /// Where a template asks for what the context does not have.
    pub fn write(&self, pages: &Pages) -> Result<Written, RenderError> {
        write(
            pages,
            ["emails/reminder.subject", "emails/reminder.txt", "emails/reminder.html"],
            self,
        )
    }
}

impl DigestEmail {
    /// The message in words.
    ///
    /// # Errors
    ///
    /// Where a template asks for what the context does not have.
    pub fn write(&self, pages: &Pages) -> Result<Written, RenderError> {
        write(pages, ["emails/digest.subject", "emails/digest.txt", "emails/digest.html"], self)
    }
}

#[derive(Serialize)]
struct Context<'a, E> {
    email: &'a E,
}

fn write<E: Serialize>(
    pages: &Pages,
    [subject, text, html]: [&'static str; 3],
    email: &E,
) -> Result<Written, RenderError> {
    let context = Context { email };
    Ok(Written {
        subject: one_line(&pages.template(subject, &context)?),
        text: pages.template(text, &context)?.trim().to_owned() + "\n",
        html: pages.template(html, &context)?,
    })
}
