//! Which lines may be reminded of on a day, and which rule speaks of one.
//!
//! The latest rule reached speaks, and no earlier one: whoever was off for three
//! days, or has just set a ladder, catches up with one rule a line.

use jiff::civil::Date;

use super::ladder::{Audience, Ladder, Step};
use crate::compliance::{Line, Rulebook, add_days, deadline, evaluate_passport};
use crate::delivery::{MailPolicy, is_away};
use crate::framework::Competence;
use crate::present::title;
use crate::record::Person;
use crate::text::normal;

/// A line that may be reminded of.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Its key, for good: subject and level in their normal form.
    pub key: String,
    /// As read aloud: `Fire Safety, Inpatient`.
    pub title: String,
    /// The last day on which nothing is missing. Another deadline, as after a
    /// renewal, is reminded of anew.
    pub deadline: Date,
    /// How it stands.
    pub line: Line,
}

/// The lines of a person that may be reminded of on a day. Everything that keeps a
/// line from it stands here: nothing runs out; exempt or not introduced; asked by
/// posts alone from which the person is away.
#[must_use]
pub fn standing(
    rules: &Rulebook,
    policy: &MailPolicy,
    person: &Person,
    day: Date,
) -> Vec<Standing> {
    let here = |line: &Line| {
        line.needs.iter().any(|need| {
            let posting = person.assignments[need.assignment as usize].on(day);
            posting.is_some_and(|posting| !is_away(policy, posting, day))
        })
    };
    evaluate_passport(rules, person, day)
        .into_iter()
        .filter(here)
        .filter_map(|line| {
            let deadline = deadline(rules, person, &line, day)?;
            let competence = rules.framework.competence(line.competence);
            let key = key(competence);
            Some(Standing { key, title: title(competence), deadline, line })
        })
        .collect()
}

/// The rule that speaks to the person today, if one does.
#[must_use]
pub fn due_to_person(ladder: &Ladder, deadline: Date, today: Date) -> Option<&Step> {
    let reached = ladder.steps().iter().rfind(|step| step.day(deadline) <= today)?;
    still(reached, deadline, today).filter(|step| step.speaks_to(Audience::Person))
}

/// The rule of which the manager's digest of this day speaks, if one does; today
/// is the day it is sent, the digest's own or one after.
#[must_use]
pub fn due_to_manager(ladder: &Ladder, deadline: Date, digest: Date, today: Date) -> Option<&Step> {
    let mut steps = ladder.steps().iter().filter(|step| step.speaks_to(Audience::Manager));
    let reached = steps.rfind(|step| step.day(deadline) <= digest)?;
    still(reached, deadline, today)
}

/// The latest day of digests up to today, as the setting names their weekday; today
/// where it says daily.
#[must_use]
pub fn digest_day(setting: &str, today: Date) -> Date {
    let wanted = setting.trim();
    (0..7)
        .map(|back| add_days(today, -back))
        .find(|day| day.strftime("%A").to_string().eq_ignore_ascii_case(wanted))
        .unwrap_or(today)
}

/// What warns of a day has nothing to say when it is over.
fn still(step: &Step, deadline: Date, today: Date) -> Option<&Step> {
    (!step.is_before() || today <= deadline).then_some(step)
}

fn key(competence: &Competence) -> String {
    line_key(&competence.subject, &competence.level)
}

/// The key of the line of a subject and level.
#[must_use]
pub fn line_key(subject: &str, level: &str) -> String {
    format!("{}|{}", normal(subject), normal(level))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const END: Date = date(2026, 6, 30);

    fn ladder() -> Ladder {
        Ladder::parse("30, 7 before; 1 after; 14 after with copy; escalate 28 after").expect("one")
    }

    fn says(today: Date) -> (Option<String>, Option<String>) {
        let ladder = ladder();
        (
            due_to_person(&ladder, END, today).map(Step::rule),
            due_to_manager(&ladder, END, today, today).map(Step::rule),
        )
    }

    #[test]
    fn the_latest_rule_reached_speaks() {
        for (today, person, manager) in [
            (date(2026, 5, 30), None, None),
            (date(2026, 5, 31), Some("30 days before"), None),
            (date(2026, 6, 22), Some("30 days before"), None),
            (date(2026, 6, 23), Some("7 days before"), None),
            (date(2026, 6, 30), Some("7 days before"), None),
            (date(2026, 7, 1), Some("1 day after"), None),
            (date(2026, 7, 14), Some("14 days after"), Some("14 days after")),
            (date(2026, 7, 27), Some("14 days after"), Some("14 days after")),
            (date(2026, 7, 28), None, Some("28 days after, escalated")),
            (date(2027, 7, 28), None, Some("28 days after, escalated")),
        ] {
            let said = says(today);
            let expected = (person.map(str::to_owned), manager.map(str::to_owned));
            assert_eq!(said, expected, "{today}");
        }
    }

    #[test]
    fn a_warning_that_was_missed_is_not_sent_when_the_day_is_over() {
        let ladder = Ladder::parse("7 before with copy; 14 after").expect("one");
        assert_eq!(due_to_person(&ladder, END, date(2026, 7, 1)), None);
        let digest = date(2026, 6, 29);
        assert!(due_to_manager(&ladder, END, digest, digest).is_some());
        assert_eq!(due_to_manager(&ladder, END, digest, date(2026, 7, 1)), None);
    }

    #[test]
    fn digests_go_on_the_latest_day_of_their_name() {
        let wednesday = date(2026, 7, 15);
        for (setting, day) in [("Monday", 13), ("Wednesday", 15), ("Thursday", 9), ("daily", 15)] {
            assert_eq!(digest_day(setting, wednesday), date(2026, 7, day), "{setting}");
        }
    }

    #[test]
    fn a_digest_speaks_of_what_was_reached_on_its_own_day() {
        let ladder = ladder();
        let (monday, tuesday) = (date(2026, 7, 13), date(2026, 7, 14));
        assert_eq!(due_to_manager(&ladder, END, monday, tuesday), None, "14 days after is Tuesday");
    }
}
