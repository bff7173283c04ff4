//! One-time codes from an authenticator app: RFC 6238 with SHA-1, six digits and
//! thirty seconds, which is what every app can do. (What breaks SHA-1 elsewhere,
//! two texts with one hash, does not touch it here.)
//!
//! A code is good for its own half minute and the one on either side, because
//! telephones are slow and clocks differ; and it is good once.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha1::Sha1;

use super::QrCode;
use super::base32::{APPS, grouped, write};

/// Seconds to a step.
const PERIOD: i64 = 30;
/// Steps before and after this one whose codes are taken.
const EITHER_SIDE: i64 = 1;
const DIGITS: usize = 6;
/// As long as the hash, as RFC 4226 recommends.
const SECRET: usize = 20;

/// Which half minute since 1970. The last one that was used is kept with the
/// account.
pub type Step = i64;

/// What the app and we both know: 160 bits.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret([u8; SECRET]);

impl TotpSecret {
    /// A new one.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn new() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; SECRET];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// One that was kept.
    #[must_use]
    pub const fn kept(bytes: [u8; SECRET]) -> Self {
        Self(bytes)
    }

    /// To keep, sealed: whoever reads it can make every code.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; SECRET] {
        &self.0
    }

    /// The step of a code that someone typed, if it is right and was not used: keep
    /// it as the last step, in one statement that checks that it is still later
    /// than the last, and let the person in only if that statement changed a row.
    #[must_use]
    pub fn verify(&self, typed: &str, now: Timestamp, last_step: Option<Step>) -> Option<Step> {
        let typed = read(typed)?;
        let at = now.as_second().div_euclid(PERIOD);
        // All are looked at, whichever is right, and codes are compared as whole
        // numbers: the time it takes tells nothing. Should two steps have the same
        // code, the later is used up with the earlier.
        (at - EITHER_SIDE..=at + EITHER_SIDE).fold(None, |found, step| {
            let right = self.code(step) == typed;
            let unused = last_step.is_none_or(|last| step > last);
            if right & unused { Some(step) } else { found }
        })
    }

    /// The secret for typing by hand, in groups of four.
    #[must_use]
    pub fn text(&self) -> String {
        grouped(&write(&self.0, APPS), ' ')
    }

    /// The address that an app reads: the product or trust that issues it, and whose
    /// it is.
    #[must_use]
    pub fn uri(&self, issuer: &str, account: &str) -> String {
        // A colon divides the two, so neither may have one.
        let [issuer, account] = [issuer, account].map(|text| encode(&text.replace(':', " ")));
        let secret = write(&self.0, APPS);
        format!(
            "otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}\
             &algorithm=SHA1&digits={DIGITS}&period={PERIOD}"
        )
    }

    /// The same as a QR code; `None` if the names are too long for one.
    #[must_use]
    pub fn qr_code(&self, issuer: &str, account: &str) -> Option<QrCode> {
        QrCode::of(&self.uri(issuer, account))
    }

    /// The code of a step.
    fn code(&self, step: Step) -> u32 {
        // A key shorter than the hash's block is filled up with zeros (RFC 2104), so
        // a whole block says the same and cannot be of a wrong length.
        let mut key = [0; 64];
        key[..SECRET].copy_from_slice(&self.0);
        let mut mac = Hmac::<Sha1>::new(&key.into());
        mac.update(&step.to_be_bytes());
        let hash: [u8; 20] = mac.finalize().into_bytes().into();
        // Dynamic truncation: RFC 4226, section 5.3.
        let at = usize::from(hash[19] & 15);
        let bytes = [hash[at] & 0x7f, hash[at + 1], hash[at + 2], hash[at + 3]];
        u32::from_be_bytes(bytes) % 1_000_000
    }
}

/// Never printed.
impl fmt::Debug for TotpSecret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("TotpSecret(…)")
    }
}

/// Exactly six digits; apps show them in two groups, so spaces do not count.
fn read(typed: &str) -> Option<u32> {
    let digits: Vec<char> = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
    if digits.len() != DIGITS {
        return None;
    }
    digits.iter().try_fold(0, |code, digit| Some(code * 10 + digit.to_digit(10)?))
}

/// Percent-encoding that leaves only unreserved characters (RFC 3986, section 2.3).
/// Spaces become `%20`: apps show the `+` of forms as it is.
fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            _ => encoded += &format!("%{byte:02X}"),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::TotpSecret;

    /// The secret of the examples in both RFCs.
    const EXAMPLE: TotpSecret = TotpSecret(*b"12345678901234567890");

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("an instant")
    }

    #[test]
    fn codes_are_those_of_rfc_6238_appendix_b() {
        // The last six of the eight digits printed there.
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let step = Some(second / 30);
            assert_eq!(EXAMPLE.verify(code, at(second), None), step, "{second}");
        }
    }

    #[test]
    fn codes_are_those_of_rfc_4226_appendix_d() {
        let codes = [
            755_224, 287_082, 359_152, 969_429, 338_314, 254_676, 287_922, 162_583, 399_871,
            520_489,
        ];
        for (step, code) in (0..).zip(codes) {
            assert_eq!(EXAMPLE.code(step), code, "{step}");
        }
    }

    #[test]
    fn a_code_is_good_for_one_step_on_either_side() {
        // The code of step 1, from 30 to 59 seconds past.
        let code = "287082";
        for (second, step) in [(-1, None), (0, Some(1)), (30, Some(1)), (89, Some(1)), (90, None)] {
            assert_eq!(EXAMPLE.verify(code, at(second), None), step, "{second}");
        }
    }

    #[test]
    fn a_code_is_good_once_and_so_is_every_earlier_one() {
        let now = at(75);
        let [earlier, this] = ["287082", "359152"];
        let used = EXAMPLE.verify(this, now, None);
        assert_eq!(used, Some(2));
        assert_eq!(EXAMPLE.verify(this, now, used), None, "the same again");
        assert_eq!(EXAMPLE.verify(earlier, now, used), None, "one that was passed over");
        assert_eq!(EXAMPLE.verify("969429", now, used), Some(3), "the next");
        assert_eq!(EXAMPLE.verify(this, now, Some(1)), Some(2));
    }

    #[test]
    fn only_six_digits_are_a_code_however_they_are_spaced() {
        assert_eq!(EXAMPLE.verify(" 287 082 ", at(59), None), Some(1));
        for wrong in ["", "28708", "2870820", "287083", "28708x", "２８７０８２", "+28708", "-1"]
        {
            assert_eq!(EXAMPLE.verify(wrong, at(59), None), None, "{wrong}");
        }
        let other = TotpSecret(*b"12345678901234567891");
        assert_eq!(other.verify("287082", at(59), None), None);
    }

    #[test]
    fn an_app_can_read_the_secret_by_camera_or_by_hand() {
        let letters = "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ";
        assert_eq!(EXAMPLE.text(), letters);
        assert_eq!(
            EXAMPLE.uri("Ashdown: Training & More", "zoë@ashdown.example"),
            "otpauth://totp/Ashdown%20%20Training%20%26%20More:zo%C3%AB%40ashdown.example\
             ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=Ashdown%20%20Training%20%26%20More&algorithm=SHA1&digits=6&period=30"
        );
        assert!(EXAMPLE.qr_code("Ashdown", "zoë@ashdown.example").is_some());
        assert!(EXAMPLE.qr_code(&"long".repeat(200), "zoë").is_none());
    }

    #[test]
    fn secrets_differ_read_back_and_are_never_printed() -> Result<(), getrandom::Error> {
        let secret = TotpSecret::new()?;
        assert!(TotpSecret::kept(*secret.bytes()) == secret);
        assert!(TotpSecret::new()? != secret);
        assert_eq!(format!("{secret:?}"), "TotpSecret(…)");
        Ok(())
    }
}
