//! Five bits to a letter, for secrets that people type. Two alphabets: the one
//! that authenticator apps read (RFC 4648, section 6) and Crockford's, which
//! leaves out the letters that look like others.

/// RFC 4648.
pub(super) const APPS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// Crockford's: no I, L, O or U.
pub(super) const PEOPLE: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Bytes as letters, without padding. Meant for whole groups of five bytes; what
/// is over at the end is filled up with zeros.
pub(super) fn write(bytes: &[u8], alphabet: &[u8; 32]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    for group in bytes.chunks(5) {
        let mut five = [0; 5];
        five[..group.len()].copy_from_slice(group);
        let bits = five.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        for letter in 0..(group.len() * 8).div_ceil(5) {
            let index = bits >> (35 - 5 * letter) & 31;
            text.push(char::from(alphabet[usize::try_from(index).unwrap_or_default()]));
        }
    }
    text
}

/// Reads Crockford's letters as people type them: in either case, O for 0, I and
/// L for 1, with spaces and hyphens wherever they like. `None` unless they are
/// exactly so many bytes, in whole groups of five.
pub(super) fn read<const BYTES: usize>(text: &str) -> Option<[u8; BYTES]> {
    let mut bytes = [0; BYTES];
    let mut letters = text.chars().filter(|letter| !letter.is_whitespace() && *letter != '-');
    for group in bytes.chunks_exact_mut(5) {
        let mut bits = 0_u64;
        for _ in 0..8 {
            bits = bits << 5 | value(letters.next()?)?;
        }
        group.copy_from_slice(&bits.to_be_bytes()[3..]);
    }
    letters.next().is_none().then_some(bytes)
}

fn value(letter: char) -> Option<u64> {
    let letter = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let index = PEOPLE.iter().position(|known| char::from(*known) == letter)?;
    u64::try_from(index).ok()
}

/// Letters in groups of four, which is as many as people keep in mind.
pub(super) fn grouped(letters: &str, between: char) -> String {
    let mut text = String::with_capacity(letters.len() + letters.len() / 4);
    for (place, letter) in letters.chars().enumerate() {
        if place > 0 && place % 4 == 0 {
            text.push(between);
        }
        text.push(letter);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{APPS, PEOPLE, grouped, read, write};

    #[test]
    fn bytes_are_written_as_the_rfc_has_them() {
        // RFC 4648, section 10, without the padding.
        for (bytes, text) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(write(bytes.as_bytes(), APPS), text);
        }
    }

    #[test]
    fn what_is_written_for_people_reads_back() {
        for bytes in [[0; 10], [255; 10], [0, 1, 2, 3, 4, 250, 251, 252, 253, 254]] {
            assert_eq!(read::<10>(&write(&bytes, PEOPLE)), Some(bytes));
        }
        assert_eq!(read::<10>("00000000 0000000"), None, "too short");
        assert_eq!(read::<10>("00000000 000000000"), None, "too long");
        assert_eq!(read::<10>("U0000000 00000000"), None, "no such letter");
        assert_eq!(read::<10>("é0000000 00000000"), None, "no such letter");
    }

    #[test]
    fn groups_have_four_letters() {
        assert_eq!(grouped("ABCDEFGHIJ", '-'), "ABCD-EFGH-IJ");
        assert_eq!(grouped("ABCD", ' '), "ABCD");
    }
}
