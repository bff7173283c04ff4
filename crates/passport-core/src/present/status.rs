//! A status's words, its colour and its place on the page: the table of
//! rules.md section 4, all in one place.

use jiff::civil::Date;

use super::passport::{Colour, Group};
use crate::compliance::Status;
use crate::wording::long_date;

/// The colour key of a status; never shown without its words.
#[must_use]
pub const fn colour(status: Status) -> Colour {
    match status {
        Status::Completed => Colour::Green,
        Status::RenewSoon => Colour::GreenMarked,
        Status::Expired | Status::NeverCompleted => Colour::Red,
        Status::InGrace => Colour::RedOutline,
        Status::Exempt => Colour::Grey,
        Status::NotYetIntroduced | Status::Excluded => Colour::Neutral,
    }
}

/// Where a status stands on the page.
#[must_use]
pub const fn group(status: Status) -> Group {
    match status {
        Status::Expired | Status::NeverCompleted | Status::InGrace => Group::ToDo,
        Status::RenewSoon => Group::Soon,
        Status::Completed | Status::Exempt | Status::NotYetIntroduced | Status::Excluded => {
            Group::Fine
        }
    }
}

/// The facts that a status's words name.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Named<'a> {
    /// Last day in date.
    pub expiry: Option<Date>,
    /// Last day of grace.
    pub due: Option<Date>,
    /// The day it will begin to be asked.
    pub introduced: Option<Date>,
    /// Last day of the exemption.
    pub exempt_until: Option<Date>,
    /// Who agreed the exemption.
    pub approved_by: &'a str,
}

/// A status in words, as the passport shows it.
pub(super) fn words(status: Status, named: Named<'_>) -> String {
    match (status, named.expiry) {
        (Status::Completed | Status::RenewSoon, None) => "Completed, does not expire".into(),
        (Status::Completed, Some(expiry)) => format!("Completed, expires {}", long_date(expiry)),
        (Status::RenewSoon, Some(expiry)) => format!("Renew by {}", long_date(expiry)),
        (Status::Expired, Some(expiry)) => format!("Required, expired {}", long_date(expiry)),
        (Status::NeverCompleted | Status::Expired, _) => "Required".into(),
        (Status::InGrace, _) => dated("Complete", "by", named.due),
        (Status::NotYetIntroduced, _) => dated("Required", "from", named.introduced),
        (Status::Exempt, _) => {
            let until = dated("Exempt", "until", named.exempt_until);
            match named.approved_by.trim() {
                "" => until,
                approver => format!("{until}, agreed by {approver}"),
            }
        }
        (Status::Excluded, _) => "Not counted".into(),
    }
}

fn dated(word: &str, preposition: &str, date: Option<Date>) -> String {
    date.map_or_else(|| word.into(), |date| format!("{word} {preposition} {}", long_date(date)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn each_status_reads_as_the_table_says() {
        let named = Named {
            expiry: Some(date(2026, 6, 10)),
            due: Some(date(2027, 1, 14)),
            introduced: Some(date(2027, 4, 1)),
            exempt_until: Some(date(2027, 3, 1)),
            approved_by: "the training lead",
        };
        for (status, expected) in [
            (Status::Completed, "Completed, expires 10 June 2026"),
            (Status::RenewSoon, "Renew by 10 June 2026"),
            (Status::NeverCompleted, "Required"),
            (Status::Expired, "Required, expired 10 June 2026"),
            (Status::InGrace, "Complete by 14 January 2027"),
            (Status::Exempt, "Exempt until 1 March 2027, agreed by the training lead"),
            (Status::NotYetIntroduced, "Required from 1 April 2027"),
        ] {
            assert_eq!(words(status, named), expected);
        }
        assert_eq!(words(Status::Completed, Named::default()), "Completed, does not expire");
        assert_eq!(words(Status::Exempt, Named::default()), "Exempt");
    }
}
