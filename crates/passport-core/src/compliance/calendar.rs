//! Calendar months: adding keeps the day of the month, or takes the last day of
//! a shorter month (rules.md section 2).

use jiff::civil::Date;

/// The date this many calendar months later, or earlier where negative.
/// Saturates at the ends of the calendar.
#[must_use]
pub fn add_months(date: Date, months: i32) -> Date {
    let index = i32::from(date.year()) * 12 + i32::from(date.month()) - 1 + months;
    let (year, month) = (index.div_euclid(12), index.rem_euclid(12) + 1);
    let (Ok(year), Ok(month)) = (i16::try_from(year), i8::try_from(month)) else {
        return if months < 0 { Date::MIN } else { Date::MAX };
    };
    match Date::new(year, month, 1) {
        Ok(first) => {
            let day = date.day().min(first.days_in_month());
            Date::new(year, month, day).unwrap_or(first)
        }
        Err(_) => {
            if months < 0 {
                Date::MIN
            } else {
                Date::MAX
            }
        }
    }
}

/// The date this many days later. Saturates at the end of the calendar.
#[must_use]
pub fn add_days(date: Date, days: i64) -> Date {
    date.saturating_add(jiff::Span::new().days(days))
}

#[cfg(test)]
mod tests {
    use super::add_months;
    use jiff::civil::date;

    #[test]
    fn months_keep_the_day_or_take_the_last_of_a_shorter_month() {
        for (from, months, to) in [
            (date(2024, 5, 3), 12, date(2025, 5, 3)),
            (date(2024, 8, 31), 6, date(2025, 2, 28)),
            (date(2024, 2, 29), 12, date(2025, 2, 28)),
            (date(2024, 2, 29), 48, date(2028, 2, 29)),
            (date(2023, 1, 31), 1, date(2023, 2, 28)),
            (date(2026, 5, 31), -3, date(2026, 2, 28)),
            (date(2026, 1, 15), -1, date(2025, 12, 15)),
            (date(2026, 12, 15), 1, date(2027, 1, 15)),
        ] {
            assert_eq!(add_months(from, months), to, "{from} + {months}");
        }
    }
}
