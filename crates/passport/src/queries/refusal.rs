//! Why a query or an answer was not taken: the field, and a sentence.

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The field of the form.
    pub field: &'static str,
    /// What is wrong, and what to do.
    pub words: String,
}

/// Something wrong with a field.
pub(super) fn refuse<T>(field: &'static str, words: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal { field, words: words.into() })
}
