//! Secrets of chance: 256 bits from the operating system, as text that is safe in
//! a cookie and a form.

use std::fmt;

use sha2::{Digest, Sha256};

/// A secret. It is compared by its hash or its seal, never letter by letter.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

impl Token {
    /// A new one.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn new() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// Reads what [`Token::text`] wrote.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        from_hex(text, &mut bytes).then_some(Self(bytes))
    }

    /// As it stands in a cookie.
    #[must_use]
    pub fn text(&self) -> String {
        hex(&self.0)
    }

    /// What is kept of it: its SHA-256, in hexadecimal. It has 256 bits of chance,
    /// so a plain hash is enough.
    #[must_use]
    pub fn hash(&self) -> String {
        hex(&Sha256::digest(self.0))
    }

    /// The secret itself.
    pub(super) const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// Never printed.
impl fmt::Debug for Token {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Token(…)")
    }
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Whether the text is exactly so many bytes in lower-case hexadecimal; reads them.
pub(super) fn from_hex(text: &str, into: &mut [u8]) -> bool {
    let nibble = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let text = text.as_bytes();
    text.len() == into.len() * 2
        && into.iter_mut().zip(text.chunks_exact(2)).all(|(byte, pair)| {
            match (nibble(pair[0]), nibble(pair[1])) {
                (Some(high), Some(low)) => {
                    *byte = high << 4 | low;
                    true
                }
                _ => false,
            }
        })
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::Token;

    #[test]
    fn a_token_reads_back_and_nothing_else_does() {
        let token = Token::new().expect("randomness");
        let text = token.text();
        assert_eq!(text.len(), 64);
        assert!(Token::read(&text).is_some_and(|read| read == token));
        for wrong in ["", "0", &text[1..], &text.to_uppercase().replace('0', "G"), "é"] {
            assert!(Token::read(wrong).is_none(), "{wrong}");
        }
        assert!(!format!("{token:?}").contains(&text[..8]));
        let known = Token::read(&"0a".repeat(32)).expect("a token");
        assert_eq!(known.hash(), super::hex(&Sha256::digest([10; 32])));
    }
}
