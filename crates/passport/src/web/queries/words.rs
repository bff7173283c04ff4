//! Whose turn it is to answer, and how a query stands, in words.

use jiff::civil::Date;
use passport_core::query::{Desk, QueryFact, StepKind};
use passport_core::wording::long_date;

use crate::queries::Query;

/// How a query stands, and the colour that repeats it.
pub(super) fn state(query: &Query) -> (String, &'static str) {
    match query.settled() {
        None if query.passed_on().is_some() => (StepKind::PassedOn.words().to_owned(), "yellow"),
        None => ("Not answered yet".to_owned(), "yellow"),
        Some(step) => (
            step.fact.kind.words().to_owned(),
            match step.fact.kind {
                StepKind::Awarded | StepKind::PutRight => "green",
                _ => "grey",
            },
        ),
    }
}

/// Whose turn it is, for whoever answers at a desk.
pub(super) fn clock(query: &Query, desk: Desk, today: Date) -> String {
    if query.settled().is_some() {
        return String::new();
    }
    let next = query.turns.iter().find(|turn| turn.from > today);
    let Some(turn) = query.turn(desk) else { return String::new() };
    if !query.is_with(desk, today) {
        if desk == Desk::Manager {
            return "With the training lead.".to_owned();
        }
        return format!("With the manager. It comes to you on {}.", long_date(turn.from));
    }
    let mine = format!("With you {}.", turn.waiting(today));
    match next {
        Some(next) => {
            format!("{mine} It goes to {} on {}.", next.desk.words(), long_date(next.from))
        }
        None => mine,
    }
}

/// Whose turn it is, for the person who asked.
pub(super) fn own_clock(query: &Query, today: Date) -> String {
    if query.settled().is_some() {
        return String::new();
    }
    let begun = |desk: &Desk| query.is_with(*desk, today);
    let with = [Desk::Manager, Desk::TrainingLead, Desk::SubjectLead].into_iter().filter(begun);
    let with: Vec<String> = with.map(|desk| own_words(desk).to_owned()).collect();
    let now = format!("With {}.", passport_core::wording::list(&with));
    match query.turns.iter().find(|turn| turn.from > today) {
        Some(next) => {
            format!("{now} It goes to {} on {}.", own_words(next.desk), long_date(next.from))
        }
        None => now,
    }
}

const fn own_words(desk: Desk) -> &'static str {
    match desk {
        Desk::Manager => "your manager",
        desk => desk.words(),
    }
}

/// The line or the subject that a query is about.
pub(super) fn about(fact: &QueryFact) -> String {
    match (fact.subject.as_str(), fact.level.as_str()) {
        ("", _) => "a subject to be found".to_owned(),
        (subject, "") => subject.to_owned(),
        (subject, level) if level.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("{subject}, Level {level}")
        }
        (subject, level) => format!("{subject}, {level}"),
    }
}
