//! The server's key: a secret of its own, from which follow the keys that seal
//! forms, marks on browsers and the secrets of second factors.
//!
//! It stands in a file beside the database and not in it, so that whoever gets
//! hold of a copy of the database can make nobody's codes. Each line of the file
//! is a key of 64 hexadecimal digits: the first seals, all of them open. To
//! change the key put a new line on top; the old one may go once
//! `passport check` no longer names it as in use.

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::token::{from_hex, hex};
use crate::private;

const NONCE: usize = 24;

/// The server's keys, the one that seals first.
#[derive(Clone)]
pub struct Keys(Vec<[u8; 32]>);

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or made.
    #[error("the server's key cannot be read or made: {0}")]
    File(#[from] io::Error),
    /// A line is no key.
    #[error(
        "line {0} of the server's key is not 64 hexadecimal digits of chance: `openssl rand -hex 32` makes a key"
    )]
    Line(usize),
    /// No line is a key.
    #[error("the server's key file is empty: `openssl rand -hex 32` makes a key")]
    Empty,
    /// Everyone on the machine can read it.
    #[error("everyone on this machine can read the server's key: run `chmod 600` on its file")]
    Open,
    /// The operating system gives no randomness.
    #[error("the operating system gives no randomness: {0}")]
    Randomness(#[from] getrandom::Error),
}

impl Keys {
    /// A key for as long as the process lives.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn passing() -> Result<Self, getrandom::Error> {
        let mut key = [0; 32];
        getrandom::fill(&mut key)?;
        Ok(Self(vec![key]))
    }

    /// The file that holds the keys where none is named: beside a SQLite database,
    /// else in the working directory.
    #[must_use]
    pub fn usual_file(database: &str) -> PathBuf {
        match passport_store::Db::file(database) {
            Some(database) => database.with_extension("key"),
            None => PathBuf::from("passport.key"),
        }
    }

    /// The first key alone.
    #[must_use]
    pub fn first(&self) -> Self {
        Self(vec![self.0[0]])
    }

    /// The keys of a file; made with a new one where there is none.
    ///
    /// # Errors
    /// Where it cannot be read or made, or is no secret.
    pub fn open(file: &Path) -> Result<Self, KeyError> {
        match fs::read_to_string(file) {
            Ok(text) => {
                if private::is_open_to_all(file)? {
                    return Err(KeyError::Open);
                }
                Self::parse(&text)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let made = Self::passing()?;
                // Two servers that start at once: the second finds the first's.
                match private::create_new(file) {
                    Ok(mut new) => {
                        new.write_all(hex(&made.0[0]).as_bytes())?;
                        new.write_all(b"\n")?;
                        new.sync_all()?;
                        Ok(made)
                    }
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                        Self::parse(&fs::read_to_string(file)?)
                    }
                    Err(error) => Err(error.into()),
                }
            }
            Err(error) => Err(error.into()),
        }
    }

    fn parse(text: &str) -> Result<Self, KeyError> {
        let mut keys = Vec::new();
        for (line, text) in (1..).zip(text.lines()) {
            let text = text.trim();
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            let mut key = [0; 32];
            if !from_hex(&text.to_ascii_lowercase(), &mut key) || is_guessable(&key) {
                return Err(KeyError::Line(line));
            }
            keys.push(key);
        }
        if keys.is_empty() { Err(KeyError::Empty) } else { Ok(Self(keys)) }
    }

    /// The key for one purpose, as it follows from the first.
    pub(super) fn for_purpose(&self, purpose: &str) -> [u8; 32] {
        derived(&self.0[0], purpose)
    }

    /// Seals a secret for keeping: only with `about` the same can it be opened, so
    /// that what belongs to one account cannot be put in the place of another's.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn seal(&self, secret: &[u8], about: &str) -> Result<String, getrandom::Error> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce)?;
        let payload = Payload { msg: secret, aad: about.as_bytes() };
        // It fails for texts of many gigabytes alone; then nothing will open.
        let sealed = cipher(&self.0[0]).encrypt(&XNonce::from(nonce), payload);
        Ok(hex(&nonce) + &hex(&sealed.unwrap_or_default()))
    }

    /// Opens what [`Keys::seal`] sealed, with any of the keys.
    #[must_use]
    pub fn open_sealed(&self, sealed: &str, about: &str) -> Option<Vec<u8>> {
        let mut bytes = vec![0; sealed.len() / 2];
        if !from_hex(sealed, &mut bytes) {
            return None;
        }
        let (nonce, text) = bytes.split_first_chunk::<NONCE>()?;
        self.0.iter().find_map(|key| {
            let payload = Payload { msg: text, aad: about.as_bytes() };
            cipher(key).decrypt(&XNonce::from(*nonce), payload).ok()
        })
    }
}

fn cipher(key: &[u8; 32]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&derived(key, "keeping").into())
}

/// One key for each purpose, so that no seal can be taken for another.
fn derived(key: &[u8; 32], purpose: &str) -> [u8; 32] {
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    let mut mac = Hmac::<Sha256>::new(&block.into());
    mac.update(purpose.as_bytes());
    mac.finalize().into_bytes().into()
}

/// Keys that somebody typed: few different bytes. Of 32 bytes of chance fewer
/// than 16 differ once in 10^15 times.
fn is_guessable(key: &[u8; 32]) -> bool {
    let mut bytes = *key;
    bytes.sort_unstable();
    bytes.windows(2).filter(|pair| pair[0] != pair[1]).count() < 15
}

/// Never printed.
impl fmt::Debug for Keys {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Keys(…)")
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{KeyError, Keys};

    const ONE: &str = "00112233445566778899aabbccddeeff0123456789abcdeffedcba9876543210";
    const OTHER: &str = "ffeeddccbbaa99887766554433221100deadbeef0123456789abcdef02468ace";

    #[test]
    fn what_is_sealed_opens_for_its_account_alone() -> Result<(), Box<dyn std::error::Error>> {
        let keys = Keys::parse(ONE)?;
        let sealed = keys.seal(b"secret", "account 7")?;
        assert_eq!(keys.open_sealed(&sealed, "account 7").as_deref(), Some(&b"secret"[..]));
        assert_eq!(keys.open_sealed(&sealed, "account 8"), None);
        assert_eq!(keys.open_sealed(&sealed[2..], "account 7"), None);
        assert_eq!(keys.open_sealed("", "account 7"), None);
        assert!(!sealed.contains("secret"));
        assert_ne!(sealed, keys.seal(b"secret", "account 7")?, "every seal is new");
        Ok(())
    }

    #[test]
    fn an_older_key_opens_and_the_newest_seals() -> Result<(), Box<dyn std::error::Error>> {
        let (old, new) = (Keys::parse(ONE)?, Keys::parse(&format!("{OTHER}\n# before:\n{ONE}\n"))?);
        assert!(new.open_sealed(&old.seal(b"secret", "")?, "").is_some());
        assert!(old.open_sealed(&new.seal(b"secret", "")?, "").is_none());
        Ok(())
    }

    #[test]
    fn purposes_have_keys_of_their_own() -> Result<(), KeyError> {
        let keys = Keys::parse(ONE)?;
        assert_ne!(keys.for_purpose("forms"), keys.for_purpose("devices"));
        assert_ne!(keys.for_purpose("forms"), Keys::parse(OTHER)?.for_purpose("forms"));
        Ok(())
    }

    #[test]
    fn a_key_is_made_once_and_for_the_server_alone() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("passport.key");
        let sealed = Keys::open(&file)?.seal(b"secret", "")?;
        assert!(Keys::open(&file)?.open_sealed(&sealed, "").is_some(), "after a restart");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&file)?.permissions().mode() & 0o777, 0o600);
            fs::set_permissions(&file, PermissionsExt::from_mode(0o644))?;
            assert!(matches!(Keys::open(&file), Err(KeyError::Open)));
        }
        Ok(())
    }

    #[test]
    fn a_key_that_somebody_typed_is_none() {
        for weak in ["0".repeat(64), "0123456789abcdef".repeat(4), "secret".into(), ONE[2..].into()]
        {
            assert!(matches!(Keys::parse(&weak), Err(KeyError::Line(1))), "{weak}");
        }
        assert!(matches!(Keys::parse("# nothing\n\n"), Err(KeyError::Empty)));
        assert!(Keys::parse(&ONE.to_uppercase()).is_ok());
    }
}
