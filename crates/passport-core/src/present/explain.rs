//! One line explained by itself: who asks for it, how its date came about, and what
//! doing it on a day of one's choice would come to.

use jiff::civil::Date;

use super::scene::{Scene, until};
use super::what_if::{if_done, what_if};
use super::why;
use crate::compliance::{Line, Rulebook, Status};
use crate::record::Person;
use crate::wording::long_date;

/// What there is to say of a line beside what the passport says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// `Required of every Staff Nurse since 1 April 2024`.
    pub required: String,
    /// How its date came about, in the order in which it did: `completed 3 May 2026,
    /// lasts 12 months`.
    pub dated: Vec<String>,
}

/// Why a line is required, and why it has its date.
#[must_use]
pub fn explain(rules: &Rulebook, person: &Person, line: &Line, as_at: Date) -> Explanation {
    let scene = Scene { rules, person, as_at };
    Explanation { required: why::required(scene, line), dated: why::dated(scene, line) }
}

/// "If I do it on this day, when does it next fall due?", and whether that is in
/// time: sentences about a day to come or one that has passed.
#[must_use]
pub fn on_day(
    rules: &Rulebook,
    person: &Person,
    line: &Line,
    as_at: Date,
    day: Date,
) -> Vec<String> {
    if day < as_at {
        return vec![had_been(rules, person, line, as_at, day)];
    }
    let mut sentences = vec![what_if(rules, person, line, day).unwrap_or_else(|| {
        format!("Completing it on {} would not put it in date.", long_date(day))
    })];
    sentences.extend(in_time(line, as_at, day));
    sentences
}

/// What completing it on a day that has passed comes to.
fn had_been(rules: &Rulebook, person: &Person, line: &Line, as_at: Date, day: Date) -> String {
    let done = long_date(day);
    match if_done(rules, person, line, day) {
        None => format!("Completing it on {done} would not have put it in date."),
        Some(None) => format!("If you completed it on {done} it does not expire."),
        Some(Some(until)) if until < as_at => {
            format!("If you completed it on {done} it ran out on {}.", long_date(until))
        }
        Some(Some(until)) => {
            format!("If you completed it on {done} it next falls due on {}.", long_date(until))
        }
    }
}

/// Whether a line stays in date until the day.
fn in_time(line: &Line, as_at: Date, day: Date) -> Option<String> {
    match line.status {
        Status::Exempt | Status::NotYetIntroduced => None,
        Status::InGrace => {
            let due = line.due.filter(|due| *due < day)?;
            Some(format!("That is too late: it is to be complete by {}.", long_date(due)))
        }
        _ => {
            let until = until(line).filter(|until| until.covers(as_at));
            let Some(until) = until else {
                return Some("Until then you are out of date.".to_owned());
            };
            let expiry = until.date().filter(|expiry| *expiry < day)?;
            let next = expiry.tomorrow().unwrap_or(expiry);
            Some(match next == day {
                true => format!("That is one day too late: it runs out on {}.", long_date(expiry)),
                false => format!(
                    "It runs out on {}, so you would be out of date from {} until then.",
                    long_date(expiry),
                    long_date(next)
                ),
            })
        }
    }
}
