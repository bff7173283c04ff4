//! The organisation's dated settings: where trusts differ, the rule is a value
//! with a date, and the default is the one rules.md gives.

use jiff::civil::{Date, Time};

use crate::span::BEGINNING;
use crate::text::normal;

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
    Months,
    Percent,
    YesNo,
    OneOf(&'static [&'static str]),
    List,
    Time,
    Text,
    WebAddress,
}

/// Every setting.
pub const SETTINGS: &[Setting] = &[
    Setting {
        key: "count-by",
        default: "assignment",
        meaning: "What a line of the figures is: assignment (as ESR counts) or person.",
        kind: Kind::OneOf(&["assignment", "person"]),
    },
    Setting {
        key: "warning-months",
        default: "3",
        meaning: "Months before expiry in which a completed line says renew soon, where the competence has none of its own.",
        kind: Kind::Whole { most: 24 },
    },
    Setting {
        key: "grace-counts",
        default: "no",
        meaning: "Whether lines in a starter's grace are counted in the figures.",
        kind: Kind::YesNo,
    },
    Setting {
        key: "target",
        default: "85",
        meaning: "The organisation's compliance target in per cent, where a subject has none of its own.",
        kind: Kind::Percent,
    },
    Setting {
        key: "excluded-statuses",
        default: "Maternity; Adoption; Career Break; Out on External Secondment; Suspend; Inactive Not Worked; Offer Accepted",
        meaning: "Assignments whose status begins with one of these are left out of the figures; separated by semicolons.",
        kind: Kind::List,
    },
    Setting {
        key: "excluded-categories",
        default: "Bank; Honorary",
        meaning: "Assignments whose category begins with one of these are left out of the figures and reported apart.",
        kind: Kind::List,
    },
    Setting {
        key: "long-term-sickness-days",
        default: "28",
        meaning: "Days after which sickness leaves an assignment out of the figures.",
        kind: Kind::Whole { most: 3650 },
    },
    Setting {
        key: "brake-percent",
        default: "10",
        meaning: "An import in which more than this share of people leave or move is refused without --accept-large-change.",
        kind: Kind::Percent,
    },
    Setting {
        key: "brake-endings-percent",
        default: "50",
        meaning: "An import in which more than this share of requirements or of exemptions ends, because the file no longer holds them, is refused without --accept-large-change; fewer than 10 never are.",
        kind: Kind::Percent,
    },
    Setting {
        key: "compliance-extract",
        default: "require",
        meaning: "What a row of the ESR compliance extract does: require its competence of its assignment, as a trust with no requirements file needs, or compare only, so that report reconcile shows ours beside ESR's.",
        kind: Kind::OneOf(&["require", "compare"]),
    },
    Setting {
        key: "monthly-day",
        default: "1",
        meaning: "The day of the month on which serve sends the passports; 0 switches the monthly run off.",
        kind: Kind::Whole { most: 28 },
    },
    Setting {
        key: "monthly-time",
        default: "07:00",
        meaning: "The time of day of the monthly run, in Europe/London.",
        kind: Kind::Time,
    },
    Setting {
        key: "nightly-time",
        default: "02:30",
        meaning: "The time of day of the nightly import from the watched folder, in Europe/London.",
        kind: Kind::Time,
    },
    Setting {
        key: "import-folder",
        default: "",
        meaning: "The folder whose files serve imports each night; empty switches it off.",
        kind: Kind::Text,
    },
    Setting {
        key: "mail-to",
        default: "",
        meaning: "Where serve sends mail: smtp://user@host:587, smtps://…, or a folder as file:///path; empty switches sending off.",
        kind: Kind::Text,
    },
    Setting {
        key: "mail-from",
        default: "",
        meaning: "The sender of the monthly email, e.g. Hartwell NHS Trust <training@hartwell.example.nhs.uk>.",
        kind: Kind::Text,
    },
    Setting {
        key: "mail-bounces-to",
        default: "",
        meaning: "The address that undeliverable mail is returned to; empty: the sender's.",
        kind: Kind::Text,
    },
    Setting {
        key: "mail-connections",
        default: "3",
        meaning: "How many connections to the mail server are used at once; Exchange Online allows three.",
        kind: Kind::Whole { most: 50 },
    },
    Setting {
        key: "mail-per-minute",
        default: "0",
        meaning: "The most messages sent in a minute; 0: no limit.",
        kind: Kind::Whole { most: 1_000_000 },
    },
    Setting {
        key: "mail-in-doubt",
        default: "resend",
        meaning: "What happens to a message whose acceptance by the server is in doubt after a crash: resend (with the same Message-ID) or hold for a person to decide.",
        kind: Kind::OneOf(&["resend", "hold"]),
    },
    Setting {
        key: "not-mailed-statuses",
        default: "Career Break; Suspend; Out on External Secondment; Maternity; Adoption; Offer Accepted",
        meaning: "People all of whose assignments have a status that begins with one of these get no monthly email.",
        kind: Kind::List,
    },
    Setting {
        key: "mail-long-term-sick",
        default: "no",
        meaning: "Whether people on long-term sickness get the monthly email.",
        kind: Kind::YesNo,
    },
    Setting {
        key: "contact",
        default: "",
        meaning: "Whom staff ask about training: an email address or a telephone number, shown on every passport.",
        kind: Kind::Text,
    },
    Setting {
        key: "site-address",
        default: "http://127.0.0.1:8080",
        meaning: "The address under which people open the product: emails, PDFs and their QR codes link to it.",
        kind: Kind::WebAddress,
    },
    Setting {
        key: "retention-statutory-months",
        default: "120",
        meaning: "Months after completion for which statutory and mandatory training is kept: class C, and names of CSTF or MAND; or keep.",
        kind: Kind::Months,
    },
    Setting {
        key: "retention-statutory-subjects",
        default: "",
        meaning: "Further subjects whose training is kept as statutory and mandatory; separated by semicolons.",
        kind: Kind::List,
    },
    Setting {
        key: "retention-clinical-months",
        default: "keep",
        meaning: "Months after leaving for which clinical training is kept, or keep. Where it is kept until the 75th birthday, let Retain Until say so before setting a number.",
        kind: Kind::Months,
    },
    Setting {
        key: "retention-clinical-subjects",
        default: "",
        meaning: "Subjects whose training is kept as clinical; separated by semicolons.",
        kind: Kind::List,
    },
    Setting {
        key: "retention-other-months",
        default: "72",
        meaning: "Months after completion for which other training is kept, or keep.",
        kind: Kind::Months,
    },
    Setting {
        key: "retention-leaver-months",
        default: "72",
        meaning: "Months after leaving for which everything else of a person is kept, or keep.",
        kind: Kind::Months,
    },
    Setting {
        key: "retention-audit-months",
        default: "72",
        meaning: "Months for which the audit says who did what to whose record, or keep.",
        kind: Kind::Months,
    },
    Setting {
        key: "retention-outbox-months",
        default: "24",
        meaning: "Months for which a monthly message keeps its name, address and unit, or keep.",
        kind: Kind::Months,
    },
    Setting {
        key: "retention-session-months",
        default: "6",
        meaning: "Months for which ended log-ins and links to log in are kept, or keep.",
        kind: Kind::Months,
    },
    Setting {
        key: "retention-import-problems-months",
        default: "12",
        meaning: "Months for which the problems of an import are kept with the values they quote, or keep.",
        kind: Kind::Months,
    },
];

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
            Kind::List => (true, "a list separated by semicolons".into()),
            Kind::Time => (time_of_day(value).is_some(), "a time such as 07:00".into()),
            Kind::WebAddress => (
                is_web_address(value),
                "the beginning of a web address, such as https://passport.example.nhs.uk".into(),
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

/// Whether links can begin with this: a scheme that browsers open, a host, and
/// nothing that could end an attribute, a header or the path before its time.
fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split('/').next().unwrap_or_default();
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~/:%[]".contains(c);
        host.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[') && rest.chars().all(plain)
    })
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
