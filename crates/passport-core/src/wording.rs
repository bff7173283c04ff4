//! How dates, counts and names read, everywhere they are shown.
//!
//! Follows the NHS digital service manual (content style, read August 2026):
//! "6 August 2018" with the month in full, "5:30pm", numerals from 1 up, commas
//! over 999.

use jiff::civil::{Date, Time, Weekday};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `6 August 2026`.
#[must_use]
pub fn long_date(date: Date) -> String {
    format!("{} {} {}", date.day(), month_name(date), date.year())
}

/// The English name of the date's month.
#[must_use]
pub fn month_name(date: Date) -> &'static str {
    MONTHS[usize::try_from(date.month() - 1).unwrap_or(0)]
}

/// `6 Aug 2026`: in a cell of a wide table, where the month in full has no room.
#[must_use]
pub fn short_date(date: Date) -> String {
    let month = month_name(date);
    format!("{} {} {}", date.day(), month.get(..3).unwrap_or(month), date.year())
}

/// `10 June`: a day that comes round each year.
#[must_use]
pub fn day_and_month(date: Date) -> String {
    format!("{} {}", date.day(), month_name(date))
}

/// `Tuesday 1 December 2026`, for days a person goes somewhere.
#[must_use]
pub fn diary_date(date: Date) -> String {
    let weekday = match date.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    };
    format!("{weekday} {}", long_date(date))
}

/// `9am`, `12:30pm`, `midday`, `midnight`.
#[must_use]
pub fn time_of_day(time: Time) -> String {
    let (hour, minute) = (time.hour(), time.minute());
    match (hour, minute) {
        (0, 0) => return "midnight".into(),
        (12, 0) => return "midday".into(),
        _ => {}
    }
    let half = if hour < 12 { "am" } else { "pm" };
    let hour = if hour % 12 == 0 { 12 } else { hour % 12 };
    if minute == 0 { format!("{hour}{half}") } else { format!("{hour}:{minute:02}{half}") }
}

/// `12,345`.
#[must_use]
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 month`, `12 months`: a count with its noun.
#[must_use]
pub fn count(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", thousands(number), if number == 1 { one } else { many })
}

/// Hours of training, to the nearest whole one: `under 1`, `1`, `1,234`.
#[must_use]
pub fn hours(minutes: u64) -> String {
    match minutes {
        0 => "0".to_owned(),
        1..60 => "under 1".to_owned(),
        _ => thousands((minutes + 30) / 60),
    }
}

/// The same with its noun: `under 1 hour`, `1,234 hours`.
#[must_use]
pub fn count_hours(minutes: u64) -> String {
    let noun = if (1..90).contains(&minutes) { "hour" } else { "hours" };
    format!("{} {noun}", hours(minutes))
}

/// With a capital at its beginning, as a sentence or an entry of a list has.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    #[test]
    fn a_time_reads_as_the_service_manual_writes_it() {
        for (hour, minute, words) in [
            (0, 0, "midnight"),
            (0, 15, "12:15am"),
            (9, 0, "9am"),
            (9, 30, "9:30am"),
            (12, 0, "midday"),
            (12, 30, "12:30pm"),
            (17, 5, "5:05pm"),
        ] {
            assert_eq!(time_of_day(time(hour, minute, 0, 0)), words);
        }
    }

    #[test]
    fn a_diary_date_names_its_weekday() {
        assert_eq!(diary_date(date(2026, 12, 1)), "Tuesday 1 December 2026");
        assert_eq!(day_and_month(date(2026, 6, 10)), "10 June");
    }

    #[test]
    fn hours_are_rounded_to_the_nearest_and_some_training_is_never_none() {
        for (minutes, words) in [
            (0, "0 hours"),
            (20, "under 1 hour"),
            (60, "1 hour"),
            (89, "1 hour"),
            (90, "2 hours"),
            (74_070, "1,235 hours"),
        ] {
            assert_eq!(count_hours(minutes), words);
        }
    }
}
