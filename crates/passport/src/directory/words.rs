//! Words as they are looked for: without accents, capitals, apostrophes and dashes.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, without accents or apostrophes: `O’Connor-Łukasiewicz` is
/// `oconnor-lukasiewicz`, in whatever script.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let letters = text.nfd().filter(|letter| !is_combining_mark(*letter));
    for letter in letters.flat_map(char::to_lowercase) {
        match letter {
            '\'' | '\u{2018}' | '\u{2019}' | '\u{2bc}' | '`' => {}
            // Letters of their own, which no accent can be taken off.
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ð' | 'đ' => folded.push('d'),
            'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            'ł' => folded.push('l'),
            'ø' => folded.push('o'),
            'ŧ' => folded.push('t'),
            other => folded.push(other),
        }
    }
    folded
}

/// The words of a text, folded.
pub fn words(text: &str) -> Vec<String> {
    let apart = |letter: char| {
        letter.is_whitespace() || ",;|/()-\u{2010}\u{2011}\u{2013}\u{2014}".contains(letter)
    };
    let folded = fold(text);
    let words = folded.split(apart).map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether a text has all of these words in it.
#[must_use]
pub fn has(text: &str, words: &[String]) -> bool {
    let folded = fold(text);
    words.iter().all(|word| folded.contains(word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::{fold, words};

    #[test]
    fn a_name_is_found_without_its_accents_in_any_script() {
        assert_eq!(fold("Łukasz ZIELIŃSKI-Nguyễn"), "lukasz zielinski-nguyen");
        assert_eq!(fold("Ελένη Ærø Straße"), "ελενη aero strasse");
        assert_eq!(fold("O\u{2019}Brien"), fold("OBRIEN"));
    }

    #[test]
    fn dashes_and_stops_part_words_but_not_addresses() {
        assert_eq!(
            words("St. John-Smith, Mary (Ashdown|Ward 4)"),
            ["st", "john", "smith", "mary", "ashdown", "ward", "4"]
        );
        assert_eq!(words("ann.jones@hartwell.example"), ["ann.jones@hartwell.example"]);
        assert_eq!(words(" , - "), Vec::<String>::new());
    }
}
