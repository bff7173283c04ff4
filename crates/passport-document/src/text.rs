//! Cleans texts before they are shaped.
//!
//! Names and subjects arrive from other systems with tabs, line breaks,
//! direction marks and letters split from their accents. What reaches the page
//! is one line of composed letters with single spaces. Direction marks go: all
//! scripts that the fonts hold run from left to right, and a stray mark could
//! make a name read backwards.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// The text as one line: composed, spaces single, nothing invisible.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    if is_clean(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for character in text.nfc() {
        match kind(character) {
            Kind::Space => space = !out.is_empty(),
            Kind::Invisible => {}
            Kind::Shown(shown) => {
                if space {
                    out.push(' ');
                    space = false;
                }
                out.push(shown);
            }
        }
    }
    Cow::Owned(out)
}

/// Printable ASCII without doubled or outer spaces: most texts.
fn is_clean(text: &str) -> bool {
    let mut before = b' ';
    for &byte in text.as_bytes() {
        if !(0x20..0x7f).contains(&byte) || (byte == b' ' && before == b' ') {
            return false;
        }
        before = byte;
    }
    text.is_empty() || before != b' '
}

enum Kind {
    Space,
    Invisible,
    Shown(char),
}

fn kind(character: char) -> Kind {
    match character {
        '\t' | '\n' | '\x0b' | '\x0c' | '\r' | ' ' | '\u{85}' => Kind::Space,
        '\u{1680}' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200a}' => Kind::Space,
        '\u{2028}' | '\u{2029}' | '\u{205f}' | '\u{3000}' => Kind::Space,
        // Spaces that hold words together.
        '\u{a0}' | '\u{2007}' | '\u{202f}' => Kind::Shown('\u{a0}'),
        // Hyphens with a meaning of their own look like the plain one.
        '\u{2010}' | '\u{2011}' => Kind::Shown('-'),
        // Soft hyphen, joiners, direction marks and isolates, variation selectors, tags.
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' => Kind::Invisible,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => Kind::Invisible,
        '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' => Kind::Invisible,
        '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}' => Kind::Invisible,
        other if other.is_control() => Kind::Invisible,
        other => Kind::Shown(other),
    }
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn plain_texts_are_passed_on() {
        assert!(matches!(clean("Fire Safety, Level 1"), std::borrow::Cow::Borrowed(_)));
    }

    #[test]
    fn line_breaks_and_doubled_spaces_become_one_space() {
        assert_eq!(clean(" Ward\t4A \r\n Ashdown  "), "Ward 4A Ashdown");
    }

    #[test]
    fn control_characters_and_direction_marks_go() {
        assert_eq!(clean("A\u{0}n\u{202e}n\u{2066}e\u{200f}\u{7}"), "Anne");
    }

    #[test]
    fn split_letters_are_composed() {
        assert_eq!(clean("Nguye\u{302}\u{303}n"), "Nguy\u{1ec5}n");
    }
}
