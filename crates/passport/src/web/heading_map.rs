//! Headings of a file that nobody knows, and what their sender takes them for.

use std::collections::BTreeMap;

use passport_core::import::{FileSummary, WhyIgnored, known_files};
use passport_pages::pages::{Choice, UnreadHeadings};

use super::query::fields_after;

/// Before the name of a field that maps a heading.
const FIELD: &str = "heading-";
/// A form has room for so many.
const MOST: usize = 60;

/// For each file, its headings that are not read and what they could be. Sensitive
/// ones are not among them: they are never read.
pub(super) fn unread(files: &[FileSummary]) -> Vec<UnreadHeadings> {
    let mut left = MOST;
    let mut all = Vec::new();
    for file in files {
        let unread = [WhyIgnored::NotNeeded, WhyIgnored::UnknownFile];
        let theirs = file.headings_ignored.iter().filter(|heading| unread.contains(&heading.why));
        let theirs: Vec<String> = theirs.map(|heading| heading.theirs.clone()).take(left).collect();
        left -= theirs.len();
        if theirs.is_empty() {
            continue;
        }
        all.push(UnreadHeadings {
            file: file.name.clone(),
            recognised: file.kind.is_some(),
            fields: theirs.into_iter().map(|theirs| (format!("{FIELD}{theirs}"), theirs)).collect(),
            choices: ours(file),
        });
    }
    all
}

/// Our headings that a file's could stand for: those of its kind that it lacks, or
/// all there are where its kind is not known.
fn ours(file: &FileSummary) -> Vec<Choice> {
    let known = known_files();
    let of_kind = known.iter().filter(|known| file.kind.is_none_or(|kind| kind == known.kind));
    let mut names: Vec<&str> = of_kind
        .flat_map(|known| known.headings.iter().map(|(ours, _)| *ours))
        .filter(|ours| !file.gives(ours))
        .collect();
    names.sort_unstable();
    names.dedup();
    let none = Choice::new("", "Not needed", "");
    std::iter::once(none).chain(names.into_iter().map(|name| Choice::new(name, name, ""))).collect()
}

/// What was mapped: their headings to ours.
pub(super) fn read(form: &[u8]) -> BTreeMap<String, String> {
    fields_after(form, FIELD).filter(|(_, ours)| !ours.is_empty()).collect()
}
