//! How our own templates write dates, counts and addresses.

use jiff::civil::{Date, DateTime};
use minijinja::value::{Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind};
use passport_core::wording;

/// Adds the filters.
pub(crate) fn install(environment: &mut Environment<'static>) {
    environment.add_filter("date", date);
    environment.add_filter("moment", moment);
    environment.add_filter("duration", duration);
    environment.add_filter("count", count);
    environment.add_filter("thousands", thousands);
    environment.add_filter("web_address", web_address);
    environment.add_filter("lower_first", lower_first);
    environment.add_filter("repeat", |text: &str, times: usize| text.repeat(times));
}

fn parse(value: &str) -> Result<Date, Error> {
    value.parse().map_err(|_| Error::new(ErrorKind::InvalidOperation, "not a date"))
}

/// `22 November 2026`.
fn date(value: &str) -> Result<String, Error> {
    parse(value).map(wording::long_date)
}

/// `22 November 2026, 2:05am`: a local time.
fn moment(value: &str) -> Result<String, Error> {
    let at: DateTime =
        value.parse().map_err(|_| Error::new(ErrorKind::InvalidOperation, "not a time"))?;
    let (hour, half) = match at.hour() {
        0 => (12, "am"),
        12 => (12, "pm"),
        hour @ 1..=11 => (hour, "am"),
        hour => (hour - 12, "pm"),
    };
    Ok(format!("{}, {hour}:{:02}{half}", wording::long_date(at.date()), at.minute()))
}

/// `12 seconds`, `3 minutes`.
fn duration(seconds: u64) -> String {
    match seconds {
        0 => "Less than a second".to_owned(),
        1..=119 => wording::count(seconds, "second", "seconds"),
        _ => wording::count(seconds / 60, "minute", "minutes"),
    }
}

/// `1 person`, `2,440 people`.
fn count(number: u64, one: &str, many: &str) -> String {
    wording::count(number, one, many)
}

/// `2,440`.
fn thousands(number: u64) -> String {
    wording::thousands(number)
}

/// An address that a link may have: http or https, or a path of ours. Anything
/// else (`javascript:`, `data:`, another scheme) is nothing, so there is no link.
fn web_address(value: &Value) -> Value {
    if value.kind() != ValueKind::String {
        return Value::UNDEFINED;
    }
    let text = value.to_string();
    let lower = text.trim().to_ascii_lowercase();
    let is_path = text.starts_with('/') && !text.starts_with("//") && !text.contains('\\');
    if lower.starts_with("https://") || lower.starts_with("http://") || is_path {
        value.clone()
    } else {
        Value::UNDEFINED
    }
}

/// A sentence that goes on inside another.
fn lower_first(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_lowercase().chain(rest).collect())
}
