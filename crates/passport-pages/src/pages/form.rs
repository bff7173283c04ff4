//! What forms have in common: what was wrong, and dates as they were typed.

use serde::Serialize;

/// Something wrong with what was typed.
#[derive(Clone, Debug, Serialize)]
pub struct Mistake {
    /// The id of the field, to which the summary leads.
    pub field: String,
    /// What is wrong, in a sentence.
    pub words: String,
}

impl Mistake {
    /// Something wrong with a field.
    pub fn new(field: impl Into<String>, words: impl Into<String>) -> Self {
        Self { field: field.into(), words: words.into() }
    }
}

/// A date in its three parts, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TypedDate {
    /// The day of the month.
    pub day: String,
    /// The month.
    pub month: String,
    /// The year.
    pub year: String,
}

/// One of several to choose from.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub text: String,
    /// What it means, where the text alone does not say it.
    pub hint: String,
}

impl Choice {
    /// One of several.
    pub fn new(value: impl Into<String>, text: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { value: value.into(), text: text.into(), hint: hint.into() }
    }
}

/// A field in which what was typed may mean several: it is asked which.
#[derive(Clone, Debug, Serialize)]
pub struct Which {
    /// The id of the field.
    pub field: String,
    /// What it may mean.
    pub choices: Vec<Choice>,
}
