//! Why something is not done: the field of the form that it is about, and a sentence
//! for whoever asked. Nothing was changed.

use std::fmt;

/// What is wrong, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The field.
    pub field: &'static str,
    /// A sentence.
    pub words: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl std::error::Error for Refusal {}

/// Something wrong with a field.
pub(crate) fn refuse<T>(field: &'static str, words: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal { field, words: words.into() })
}
