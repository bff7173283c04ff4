//! One line explained by itself: who asks for it, how its date came about, and what
//! doing it on a day of one's choice would come to.

use jiff::civil::Date;

use super::name::beside;
use super::notes;
use super::scene::{Scene, Voice, until};
use super::what_if;
use super::why;
use crate::compliance::{Line, Rulebook, Status};
use crate::record::Person;
use crate::wording::long_date;

/// What there is to say of a line beside what the passport says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The level that is asked: `Level 2. A higher level counts too`.
    pub asked: String,
    /// What is held of it: `Level 1, in date until 3 May 2027`.
    pub held: String,
    /// `Required of every Staff Nurse since 1 April 2024`.
    pub required: String,
    /// How its date came about, in the order in which it did: `completed 3 May 2026,
    /// lasts 12 months`.
    pub dated: Vec<String>,
}

/// Why a line is required, and why it has its date.
#[must_use]
pub fn explain(
    rules: &Rulebook,
    person: &Person,
    line: &Line,
    as_at: Date,
    voice: Voice,
) -> Explanation {
    let scene = Scene { rules, person, as_at, voice };
    Explanation {
        asked: asked(scene, line),
        held: held(scene, line),
        required: why::required(scene, line),
        dated: why::dated(scene, line),
    }
}

/// What is asked, by its level where there are several.
fn asked(scene: Scene<'_>, line: &Line) -> String {
    let framework = scene.framework();
    let competence = framework.competence(line.competence);
    let name = beside(competence, competence);
    match framework.iter().any(|(id, _)| framework.is_above(id, line.competence)) {
        true => format!("{name}. A higher level counts too"),
        false => name,
    }
}

/// What is held that counts, and until when; else what there is of a lower level.
fn held(scene: Scene<'_>, line: &Line) -> String {
    let framework = scene.framework();
    let required = framework.competence(line.competence);
    let counts = line.attained.map(|attained| {
        let award = &scene.person.awards[attained.award];
        let name = beside(framework.competence(award.competence), required);
        let until = attained_until(scene, line);
        format!("{name}, completed {}, {until}", long_date(award.date))
    });
    let in_date = until(line).is_some_and(|until| until.covers(scene.as_at));
    let lower = || {
        let lower = notes::lower_levels(scene, line)?;
        Some(lower.split(';').next().unwrap_or_default().to_owned())
    };
    match counts {
        Some(counts) if in_date => counts,
        Some(counts) => lower().map_or(counts.clone(), |lower| format!("{counts}. {lower}")),
        None => lower().unwrap_or_else(|| "Nothing that counts is recorded".to_owned()),
    }
}

/// `in date until 3 May 2027`, `ran out on 3 May 2026`, `does not expire`.
fn attained_until(scene: Scene<'_>, line: &Line) -> String {
    match line.expiry() {
        None => "does not expire".to_owned(),
        Some(expiry) if expiry >= scene.as_at => format!("in date until {}", long_date(expiry)),
        Some(expiry) => format!("ran out on {}", long_date(expiry)),
    }
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
    voice: Voice,
) -> Vec<String> {
    if day < as_at {
        return vec![had_been(rules, person, line, as_at, day, voice)];
    }
    let scene = Scene { rules, person, as_at: day, voice };
    let sentence = what_if::sentence(scene, line, scene.composite(line).as_ref());
    let mut sentences = vec![sentence.unwrap_or_else(|| {
        format!("Completing it on {} would not put it in date.", long_date(day))
    })];
    sentences.extend(in_time(line, as_at, day, voice));
    sentences
}

/// What completing it on a day that has passed comes to.
fn had_been(
    rules: &Rulebook,
    person: &Person,
    line: &Line,
    as_at: Date,
    day: Date,
    voice: Voice,
) -> String {
    let done = long_date(day);
    let completed = match voice {
        Voice::Own => "you completed",
        Voice::Other => "this person completed",
    };
    match what_if::if_done(rules, person, line, day) {
        None => format!("Completing it on {done} would not have put it in date."),
        Some(None) => format!("If {completed} it on {done} it does not expire."),
        Some(Some(until)) if until < as_at => {
            format!("If {completed} it on {done} it ran out on {}.", long_date(until))
        }
        Some(Some(until)) => {
            format!("If {completed} it on {done} it next falls due on {}.", long_date(until))
        }
    }
}

/// Whether a line stays in date until the day.
fn in_time(line: &Line, as_at: Date, day: Date, voice: Voice) -> Option<String> {
    match line.status {
        Status::Exempt | Status::NotYetIntroduced => None,
        Status::InGrace => {
            let due = line.due.filter(|due| *due < day)?;
            Some(format!("That is too late: it is to be complete by {}.", long_date(due)))
        }
        _ => {
            let until = until(line).filter(|until| until.covers(as_at));
            let Some(until) = until else {
                return Some(format!("Until then {} out of date.", voice.are_within()));
            };
            let expiry = until.date().filter(|expiry| *expiry < day)?;
            let next = expiry.tomorrow().unwrap_or(expiry);
            Some(match next == day {
                true => format!("That is one day too late: it runs out on {}.", long_date(expiry)),
                false => format!(
                    "It runs out on {}, so {} would be out of date from {} until then.",
                    long_date(expiry),
                    voice.you(),
                    long_date(next)
                ),
            })
        }
    }
}
