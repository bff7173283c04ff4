//! Who gets the monthly passport: everyone with an assignment that day, bank
//! and honorary included, but not those who are away for long, unless the
//! organisation sets otherwise. One assignment that qualifies is enough.

use jiff::civil::Date;

use crate::compliance::{Exclusion, exclusion, is_long_term_sick};
use crate::setting::{Policy, Settings};
use crate::workforce::{Assignment, Posting, begins_with};

/// The settings that decide who gets the monthly email, on one day.
#[derive(Clone, Debug)]
pub struct MailPolicy {
    /// Beginnings of statuses that get none, in normal form.
    pub not_mailed_statuses: Vec<String>,
    /// Whether people on long-term sickness get one.
    pub mail_long_term_sick: bool,
    /// What counts as long-term sickness.
    pub policy: Policy,
}

impl MailPolicy {
    /// As the settings hold on a day.
    #[must_use]
    pub fn new(settings: &Settings, on: Date) -> Self {
        Self {
            not_mailed_statuses: settings.list("not-mailed-statuses", on),
            mail_long_term_sick: settings.get("mail-long-term-sick", on) == "yes",
            policy: settings.policy(on),
        }
    }
}

/// Why someone gets no monthly email.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotMailed {
    /// The assignment's status, as the employer writes it.
    Status(String),
    /// Sick for as long as the setting says, or longer.
    LongTermSickness,
    /// The first assignment begins later.
    NotYetStarted,
    /// The record is restricted.
    Restricted,
}

/// Whether a person gets the monthly email.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entitlement {
    /// They do.
    Gets,
    /// They do not, and why: as their primary assignment has it.
    GetsNone(NotMailed),
    /// They hold no assignment that day and none begins later: not in the plan at all.
    NotHere,
}

/// Whether the holder of these assignments gets the monthly email of this day.
#[must_use]
pub fn entitlement(rules: &MailPolicy, assignments: &[Assignment], day: Date) -> Entitlement {
    let mut reason: Option<(bool, NotMailed)> = None;
    for posting in assignments.iter().filter_map(|assignment| assignment.on(day)) {
        let Some(why) = why_not(rules, posting, day) else { return Entitlement::Gets };
        let primary_known = reason.as_ref().is_some_and(|(primary, _)| *primary);
        if reason.is_none() || (posting.primary && !primary_known) {
            reason = Some((posting.primary, why));
        }
    }
    match reason {
        Some((_, why)) => Entitlement::GetsNone(why),
        None if assignments.iter().any(|assignment| begins_later(assignment, day)) => {
            Entitlement::GetsNone(NotMailed::NotYetStarted)
        }
        None => Entitlement::NotHere,
    }
}

/// Whether the holder of a posting is away from it on the day: gets no monthly
/// email for it, or the figures leave it out for its status or for sickness. Bank
/// and honorary posts are reported apart, and their holders are here.
#[must_use]
pub fn is_away(rules: &MailPolicy, posting: &Posting, day: Date) -> bool {
    let excluded = exclusion(&rules.policy, posting, day);
    why_not(rules, posting, day).is_some()
        || matches!(excluded, Some(Exclusion::Status(_) | Exclusion::LongTermSickness))
}

fn why_not(rules: &MailPolicy, posting: &Posting, day: Date) -> Option<NotMailed> {
    if rules.not_mailed_statuses.iter().any(|beginning| begins_with(&posting.status, beginning)) {
        return Some(NotMailed::Status(posting.status.trim().into()));
    }
    (!rules.mail_long_term_sick && is_long_term_sick(&rules.policy, posting, day))
        .then_some(NotMailed::LongTermSickness)
}

fn begins_later(assignment: &Assignment, day: Date) -> bool {
    assignment.postings.iter().any(|posting| {
        posting.start.unwrap_or(posting.span.from) > day
            && !begins_with(&posting.status, "terminat")
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::span::Span;
    use crate::workforce::Absence;

    const DAY: Date = date(2026, 11, 1);

    fn rules(settings: &[(&str, &str)]) -> MailPolicy {
        let rows = settings.iter().map(|(key, value)| ((*key).into(), None, (*value).into()));
        MailPolicy::new(&Settings::new(rows), DAY)
    }

    fn posting(status: &str, category: &str) -> Posting {
        Posting {
            span: Span::ALWAYS,
            start: Some(date(2021, 3, 1)),
            end: None,
            position_number: String::new(),
            position_title: "Staff Nurse".into(),
            staff_group: String::new(),
            job_role: String::new(),
            pay_band: String::new(),
            unit: None,
            location: String::new(),
            status: status.into(),
            category: category.into(),
            primary: true,
            supervisor: String::new(),
            absence: None,
        }
    }

    fn holding(postings: Vec<Posting>) -> Vec<Assignment> {
        let held = |(number, posting)| Assignment {
            number: format!("20001234-{number}"),
            postings: vec![posting],
        };
        (1..).zip(postings).map(held).collect()
    }

    #[test]
    fn everyone_with_an_assignment_that_day_gets_one_bank_and_honorary_included() {
        for (status, category) in [
            ("Active Assignment", "Permanent"),
            ("Active Assignment", "Bank"),
            ("Active Assignment", "Honorary"),
            ("Inactive Not Worked", "Bank"),
            ("Acting Up", "Permanent"),
            ("Internal Secondment", "Fixed Term Temp"),
        ] {
            let held = holding(vec![posting(status, category)]);
            assert_eq!(entitlement(&rules(&[]), &held, DAY), Entitlement::Gets, "{status}");
        }
    }

    #[test]
    fn those_who_are_away_for_long_get_none() {
        for status in [
            "Career Break",
            "Suspend With Pay",
            "suspend no pay",
            "Out on External Secondment - Paid",
            "Maternity",
            "Maternity and Adoption",
            "Adoption Leave",
            "Offer Accepted",
        ] {
            let held = holding(vec![posting(status, "Permanent")]);
            assert_eq!(
                entitlement(&rules(&[]), &held, DAY),
                Entitlement::GetsNone(NotMailed::Status(status.into()))
            );
        }
    }

    #[test]
    fn long_term_sickness_counts_from_the_day_the_setting_says() {
        let sick_from = |start| {
            let mut one = posting("Active Assignment", "Permanent");
            one.absence = Some(Absence { sickness: true, start: Some(start), end: None });
            holding(vec![one])
        };
        let long = sick_from(date(2026, 10, 4));
        let away = Entitlement::GetsNone(NotMailed::LongTermSickness);
        assert_eq!(entitlement(&rules(&[]), &long, DAY), away);
        assert_eq!(
            entitlement(&rules(&[]), &sick_from(date(2026, 10, 5)), DAY),
            Entitlement::Gets,
            "27 days is not yet long"
        );
        let otherwise = rules(&[("mail-long-term-sick", "yes")]);
        assert_eq!(entitlement(&otherwise, &long, DAY), Entitlement::Gets);
    }

    #[test]
    fn one_assignment_that_qualifies_is_enough() {
        let mut bank = posting("Active Assignment", "Bank");
        bank.primary = false;
        let held = holding(vec![posting("Maternity", "Permanent"), bank]);
        assert_eq!(entitlement(&rules(&[]), &held, DAY), Entitlement::Gets);
    }

    #[test]
    fn the_reason_is_that_of_the_primary_assignment() {
        let mut second = posting("Suspend No Pay", "Permanent");
        second.primary = false;
        let held = holding(vec![second, posting("Career Break", "Permanent")]);
        assert_eq!(
            entitlement(&rules(&[]), &held, DAY),
            Entitlement::GetsNone(NotMailed::Status("Career Break".into()))
        );
    }

    #[test]
    fn the_organisation_may_set_otherwise() {
        let held = holding(vec![posting("Maternity", "Permanent")]);
        let otherwise = rules(&[("not-mailed-statuses", "Career Break")]);
        assert_eq!(entitlement(&otherwise, &held, DAY), Entitlement::Gets);
    }

    #[test]
    fn a_starter_is_told_apart_from_a_leaver() {
        let mut starter = posting("Active Assignment", "Permanent");
        starter.start = Some(date(2026, 11, 2));
        assert_eq!(
            entitlement(&rules(&[]), &holding(vec![starter]), DAY),
            Entitlement::GetsNone(NotMailed::NotYetStarted)
        );
        let mut leaver = posting("Active Assignment", "Permanent");
        leaver.end = Some(date(2026, 10, 31));
        let terminated = posting("Terminate Assignment", "Permanent");
        for gone in [leaver, terminated] {
            assert_eq!(entitlement(&rules(&[]), &holding(vec![gone]), DAY), Entitlement::NotHere);
        }
        assert_eq!(entitlement(&rules(&[]), &[], DAY), Entitlement::NotHere);
    }
}
