//! From bytes to text: encodings, and files that are not text at all.

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
