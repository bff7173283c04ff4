//! Which recorded addresses mail can be sent to.

use lettre::Address;

/// The address, if mail can be sent to it. Stricter than the standard: only
/// plain characters, so that nothing in it can end a header or a command.
#[must_use]
pub fn usable(recorded: &str) -> Option<Address> {
    let recorded = recorded.trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.@".contains(c);
    // 254: the longest path RFC 5321 lets through, without its angle brackets.
    if recorded.len() > 254 || !recorded.chars().all(plain) {
        return None;
    }
    recorded.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::usable;

    #[test]
    fn an_address_is_plain_or_it_is_none() {
        for good in ["a.nurse@hartwell.example.nhs.uk", " o'neill+esr@example.nhs.uk "] {
            assert!(usable(good).is_some(), "{good:?}");
        }
        for bad in [
            "",
            "none",
            "a@b@c",
            "@example.nhs.uk",
            "a@",
            "a b@example.nhs.uk",
            "a@example.nhs.uk\r\nBcc: all@example.nhs.uk",
            "a@example.nhs.uk>",
            "\"a\r\n\"@example.nhs.uk",
            "Ann <a@example.nhs.uk>",
            "a@example.nhs.uk;b@example.nhs.uk",
            "zoë@example.nhs.uk",
        ] {
            assert!(usable(bad).is_none(), "{bad:?}");
        }
    }
}
