//! A log-in that is under way. The browser holds one secret in a cookie; what the
//! provider is shown (state, nonce, the challenge of PKCE) is derived from it, and
//! the database keeps its hash. So an answer is good in the browser that asked and
//! in no other, and neither the provider's log nor our database completes it.

use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use openidconnect::{CsrfToken, Nonce, PkceCodeChallenge, PkceCodeVerifier};
use sha2::Sha256;

use crate::access::Token;
use crate::access::token::{from_hex, hex};

/// How long somebody may take at the provider.
pub const LONGEST: SignedDuration = SignedDuration::from_mins(10);

/// The secret of a log-in that is under way.
#[derive(Debug)]
pub struct UnderWay(Token);

impl UnderWay {
    /// By the secret in the browser's cookie.
    #[must_use]
    pub const fn new(secret: Token) -> Self {
        Self(secret)
    }

    /// What the database knows it by.
    #[must_use]
    pub fn hash(&self) -> String {
        self.0.hash()
    }

    /// Whether one that began at an instant is still good.
    #[must_use]
    pub fn is_good(began: Timestamp, now: Timestamp) -> bool {
        now.duration_since(began) <= LONGEST
    }

    /// Whether the answer's state is this browser's.
    #[must_use]
    pub fn is_state(&self, text: &str) -> bool {
        let mut bytes = [0; 32];
        // The comparison takes the same time wherever it fails.
        from_hex(text, &mut bytes) && self.mac("state").verify_slice(&bytes).is_ok()
    }

    pub(super) fn state(&self) -> CsrfToken {
        CsrfToken::new(self.derived("state"))
    }

    pub(super) fn nonce(&self) -> Nonce {
        Nonce::new(self.derived("nonce"))
    }

    pub(super) fn verifier(&self) -> PkceCodeVerifier {
        PkceCodeVerifier::new(self.derived("verifier"))
    }

    pub(super) fn challenge(&self) -> PkceCodeChallenge {
        PkceCodeChallenge::from_code_verifier_sha256(&self.verifier())
    }

    fn derived(&self, what: &str) -> String {
        hex(&self.mac(what).finalize().into_bytes())
    }

    fn mac(&self, what: &str) -> Hmac<Sha256> {
        // As long as a block of the hash, so that it is used as it is.
        let mut key = [0; 64];
        key[..32].copy_from_slice(self.0.bytes());
        let mut mac = Hmac::<Sha256>::new(&key.into());
        mac.update(b"sign-on ");
        mac.update(what.as_bytes());
        mac
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Token, UnderWay};

    #[test]
    fn a_state_is_of_one_browser_and_tells_nothing_of_the_rest() {
        let new = || UnderWay::new(Token::new().expect("randomness"));
        let (mine, theirs) = (new(), new());
        let state = mine.state().secret().clone();
        assert!(mine.is_state(&state));
        assert!(!theirs.is_state(&state));
        assert!(!mine.is_state("") && !mine.is_state(&state[1..]));
        assert_ne!(&state, mine.nonce().secret());
        assert_ne!(&state, mine.verifier().secret());
        assert_ne!(mine.nonce().secret(), mine.verifier().secret());
        assert_ne!(state, mine.hash());
        assert_eq!(mine.verifier().secret().len(), 64, "43 to 128 characters, RFC 7636");
    }

    #[test]
    fn ten_minutes_and_no_longer() {
        let began = "2026-11-22T12:00:00Z".parse().expect("an instant");
        assert!(UnderWay::is_good(began, began + LONGEST));
        assert!(!UnderWay::is_good(began, began + LONGEST + jiff::SignedDuration::from_secs(1)));
    }
}
