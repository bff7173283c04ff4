//! Addresses of our own pages.

use std::fmt::Write as _;

use jiff::civil::Date;

/// A part of a path, with everything but letters, digits and `-._` written as a
/// number: an employee number is whatever its trust made it.
pub(super) fn part(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Someone's passport.
pub(super) fn passport(employee_number: &str) -> String {
    format!("/passport/{}", part(employee_number))
}

/// What was agreed in someone's supervision.
pub(super) fn supervision(employee_number: &str) -> String {
    format!("{}/supervision", passport(employee_number))
}

/// An account, as administrators see it.
pub(super) fn account(number: i64) -> String {
    format!("/accounts/{number}")
}

/// How everyone stands in a subject.
pub(super) fn subject(name: &str) -> String {
    format!("/subjects/{}", part(name))
}

/// The same address on another day.
pub(super) fn on(address: &str, as_at: Option<Date>) -> String {
    as_at.map_or_else(|| address.to_owned(), |day| format!("{address}?as-at={day}"))
}

#[cfg(test)]
mod tests {
    use super::part;

    #[test]
    fn an_employee_number_is_safe_in_a_path() {
        assert_eq!(part("00123-4"), "00123-4");
        assert_eq!(part("a/b?c#d\"é"), "a%2Fb%3Fc%23d%22%C3%A9");
    }
}
