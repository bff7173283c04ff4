//! The organisation's figures: percentages with what they are of, and nobody's name.

use jiff::civil::Date;
use serde::Serialize;

use crate::Page;

/// The figures of a day.
#[derive(Clone, Debug, Serialize)]
pub struct FiguresPage {
    /// The day the figures speak of.
    pub as_at: Date,
    /// The sentence on how fresh the data is, without its full stop.
    pub freshness: Option<String>,
    /// `86.4% of required training is in date; the target is 85%`.
    pub sentence: String,
    /// Whether the whole reaches its target.
    pub meets: bool,
    /// The organisation and its parts.
    pub units: Vec<FigureLine>,
    /// Each subject.
    pub subjects: Vec<FigureLine>,
    /// `310 lines of people on maternity leave`, a reason each.
    pub not_counted: Vec<String>,
}

/// One row of figures.
#[derive(Clone, Debug, Serialize)]
pub struct FigureLine {
    /// The unit or the subject.
    pub name: String,
    /// Of compulsory lines.
    pub compulsory: Share,
    /// Of role-specific lines.
    pub role_specific: Share,
    /// Of both.
    pub all: Share,
    /// `85%`.
    pub target: String,
    /// Whether all of them together reach the target; `None` where nothing is counted.
    pub meets: Option<bool>,
}

/// A percentage, never without what it is of.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Share {
    /// `91.2%`, or `none required`.
    pub percent: String,
    /// `21,490 of 24,391`; empty where nothing is counted.
    pub of: String,
}

impl Page for FiguresPage {
    const TEMPLATE: &'static str = "pages/figures.html";

    fn heading(&self) -> String {
        "Training figures".to_owned()
    }
}
