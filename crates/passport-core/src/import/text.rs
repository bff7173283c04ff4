//! From bytes to text: encodings, and files that are not text at all.
//!
//! UTF-8 with or without a mark, UTF-16 either way round, with or without a
//! mark, and Windows-1252. A file in which valid UTF-8 and stray Windows-1252
//! letters are mixed (two extracts pasted together) is read for both, and said.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;
use serde::Serialize;

/// How a file's text was encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Encoding {
    /// UTF-8 without a mark.
    #[serde(rename = "UTF-8")]
    Utf8,
    /// UTF-8 with a byte order mark.
    #[serde(rename = "UTF-8 with mark")]
    Utf8Marked,
    /// UTF-16, low byte first.
    #[serde(rename = "UTF-16 LE")]
    Utf16Le,
    /// UTF-16, high byte first.
    #[serde(rename = "UTF-16 BE")]
    Utf16Be,
    /// Windows-1252.
    #[serde(rename = "Windows-1252")]
    Windows1252,
}

/// Text, and how it was got.
#[derive(Debug)]
pub(super) struct Decoded<'a> {
    pub text: Cow<'a, str>,
    pub encoding: Encoding,
    /// Windows-1252 letters stood among UTF-8 ones.
    pub mixed: bool,
}

/// Why bytes are not text we can read: what is wrong, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NotText {
    pub what: String,
    pub remedy: String,
}

/// Reads bytes as text.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, NotText> {
    if let Some(answer) = known_stranger(bytes) {
        return Err(answer);
    }
    let decoded = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => {
            let mut decoded = decode_bytes(rest)?;
            if decoded.encoding == Encoding::Utf8 {
                decoded.encoding = Encoding::Utf8Marked;
            }
            decoded
        }
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => {
            return Err(not_text(
                "The file is in UTF-32.",
                "Save it again as CSV UTF-8 (comma delimited).",
            ));
        }
        [0xFF, 0xFE, rest @ ..] => decode_utf16(rest, Encoding::Utf16Le)?,
        [0xFE, 0xFF, rest @ ..] => decode_utf16(rest, Encoding::Utf16Be)?,
        _ => match unmarked_utf16(bytes) {
            Some(encoding) => decode_utf16(bytes, encoding)?,
            None => decode_bytes(bytes)?,
        },
    };
    refuse_junk(&decoded.text)?;
    Ok(decoded)
}

/// Takes away what a reader cannot see: spaces of every kind at the ends,
/// control and zero-width characters; other spaces and line breaks inside become
/// plain spaces.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    if bytes.iter().all(|byte| (0x20..0x7F).contains(byte)) {
        return Cow::Borrowed(text.trim_ascii());
    }
    let hidden = |char: char| {
        char.is_control()
            || matches!(char, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
    };
    if !text.chars().any(|char| hidden(char) || (char != ' ' && char.is_whitespace())) {
        return Cow::Borrowed(text.trim());
    }
    let mut cleaned = String::with_capacity(text.len());
    for char in text.chars() {
        if char.is_whitespace() {
            // A line break of two characters is one space.
            if !(char == '\n' && cleaned.ends_with(' ')) {
                cleaned.push(' ');
            }
        } else if !hidden(char) {
            cleaned.push(char);
        }
    }
    let end = cleaned.trim_end().len();
    cleaned.truncate(end);
    let start = cleaned.len() - cleaned.trim_start().len();
    cleaned.drain(..start);
    Cow::Owned(cleaned)
}

/// Files people send by mistake, known by their first bytes.
fn known_stranger(bytes: &[u8]) -> Option<NotText> {
    let save_as = "Open it in the program it came from and save it as CSV UTF-8 or as an Excel workbook (.xlsx).";
    let start = &bytes[..bytes.len().min(512)];
    let text = start.trim_ascii_start();
    let text = text.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(text).trim_ascii_start();
    let starts = |with: &str| {
        text.len() >= with.len() && text[..with.len()].eq_ignore_ascii_case(with.as_bytes())
    };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Some(not_text(
            "The file is empty.",
            "Run the extract again and send what it gives.",
        ));
    }
    if start.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Some(not_text(
            "The file is an old Excel workbook (.xls) or one locked with a password.",
            "Open it in Excel, take off any password and save it as an Excel workbook (.xlsx).",
        ));
    }
    if start.starts_with(b"%PDF") {
        return Some(not_text(
            "The file is a PDF.",
            "Send the extract it was printed from, as CSV or .xlsx.",
        ));
    }
    if start.starts_with(&[0x1F, 0x8B])
        || start.starts_with(b"7z\xBC\xAF")
        || start.starts_with(b"Rar!")
    {
        return Some(not_text(
            "The file is a compressed archive.",
            "Unpack it and send the files inside.",
        ));
    }
    if start.starts_with(b"{\\rtf") {
        return Some(not_text("The file is a word-processing document.", save_as));
    }
    if starts("<!doctype") || starts("<html") || starts("<table") {
        return Some(not_text(
            "The file is a web page, although it may be named .xls or .csv.",
            save_as,
        ));
    }
    if starts("<?xml") {
        return Some(not_text("The file is XML, although it may be named .xls.", save_as));
    }
    None
}

fn not_text(what: &str, remedy: &str) -> NotText {
    NotText { what: what.to_owned(), remedy: remedy.to_owned() }
}

/// UTF-16 without a mark: in our alphabet every other byte is nothing.
fn unmarked_utf16(bytes: &[u8]) -> Option<Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let mut nulls = [0usize; 2];
    for pair in sample.chunks_exact(2) {
        nulls[0] += usize::from(pair[0] == 0);
        nulls[1] += usize::from(pair[1] == 0);
    }
    let pairs = sample.len() / 2;
    let mostly = |count: usize| pairs >= 4 && count * 10 >= pairs * 7;
    match nulls {
        [low, high] if mostly(high) && low * 10 <= pairs => Some(Encoding::Utf16Le),
        [low, high] if mostly(low) && high * 10 <= pairs => Some(Encoding::Utf16Be),
        _ => None,
    }
}

fn decode_utf16<'a>(bytes: &[u8], encoding: Encoding) -> Result<Decoded<'a>, NotText> {
    if bytes.len() % 2 == 1 {
        return Err(cut_short());
    }
    let units = bytes.chunks_exact(2).map(|pair| match encoding {
        Encoding::Utf16Le => u16::from_le_bytes([pair[0], pair[1]]),
        _ => u16::from_be_bytes([pair[0], pair[1]]),
    });
    let text: String =
        char::decode_utf16(units).map(|char| char.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Ok(Decoded { text: Cow::Owned(text), encoding, mixed: false })
}

fn decode_bytes(bytes: &[u8]) -> Result<Decoded<'_>, NotText> {
    let fault = match std::str::from_utf8(bytes) {
        Ok(text) => {
            return Ok(Decoded {
                text: Cow::Borrowed(text),
                encoding: Encoding::Utf8,
                mixed: false,
            });
        }
        Err(fault) => fault,
    };
    let before = &bytes[..fault.valid_up_to()];
    if fault.error_len().is_none() && !before.is_ascii() {
        // The last letter begins and does not end; others before it are whole.
        return Err(cut_short());
    }
    let chunks = || bytes.utf8_chunks();
    if chunks().any(|chunk| !chunk.valid().is_ascii()) {
        let mut text = String::with_capacity(bytes.len() + 64);
        for chunk in chunks() {
            text.push_str(chunk.valid());
            text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
        }
        return Ok(Decoded { text: Cow::Owned(text), encoding: Encoding::Utf8, mixed: true });
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    Ok(Decoded { text, encoding: Encoding::Windows1252, mixed: false })
}

fn cut_short() -> NotText {
    not_text(
        "The file ends in the middle of a letter: it was cut short on its way.",
        "Fetch or send it again.",
    )
}

/// Refuses what decoded as text but is none: a NUL, or many control characters.
fn refuse_junk(text: &str) -> Result<(), NotText> {
    let remedy = "Save the extract again as CSV UTF-8 or as an Excel workbook (.xlsx).";
    let bytes = text.as_bytes();
    if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
        let line = bytes[..at].iter().filter(|&&byte| byte == b'\n').count() + 1;
        let what = format!("The file is not text: line {line} holds a zero byte.");
        return Err(NotText { what, remedy: remedy.to_owned() });
    }
    let strange = bytes
        .iter()
        .filter(|&&byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | 0x1A))
        .count();
    if strange * 100 > bytes.len() {
        return Err(not_text("The file is not text.", remedy));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, encoding: Encoding, mark: bool) -> Vec<u8> {
        let mark = mark.then_some('\u{FEFF}');
        mark.into_iter()
            .chain(text.chars())
            .collect::<String>()
            .encode_utf16()
            .flat_map(|unit| match encoding {
                Encoding::Utf16Le => unit.to_le_bytes(),
                _ => unit.to_be_bytes(),
            })
            .collect()
    }

    #[test]
    fn each_encoding_gives_the_same_text() {
        let text = "Employee Number,Last Name\r\n00012345,Nuñez-O’Brien\r\n";
        let mut marked = vec![0xEF, 0xBB, 0xBF];
        marked.extend(text.as_bytes());
        for (bytes, encoding) in [
            (text.as_bytes().to_vec(), Encoding::Utf8),
            (marked, Encoding::Utf8Marked),
            (utf16(text, Encoding::Utf16Le, true), Encoding::Utf16Le),
            (utf16(text, Encoding::Utf16Be, true), Encoding::Utf16Be),
            (utf16(text, Encoding::Utf16Le, false), Encoding::Utf16Le),
            (utf16(text, Encoding::Utf16Be, false), Encoding::Utf16Be),
            (WINDOWS_1252.encode(text).0.into_owned(), Encoding::Windows1252),
        ] {
            let decoded = decode(&bytes).unwrap();
            assert_eq!((decoded.text.as_ref(), decoded.encoding), (text, encoding));
            assert!(!decoded.mixed);
        }
    }

    #[test]
    fn a_last_letter_in_windows_1252_is_not_a_file_cut_short() {
        assert_eq!(decode(b"Name\nJos\xE9").unwrap().text, "Name\nJosé");
    }

    #[test]
    fn two_encodings_pasted_together_are_both_read() {
        let decoded = decode(b"Jos\xC3\xA9\nZo\xEB\n").unwrap();
        assert_eq!((decoded.text.as_ref(), decoded.mixed), ("José\nZoë\n", true));
    }

    #[test]
    fn what_is_not_text_is_answered() {
        for (bytes, start) in [
            (&b""[..], "The file is empty."),
            (b" \r\n\r\n", "The file is empty."),
            (b"Jos\xC3\xA9,Zo\xC3", "The file ends in the middle of a letter"),
            (b"a,b\nc\0d,e\n", "The file is not text: line 2"),
            (b"\x01\x02\x03\x04 text", "The file is not text."),
            (b"\xD0\xCF\x11\xE0\xA1\xB1", "The file is an old Excel workbook"),
            (b"%PDF-1.7", "The file is a PDF."),
            (b"\x1F\x8B\x08", "The file is a compressed archive."),
            (b"\n <HTML><body>", "The file is a web page"),
            (b"<?xml version=\"1.0\"?>", "The file is XML"),
            (b"\xFF\xFEa\0b", "The file ends in the middle of a letter"),
            (b"\xFF\xFE\0\0a\0\0\0", "The file is in UTF-32."),
        ] {
            let answer = decode(bytes).unwrap_err();
            assert!(answer.what.starts_with(start), "{}", answer.what);
            assert!(!answer.remedy.is_empty());
        }
    }

    #[test]
    fn cleaning_leaves_what_can_be_seen() {
        for (text, expected) in [
            ("plain", "plain"),
            ("  plain ", "plain"),
            ("\u{a0}Mary\u{a0}Ann\u{2003}", "Mary Ann"),
            ("two\r\nlines", "two lines"),
            ("a\u{200B}b\u{FEFF}", "ab"),
            ("Zoë ", "Zoë"),
            ("a\tb", "a b"),
            ("\u{a0}", ""),
            ("bell\u{7}", "bell"),
        ] {
            assert_eq!(clean(text), expected, "{text:?}");
        }
    }
}
