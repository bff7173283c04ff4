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
    /// Where a manager came from.
    pub back: Option<Link>,
    /// Where a manager reminds the person, and a training lead sees every message
    /// sent to them.
    pub links: Vec<Link>,
    /// Since when the record is restricted to its owner and training leads, if it is.
    pub restricted: Option<Date>,
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
