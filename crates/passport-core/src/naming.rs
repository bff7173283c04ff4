//! Which competence a name may mean that none bears: the nearest few, to be
//! confirmed by a person and never applied by themselves.
//!
//! Names of one training differ mostly in what stands round its title: the prefix
//! (`NHS|CSTF|`), the period (`- 2 Years`) and small words. So titles are compared
//! first, as sets of words; words that are nearly one another count in part.

use std::collections::BTreeSet;

use crate::framework::{Competence, CompetenceId, Framework};
use crate::import::name::parts;
use crate::text::normal;

/// How many are suggested at most.
const MOST: usize = 3;
/// Below this share of common words two names have nothing to do with one another.
const LEAST: u32 = 400;
/// Words that say nothing of what a training is about.
const SMALL: [&str; 12] =
    ["and", "the", "of", "in", "for", "a", "an", "to", "level", "training", "course", "awareness"];

/// A competence that a name may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Which.
    pub competence: CompetenceId,
    /// How near it is, of 1000.
    pub score: u32,
    /// What speaks for it.
    pub because: Because,
}

/// What speaks for a suggestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// The titles are the same: prefix or period differ.
    SameTitle,
    /// One title has the other's words and more.
    MoreWords,
    /// Some words are the same or nearly.
    SomeWords,
}

impl Because {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::SameTitle => "The same but for its prefix or its period",
            Self::MoreWords => "The same words, and more",
            Self::SomeWords => "Some words are the same",
        }
    }
}

/// The nearest described competences, the best first.
#[must_use]
pub fn suggestions(framework: &Framework, name: &str) -> Vec<Suggestion> {
    let wanted = words(parts(name).title);
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Suggestion> = framework
        .iter()
        .filter(|(_, competence)| competence.described)
        .filter_map(|(id, competence)| {
            let best = titles(competence).map(|title| nearness(&wanted, &words(&title))).max()?;
            (best >= LEAST).then(|| Suggestion {
                competence: id,
                score: best,
                because: because(&wanted, competence, best),
            })
        })
        .collect();
    // Of equals the one named first in the framework, so that the order is the same each time.
    found.sort_by_key(|one| (std::cmp::Reverse(one.score), one.competence));
    found.truncate(MOST);
    found
}

/// Everything a competence is called, without prefix and period.
fn titles(competence: &Competence) -> impl Iterator<Item = String> {
    let subject = format!("{} {}", competence.subject, competence.level);
    std::iter::once(&competence.name)
        .chain(&competence.aliases)
        .map(|name| parts(name).title.to_owned())
        .chain([subject])
}

fn because(wanted: &BTreeSet<String>, competence: &Competence, score: u32) -> Because {
    let has_all = titles(competence)
        .map(|title| words(&title))
        .any(|words| !words.is_empty() && (words.is_subset(wanted) || words.is_superset(wanted)));
    match (score, has_all) {
        (1_000, _) => Because::SameTitle,
        (_, true) => Because::MoreWords,
        _ => Because::SomeWords,
    }
}

/// The words of a title that say what it is about.
fn words(title: &str) -> BTreeSet<String> {
    let text = normal(title);
    let split = |letter: char| !letter.is_alphanumeric();
    let all: BTreeSet<String> =
        text.split(split).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let telling: BTreeSet<String> =
        all.iter().filter(|word| !SMALL.contains(&word.as_str())).cloned().collect();
    // A name of small words alone is known by them.
    if telling.is_empty() { all } else { telling }
}

/// The share of words that two titles have in common, of 1000 (Dice's measure).
fn nearness(a: &BTreeSet<String>, b: &BTreeSet<String>) -> u32 {
    let best = |word: &String| b.iter().map(|other| alike(word, other)).max().unwrap_or(0);
    // A level's number alone says nothing of what it is a level of.
    let is_number = |word: &&String| word.bytes().all(|byte| byte.is_ascii_digit());
    if a.iter().filter(|word| !is_number(word)).map(best).sum::<u32>() == 0 {
        return 0;
    }
    let common: u32 = a.iter().map(best).sum();
    let words = u32::try_from(a.len() + b.len()).unwrap_or(u32::MAX).max(1);
    (2 * common / words).min(1_000)
}

/// How alike two words are, of 1000: the same, one the beginning of the other, or
/// but a letter or two apart. Numbers are alike only if they are the same.
fn alike(a: &str, b: &str) -> u32 {
    if a == b {
        return 1_000;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    if short.len() < 4 || a.iter().chain(&b).any(char::is_ascii_digit) {
        return 0;
    }
    if long.starts_with(short) {
        return 800;
    }
    let apart = distance(short, long);
    if apart * 4 <= long.len() { 700 } else { 0 }
}

/// Letters to add, leave out or exchange to make one word of the other (Levenshtein).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (line, letter) in a.iter().enumerate() {
        let mut before = row[0];
        row[0] = line + 1;
        for (place, other) in b.iter().enumerate() {
            let exchanged = before + usize::from(letter != other);
            before = row[place + 1];
            row[place + 1] = exchanged.min(before + 1).min(row[place] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::{Because, suggestions};
    use crate::framework::{Competence, Framework, Period};

    fn framework(names: &[(&str, &str, &str)]) -> Framework {
        Framework::new(
            names
                .iter()
                .map(|(name, subject, level)| Competence {
                    subject: (*subject).into(),
                    level: (*level).into(),
                    described: true,
                    ..Competence::undescribed(name, Period::Months(12))
                })
                .chain([Competence::undescribed("999|LOCAL|Fire Safty|", Period::Unknown)])
                .collect(),
        )
    }

    fn trust() -> Framework {
        framework(&[
            ("NHS|CSTF|Fire Safety - 2 Years|", "Fire Safety", ""),
            ("NHS|CSTF|Moving and Handling - Level 1 - 3 Years|", "Moving and Handling", "1"),
            ("NHS|CSTF|Moving and Handling - Level 2 - 2 Years|", "Moving and Handling", "2"),
            ("NHS|CSTF|Preventing Radicalisation - Basic - 3 Years|", "Prevent", "Basic"),
            ("999|LOCAL|Hoist - 1 Year|", "Hoist", ""),
        ])
    }

    #[test]
    fn the_nearest_names_come_first_and_unlike_ones_not_at_all() {
        let framework = trust();
        let named = |name: &str| -> Vec<String> {
            let found = suggestions(&framework, name).into_iter();
            found.map(|one| framework.competence(one.competence).name.clone()).collect()
        };
        for (name, first) in [
            ("NHS|CSTF|Fire Safety - 1 Year|", "NHS|CSTF|Fire Safety - 2 Years|"),
            ("999|LOCAL|FIRE SAFETY", "NHS|CSTF|Fire Safety - 2 Years|"),
            ("Fire Safty Training", "NHS|CSTF|Fire Safety - 2 Years|"),
            ("Moving & Handling Level 2", "NHS|CSTF|Moving and Handling - Level 2 - 2 Years|"),
            ("Moving & Handling L1", "NHS|CSTF|Moving and Handling - Level 1 - 3 Years|"),
            ("Hoists", "999|LOCAL|Hoist - 1 Year|"),
            ("Prevent Basic", "NHS|CSTF|Preventing Radicalisation - Basic - 3 Years|"),
        ] {
            assert_eq!(named(name).first().map(String::as_str), Some(first), "{name}");
        }
        for name in ["Blood Transfusion", "", " | ", "Level 2", "X - 1 Year"] {
            assert!(named(name).is_empty(), "{name}: {:?}", named(name));
        }
    }

    #[test]
    fn a_name_that_no_file_describes_is_never_suggested() {
        let framework = trust();
        for one in suggestions(&framework, "Fire Safty") {
            assert!(framework.competence(one.competence).described);
        }
    }

    #[test]
    fn a_suggestion_says_what_speaks_for_it() {
        let framework = trust();
        let because = |name: &str| suggestions(&framework, name)[0].because;
        assert_eq!(because("NHS|CSTF|Fire Safety - 1 Year|"), Because::SameTitle);
        assert_eq!(because("Fire Safety Theory"), Because::MoreWords);
        assert_eq!(because("Fire Safty"), Because::SomeWords);
    }

    #[test]
    fn there_are_three_at_most() {
        let names: Vec<(String, String)> =
            (1..9).map(|n| (format!("Hoist {n} - 1 Year"), format!("Hoist {n}"))).collect();
        let names: Vec<(&str, &str, &str)> =
            names.iter().map(|(name, subject)| (name.as_str(), subject.as_str(), "")).collect();
        assert_eq!(suggestions(&framework(&names), "Hoist").len(), 3);
    }
}
