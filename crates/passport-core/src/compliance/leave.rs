//! Who is back from leave: away by a status that the figures leave out, or sick for
//! long, and at work on the day. Bank and honorary posts are no leave, and an offer
//! that was accepted is no return.

use jiff::civil::Date;

use super::calendar::add_days;
use super::exclusion::{Exclusion, exclusion, is_long_term_sick};
use crate::record::Person;
use crate::setting::Policy;
use crate::workforce::{Assignment, Posting, begins_with};

/// A leave that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leave {
    /// What it was, as the figures list it: `Maternity`.
    pub reason: String,
    /// The first day away.
    pub from: Date,
    /// The first day back.
    pub back_on: Date,
}

/// The leave from which somebody has come back in the days before a day, if they
/// have; of several the one that ended last.
#[must_use]
pub fn back_from(policy: &Policy, person: &Person, day: Date, within_days: u16) -> Option<Leave> {
    let since = add_days(day, -i64::from(within_days));
    let leaves = person.assignments.iter().filter_map(|assignment| {
        let at = assignment.on(day)?;
        if away(policy, at, day).is_some() {
            return None;
        }
        ended(policy, assignment, at).into_iter().chain(sickness(policy, at, day)).max_by_key(last)
    });
    leaves.filter(|leave| since <= leave.back_on && leave.back_on <= day).max_by_key(last)
}

fn last(leave: &Leave) -> Date {
    leave.back_on
}

/// The run of postings away that came before those up to now.
fn ended(policy: &Policy, assignment: &Assignment, at: &Posting) -> Option<Leave> {
    let mut before = assignment.postings.iter().rev().skip_while(|p| p.span != at.span).peekable();
    let mut back_on = at.span.from;
    let mut leave: Option<Leave> = None;
    for posting in before.by_ref() {
        let end = posting.span.to.unwrap_or(posting.span.from);
        match (away(policy, posting, end), &mut leave) {
            (Some(reason), None) => {
                leave = Some(Leave { reason, from: begun(posting), back_on });
            }
            (Some(_), Some(leave)) => leave.from = leave.from.min(begun(posting)),
            (None, Some(_)) => break,
            (None, None) => back_on = posting.span.from,
        }
    }
    leave
}

/// The first day away: of sickness its own, else that of the posting.
fn begun(posting: &Posting) -> Date {
    let sick = posting.absence.filter(|absence| absence.sickness).and_then(|absence| absence.start);
    sick.map_or(posting.span.from, |start| start.min(posting.span.from))
}

/// Long sickness that the posting itself says is over.
fn sickness(policy: &Policy, at: &Posting, day: Date) -> Option<Leave> {
    let absence = at.absence?;
    let (from, end) = (absence.start?, absence.end?);
    let over = end < day && is_long_term_sick(policy, at, end);
    let back_on = end.tomorrow().ok()?;
    over.then(|| Leave { reason: Exclusion::LongTermSickness.reason(), from, back_on })
}

fn away(policy: &Policy, posting: &Posting, day: Date) -> Option<String> {
    let exclusion = exclusion(policy, posting, day)?;
    match &exclusion {
        Exclusion::Category(_) => None,
        Exclusion::Status(status) if begins_with(status, "offer") => None,
        _ => Some(exclusion.reason()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::{Leave, back_from};
    use crate::record::Person;
    use crate::setting::Settings;
    use crate::span::Span;
    use crate::workforce::{Absence, Assignment, Posting};

    const TODAY: Date = date(2026, 11, 22);

    fn posting(from: Date, to: Option<Date>, status: &str) -> Posting {
        Posting {
            span: Span { from, to },
            start: None,
            end: None,
            position_number: String::new(),
            position_title: String::new(),
            staff_group: String::new(),
            job_role: String::new(),
            pay_band: String::new(),
            unit: None,
            location: String::new(),
            status: status.into(),
            category: "Permanent".into(),
            primary: true,
            supervisor: String::new(),
            absence: None,
        }
    }

    fn sick(from: Date, start: Date, end: Option<Date>) -> Posting {
        let absence = Some(Absence { sickness: true, start: Some(start), end });
        Posting { absence, ..posting(from, None, "Active Assignment") }
    }

    fn found(postings: Vec<Posting>) -> Option<Leave> {
        let person = Person {
            assignments: vec![Assignment { number: "1".into(), postings }],
            ..Person::default()
        };
        back_from(&Settings::default().policy(TODAY), &person, TODAY, 60)
    }

    #[test]
    fn whoever_was_away_and_is_at_work_is_back() {
        let day = |month, day| date(2026, month, day);
        let active = |from| posting(from, None, "Active Assignment");
        let leave = found(vec![
            posting(day(1, 1), Some(day(2, 28)), "Active Assignment"),
            posting(day(3, 1), Some(day(6, 30)), "Maternity"),
            posting(day(7, 1), Some(day(10, 31)), "Maternity and Adoption"),
            active(day(11, 1)),
        ]);
        let leave = leave.expect("a leave");
        assert_eq!((leave.from, leave.back_on), (day(3, 1), day(11, 1)));
        // A change of post since makes no difference.
        let leave = found(vec![
            posting(day(3, 1), Some(day(10, 9)), "Career Break"),
            posting(day(10, 10), Some(day(10, 31)), "Active Assignment"),
            active(day(11, 1)),
        ]);
        assert_eq!(leave.expect("a leave").back_on, day(10, 10));
    }

    #[test]
    fn long_sickness_that_ended_is_leave_and_a_short_one_is_not() {
        let day = |month, day| date(2026, month, day);
        let long = found(vec![sick(day(1, 1), day(8, 1), Some(day(11, 10)))]).expect("a leave");
        assert_eq!((long.from, long.back_on), (day(8, 1), day(11, 11)));
        assert_eq!(long.reason, "Long-term sickness");
        assert_eq!(found(vec![sick(day(1, 1), day(11, 1), Some(day(11, 10)))]), None);
        assert_eq!(found(vec![sick(day(1, 1), day(8, 1), None)]), None, "still away");
    }

    #[test]
    fn long_ago_still_away_an_offer_and_a_bank_post_are_no_return() {
        let day = |month, day| date(2026, month, day);
        let active = |from| posting(from, None, "Active Assignment");
        for postings in [
            vec![posting(day(1, 1), Some(day(9, 1)), "Maternity"), active(day(9, 2))],
            vec![posting(day(1, 1), None, "Maternity")],
            vec![posting(day(1, 1), Some(day(10, 31)), "Offer Accepted"), active(day(11, 1))],
            vec![
                Posting {
                    category: "Bank".into(),
                    ..posting(day(1, 1), Some(day(10, 31)), "Active Assignment")
                },
                active(day(11, 1)),
            ],
            vec![active(day(11, 1))],
        ] {
            assert_eq!(found(postings), None);
        }
    }
}
