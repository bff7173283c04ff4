//! What competences and levels are called when read aloud.

use crate::framework::Competence;

/// `Level 2`, `Level 3 Adult`, `Tier 2`, `Inpatient`: a level that begins with a
/// number needs the word.
#[must_use]
pub fn level_words(level: &str) -> String {
    if level.starts_with(|c: char| c.is_ascii_digit()) {
        format!("Level {level}")
    } else {
        level.to_owned()
    }
}

/// Subject and level: `Infection Prevention and Control, Level 2`.
#[must_use]
pub fn title(competence: &Competence) -> String {
    let subject = subject_words(competence);
    if competence.level.is_empty() {
        subject.to_owned()
    } else {
        format!("{subject}, {}", level_words(&competence.level))
    }
}

/// The subject; of a competence no file describes, its name made readable.
pub(super) fn subject_words(competence: &Competence) -> &str {
    if competence.described { &competence.subject } else { plain_name(&competence.subject) }
}

/// A level named beside another of its subject, or the whole title beside
/// another subject's.
pub(super) fn beside(competence: &Competence, line: &Competence) -> String {
    if competence.subject == line.subject && !competence.level.is_empty() {
        level_words(&competence.level)
    } else {
        title(competence)
    }
}

/// A recorded name without its prefix and its period:
/// `NHS|CSTF|Fire Safety - 2 Years|` is `Fire Safety`.
#[must_use]
pub fn plain_name(name: &str) -> &str {
    let last = name.split('|').map(str::trim).rfind(|part| !part.is_empty()).unwrap_or(name);
    match last.rsplit_once(" - ") {
        Some((plain, ending)) if is_period(ending) && !plain.trim().is_empty() => plain.trim_end(),
        _ => last,
    }
}

/// `2 Years`, `6 Months`, `No Expiry`.
fn is_period(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let (Some(first), Some(second), None) = (words.next(), words.next(), words.next()) else {
        return false;
    };
    let among = |word: &str, known: &[&str]| known.iter().any(|k| word.eq_ignore_ascii_case(k));
    if first.bytes().all(|b| b.is_ascii_digit()) {
        const UNITS: &[&str] =
            &["year", "years", "month", "months", "week", "weeks", "day", "days"];
        among(second, UNITS)
    } else {
        (among(first, &["no"]) && among(second, &["expiry"]))
            || (among(first, &["once"]) && among(second, &["only"]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_its_prefix_and_its_period_and_nothing_else() {
        for (name, plain) in [
            ("NHS|CSTF|Fire Safety - 2 Years|", "Fire Safety"),
            ("NHS|CSTF|Fire  Safety - 1  Year", "Fire  Safety"),
            (
                "NHS|CSTF|Resuscitation - Level 3 - Adult Immediate Life Support - 1 Year|",
                "Resuscitation - Level 3 - Adult Immediate Life Support",
            ),
            ("999|LOCAL|Corporate Induction - No Expiry|", "Corporate Induction"),
            ("Fire Warden - Night", "Fire Warden - Night"),
            (" - 2 Years", "- 2 Years"),
            ("|||", "|||"),
            ("", ""),
        ] {
            assert_eq!(plain_name(name), plain, "{name:?}");
        }
    }

    #[test]
    fn a_level_that_begins_with_a_number_is_called_a_level() {
        for (level, words) in
            [("2", "Level 2"), ("3 Adult", "Level 3 Adult"), ("Tier 2", "Tier 2"), ("", "")]
        {
            assert_eq!(level_words(level), words);
        }
    }
}
