//! Fields of forms, beyond their text: lines put in order, and dates in three parts.

use jiff::civil::Date;
use passport_core::text::one_line;
use passport_pages::pages::{Mistake, TypedDate};

use super::query::field;
use crate::refusal::Refusal;

/// A field of one line: nothing that is not seen, and one space between words.
pub(super) fn line(form: &[u8], name: &str) -> String {
    one_line(&field(form, name).unwrap_or_default())
}

impl From<Refusal> for Mistake {
    fn from(refusal: Refusal) -> Self {
        Self::new(refusal.field, refusal.words)
    }
}

/// A date as it was typed in three fields, and which day that is: none where
/// nothing was typed. What is wrong with it is added to the mistakes.
pub(super) fn day(
    form: &[u8],
    name: &str,
    called: &str,
    mistakes: &mut Vec<Mistake>,
) -> (TypedDate, Option<Date>) {
    day_of(&|part| line(form, part), name, called, mistakes)
}

/// The same of a form that was read already.
pub(super) fn day_of(
    field: &dyn Fn(&str) -> String,
    name: &str,
    called: &str,
    mistakes: &mut Vec<Mistake>,
) -> (TypedDate, Option<Date>) {
    let part = |part: &str| field(&format!("{name}-{part}"));
    let typed = TypedDate { day: part("day"), month: part("month"), year: part("year") };
    let parts = [("day", &typed.day), ("month", &typed.month), ("year", &typed.year)];
    if parts.iter().all(|(_, text)| text.is_empty()) {
        return (typed, None);
    }
    if let Some((missing, _)) = parts.iter().find(|(_, text)| text.is_empty()) {
        let words = format!("{called} must include a {missing}.");
        mistakes.push(Mistake::new(format!("{name}-{missing}"), words));
        return (typed, None);
    }
    let found = real(&typed);
    if found.is_none() {
        let words = format!("{called} must be a real date, such as 1 12 2026.");
        mistakes.push(Mistake::new(format!("{name}-day"), words));
    }
    (typed, found)
}

/// A day in its three parts.
pub(super) fn parts(day: Date) -> TypedDate {
    TypedDate {
        day: day.day().to_string(),
        month: day.month().to_string(),
        year: day.year().to_string(),
    }
}

/// The day, where there is such a one in these times.
fn real(typed: &TypedDate) -> Option<Date> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if ![&typed.day, &typed.month, &typed.year].into_iter().all(|text| digits(text)) {
        return None;
    }
    let year = typed.year.parse().ok().filter(|year| (1900..2200).contains(year))?;
    Date::new(year, typed.month.parse().ok()?, typed.day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{day, line};

    #[test]
    fn a_line_has_words_with_one_space_between_them() {
        assert_eq!(line(b"why=+annual%0D%0Aleave%00++now+", "why"), "annual leave now");
        assert_eq!(line(b"", "why"), "");
    }

    #[test]
    fn a_date_in_three_parts_is_a_day_or_says_what_is_missing() {
        for (form, found, wrong) in [
            ("", None, None),
            ("d-day=&d-month=&d-year=", None, None),
            ("d-day=1&d-month=12&d-year=2026", Some(date(2026, 12, 1)), None),
            ("d-day=+01&d-month=2&d-year=2027", Some(date(2027, 2, 1)), None),
            ("d-day=1&d-month=&d-year=2026", None, Some("d-month")),
            ("d-month=1&d-year=2026", None, Some("d-day")),
            ("d-day=31&d-month=2&d-year=2026", None, Some("d-day")),
            ("d-day=-1&d-month=2&d-year=2026", None, Some("d-day")),
            ("d-day=1&d-month=2&d-year=26", None, Some("d-day")),
            ("d-day=1&d-month=2&d-year=99999", None, Some("d-day")),
        ] {
            let mut mistakes = Vec::new();
            assert_eq!(day(form.as_bytes(), "d", "The day", &mut mistakes).1, found, "{form}");
            let field = mistakes.first().map(|mistake| mistake.field.as_str());
            assert_eq!(field, wrong, "{form}");
        }
    }
}
