//! Keys: the part of an address that names a line. Made from subject and level
//! alone, so that a line keeps its key whatever its status and its place.

use std::collections::HashSet;

use super::name::subject_words;
use crate::compliance::{Line, Rulebook};
use crate::framework::Competence;

/// The key of each line, in the lines' order: what `Line::key` is in the
/// passport they make. Lower-case letters, digits and hyphens, never empty, no
/// two alike.
#[must_use]
pub fn keys(rules: &Rulebook, lines: &[Line]) -> Vec<String> {
    let competences: Vec<&Competence> =
        lines.iter().map(|line| rules.framework.competence(line.competence)).collect();
    keys_of(&competences)
}

fn keys_of(competences: &[&Competence]) -> Vec<String> {
    let slugs: Vec<String> = competences.iter().map(|competence| slug(competence)).collect();
    let mut taken = HashSet::with_capacity(slugs.len());
    let mut keys = Vec::with_capacity(slugs.len());
    for (competence, slug) in competences.iter().zip(&slugs) {
        let alone = slugs.iter().filter(|other| *other == slug).count() == 1;
        let mut key = match (alone, slug.is_empty()) {
            (true, false) => slug.clone(),
            // Names that differ only in what an address cannot carry.
            (_, false) => format!("{slug}-{:08x}", fingerprint(competence)),
            (_, true) => format!("{:08x}", fingerprint(competence)),
        };
        while !taken.insert(key.clone()) {
            key.push_str("-x");
        }
        keys.push(key);
    }
    keys
}

fn slug(competence: &Competence) -> String {
    let words = subject_words(competence).chars().chain([' ']).chain(competence.level.chars());
    let mut out = String::new();
    for c in words {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// FNV-1a of subject and level as recorded: small, and the same on every
/// machine and in every version.
fn fingerprint(competence: &Competence) -> u32 {
    let recorded = competence.subject.bytes().chain([0]).chain(competence.level.bytes());
    recorded.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::Period;

    fn keys(lines: &[(&str, &str)]) -> Vec<String> {
        let competences: Vec<Competence> = lines
            .iter()
            .map(|(subject, level)| Competence {
                level: (*level).into(),
                ..Competence::undescribed(subject, Period::Once)
            })
            .collect();
        keys_of(&competences.iter().collect::<Vec<_>>())
    }

    #[test]
    fn a_key_is_the_subject_and_level_made_safe_for_an_address() {
        assert_eq!(
            keys(&[("Fire Safety", "Inpatient"), ("Infection Prevention & Control", "2")]),
            ["fire-safety-inpatient", "infection-prevention-control-2"]
        );
    }

    #[test]
    fn names_that_an_address_cannot_tell_apart_still_get_keys_of_their_own() {
        let one_way =
            keys(&[("A+", ""), ("A-", ""), ("\"><script>", ""), ("日本", ""), ("漢字", "")]);
        let the_other = keys(&[("漢字", ""), ("A-", ""), ("A+", "")]);
        assert_eq!(one_way.iter().collect::<HashSet<_>>().len(), 5);
        assert_eq!(one_way[0], the_other[2], "the order of lines changes no key");
        assert!(one_way.iter().all(|key| {
            !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        }));
    }

    #[test]
    fn two_names_of_one_undescribed_subject_keep_their_keys_in_any_order() {
        let (year, two) = ("999|LOCAL|Fire - 1 Year|", "999|LOCAL|Fire - 2 Years|");
        let (there, back) = (keys(&[(year, ""), (two, "")]), keys(&[(two, ""), (year, "")]));
        assert_eq!((&there[0], &there[1]), (&back[1], &back[0]));
        assert!(there[0].starts_with("fire-"));
    }
}
