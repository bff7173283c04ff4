//! Finding people in a list in memory by words, without regard to case and
//! accents: a trust's staff are few enough.

use axum::http::Uri;

use super::query;

/// Nobody types more.
const LONGEST: usize = 100;

/// What was typed into the field of a search.
pub(super) fn asked(uri: &Uri) -> String {
    let asked = query::parameter(uri, "q").unwrap_or_default();
    asked.trim().chars().take(LONGEST).collect()
}

/// The words of a search, folded.
pub(super) fn words(asked: &str) -> Vec<String> {
    asked.split([' ', ',']).filter(|word| !word.is_empty()).map(fold).collect()
}

/// Whether a folded text has all the words of a search.
pub(super) fn has(text: &str, words: &[String]) -> bool {
    words.iter().all(|word| text.contains(word.as_str()))
}

/// Lower case, without the commonest accents: `Zieliński` is found by `zielinski`.
pub(super) fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(plain).collect()
}

const fn plain(letter: char) -> char {
    match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ạ' | 'ả' | 'ấ'..='ậ' | 'ắ'..='ặ' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' | 'ẹ'..='ệ' => 'e',
        'ğ' => 'g',
        'ì'..='ï' | 'ī' | 'į' | 'ı' | 'ỉ' | 'ị' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' | 'ơ' | 'ọ'..='ợ' => 'o',
        'ř' => 'r',
        'ś' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ư' | 'ụ'..='ự' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' | 'ỳ'..='ỹ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn a_name_is_found_without_its_accents() {
        assert_eq!(fold("Łukasz ZIELIŃSKI-Nguyễn"), "lukasz zielinski-nguyen");
        assert_eq!(fold("Ελένη"), "ελένη");
    }
}
