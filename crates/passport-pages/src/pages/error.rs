//! Pages that say no, each with what to do next.

use serde::Serialize;

use crate::Page;

/// An error page.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorPage {
    /// The heading.
    pub heading: String,
    /// What to do, a paragraph each.
    pub lines: Vec<String>,
    /// A reference that finds the log line; nothing personal.
    pub reference: Option<String>,
}

impl ErrorPage {
    /// 404.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(
            "Page not found",
            &[
                "If you typed the web address, check it is correct.",
                "If you pasted the web address, check you copied all of it.",
            ],
        )
    }

    /// 403.
    #[must_use]
    pub fn forbidden() -> Self {
        Self::new(
            "You cannot see this page",
            &[
                "You are logged in, but this page is for other people.",
                "If you need it for your work, ask your manager or the training team.",
            ],
        )
    }

    /// 403, for someone with an account who does not work there on the day.
    #[must_use]
    pub fn not_today() -> Self {
        Self::new(
            "You cannot log in at present",
            &[
                "By your record you do not work here today.",
                "If that is not right, ask your manager or the training team.",
            ],
        )
    }

    /// 500.
    #[must_use]
    pub fn failed(reference: impl Into<String>) -> Self {
        let mut page =
            Self::new("Sorry, there is a problem with the service", &["Try again later."]);
        page.reference = Some(reference.into());
        page
    }

    /// Any other.
    #[must_use]
    pub fn new(heading: &str, lines: &[&str]) -> Self {
        Self {
            heading: heading.to_owned(),
            lines: lines.iter().map(|&line| line.to_owned()).collect(),
            reference: None,
        }
    }
}

impl Page for ErrorPage {
    const TEMPLATE: &'static str = "pages/error.html";

    fn heading(&self) -> String {
        self.heading.clone()
    }
}
