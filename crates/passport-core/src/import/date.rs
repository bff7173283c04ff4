//! Dates as people and systems write them, day first.
//!
//! Read: `2026-11-30`, `30/11/2026`, `30-Nov-2026`, `30 November 2026`,
//! `2026/11/30 00:00:00`, `20261130`, and a spreadsheet's day number. Empty and
//! `No Expiry` mean none, and so do ESR's and Oracle's ends of time (31 December
//! 4712 and 9999). Never month first, and never a year of two digits: which
//! century was meant is not ours to guess.

use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, ToSpan};

/// The years we believe. Anything outside is a slip of the hand.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;

/// The least day number taken for a date when it stands bare in text: 10000 is
/// 18 May 1927. Below it, a number is more likely a year or a count of months.
const LEAST_BARE_SERIAL: f64 = 10_000.0;

/// Why a cell is not a date we can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateFault {
    /// It does not look like a date.
    NotADate,
    /// It has the shape of a date, but there is no such day.
    NotReal {
        /// The year it names.
        year: i16,
        /// The month it names; not always one of the twelve.
        month: i8,
    },
    /// The month seems to stand before the day.
    MonthFirst,
    /// The year has two digits.
    TwoDigitYear,
    /// The year is before 1900 or after 2200.
    OutOfRange,
    /// A year and nothing else.
    YearAlone,
    /// A number too small to be a day number.
    SmallNumber,
}

impl DateFault {
    /// What is wrong, as a sentence.
    pub fn what(self, value: &str) -> String {
        match self {
            DateFault::NotADate => format!("{value} is not a date."),
            DateFault::NotReal { .. } => format!("{value} is not a real date."),
            DateFault::MonthFirst => {
                format!("{value} has the month before the day; dates are read day first.")
            }
            DateFault::TwoDigitYear => format!("{value} has a year of two digits."),
            DateFault::OutOfRange => {
                format!("{value} is outside the years {} to {}.", YEARS.start(), YEARS.end())
            }
            DateFault::YearAlone => format!("{value} is a year, not a date."),
            DateFault::SmallNumber => format!("{value} is a number, not a date."),
        }
    }

    /// What to do, as a sentence.
    pub fn remedy(self) -> String {
        match self {
            DateFault::NotReal { year, month } => match Date::new(year, month, 1) {
                Ok(first) => {
                    format!("Enter a date such as {}.", first.last_of_month().strftime("%d/%m/%Y"))
                }
                Err(_) => "Enter a date such as 30/11/2026.".to_owned(),
            },
            DateFault::TwoDigitYear => "Write the year in full, as in 30/11/2026.".to_owned(),
            DateFault::MonthFirst => "Write the day first, as in 30/11/2026.".to_owned(),
            _ => "Enter a date such as 30/11/2026.".to_owned(),
        }
    }
}

/// Reads a date from text. `Ok(None)` is "no date": empty, or `No Expiry`.
pub fn parse(text: &str) -> Result<Option<Date>, DateFault> {
    let text = text.trim();
    if text.is_empty() || is_no_expiry(text) {
        return Ok(None);
    }
    if !text.is_ascii() || !text.as_bytes()[0].is_ascii_alphanumeric() {
        return Err(DateFault::NotADate);
    }
    let day = without_time(text).ok_or(DateFault::NotADate)?;
    if let Some(number) = bare_number(day) {
        return from_digits(day, number);
    }
    from_parts(day)
}

/// The date a spreadsheet means by a day number. In the usual system day 1 is
/// 1 January 1900, and day 60 is a 29 February 1900 that never was; in the other
/// day 0 is 1 January 1904.
pub fn from_serial(serial: f64, from_1904: bool) -> Result<Date, DateFault> {
    if !(0.0..200_000.0).contains(&serial) {
        return Err(DateFault::OutOfRange);
    }
    let days = serial.floor() as i32;
    let (start, days) = match (from_1904, days) {
        (true, _) => (Date::constant(1904, 1, 1), days),
        (false, 0) => return Err(DateFault::SmallNumber),
        (false, 1..60) => (Date::constant(1899, 12, 31), days),
        (false, 60) => return Err(DateFault::NotReal { year: 1900, month: 2 }),
        (false, _) => (Date::constant(1899, 12, 30), days),
    };
    start.checked_add(days.days()).map_err(|_| DateFault::OutOfRange).and_then(in_range)
}

/// The time of day a spreadsheet means by the fraction of a day number.
pub fn time_from_serial(serial: f64) -> Option<Time> {
    if !(0.0..200_000.0).contains(&serial) {
        return None;
    }
    let seconds = (serial.fract() * 86_400.0).round() as i64;
    let midnight = DateTime::constant(2000, 1, 1, 0, 0, 0, 0);
    Some(midnight.checked_add(SignedDuration::from_secs(seconds)).ok()?.time())
}

/// Reads a time of day: `09:30`, `9.30`, `0930`, `9:30 am`.
pub fn parse_time(text: &str) -> Option<Time> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let (digits, half) = if let Some(rest) = lower.strip_suffix("am") {
        (rest.trim_end(), Some(0))
    } else if let Some(rest) = lower.strip_suffix("pm") {
        (rest.trim_end(), Some(12))
    } else {
        (lower.as_str(), None)
    };
    let mut parts = [0i8; 3];
    if digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        parts[0] = digits[..2].parse().ok()?;
        parts[1] = digits[2..].parse().ok()?;
    } else {
        let mut count = 0;
        for part in digits.split([':', '.']) {
            let number = part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            if count == 3 || !number {
                return None;
            }
            parts[count] = part.parse().ok()?;
            count += 1;
        }
        if count < 2 && half.is_none() {
            return None;
        }
    }
    let hour = match half {
        Some(_) if !(1..=12).contains(&parts[0]) => return None,
        Some(half) => parts[0] % 12 + half,
        None => parts[0],
    };
    Time::new(hour, parts[1], parts[2], 0).ok()
}

fn is_no_expiry(text: &str) -> bool {
    let mut letters = text.bytes().filter(|byte| byte.is_ascii_alphanumeric());
    b"noexpiry"
        .iter()
        .all(|want| letters.next().is_some_and(|got| got.to_ascii_lowercase() == *want))
        && letters.next().is_none()
}

/// The text before a time of day, if it ends in one; none if what follows the
/// date is no time.
fn without_time(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    // The outbound style: 20121113 101356.
    if bytes.len() == 15
        && bytes[8] == b' '
        && bytes.iter().enumerate().all(|(at, byte)| at == 8 || byte.is_ascii_digit())
    {
        return Some(&text[..8]);
    }
    let Some(colon) = bytes.iter().position(|&byte| byte == b':') else { return Some(text) };
    let mut start = colon;
    while start > 0 && bytes[start - 1].is_ascii_digit() {
        start -= 1;
    }
    let hour: u32 = text[start..colon].parse().ok()?;
    let minute: u32 = text.get(colon + 1..colon + 3)?.parse().ok()?;
    let rest = text.get(colon + 3..)?;
    let plain = rest.bytes().all(|byte| {
        matches!(
            byte,
            b'0'..=b'9'
                | b':'
                | b'.'
                | b' '
                | b'+'
                | b'-'
                | b'Z'
                | b'z'
                | b'A'
                | b'a'
                | b'P'
                | b'p'
                | b'M'
                | b'm'
        )
    });
    if hour > 24 || minute > 59 || !plain || start == 0 {
        return None;
    }
    let day = &text[..start];
    let day = day.strip_suffix(['T', 't']).unwrap_or(day);
    Some(day.trim_end_matches([' ', ',']))
}

/// The value of text that is digits, with or without a fraction.
fn bare_number(text: &str) -> Option<f64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (digits(whole) && digits(fraction)).then(|| text.parse().ok()).flatten()
}

fn from_digits(text: &str, number: f64) -> Result<Option<Date>, DateFault> {
    if text.len() == 8 && !text.contains('.') {
        let part = |from: usize, to: usize| text[from..to].parse::<i16>().unwrap_or(0);
        return made_of(part(0, 4), part(4, 6), part(6, 8));
    }
    if number < LEAST_BARE_SERIAL {
        let year = text.len() == 4 && YEARS.contains(&(number as i16));
        return Err(if year { DateFault::YearAlone } else { DateFault::SmallNumber });
    }
    if number >= 200_000.0 {
        return Err(DateFault::NotADate);
    }
    from_serial(number, false).map(Some)
}

#[derive(Clone, Copy)]
enum Part<'a> {
    Number { value: i16, digits: usize },
    Word(&'a str),
}

fn from_parts(text: &str) -> Result<Option<Date>, DateFault> {
    use Part::{Number, Word};
    let mut parts = [Word(""); 3];
    let mut count = 0;
    for part in Parts(text) {
        let part = part.ok_or(DateFault::NotADate)?;
        if let Word(word) = part {
            let after_number = count > 0 && matches!(parts[count - 1], Number { .. });
            if (after_number && is_ordinal(word)) || (count == 0 && is_weekday(word)) {
                continue;
            }
        }
        if count == 3 {
            return Err(DateFault::NotADate);
        }
        parts[count] = part;
        count += 1;
    }
    if count != 3 {
        return Err(DateFault::NotADate);
    }
    match parts {
        [
            Number { value: year, digits: 4 },
            Number { value: month, .. },
            Number { value: day, .. },
        ] => made_of(year, month, day),
        [
            Number { value: day, digits: 1 | 2 },
            Number { value: month, digits: 1 | 2 },
            Number { value: year, digits: 4 },
        ] => {
            if month > 12 && (1..=12).contains(&day) && (1..=31).contains(&month) {
                return Err(DateFault::MonthFirst);
            }
            made_of(year, month, day)
        }
        [Number { digits: 1 | 2, .. }, Number { digits: 1 | 2, .. }, Number { digits: 2, .. }] => {
            Err(DateFault::TwoDigitYear)
        }
        [Number { value: day, digits: 1 | 2 }, Word(word), Number { value: year, digits }] => {
            let month = month_named(word).ok_or(DateFault::NotADate)?;
            match digits {
                4 => made_of(year, month, day),
                2 => Err(DateFault::TwoDigitYear),
                _ => Err(DateFault::NotADate),
            }
        }
        [Number { value: year, digits: 4 }, Word(word), Number { value: day, .. }] => {
            made_of(year, month_named(word).ok_or(DateFault::NotADate)?, day)
        }
        [Word(word), Number { .. }, Number { .. }] if month_named(word).is_some() => {
            Err(DateFault::MonthFirst)
        }
        _ => Err(DateFault::NotADate),
    }
}

/// Runs of digits and runs of letters; none for anything that cannot be part of
/// a date.
struct Parts<'a>(&'a str);

impl<'a> Iterator for Parts<'a> {
    type Item = Option<Part<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0 = self.0.trim_start_matches([' ', '-', '/', '.', ',']);
        let first = *self.0.as_bytes().first()?;
        let same: fn(u8) -> bool = if first.is_ascii_digit() {
            |byte| byte.is_ascii_digit()
        } else if first.is_ascii_alphabetic() {
            |byte| byte.is_ascii_alphabetic()
        } else {
            self.0 = "";
            return Some(None);
        };
        let end = self.0.bytes().position(|byte| !same(byte)).unwrap_or(self.0.len());
        let (run, rest) = self.0.split_at(end);
        self.0 = rest;
        Some(if first.is_ascii_digit() {
            (run.len() <= 4)
                .then(|| run.parse().ok())
                .flatten()
                .map(|value| Part::Number { value, digits: run.len() })
        } else {
            Some(Part::Word(run))
        })
    }
}

fn made_of(year: i16, month: i16, day: i16) -> Result<Option<Date>, DateFault> {
    if matches!((year, month, day), (4712 | 9999, 12, 31)) {
        return Ok(None);
    }
    let month = i8::try_from(month).unwrap_or(0);
    let day = i8::try_from(day).unwrap_or(0);
    match Date::new(year, month, day) {
        Ok(date) => in_range(date).map(Some),
        Err(_) => Err(DateFault::NotReal { year, month }),
    }
}

fn in_range(date: Date) -> Result<Date, DateFault> {
    if YEARS.contains(&date.year()) { Ok(date) } else { Err(DateFault::OutOfRange) }
}

fn month_named(word: &str) -> Option<i16> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    if word.eq_ignore_ascii_case("sept") {
        return Some(9);
    }
    let index = MONTHS.iter().position(|month| {
        word.eq_ignore_ascii_case(month) || word.eq_ignore_ascii_case(&month[..3])
    })?;
    Some(index as i16 + 1)
}

fn is_ordinal(word: &str) -> bool {
    ["st", "nd", "rd", "th"].iter().any(|ordinal| word.eq_ignore_ascii_case(ordinal))
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    DAYS.iter().any(|day| word.eq_ignore_ascii_case(day) || word.eq_ignore_ascii_case(&day[..3]))
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    #[track_caller]
    fn reads(text: &str, year: i16, month: i8, day: i8) {
        assert_eq!(parse(text), Ok(Some(date(year, month, day))), "{text}");
    }

    #[track_caller]
    fn fails(text: &str, fault: DateFault) {
        assert_eq!(parse(text), Err(fault), "{text}");
    }

    #[test]
    fn every_style_of_the_contract_is_read() {
        for text in [
            "2026-11-30",
            "30/11/2026",
            "30-Nov-2026",
            "30-NOV-2026",
            "30 November 2026",
            "2026/11/30 00:00:00",
            "20261130",
            "20261130 101356",
            "46356",
            "46356.75",
            "30-11-2026",
            "30.11.2026",
            "30/11/2026 09:15",
            "30/11/2026 09:15:00 PM",
            "2026-11-30T00:00:00Z",
            "2026-11-30T23:59:59.000",
            "Mon 30th Nov 2026",
            "  30 Nov 2026 ",
        ] {
            reads(text, 2026, 11, 30);
        }
        reads("1/2/2026", 2026, 2, 1);
        reads("3 Sept 2025", 2025, 9, 3);
    }

    #[test]
    fn no_expiry_empty_and_the_end_of_time_are_no_date() {
        for text in [
            "",
            "  ",
            "No Expiry",
            "no expiry",
            "NO-EXPIRY",
            "47121231",
            "31-DEC-4712",
            "31/12/9999",
        ] {
            assert_eq!(parse(text), Ok(None), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_a_date_says_why() {
        fails("31/02/2026", DateFault::NotReal { year: 2026, month: 2 });
        fails("2026-13-01", DateFault::NotReal { year: 2026, month: 13 });
        fails("29-Feb-2026", DateFault::NotReal { year: 2026, month: 2 });
        fails("00/00/0000", DateFault::NotReal { year: 0, month: 0 });
        fails("11/30/2026", DateFault::MonthFirst);
        fails("Nov 30, 2026", DateFault::MonthFirst);
        fails("30/11/26", DateFault::TwoDigitYear);
        fails("30-Nov-26", DateFault::TwoDigitYear);
        fails("01/01/1899", DateFault::OutOfRange);
        fails("01/01/2201", DateFault::OutOfRange);
        fails("2026", DateFault::YearAlone);
        fails("12", DateFault::SmallNumber);
        for text in [
            "tomorrow",
            "30/11",
            "30/Foo/2026",
            "1e5",
            "-46356",
            "+5",
            "30/11/2026 25:99",
            "\u{661}/1/2026",
            "99999999999",
            "30:11:2026",
            ":",
            "::::",
            "1:",
            "2026-11-30 10:3",
            "12345678901234567890123",
        ] {
            fails(text, DateFault::NotADate);
        }
    }

    #[test]
    fn the_remedy_for_an_unreal_day_is_the_last_day_of_its_month() {
        let fault = parse("31/02/2026").unwrap_err();
        assert_eq!(fault.what("31/02/2026"), "31/02/2026 is not a real date.");
        assert_eq!(fault.remedy(), "Enter a date such as 28/02/2026.");
    }

    #[test]
    fn day_numbers_skip_the_day_that_never_was() {
        for (serial, expected) in [
            (1.0, Ok(date(1900, 1, 1))),
            (59.0, Ok(date(1900, 2, 28))),
            (60.0, Err(DateFault::NotReal { year: 1900, month: 2 })),
            (61.0, Ok(date(1900, 3, 1))),
            (46356.99, Ok(date(2026, 11, 30))),
            (0.5, Err(DateFault::SmallNumber)),
            (-1.0, Err(DateFault::OutOfRange)),
            (f64::NAN, Err(DateFault::OutOfRange)),
            (1e300, Err(DateFault::OutOfRange)),
        ] {
            assert_eq!(from_serial(serial, false), expected, "{serial}");
        }
        assert_eq!(from_serial(44894.0, true), Ok(date(2026, 11, 30)));
    }

    #[test]
    fn times_of_day_are_read() {
        for (text, expected) in [
            ("09:30", Some(time(9, 30, 0, 0))),
            ("9.30", Some(time(9, 30, 0, 0))),
            ("0930", Some(time(9, 30, 0, 0))),
            ("9:30 PM", Some(time(21, 30, 0, 0))),
            ("12am", Some(time(0, 0, 0, 0))),
            ("17:00:30", Some(time(17, 0, 30, 0))),
            ("25:00", None),
            ("9", None),
            ("13pm", None),
            ("morning", None),
        ] {
            assert_eq!(parse_time(text), expected, "{text}");
        }
        assert_eq!(time_from_serial(0.395_833_333_3), Some(time(9, 30, 0, 0)));
    }
}
