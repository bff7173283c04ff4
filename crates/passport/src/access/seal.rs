//! Tokens against forged requests: proof that a form came from a page we gave to
//! this very browser.
//!
//! A token is a fresh number and its seal over the browser's cookie. Nothing is
//! stored, so showing a form changes nothing; and because the number is fresh on
//! every page, the length of a compressed page tells nothing about the seal.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::Keys;
use super::token::{Token, from_hex, hex};

/// Seals with the server's key: a form that was open over a restart, or comes back
/// to another server, still holds.
pub struct Seal {
    /// As long as a block of the hash, so that it is used as it is.
    key: [u8; 64],
}

const NUMBER: usize = 16;
const MAC: usize = 32;

impl Seal {
    /// With the server's key.
    #[must_use]
    pub fn new(keys: &Keys) -> Self {
        let mut key = [0; 64];
        key[..32].copy_from_slice(&keys.for_purpose("forms"));
        Self { key }
    }

    /// A token for a form shown to the holder of a cookie.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn issue(&self, cookie: &Token) -> Result<String, getrandom::Error> {
        let mut number = [0; NUMBER];
        getrandom::fill(&mut number)?;
        let mac = self.mac(cookie, &number).finalize().into_bytes();
        Ok(hex(&number) + &hex(&mac))
    }

    /// Whether the token was issued to the holder of the cookie.
    #[must_use]
    pub fn holds(&self, cookie: &Token, token: &str) -> bool {
        let mut bytes = [0; NUMBER + MAC];
        // The comparison of the seal takes the same time wherever it fails.
        from_hex(token, &mut bytes)
            && self.mac(cookie, &bytes[..NUMBER]).verify_slice(&bytes[NUMBER..]).is_ok()
    }

    fn mac(&self, cookie: &Token, number: &[u8]) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new(&self.key.into());
        mac.update(b"form");
        mac.update(cookie.bytes());
        mac.update(number);
        mac
    }
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Seal(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::{Keys, Seal, Token};

    #[test]
    fn a_token_is_good_for_one_browser_and_one_server() -> Result<(), getrandom::Error> {
        let (seal, other) = (Seal::new(&Keys::passing()?), Seal::new(&Keys::passing()?));
        let (mine, theirs) = (Token::new()?, Token::new()?);
        let token = seal.issue(&mine)?;
        assert!(seal.holds(&mine, &token));
        assert!(!seal.holds(&theirs, &token));
        assert!(!other.holds(&mine, &token));
        assert!(!seal.holds(&mine, &token[1..]));
        assert!(!seal.holds(&mine, ""));
        assert_ne!(token, seal.issue(&mine)?, "every form has its own");
        Ok(())
    }
}
