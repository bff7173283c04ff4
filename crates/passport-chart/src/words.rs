//! Numbers and months as charts have them, and how much room words take.

use passport_core::board::spc::Thousandths;
use passport_core::compliance::Count;
use passport_core::delivery::Month;
use passport_core::wording::{month_name, thousands};

use crate::drawing::SIZE;

/// `89.9%` of thousandths of a per cent: truncated, never rounded across a target.
pub(crate) fn per_cent(value: Thousandths) -> String {
    let tenths = value / 100;
    let sign = if tenths < 0 { "\u{2212}" } else { "" };
    format!("{sign}{}.{}%", tenths.abs() / 10, tenths.abs() % 10)
}

/// `90%`, `92.5%` of hundredths of a per cent.
pub(crate) fn target(hundredths: u32) -> String {
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned() + "%"
}

/// `1,204 of 1,340`.
pub(crate) fn of(count: Count) -> String {
    format!("{} of {}", thousands(count.compliant), thousands(count.counted))
}

/// `+120`, `−3`, `0`.
pub(crate) fn signed(value: i64) -> String {
    let digits = thousands(value.unsigned_abs());
    match value {
        0 => digits,
        1.. => format!("+{digits}"),
        _ => format!("\u{2212}{digits}"),
    }
}

/// `+0.32 points` of hundredths of a point.
pub(crate) fn points(hundredths: i64) -> String {
    let size = hundredths.unsigned_abs();
    let sign = match hundredths {
        0 => "",
        1.. => "+",
        _ => "\u{2212}",
    };
    format!("{sign}{}.{:02} points", size / 100, size % 100)
}

/// `Apr`.
pub(crate) fn short_month(month: Month) -> String {
    month_name(month.first()).chars().take(3).collect()
}

/// How many months lie between.
pub(crate) fn months_between(from: Month, to: Month) -> i32 {
    let index =
        |month: Month| i32::from(month.first().year()) * 12 + i32::from(month.first().month());
    index(to) - index(from)
}

/// About how wide words are in Arial, more rather than less: Frutiger is narrower, and
/// Noto Sans, in which they are printed, hardly wider.
pub(crate) fn width(text: &str) -> f32 {
    let em = |letter: char| match letter {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | '\'' | ':' | ';' | '|' | '!' => 0.29,
        ' ' | 'f' | 't' | 'r' | '(' | ')' | '/' | '-' => 0.36,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.92,
        'A'..='Z' => 0.72,
        _ => 0.58,
    };
    text.chars().map(em).sum::<f32>() * SIZE
}

/// Words broken into lines that fit; a word that is too long stands on its own.
pub(crate) fn wrap(text: &str, room: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(line) + width(" ") + width(word) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.into()),
        }
    }
    lines
}
