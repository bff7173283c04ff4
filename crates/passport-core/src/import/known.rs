//! The headings each kind of file is known by, for the reference.

use super::formats::FORMATS;
use super::summary::Kind;

/// What a kind of file may hold.
#[derive(Clone, Debug)]
pub struct KnownFile {
    /// The kind.
    pub kind: Kind,
    /// Each heading as we write it, and what else it may be called.
    pub headings: Vec<(&'static str, &'static [&'static str])>,
    /// One heading of each of these groups must be there.
    pub needed: Vec<&'static [&'static str]>,
}

/// Every kind of file that is known by its headings.
#[must_use]
pub fn known_files() -> Vec<KnownFile> {
    FORMATS
        .iter()
        .map(|format| {
            let mut needed = format.marks.to_vec();
            needed.extend(format.needs);
            // A group that a narrower one already answers says nothing more.
            let narrower =
                |group: &&[&str], other: &&[&str]| other.iter().all(|name| group.contains(name));
            let all = needed.clone();
            needed.retain(|group| {
                !all.iter().any(|other| other.len() < group.len() && narrower(group, other))
            });
            needed.sort_unstable();
            needed.dedup();
            KnownFile {
                kind: format.kind,
                headings: format
                    .headings
                    .iter()
                    .flat_map(|group| group.iter())
                    .map(|heading| (heading.ours, heading.aliases))
                    .collect(),
                needed,
            }
        })
        .collect()
}
