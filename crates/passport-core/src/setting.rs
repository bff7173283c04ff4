//! The organisation's dated settings: where trusts differ, the rule is a value
//! with a date, and the default is the one rules.md gives.

mod address;

use address::{is_issuer, is_web_address};
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
    Within { least: u32, most: u32 },
    Percent,
    YesNo,
    OneOf(&'static [&'static str]),
    List,
    ListOf(&'static [&'static str]),
    Time,
    Text,
    WebAddress,
    Issuer,
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
        key: "second-factor-roles",
        default: "administrator; training lead",
        meaning: "The roles whose holders log in with a code from their phone beside the password; staff: everyone who has a record. Single sign-on asks for its own.",
        kind: Kind::ListOf(&[
            "staff",
            "manager",
            "subject lead",
            "training lead",
            "board viewer",
            "administrator",
        ]),
    },
    Setting {
        key: "session-idle-minutes",
        default: "30",
        meaning: "Minutes without a request after which someone is logged out.",
        kind: Kind::Within { least: 5, most: 240 },
    },
    Setting {
        key: "session-hours",
        default: "13",
        meaning: "Hours after which someone is logged out, however busy: longer than a shift with its handover.",
        kind: Kind::Within { least: 1, most: 24 },
    },
    Setting {
        key: "site-address",
        default: "http://127.0.0.1:8080",
        meaning: "The address under which people open the product: emails, PDFs and their QR codes link to it.",
        kind: Kind::WebAddress,
    },
    Setting {
        key: "sso-issuer",
        default: "",
        meaning: "The identity provider that people may log in through, exactly as its discovery names it: https://login.example.nhs.uk/…; empty switches single sign-on off.",
        kind: Kind::Issuer,
    },
    Setting {
        key: "sso-client-id",
        default: "",
        meaning: "What the identity provider calls this service: its client ID or application ID.",
        kind: Kind::Text,
    },
    Setting {
        key: "sso-name",
        default: "Log in with your work account",
        meaning: "What the button on the log-in page says.",
        kind: Kind::Text,
    },
    Setting {
        key: "sso-employee-number-claim",
        default: "",
        meaning: "The claim of the identity provider that holds the employee number, letter for letter; whoever works here is linked by it the first time they come. Empty: nobody is, and an administrator links each.",
        kind: Kind::Text,
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
            Kind::Within { least, most } => (
                value.parse::<u32>().is_ok_and(|n| (*least..=*most).contains(&n)),
                format!("a whole number from {least} to {most}"),
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
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_default_is_a_value_the_setting_can_have() {
        for setting in SETTINGS {
            assert_eq!(setting.check(setting.default), Ok(()), "{}", setting.key);
        }
    }

    #[test]
    fn a_percentage_is_read_exactly() {
        for (text, value) in [
            ("85", Some(8500)),
            ("92.5", Some(9250)),
            ("84.96%", Some(8496)),
            ("100", Some(10_000)),
            ("100.01", None),
            ("", None),
            ("8,5", None),
            ("-1", None),
        ] {
            assert_eq!(hundredths(text), value, "{text:?}");
        }
    }

    #[test]
    fn a_time_of_day_has_hours_and_minutes() {
        assert_eq!(time_of_day("07:00"), Some(jiff::civil::time(7, 0, 0, 0)));
        for wrong in ["7:00", "24:00", "07:60", "07.00", "", "07:00:00"] {
            assert_eq!(time_of_day(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_setting_holds_from_its_day() {
        let settings = Settings::new([
            ("warning-months".into(), None, "2".into()),
            ("warning-months".into(), Some(date(2026, 4, 1)), "6".into()),
        ]);
        assert_eq!(settings.policy(date(2026, 3, 31)).warning_months, 2);
        assert_eq!(settings.policy(date(2026, 4, 1)).warning_months, 6);
    }
}
