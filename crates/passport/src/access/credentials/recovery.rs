//! Recovery codes: how someone gets in who has lost their telephone. Ten at a
//! time, shown once, each good once.
//!
//! A code has 80 bits of chance, so a plain hash is enough to keep: there is no
//! list of likely ones to try, and a slow hash would be ten times slow.

use std::fmt;

use sha2::{Digest, Sha256};

use super::base32::{PEOPLE, grouped, read, write};
use crate::access::token::hex;

const AT_A_TIME: usize = 10;
const CODE: usize = 10;

/// A code, for as long as it takes to show it or to look it up.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode([u8; CODE]);

impl RecoveryCode {
    /// Ten new ones, in place of all that there were.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn ten() -> Result<[Self; AT_A_TIME], getrandom::Error> {
        let mut bytes = [0; AT_A_TIME * CODE];
        getrandom::fill(&mut bytes)?;
        Ok(std::array::from_fn(|place| {
            let mut code = [0; CODE];
            code.copy_from_slice(&bytes[place * CODE..][..CODE]);
            Self(code)
        }))
    }

    /// As someone typed it: in either case, with or without hyphens, with O for 0
    /// and I or L for 1.
    #[must_use]
    pub fn read(typed: &str) -> Option<Self> {
        read(typed).map(Self)
    }

    /// To show, in four groups of four.
    #[must_use]
    pub fn text(&self) -> String {
        grouped(&write(&self.0, PEOPLE), '-')
    }

    /// To keep: its SHA-256 in hexadecimal.
    #[must_use]
    pub fn hash(&self) -> String {
        hex(&Sha256::digest(self.0))
    }
}

/// Never printed.
impl fmt::Debug for RecoveryCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("RecoveryCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::RecoveryCode;

    #[test]
    fn ten_codes_differ_and_each_reads_back_from_four_groups() -> Result<(), getrandom::Error> {
        let codes = RecoveryCode::ten()?;
        assert_eq!(codes.len(), 10);
        for (place, code) in codes.iter().enumerate() {
            let text = code.text();
            let groups: Vec<usize> = text.split('-').map(str::len).collect();
            assert_eq!(groups, [4, 4, 4, 4], "{text}");
            assert!(RecoveryCode::read(&text).is_some_and(|read| read == *code));
            assert!(!codes[..place].contains(code));
            assert!(!format!("{code:?}").contains(&text[..4]));
        }
        Ok(())
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = RecoveryCode([0, 0x44, 0x32, 0x14, 0xC7, 0x42, 0x54, 0xB6, 0x35, 0xCF]);
        assert_eq!(code.text(), "0123-4567-89AB-CDEF");
        for typed in [
            "0123-4567-89AB-CDEF",
            "0123456789abcdef",
            " o123 4567 89ab cdef ",
            "OI23-4567-89AB-CDEF",
            "0l23 4567-89aB-CdEf",
        ] {
            assert!(RecoveryCode::read(typed).is_some_and(|read| read == code), "{typed}");
        }
        for wrong in ["", "0123-4567-89AB-CDE", "0123-4567-89AB-CDEFG", "U123-4567-89AB-CDEF"] {
            assert!(RecoveryCode::read(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn what_is_kept_is_the_sha_256_of_the_code() {
        let kept = RecoveryCode([0; 10]).hash();
        assert!(kept.starts_with("01d448af") && kept.len() == 64, "{kept}");
    }
}
