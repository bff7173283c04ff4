//! Headings of a file that nobody knows, and what their sender takes them for. What
//! looks like one of ours is proposed; nothing is read until they say so.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use passport_core::import::heading::normal_form;
use passport_core::import::{FileSummary, KnownFile, WhyIgnored, known_files};
use passport_pages::pages::{Choice, UnreadHeading, UnreadHeadings};

use super::query::fields_after;

/// Before the name of a field that maps a heading.
const FIELD: &str = "heading-";
/// A form has room for so many.
const MOST: usize = 60;

/// For each file, its headings that are not read and what they could be. Sensitive
/// ones are not among them: they are never read.
pub(super) fn unread(files: &[FileSummary]) -> Vec<UnreadHeadings> {
    let known = known_files();
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
        let kind = of_kind(&known, file, &theirs);
        let likely = kind.map(|kind| likely(kind, file, &theirs)).unwrap_or_default();
        // One heading alone is in files of many kinds.
        let looks_like = kind.filter(|_| file.kind.is_none() && likely.len() > 1);
        all.push(UnreadHeadings {
            file: file.name.clone(),
            recognised: file.kind.is_some(),
            looks_like: looks_like.map(|kind| kind.kind.name().to_owned()),
            lacks: looks_like.map(|kind| lacks(kind, &likely)).unwrap_or_default(),
            fields: theirs
                .iter()
                .map(|theirs| UnreadHeading {
                    name: format!("{FIELD}{theirs}"),
                    theirs: theirs.clone(),
                    likely: likely.get(theirs).copied().unwrap_or_default().to_owned(),
                })
                .collect(),
            choices: ours(&known, file),
        });
    }
    all
}

/// The kind of a file; where nobody knows it, the kind that its headings look like
/// most.
fn of_kind<'k>(
    known: &'k [KnownFile],
    file: &FileSummary,
    theirs: &[String],
) -> Option<&'k KnownFile> {
    if let Some(kind) = file.kind {
        return known.iter().find(|known| known.kind == kind);
    }
    // Of kinds that share as much, the one that lacks least; of those the first.
    let fit = |kind: &&KnownFile| {
        let found = likely(kind, file, theirs);
        (found.len(), Reverse(lacks(kind, &found).len()))
    };
    let best = known.iter().rev().max_by_key(fit)?;
    (fit(&best).0 > 0).then_some(best)
}

/// Which of our headings each of theirs looks like; none of ours is taken twice.
fn likely<'k>(
    kind: &'k KnownFile,
    file: &FileSummary,
    theirs: &[String],
) -> BTreeMap<String, &'k str> {
    let mut found = BTreeMap::new();
    for looks in [is_called as fn(&str, &str) -> bool, has_within] {
        for heading in theirs {
            let taken = |ours: &&str| found.values().any(|taken| taken == ours);
            let free =
                kind.headings.iter().filter(|(ours, _)| !file.gives(ours) && !taken(ours)).find(
                    |(ours, aliases)| {
                        std::iter::once(ours).chain(aliases.iter()).any(|name| looks(heading, name))
                    },
                );
            if let (Some((ours, _)), false) = (free, found.contains_key(heading)) {
                found.insert(heading.clone(), *ours);
            }
        }
    }
    found
}

fn is_called(theirs: &str, name: &str) -> bool {
    normal_form(theirs) == normal_form(name)
}

/// Whether one holds the whole of the other: *Staff Employee Number* and *Employee
/// Number*. A single word is in too many.
fn has_within(theirs: &str, name: &str) -> bool {
    let holds = |whole: &str, part: &str| {
        part.split_whitespace().count() > 1 && normal_form(whole).contains(&normal_form(part))
    };
    holds(theirs, name) || holds(name, theirs)
}

/// What a file of this kind needs and has not.
fn lacks(kind: &KnownFile, likely: &BTreeMap<String, &str>) -> Vec<String> {
    let has = |ours: &&str| likely.values().any(|taken| taken == ours);
    let missing = kind.needed.iter().filter(|group| !group.iter().any(has));
    missing.map(|group| group.join(" or ")).collect()
}

/// Our headings that a file's could stand for: those of its kind that it lacks, or
/// all there are where its kind is not known.
fn ours(known: &[KnownFile], file: &FileSummary) -> Vec<Choice> {
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

#[cfg(test)]
mod tests {
    use passport_core::import::{InputFile, Limits, read};

    use super::unread;

    #[test]
    fn what_looks_like_ours_is_proposed_and_what_is_lacking_is_said() {
        let text = "Staff Employee Number,Competence Name,Achieved On,Remark,Date of Birth\n1,x,2026-01-01,,\n";
        let file = InputFile { name: "odd.csv", bytes: text.as_bytes() };
        let reading = read(&[file], None, &Limits::default());
        assert_eq!(reading.files[0].kind, None);
        let found = unread(&reading.files).remove(0);
        let likely: Vec<(&str, &str)> =
            found.fields.iter().map(|one| (one.theirs.as_str(), one.likely.as_str())).collect();
        assert_eq!(likely[0], ("Staff Employee Number", "Employee Number"));
        assert_eq!(likely[1], ("Competence Name", "Competency Name"), "by its other name");
        assert_eq!(likely[3], ("Remark", ""), "nothing is guessed");
        assert_eq!(likely[2], ("Achieved On", ""), "one word is not enough");
        assert!(found.fields.iter().all(|one| one.theirs != "Date of Birth"));
        assert!(found.looks_like.is_some() && !found.lacks.is_empty(), "{found:?}");
    }
}
