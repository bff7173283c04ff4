//! The monthly email: subject, text and HTML, with the passport itself in the body.

use passport_core::present::Passport;
use serde::Serialize;

use crate::{Pages, RenderError};

/// One person's monthly message.
#[derive(Clone, Debug, Serialize)]
pub struct PassportEmail<'a> {
    /// What every medium shows.
    pub passport: &'a Passport,
    /// `November 2026`.
    pub month: String,
    /// Who signs, the same as the sender: `Learning and Development, Hartwell NHS Trust`.
    pub sender: String,
    /// True where the PDF is attached.
    pub pdf_attached: bool,
    /// How many booked classes the attached calendar file holds.
    pub calendar_entries: usize,
}

/// The subject: one line, whatever the names hold.
///
/// # Errors
///
/// Where the template asks for what the context does not have.
pub fn email_subject(pages: &Pages, email: &PassportEmail<'_>) -> Result<String, RenderError> {
    let subject = pages.template("emails/passport.subject", &Context { email })?;
    Ok(one_line(&subject))
}

/// The plain text.
///
/// # Errors
///
/// Where the template asks for what the context does not have.
pub fn email_text(pages: &Pages, email: &PassportEmail<'_>) -> Result<String, RenderError> {
    let text = pages.template("emails/passport.txt", &Context { email })?;
    Ok(text.trim().to_owned() + "\n")
}

/// The HTML: tables and inline styles, as mail readers need.
///
/// # Errors
///
/// Where the template asks for what the context does not have.
pub fn email_html(pages: &Pages, email: &PassportEmail<'_>) -> Result<String, RenderError> {
    pages.template("emails/passport.html", &Context { email })
}

#[derive(Serialize)]
struct Context<'a> {
    email: &'a PassportEmail<'a>,
}

/// No name may add a line, and so a header, to a message.
pub(crate) fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
