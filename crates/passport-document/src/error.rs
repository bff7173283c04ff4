//! Why a document could not be made.

/// Why a document could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// A text other than a name holds a character that none of the fonts can draw.
    #[error(
        "the {place} holds the character {character:?} (U+{:04X}), which no font here can draw; \
         write it in Latin, Greek or Cyrillic letters",
        u32::from(*.character)
    )]
    MissingGlyph {
        /// The character.
        character: char,
        /// Where it stands, e.g. `name` or `subject`.
        place: &'static str,
    },
    /// A font of the build cannot be read: a fault of the build, not of the data.
    #[error("the font {0} cannot be read")]
    Font(&'static str),
}
