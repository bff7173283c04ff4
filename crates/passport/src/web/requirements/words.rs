//! Requirements in words, as every page about them says them.

use crate::clock::london;
use crate::requirements::{Cell, Proposed};
use crate::web::actors::Names;
use crate::web::address;
use jiff::Timestamp;
use passport_core::facts::{
    AskedBefore, ProposalFact, RequirementFact, RequirementOrigin, TargetKind,
};
use passport_core::framework::Period;
use passport_core::organisation::path_words;
use passport_core::requirement::Class;
use passport_core::wording::{capital, long_date, time_of_day};
use passport_pages::pages::TermsCard;

/// `Job role: Staff Nurse`.
pub(super) fn target(kind: TargetKind, name: &str) -> String {
    match kind {
        TargetKind::Organisation => "The whole organisation".to_owned(),
        TargetKind::Unit => format!("Unit: {}", path_words(name)),
        kind => format!("{}: {name}", capital(kind_words(kind))),
    }
}

/// A kind of target as a person calls it.
pub(super) fn kind_words(kind: TargetKind) -> &'static str {
    match kind {
        TargetKind::Organisation => "the whole organisation",
        TargetKind::Employee => "person",
        kind => kind.name(),
    }
}

/// `Every 12 months`.
pub(super) fn period(period: Period) -> String {
    match period {
        Period::Months(1) => "Every month".to_owned(),
        Period::Months(months) => format!("Every {months} months"),
        Period::Once => "Once only".to_owned(),
        Period::Unknown => "Not known".to_owned(),
    }
}

/// `Resuscitation, level 2 Adult`; a level that is a name stands for itself.
pub(super) fn subject(subject: &str, level: &str) -> String {
    match level {
        "" => subject.to_owned(),
        level if level.starts_with(|letter: char| letter.is_ascii_digit()) => {
            format!("{subject}, level {level}")
        }
        name => format!("{subject}, {name}"),
    }
}

/// The letter of a class; empty where the subject is lifted.
pub(super) fn letter(class: Option<Class>) -> String {
    class.map(Class::letter).unwrap_or_default().to_owned()
}

/// Where a cell is.
pub(super) fn cell(cell: &Cell) -> String {
    format!("/requirements/cell?{}", place(cell))
}

/// A cell in a query.
pub(super) fn place(cell: &Cell) -> String {
    format!(
        "kind={}&target={}&subject={}",
        address::part(cell.kind.name()),
        address::part(&cell.target),
        address::part(&cell.subject)
    )
}

/// `22 November 2026, 12:01pm`.
pub(super) fn moment(at: Timestamp) -> String {
    let there = at.to_zoned(london());
    format!("{}, {}", long_date(there.date()), time_of_day(there.time()))
}

/// What is said of a requirement, name by name.
pub(super) fn terms(fact: &RequirementFact) -> Vec<(String, String)> {
    let mut terms = Vec::new();
    let mut say = |name: &str, value: String| terms.push((name.to_owned(), value));
    if fact.applies.from > fact.date_from.unwrap_or(fact.applies.from) {
        say("Required since", fact.date_from.map(long_date).unwrap_or_default());
        say("On these terms from", long_date(fact.applies.from));
    } else if let Some(from) = fact.date_from {
        say("First day", long_date(from));
    }
    for before in &fact.asked_before {
        say("Asked before", asked_before(before));
    }
    if let Some(last) = fact.last_day() {
        say("Last day", long_date(last));
    }
    if let Some(day) = fact.introduced {
        say("Counted from", long_date(day));
    }
    if let Some(own) = fact.period {
        say("Refresher period", period(own));
    }
    if fact.grace_days > 0 {
        say("Days to complete", fact.grace_days.to_string());
    }
    if !fact.within.is_empty() {
        say("Only within", path_words(&fact.within));
    }
    if !fact.reason.is_empty() {
        say("Reason", fact.reason.clone());
    }
    if !fact.approved_by.is_empty() {
        say("Agreed by", fact.approved_by.clone());
    }
    say("Comes from", origin(fact.origin).to_owned());
    terms
}

/// `Within Ash Ward since 1 January 2020, until 31 October 2026`.
fn asked_before(before: &AskedBefore) -> String {
    let place = match before.within.as_str() {
        "" => "Everywhere".to_owned(),
        unit => format!("Within {}", path_words(unit)),
    };
    let since = before.since.map(|day| format!(" since {}", long_date(day))).unwrap_or_default();
    format!("{place}{since}, until {}", long_date(before.until))
}

/// How a requirement reached us.
fn origin(origin: RequirementOrigin) -> &'static str {
    match origin {
        RequirementOrigin::File => "A requirements file",
        RequirementOrigin::Extract => "A compliance extract",
        RequirementOrigin::Entered => "This page",
    }
}

/// What is said of a proposal, in one sentence without its full stop.
pub(super) fn proposal(fact: &ProposalFact) -> String {
    if fact.ends {
        let last = fact.date_to.map(long_date).unwrap_or_default();
        return format!("Last day {last}");
    }
    let class = match fact.class {
        Some(class) => format!("{} {}", class.letter(), class.word().to_lowercase()),
        None => "Not required".to_owned(),
    };
    let mut parts = vec![class, format!("from {}", long_date(fact.date_from))];
    parts.extend(fact.date_to.map(|last| format!("until {}", long_date(last))));
    parts.extend(fact.introduced.map(|day| format!("counted from {}", long_date(day))));
    parts.extend(fact.period.map(|own| period(own).to_lowercase()));
    if fact.grace_days > 0 {
        parts.push(format!("{} days to complete", fact.grace_days));
    }
    if !fact.within.is_empty() {
        parts.push(format!("only within {}", path_words(&fact.within)));
    }
    parts.join(", ")
}

/// A proposal as a card.
pub(super) fn proposed(one: &Proposed, names: &Names) -> TermsCard {
    let fact = &one.recorded.fact;
    let what = match (fact.ends, fact.against) {
        (true, _) => "End",
        (false, Some(_)) => "Change",
        (false, None) => "New",
    };
    TermsCard {
        title: format!("{what}: {}", subject(&fact.subject, &fact.level)),
        class: letter(fact.class.or_else(|| {
            one.against.as_ref().filter(|_| fact.ends).and_then(|against| against.class)
        })),
        terms: vec![
            ("Proposed".to_owned(), proposal(fact)),
            ("Reason".to_owned(), fact.reason.clone()),
            ("Agreed by".to_owned(), fact.approved_by.clone()),
            ("By".to_owned(), format!("{}, {}", names.of(&one.actor), moment(one.at))),
        ],
        stale: one.stale.map(|stale| stale.words().to_owned()),
        change: Some(format!("/requirements/propose?proposal={}", one.recorded.id)),
        end: None,
    }
}
