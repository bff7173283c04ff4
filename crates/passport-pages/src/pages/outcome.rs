//! How a piece of work ended, its words and its colour in one place.

use serde::ser::{Serialize, SerializeStruct, Serializer};

/// How a run, an import or a delivery ended, or that it has not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It will run.
    Waiting,
    /// It runs now.
    Running,
    /// All went well.
    Completed,
    /// There was nothing to do.
    NothingToDo,
    /// It finished, and someone should look.
    Problems,
    /// It did not finish, or changed nothing.
    Failed,
    /// It was reversed later.
    Undone,
}

impl Outcome {
    /// What the tag says.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting",
            Self::Running => "Running",
            Self::Completed => "Completed",
            Self::NothingToDo => "Nothing to do",
            Self::Problems => "Completed with problems",
            Self::Failed => "Failed",
            Self::Undone => "Undone",
        }
    }

    /// The colour of the official tag.
    #[must_use]
    pub const fn colour(self) -> &'static str {
        match self {
            Self::Waiting | Self::NothingToDo | Self::Undone => "grey",
            Self::Running => "blue",
            Self::Completed => "green",
            Self::Problems => "orange",
            Self::Failed => "red",
        }
    }
}

impl Serialize for Outcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Outcome", 2)?;
        fields.serialize_field("words", self.words())?;
        fields.serialize_field("colour", self.colour())?;
        fields.end()
    }
}
