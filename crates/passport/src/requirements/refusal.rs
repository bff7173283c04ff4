//! Why a change of what is required is not taken, said to whoever can act.

use passport_core::proposal::Stale;

use crate::refusal;

/// Why it is not done. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A field of the form is not right.
    #[error("{0}")]
    Field(refusal::Refusal),
    /// Somebody changed the same cell since it was looked at.
    #[error(
        "Somebody else has changed this since you opened the page. Look at both, then save again or leave theirs."
    )]
    Meanwhile,
    /// What is to be published is not what was looked at.
    #[error("The list has changed since you opened the page. Look at it again.")]
    Gone,
    /// Nothing was chosen.
    #[error("Choose at least one change.")]
    Nothing,
    /// These proposals cannot be published, each with its reason.
    #[error("Some changes cannot be published as they stand. Make them again or remove them.")]
    Stale(Vec<(i64, Stale)>),
    /// There is no such publication.
    #[error("There is nothing of this number to take back.")]
    Unknown,
    /// It was taken back.
    #[error("This was taken back already.")]
    Already,
    /// Later work changed what it made.
    #[error(
        "This cannot be taken back: what it made was changed since. Make a new change instead."
    )]
    Touched,
}

/// A refusal about a field.
pub(super) fn wrong<T>(field: &'static str, words: impl Into<String>) -> Result<T, Refusal> {
    refusal::refuse(field, words).map_err(Refusal::Field)
}
