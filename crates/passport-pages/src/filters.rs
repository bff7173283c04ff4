//! How our own templates write dates, counts and addresses.

use jiff::civil::Date;
use minijinja::value::{Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind};
use passport_core::wording;

/// Adds the filters.
pub(crate) fn install(environment: &mut Environment<'static>) {
    environment.add_filter("date", date);
    environment.add_filter("short_date", short_date);
    environment.add_filter("count", count);
    environment.add_filter("thousands", thousands);
    environment.add_filter("web_address", web_address);
}

fn parse(value: &str) -> Result<Date, Error> {
    value.parse().map_err(|_| Error::new(ErrorKind::InvalidOperation, "not a date"))
}

/// `22 November 2026`.
fn date(value: &str) -> Result<String, Error> {
    parse(value).map(wording::long_date)
}

/// `22 November`: where the year has just been said.
fn short_date(value: &str) -> Result<String, Error> {
    let date = parse(value)?;
    Ok(format!("{} {}", date.day(), wording::month_name(date)))
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
