//! What people type where a date, a month or a number of things is asked, with
//! answers that say what to type instead.

use jiff::civil::Date;
use passport_core::delivery::Month;

/// A date, year first.
pub fn day(text: &str) -> Result<Date, String> {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let date = if shaped { text.parse().ok() } else { None };
    date.ok_or_else(|| match shaped {
        true => "there is no such day; enter a date such as 2026-11-30".into(),
        false => "enter a date, year first, such as 2026-11-30".into(),
    })
}

/// A month, year first.
pub fn month(text: &str) -> Result<Month, String> {
    text.parse().map_err(|_| "enter a month, year first, such as 2026-11".into())
}

/// A short code: what is typed after --organisation, and stands in messages.
pub fn code(text: &str) -> Result<String, String> {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if (1..=20).contains(&text.len()) && text.chars().all(fits) {
        Ok(text.to_owned())
    } else {
        Err("enter 1 to 20 letters, digits, - or _, such as 999".into())
    }
}

#[cfg(test)]
mod tests {
    use super::{day, month};

    #[test]
    fn a_day_is_typed_year_first_and_must_exist() {
        assert!(day("2028-02-29").is_ok());
        for text in ["2026-02-29", "2026-13-01", "30/11/2026", "2026-11-3", "+02026-11-30", ""] {
            assert!(day(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_month_is_typed_year_first_and_must_exist() {
        assert!(month("2026-12").is_ok());
        for text in ["2026-13", "12-2026", "2026-1", "2026"] {
            assert!(month(text).is_err(), "{text}");
        }
    }
}
