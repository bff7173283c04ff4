//! How everyone stands in one subject, for those who lead it.

use jiff::civil::Date;
use passport_core::wording::count;
use serde::Serialize;

use super::{Choice, Paging, Share};
use crate::Page;

/// One subject.
#[derive(Clone, Debug, Serialize)]
pub struct SubjectPage {
    /// Its name.
    pub subject: String,
    /// Where the form asks.
    pub address: String,
    /// The day the figures speak of.
    pub as_at: Date,
    /// The sentence on how fresh the data is, without its full stop.
    pub freshness: Option<String>,
    /// `88.1% of required lines are in date; the target is 85%`.
    pub sentence: String,
    /// Whether the target is met.
    pub meets: bool,
    /// What is left out of the figures.
    pub not_counted: Vec<String>,
    /// The unit shown, by its path; empty: the organisation.
    pub unit: String,
    /// Every unit with someone of whom the subject is required.
    pub units: Vec<Choice>,
    /// The status shown; empty: all.
    pub status: String,
    /// The statuses to choose from.
    pub statuses: Vec<Choice>,
    /// Figures of the unit shown and of the units directly below it.
    pub figures: Vec<SubjectFigure>,
    /// `42 people`.
    pub found: String,
    /// Those of this page.
    pub people: Vec<SubjectPerson>,
    /// Where in the list this page is.
    pub paging: Option<Paging>,
}

/// The figures of one unit.
#[derive(Clone, Debug, Serialize)]
pub struct SubjectFigure {
    /// The unit's name.
    pub name: String,
    /// Where its people are shown.
    pub href: String,
    /// Compliant of counted.
    pub share: Share,
    /// The target.
    pub target: String,
    /// Whether it is met; `None` where nothing is counted.
    pub meets: Option<bool>,
}

/// Someone who is not compliant.
#[derive(Clone, Debug, Serialize)]
pub struct SubjectPerson {
    /// First and last name.
    pub name: String,
    /// Address of the passport, for those who may see it by another role.
    pub passport: Option<String>,
    /// The unit.
    pub unit: String,
    /// The level required.
    pub level: String,
    /// `Expired`.
    pub status: String,
    /// The colour that repeats it.
    pub colour: String,
    /// The day of the award behind the line.
    pub award: Option<Date>,
    /// Its last day.
    pub expiry: Option<Date>,
}

impl SubjectPage {
    /// How many lines there are, in words.
    #[must_use]
    pub fn found_words(number: u64) -> String {
        match number {
            0 => "Nobody to show".to_owned(),
            _ => count(number, "line that is not compliant", "lines that are not compliant"),
        }
    }
}

impl Page for SubjectPage {
    const TEMPLATE: &'static str = "pages/subject.html";

    fn heading(&self) -> String {
        self.subject.clone()
    }

    fn paging(&self) -> Option<&Paging> {
        self.paging.as_ref()
    }
}
