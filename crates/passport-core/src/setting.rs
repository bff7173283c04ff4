//! The organisation's dated settings: where trusts differ, the rule is a value
//! with a date, and the default is the one rules.md gives.

mod address;
mod table;

use address::{is_issuer, is_web_address};
use jiff::civil::{Date, Time};

use crate::reminder::Ladder;
use crate::span::BEGINNING;
use crate::text::normal;

pub use table::SETTINGS;

/// One setting that exists: its name, default and meaning. `setting list` and
/// the reference are printed from this table.
#[derive(Debug)]
pub struct Setting {
    /// As typed: `warning-months`.
    pub key: &'static str,
    /// The value where the organisation has set none.
    pub default: &'static str,
    /// One sentence for the person who sets it.
    pub meaning: &'static str,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Whole { most: u32 },
    Within { least: u32, most: u32 },
    Months,
    Percent,
    YesNo,
    OneOf(&'static [&'static str]),
    List,
    ListOf(&'static [&'static str]),
    Time,
    Ladder,
    Text,
    WebAddress,
    Issuer,
}

/// Why a value was refused.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingError {
    /// No such setting.
    #[error("There is no setting {0:?}. Run `passport setting list` to see them all.")]
    Unknown(String),
    /// A value it cannot have.
    #[error("{key} cannot be {value:?}: enter {expected}.")]
    Value {
        /// The setting.
        key: String,
        /// What was given.
        value: String,
        /// What it takes.
        expected: String,
    },
}

impl Setting {
    /// The setting of this key.
    ///
    /// # Errors
    /// When there is none.
    pub fn find(key: &str) -> Result<&'static Self, SettingError> {
        SETTINGS
            .iter()
            .find(|setting| setting.key == key)
            .ok_or_else(|| SettingError::Unknown(key.into()))
    }

    /// Whether the setting can have this value.
    ///
    /// # Errors
    /// Names what it takes instead.
    pub fn check(&self, value: &str) -> Result<(), SettingError> {
        let (fits, expected) = match &self.kind {
            Kind::Whole { most } => (
                value.parse::<u32>().is_ok_and(|n| n <= *most),
                format!("a whole number from 0 to {most}"),
            ),
            Kind::Within { least, most } => (
                value.parse::<u32>().is_ok_and(|n| (*least..=*most).contains(&n)),
                format!("a whole number from {least} to {most}"),
            ),
            Kind::Months => (
                value == "keep" || value.parse::<u32>().is_ok_and(|n| (1..=1200).contains(&n)),
                "a whole number of months from 1 to 1200, or keep".into(),
            ),
            Kind::Percent => (
                hundredths(value).is_some(),
                "a percentage from 0 to 100 with at most two decimals, such as 85 or 92.5".into(),
            ),
            Kind::YesNo => (matches!(value, "yes" | "no"), "yes or no".into()),
            Kind::OneOf(values) => (values.contains(&value), values.join(" or ")),
            Kind::ListOf(values) => (
                value
                    .split(';')
                    .map(normal)
                    .all(|one| one.is_empty() || values.iter().any(|known| *known == one)),
                format!("some of {}, separated by semicolons", values.join(", ")),
            ),
            Kind::List => (true, "a list separated by semicolons".into()),
            Kind::Time => (time_of_day(value).is_some(), "a time such as 07:00".into()),
            Kind::Ladder => {
                let read = Ladder::parse(value);
                let why = read.as_ref().err().map(|why| format!("; {why}")).unwrap_or_default();
                let example = "60, 30, 7 before; 1 after; 14 after with copy; escalate 28 after";
                (read.is_ok(), format!("steps such as {example}{why}"))
            }
            Kind::WebAddress => (
                is_web_address(value),
                "the beginning of a web address, such as https://passport.example.nhs.uk".into(),
            ),
            Kind::Issuer => (
                value.is_empty() || is_issuer(value),
                "the issuer as the provider's discovery writes it, such as https://login.example.nhs.uk/realms/trust".into(),
            ),
            Kind::Text => (!value.contains(['\n', '\r', '\0']), "text on one line".into()),
        };
        if fits {
            Ok(())
        } else {
            Err(SettingError::Value { key: self.key.into(), value: value.into(), expected })
        }
    }
}

/// Reads a percentage into hundredths of a per cent: `92.5` is 9250.
#[must_use]
pub fn hundredths(text: &str) -> Option<u32> {
    let text = text.trim().trim_end_matches('%').trim_end();
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(decimals) || whole.len() > 3 || decimals.len() > 2 {
        return None;
    }
    let scaled = if decimals.len() == 1 { 10 } else { 1 } * decimals.parse::<u32>().ok()?;
    let value = whole.parse::<u32>().ok()? * 100 + scaled;
    (value <= 10_000).then_some(value)
}

/// A time of day such as `07:00`.
#[must_use]
pub fn time_of_day(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    let two_digits = |s: &str| s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit());
    if !two_digits(hour) || !two_digits(minute) {
        return None;
    }
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

/// What lines of the figures are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountBy {
    /// One assignment × subject × level.
    Assignment,
    /// The passport's lines.
    Person,
}

/// The organisation's settings with their dates.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Key, first day, value; in any order.
    values: Vec<(String, Date, String)>,
}

impl Settings {
    /// Settings from stored rows: key, first day (`None`: always), value.
    #[must_use]
    pub fn new(rows: impl IntoIterator<Item = (String, Option<Date>, String)>) -> Self {
        let mut values: Vec<_> = rows
            .into_iter()
            .map(|(key, from, value)| (key, from.unwrap_or(BEGINNING), value))
            .collect();
        // Stable: of two values from the same day the later recorded stands.
        values.sort_by_key(|row| row.1);
        Self { values }
    }

    /// The value that holds on a day, or the default.
    #[must_use]
    pub fn get(&self, key: &str, on: Date) -> &str {
        self.values
            .iter()
            .rev()
            .find(|(name, from, _)| name == key && *from <= on)
            .map(|(_, _, value)| value.as_str())
            .or_else(|| Setting::find(key).ok().map(|setting| setting.default))
            .unwrap_or("")
    }

    /// A list setting, each entry in normal form.
    #[must_use]
    pub fn list(&self, key: &str, on: Date) -> Vec<String> {
        self.get(key, on).split(';').map(normal).filter(|entry| !entry.is_empty()).collect()
    }

    /// A whole-number setting.
    #[must_use]
    pub fn whole(&self, key: &str, on: Date) -> u32 {
        self.get(key, on).parse().unwrap_or(0)
    }

    /// A setting of months; `None` where it says keep, or cannot be read.
    #[must_use]
    pub fn months(&self, key: &str, on: Date) -> Option<u32> {
        self.get(key, on).parse().ok()
    }

    /// The settings that decide statuses and figures, as they hold on a day.
    #[must_use]
    pub fn policy(&self, on: Date) -> Policy {
        Policy {
            count_by: match self.get("count-by", on) {
                "person" => CountBy::Person,
                _ => CountBy::Assignment,
            },
            warning_months: self.whole("warning-months", on) as u16,
            grace_counts: self.get("grace-counts", on) == "yes",
            target: hundredths(self.get("target", on)).unwrap_or(8500),
            excluded_statuses: self.list("excluded-statuses", on),
            excluded_categories: self.list("excluded-categories", on),
            long_term_sickness_days: self.whole("long-term-sickness-days", on),
        }
    }
}

/// The settings that decide statuses and figures, on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// What a line is.
    pub count_by: CountBy,
    /// Months of warning before expiry.
    pub warning_months: u16,
    /// Whether lines in grace are counted.
    pub grace_counts: bool,
    /// The organisation's target in hundredths of a per cent.
    pub target: u32,
    /// Beginnings of excluded statuses, in normal form.
    pub excluded_statuses: Vec<String>,
    /// Beginnings of excluded categories, in normal form.
    pub excluded_categories: Vec<String>,
    /// Days after which sickness excludes.
    pub long_term_sickness_days: u32,
}

#[cfg(test)]
mod tests;
