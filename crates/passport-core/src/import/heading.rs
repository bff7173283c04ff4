//! Headings: their normal form, aliases, saved profiles, and those never read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A saved map from one trust's headings to ours. Ours is a heading of
/// interface.md; an empty one means: do not read this column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadingProfile {
    /// Their heading, to ours.
    pub headings: BTreeMap<String, String>,
}
