//! Who stands in for a manager, and giving somebody one's place for a time.

use jiff::civil::Date;
use serde::Serialize;

use super::{Mistake, TypedDate};
use crate::Page;

/// A manager's deputies.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DeputiesPage {
    /// The token against forged requests.
    pub csrf: String,
    /// What was done by the form before.
    pub done: Option<String>,
    /// Those of today and to come.
    pub deputies: Vec<DeputyRow>,
    /// Those of the last 12 months.
    pub past: Vec<DeputyRow>,
    /// The colleague that was typed.
    pub colleague: String,
    /// The first day.
    pub from: TypedDate,
    /// The last day.
    pub to: TypedDate,
    /// Why.
    pub reason: String,
    /// What was wrong.
    pub errors: Vec<Mistake>,
}

/// Somebody who stands in.
#[derive(Clone, Debug, Serialize)]
pub struct DeputyRow {
    /// The grant's number.
    pub grant: i64,
    /// First and last name.
    pub name: String,
    /// `Today`, `From 1 December 2026`, `Taken away on 3 November 2026`.
    pub state: String,
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
    /// Why.
    pub reason: String,
}

impl Page for DeputiesPage {
    const TEMPLATE: &'static str = "pages/deputies.html";

    fn heading(&self) -> String {
        "Your deputies".to_owned()
    }

    fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}
