//! Words as people type them: yes and no, whole numbers, one of a few.

use super::heading::normal_form;
use super::text::clean;

/// The longest value a problem quotes.
const QUOTED: usize = 60;

/// What a choice of words gives for a text, compared by letters and digits.
pub(super) fn choose<T: Copy>(text: &str, words: &[(&str, T)]) -> Option<T> {
    let normal = normal_form(text);
    words.iter().find(|(word, _)| *word == normal).map(|(_, value)| *value)
}

/// The whole number a text is: `12`, `12.0`.
pub(super) fn whole_of(text: &str) -> Option<u32> {
    let whole = match text.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|byte| byte == b'0') => whole,
        Some(_) => return None,
        None => text,
    };
    (!whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| whole.parse().ok())
        .flatten()
}

/// Yes or no, in the words extracts use.
pub(super) fn truth_of(text: &str) -> Option<bool> {
    const WORDS: [(&str, bool); 20] = [
        ("y", true),
        ("yes", true),
        ("true", true),
        ("t", true),
        ("x", true),
        ("met", true),
        ("meets", true),
        ("match", true),
        ("achieved", true),
        ("compliant", true),
        ("green", true),
        ("amber", true),
        ("n", false),
        ("no", false),
        ("false", false),
        ("f", false),
        ("notmet", false),
        ("nomatch", false),
        ("notachieved", false),
        ("red", false),
    ];
    match text {
        "Y" | "Yes" => return Some(true),
        "N" | "No" => return Some(false),
        _ => {}
    }
    match whole_of(text) {
        Some(number @ (0 | 1)) => Some(number == 1),
        Some(_) => None,
        None if choose(text, &[("noncompliant", ()), ("notcompliant", ())]).is_some() => {
            Some(false)
        }
        None => choose(text, &WORDS),
    }
}

/// A value short enough to quote.
pub(super) fn shortened(text: &str) -> String {
    let text = clean(text);
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_come_in_many_words() {
        for (text, expected) in [
            ("Y", Some(true)),
            ("yes", Some(true)),
            ("1", Some(true)),
            ("1.0", Some(true)),
            ("GREEN", Some(true)),
            ("N", Some(false)),
            ("0", Some(false)),
            ("Not Met", Some(false)),
            ("Non-compliant", Some(false)),
            ("10", None),
            ("maybe", None),
        ] {
            assert_eq!(truth_of(text), expected, "{text}");
        }
    }

    #[test]
    fn whole_numbers_are_read_with_or_without_a_dressing() {
        for (text, expected) in [
            ("12", Some(12)),
            ("12.0", Some(12)),
            ("12.5", None),
            ("-1", None),
            ("", None),
            ("99999999999", None),
        ] {
            assert_eq!(whole_of(text), expected, "{text}");
        }
    }

    #[test]
    fn a_long_value_is_quoted_in_part() {
        assert_eq!(shortened(&"é".repeat(100)).chars().count(), 61);
    }
}
