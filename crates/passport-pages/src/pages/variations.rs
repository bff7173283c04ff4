//! Local variations from the national periods, why each is, and the register of what
//! is trained more often than nationally.

use jiff::civil::Date;
use serde::Serialize;

use super::{Mistake, TypedDate};
use crate::Page;

/// All local variations.
#[derive(Clone, Debug, Default, Serialize)]
pub struct VariationsPage {
    /// What was done by the form before.
    pub done: Option<String>,
    /// The main thing, without its full stop.
    pub sentence: String,
    /// Whether something wants doing.
    pub to_do: bool,
    /// The variations.
    pub variations: Vec<VariationLine>,
}

/// One variation.
#[derive(Clone, Debug, Serialize)]
pub struct VariationLine {
    /// Subject and level.
    pub what: String,
    /// `Every 12 months`.
    pub local: String,
    /// `Every 24 months`.
    pub national: String,
    /// Where the national period is from.
    pub source: String,
    /// How many people.
    pub people: u64,
    /// Why; empty: nobody has said.
    pub justification: String,
    /// Who agreed.
    pub approved_by: String,
    /// When it is looked at again.
    pub review_on: Option<Date>,
    /// Whether that day has passed.
    pub overdue: bool,
    /// Where it is justified.
    pub href: String,
}

/// Why a period is a local one.
#[derive(Clone, Debug, Default, Serialize)]
pub struct JustifyVariationPage {
    /// The token against forged requests.
    pub csrf: String,
    /// Subject and level.
    pub what: String,
    /// The subject, as it is sent.
    pub subject: String,
    /// The level.
    pub level: String,
    /// The local period's code.
    pub period: String,
    /// The local period in words.
    pub local: String,
    /// The national one.
    pub national: String,
    /// How many people.
    pub people: u64,
    /// Why.
    pub justification: String,
    /// Who agreed.
    pub approved_by: String,
    /// When it is looked at again.
    pub review: TypedDate,
    /// What was wrong.
    pub errors: Vec<Mistake>,
}

/// The over-training register.
#[derive(Clone, Debug, Default, Serialize)]
pub struct OverTrainingPage {
    /// The main thing, without its full stop.
    pub sentence: String,
    /// The lines.
    pub lines: Vec<OverTrainingLine>,
    /// Hours a year of all.
    pub total: String,
    /// Lines without the length of a course.
    pub unknown: u64,
}

/// One line of the register.
#[derive(Clone, Debug, Serialize)]
pub struct OverTrainingLine {
    /// Subject and level.
    pub what: String,
    /// `Every 12 months`.
    pub local: String,
    /// `Every 24 months`.
    pub national: String,
    /// How many people.
    pub people: u64,
    /// `45 minutes`; empty where nobody says.
    pub minutes: String,
    /// Hours a year; empty where nobody says.
    pub hours: String,
    /// Whether it is justified, in words.
    pub justified: String,
}

impl Page for VariationsPage {
    const TEMPLATE: &'static str = "pages/variations.html";

    fn heading(&self) -> String {
        "Local variations".to_owned()
    }
}

impl Page for JustifyVariationPage {
    const TEMPLATE: &'static str = "pages/justify_variation.html";

    fn heading(&self) -> String {
        "Why this period is a local one".to_owned()
    }

    fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}

impl Page for OverTrainingPage {
    const TEMPLATE: &'static str = "pages/over_training.html";

    fn heading(&self) -> String {
        "Over-training register".to_owned()
    }
}
