//! The workforce: people and the assignments through which they hold posts.
//! Assignments are effective-dated: what held on a past day can be asked.

use jiff::civil::Date;

use crate::organisation::UnitId;
use crate::span::Span;

/// Who a person is, as a passport and an email name them. Text is kept as
/// recorded; whoever lays it out escapes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonDetails {
    /// `Ms`, `Dr`; may be empty.
    pub title: String,
    /// First name.
    pub first_name: String,
    /// Last name; empty for a person with one name.
    pub last_name: String,
    /// The first name the person goes by, where it differs; may be empty.
    pub preferred_name: String,
    /// Where the monthly passport goes; empty if there is no address.
    pub email: String,
}

impl PersonDetails {
    /// The preferred or else the first name, and the last name.
    #[must_use]
    pub fn name(&self) -> String {
        let preferred = self.preferred_name.trim();
        let first = if preferred.is_empty() { self.first_name.trim() } else { preferred };
        format!("{first} {}", self.last_name.trim()).trim().to_owned()
    }
}

/// One person's hold on a post, with its history.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// The assignment number, e.g. `20001234-2`.
    pub number: String,
    /// What held from when to when, oldest first; the spans do not overlap.
    pub postings: Vec<Posting>,
}

/// What held of an assignment over a run of days.
#[derive(Clone, Debug, PartialEq)]
pub struct Posting {
    /// The days over which this held.
    pub span: Span,
    /// First day of the assignment, where the file gives one.
    pub start: Option<Date>,
    /// Last day of the assignment, where it has ended or will.
    pub end: Option<Date>,
    /// Position number.
    pub position_number: String,
    /// Position title.
    pub position_title: String,
    /// Staff group.
    pub staff_group: String,
    /// Job role.
    pub job_role: String,
    /// Pay band.
    pub pay_band: String,
    /// Unit; `None` where the file gives no organisation.
    pub unit: Option<UnitId>,
    /// Location.
    pub location: String,
    /// Assignment status as the employer writes it.
    pub status: String,
    /// Assignment category as the employer writes it.
    pub category: String,
    /// Whether it is the person's primary assignment.
    pub primary: bool,
    /// The supervisor's employee number, empty if none.
    pub supervisor: String,
    /// A present or past absence: dates, and sickness yes or no, never the reason.
    pub absence: Option<Absence>,
}

/// An absence. The reason is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Absence {
    /// Whether it is sickness.
    pub sickness: bool,
    /// First day away.
    pub start: Option<Date>,
    /// Last day away; `None` while it lasts.
    pub end: Option<Date>,
}

impl Posting {
    /// Whether the assignment is on a report for the day: begun, not ended,
    /// not terminated (rules.md section 5).
    #[must_use]
    pub fn is_on_report(&self, day: Date) -> bool {
        is_on_report(self.start, self.end, &self.status, day)
    }
}

/// As [`Posting::is_on_report`], of the bare values.
#[must_use]
pub fn is_on_report(start: Option<Date>, end: Option<Date>, status: &str, day: Date) -> bool {
    start.is_none_or(|start| start <= day)
        && end.is_none_or(|end| day <= end)
        && !begins_with(status, "terminat")
}

impl Assignment {
    /// What holds on the day, if the assignment is on a report for it.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<&Posting> {
        self.postings.iter().rev().find(|p| p.span.covers(day)).filter(|p| p.is_on_report(day))
    }
}

/// Whether the text begins so, in any case; `beginning` is given in lower case.
#[must_use]
pub fn begins_with(text: &str, beginning: &str) -> bool {
    let mut chars = text.trim_start().chars().flat_map(char::to_lowercase);
    beginning.chars().all(|wanted| chars.next() == Some(wanted))
}
