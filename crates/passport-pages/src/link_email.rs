//! The email that lets someone in: an invitation, or a link for a new password.

use serde::Serialize;

use crate::email::one_line;
use crate::{Pages, RenderError};

/// A message with a link that is good once.
#[derive(Clone, Debug, Serialize)]
pub struct LinkEmail {
    /// First and last name.
    pub name: String,
    /// The organisation's name.
    pub organisation: String,
    /// Whether they have no password yet.
    pub is_invitation: bool,
    /// The link.
    pub link: String,
    /// Until when it is good: `14 days`.
    pub lasts: String,
    /// Whom to ask, if known.
    pub contact: String,
    /// Who signs, the same as the sender.
    pub sender: String,
}

/// Subject, text and HTML.
#[derive(Clone, Debug)]
pub struct Written {
    /// One line, whatever the names hold.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML: tables and inline styles, as mail readers need.
    pub html: String,
}

impl LinkEmail {
    /// The message in words.
    ///
    /// # Errors
    ///
    /// Where a template asks for what the context does not have.
    pub fn write(&self, pages: &Pages) -> Result<Written, RenderError> {
        let context = Context { email: self };
        Ok(Written {
            subject: one_line(&pages.template("emails/link.subject", &context)?),
            text: pages.template("emails/link.txt", &context)?.trim().to_owned() + "\n",
            html: pages.template("emails/link.html", &context)?,
        })
    }
}

#[derive(Serialize)]
struct Context<'a> {
    email: &'a LinkEmail,
}
