//! The passport page: what a nurse wants in ten seconds on a phone.

use jiff::civil::Date;
use passport_core::present::Passport;
use serde::Serialize;

use crate::{Link, Page};

/// One person's passport.
#[derive(Clone, Debug, Serialize)]
pub struct PassportPage<'a> {
    /// What every medium shows.
    pub passport: &'a Passport,
    /// True where the reader is the person.
    pub own: bool,
    /// Address of the same passport as a PDF.
    pub pdf: Option<String>,
    /// What the address of a line begins with, its key comes after: `/passport/lines/`.
    /// None where the passport is of another day.
    pub lines: Option<String>,
    /// Where a manager came from.
    pub back: Option<Link>,
    /// What else there is to do with it: supervision, a reminder, every message sent.
    pub links: Vec<Link>,
    /// Since when the record is restricted to its owner and training leads, if it is.
    pub restricted: Option<Date>,
    /// Whether the reader can say that a line is wrong.
    pub disputes: bool,
    /// What became of the reader's queries of late.
    pub notices: Vec<QueryNotice>,
}

/// What became of a query.
#[derive(Clone, Debug, Serialize)]
pub struct QueryNotice {
    /// `Fire Safety: agreed, and recorded`.
    pub words: String,
    /// Why.
    pub reason: String,
    /// By whom.
    pub who: String,
    /// When.
    pub on: Date,
    /// The query's page.
    pub href: String,
}

impl Page for PassportPage<'_> {
    const TEMPLATE: &'static str = "pages/passport.html";

    fn heading(&self) -> String {
        if self.own {
            "Your training passport".to_owned()
        } else {
            format!("Training passport of {}", self.passport.name)
        }
    }
}
