//! The short hand in which the cases are written, and the one `check` that
//! they go through.
//!
//! - competence: `Fire Safety/2 12 | by Fire Safety/3; A + B | keep 3`: subject,
//!   level, period in months (`once`, `unknown`), then settings;
//! - requirement: `C Fire Safety/2 | role Staff Nurse | grace 28`: class or
//!   `none`, what, then whom and when; without a target, the organisation;
//! - posting: `start 2021-03-01 | role Staff Nurse | unit Trust>Ward`;
//! - award: `Fire Safety/2 @ 2026-01-20 to 2027-01-20 transfer`;
//! - line, as printed: `Fire Safety/2 C completed 2026-01-20 2027-01-20`.

use jiff::civil::{Date, date};
use passport_core::compliance::{
    AssignmentLines, Attained, Line, Rulebook, Terms, attain, evaluate, evaluate_passport,
};
use passport_core::framework::{Competence, Framework, Period, Renewal};
use passport_core::organisation::Units;
use passport_core::record::{Award, Exemption, Extension, Person, Source};
use passport_core::requirement::{AskedBefore, Class, Effect, Requirement, Requirements, Target};
use passport_core::setting::Settings;
use passport_core::span::Span;
use passport_core::text::normal;
use passport_core::workforce::{Absence, Assignment, Posting};

/// Reads `2026-11-22`.
pub fn day(text: &str) -> Date {
    text.parse().unwrap_or_else(|_| panic!("{text:?} is not a date"))
}

/// The segments after the first, each as its first word and the rest.
fn segments(text: &str) -> (&str, Vec<(&str, &str)>) {
    let mut parts = text.split('|').map(str::trim);
    let head = parts.next().unwrap_or_default();
    (head, parts.filter(|part| !part.is_empty()).map(word_and_rest).collect())
}

fn word_and_rest(text: &str) -> (&str, &str) {
    text.split_once(' ').map_or((text, ""), |(word, rest)| (word, rest.trim()))
}

/// `from 2026-01-01`, `2026-01-01..`, `..2026-01-01` or both ends.
pub fn span(text: &str) -> Span {
    let (from, to) = text.split_once("..").expect("a run of days is written from..to");
    Span {
        from: if from.is_empty() { Span::ALWAYS.from } else { day(from) },
        to: (!to.is_empty()).then(|| day(to)),
    }
}

fn competence(text: &str) -> Competence {
    let (head, settings) = segments(text);
    let (name, period) = head.rsplit_once(' ').expect("a competence has a period");
    let (subject, level) = name.split_once('/').unwrap_or((name, ""));
    let mut competence = Competence {
        level: level.into(),
        subject: subject.into(),
        described: true,
        ..Competence::undescribed(name, Period::from_code(period).expect("a period"))
    };
    for (word, rest) in settings {
        match word {
            "by" => {
                competence.satisfied_by.extend(
                    rest.split(';')
                        .map(|parts| parts.split('+').map(|part| part.trim().into()).collect()),
                );
            }
            "keep" => competence.renewal = Renewal::KeepAnniversary(rest.parse().unwrap()),
            "printed" => competence.as_printed = true,
            "per-assignment" => competence.once_per_assignment = true,
            "warning" => competence.warning_months = Some(rest.parse().unwrap()),
            "target" => competence.target = Some(rest.parse().unwrap()),
            other => panic!("unknown setting {other:?}"),
        }
    }
    competence
}

fn requirement(text: &str, framework: &Framework, units: &mut Units) -> Requirement {
    let (head, rest) = segments(text);
    let (class, name) = word_and_rest(head);
    let asked = || framework.by_name(name).unwrap_or_else(|| panic!("no competence {name:?}"));
    let effect = match class {
        "C" => Effect::Require { competence: asked(), class: Class::Compulsory },
        "R" => Effect::Require { competence: asked(), class: Class::RoleSpecific },
        _ => Effect::Lift(framework.subject(name).expect("a subject")),
    };
    let mut requirement = Requirement {
        id: 0,
        target: Target::Organisation,
        within: None,
        effect,
        asked_before: Vec::new(),
        dates: Span::ALWAYS,
        applies: Span::ALWAYS,
        period: None,
        grace_days: 0,
        introduced: None,
        reason: String::new(),
        target_name: String::new(),
    };
    for (word, rest) in rest {
        match word {
            "within" => requirement.within = units.ensure(&rest.replace('>', "|")),
            "dates" => requirement.dates = span(rest),
            "applies" => requirement.applies = span(rest),
            "asked" => {
                let (within, when) = rest.split_once(' ').expect("a unit, and when");
                let Span { from: since, to } = span(when);
                let within = units.ensure(&within.replace('>', "|"));
                let until = to.expect("a last day");
                requirement.asked_before.push(AskedBefore { within, since, until });
            }
            "every" => requirement.period = Period::from_code(rest),
            "grace" => requirement.grace_days = rest.parse().unwrap(),
            "introduced" => requirement.introduced = Some(day(rest)),
            _ => requirement.target = target(word, rest, units),
        }
    }
    requirement
}

fn target(word: &str, rest: &str, units: &mut Units) -> Target {
    match word {
        "organisation" => Target::Organisation,
        "group" => Target::StaffGroup(normal(rest)),
        "role" => Target::JobRole(normal(rest)),
        "position" => Target::Position(normal(rest)),
        "assignment" => Target::Assignment(rest.into()),
        "employee" => Target::Employee(rest.into()),
        "unit" => Target::Unit(units.ensure(&rest.replace('>', "|")).expect("a unit")),
        other => panic!("unknown target {other:?}"),
    }
}

/// A rulebook of these competences and requirements.
pub fn book(competences: &[&str], requirements: &[&str]) -> Rulebook {
    let framework = Framework::new(competences.iter().map(|text| competence(text)).collect());
    let mut units = Units::default();
    let requirements =
        requirements.iter().map(|text| requirement(text, &framework, &mut units)).collect();
    Rulebook {
        framework,
        units,
        requirements: Requirements::new(requirements),
        ..Rulebook::default()
    }
}

/// Settings that have always held: `warning-months 2`.
pub fn set(rules: &mut Rulebook, settings: &[&str]) {
    rules.settings = Settings::new(settings.iter().map(|text| {
        let (key, value) = word_and_rest(text);
        (key.into(), None, value.into())
    }));
}

/// Adds days to the expiries of a subject within a run of days, for a target.
pub fn extend(rules: &mut Rulebook, subject: &str, expiring: &str, days: u16, whom: &str) {
    let (word, rest) = word_and_rest(whom);
    rules.extensions.push(Extension {
        subject: rules.framework.subject(subject).expect("a subject"),
        target: target(word, rest, &mut rules.units),
        expiring: span(expiring),
        days,
        authority: "Courses were suspended".into(),
    });
}

fn posting(text: &str, units: &mut Units) -> Posting {
    let mut posting = Posting {
        span: Span::ALWAYS,
        start: Some(date(2021, 3, 1)),
        end: None,
        position_number: String::new(),
        position_title: String::new(),
        staff_group: String::new(),
        job_role: String::new(),
        pay_band: String::new(),
        unit: None,
        location: String::new(),
        status: "Active Assignment".into(),
        category: "Permanent".into(),
        primary: true,
        supervisor: String::new(),
        absence: None,
    };
    for (word, rest) in text.split('|').map(str::trim).filter(|p| !p.is_empty()).map(word_and_rest)
    {
        match word {
            "start" => posting.start = (!rest.is_empty()).then(|| day(rest)),
            "end" => posting.end = Some(day(rest)),
            "during" => posting.span = span(rest),
            "role" => posting.job_role = rest.into(),
            "group" => posting.staff_group = rest.into(),
            "position" => posting.position_number = rest.into(),
            "title" => posting.position_title = rest.into(),
            "unit" => posting.unit = units.ensure(&rest.replace('>', "|")),
            "at" => posting.location = rest.into(),
            "status" => posting.status = rest.into(),
            "category" => posting.category = rest.into(),
            "secondary" => posting.primary = false,
            "sick" | "away" => {
                let Span { from, to } = span(rest);
                let sickness = word == "sick";
                posting.absence = Some(Absence { sickness, start: Some(from), end: to });
            }
            other => panic!("unknown column {other:?}"),
        }
    }
    posting
}

/// One award in short hand.
pub fn award(rules: &Rulebook, text: &str) -> Award {
    let (name, rest) = text.split_once(" @ ").expect("an award is written what @ when");
    let words: Vec<&str> = rest.split(' ').collect();
    let printed = words.iter().position(|word| *word == "to").map(|at| day(words[at + 1]));
    Award {
        id: 0,
        competence: rules.framework.by_name(name).unwrap_or_else(|| panic!("no {name:?}")),
        date: day(words[0]),
        printed_expiry: printed,
        source: if words.contains(&"transfer") {
            Source::Transfer("231".into())
        } else {
            Source::Import
        },
        title: String::new(),
    }
}

/// Employee 10000001 with one assignment for each posting, numbered from
/// `10000001-1`, and these awards, sorted by date as the store does.
pub fn person(rules: &mut Rulebook, posts: &[&str], awards: &[&str]) -> Person {
    let histories: Vec<[&str; 1]> = posts.iter().map(|post| [*post]).collect();
    let histories: Vec<&[&str]> = histories.iter().map(<[&str; 1]>::as_slice).collect();
    person_over_time(rules, &histories, awards)
}

/// As [`person`], each assignment with its run of postings.
pub fn person_over_time(rules: &mut Rulebook, posts: &[&[&str]], awards: &[&str]) -> Person {
    let number = "10000001";
    let mut awards: Vec<Award> = awards.iter().map(|text| award(rules, text)).collect();
    awards.sort_by_key(|award| award.date);
    let assignment = |(index, history): (usize, &&[&str])| Assignment {
        number: format!("{number}-{}", index + 1),
        postings: history.iter().map(|text| posting(text, &mut rules.units)).collect(),
    };
    Person {
        employee_number: number.into(),
        assignments: posts.iter().enumerate().map(assignment).collect(),
        awards,
        exemptions: Vec::new(),
        return_graces: Vec::new(),
    }
}

/// The same person under another employee number.
pub fn numbered(mut person: Person, number: &str) -> Person {
    for (index, assignment) in person.assignments.iter_mut().enumerate() {
        assignment.number = format!("{number}-{}", index + 1);
    }
    Person { employee_number: number.into(), ..person }
}

/// Exempts the person from a subject.
pub fn exempt(rules: &Rulebook, person: &mut Person, subject: &str, when: &str) {
    person.exemptions.push(Exemption {
        subject: rules.framework.subject(subject).expect("a subject"),
        span: span(when),
        applies: Span::ALWAYS,
        approved_by: "the training lead".into(),
    });
}

/// A line as the cases write it.
pub fn shown(rules: &Rulebook, person: &Person, line: &Line) -> String {
    let or_dash = |date: Option<Date>| date.map_or_else(|| "-".into(), |d| d.to_string());
    format!(
        "{} {} {} {} {}",
        rules.framework.competence(line.competence).name,
        line.class.letter(),
        line.status.code(),
        or_dash(line.attained.map(|a| person.awards[a.award].date)),
        or_dash(line.expiry()),
    )
}

fn all_shown(rules: &Rulebook, person: &Person, lines: &[Line]) -> Vec<String> {
    let mut all: Vec<String> = lines.iter().map(|line| shown(rules, person, line)).collect();
    all.sort();
    all
}

/// Checks the passport's lines on a day, given sorted.
#[track_caller]
pub fn check(rules: &Rulebook, person: &Person, as_at: &str, lines: &[&str]) {
    let found = evaluate_passport(rules, person, day(as_at));
    assert_eq!(all_shown(rules, person, &found), lines, "on {as_at}");
}

/// Checks the lines of each assignment on a day, each given sorted.
#[track_caller]
pub fn check_assignments(rules: &Rulebook, person: &Person, as_at: &str, expected: &[&[&str]]) {
    let found: Vec<Vec<String>> = evaluate(rules, person, day(as_at))
        .iter()
        .map(|AssignmentLines { lines, .. }| all_shown(rules, person, lines))
        .collect();
    assert_eq!(found, expected, "on {as_at}");
}

/// What these awards reach for one competence on its own terms, as
/// `expiry` or `never`, or `none`; far in the future, so that all are there.
pub fn reaches(competences: &[&str], required: &str, awards: &[&str]) -> String {
    let rules = book(competences, &[]);
    let mut awards: Vec<Award> = awards.iter().map(|text| award(&rules, text)).collect();
    awards.sort_by_key(|award| award.date);
    let id = rules.framework.by_name(required).expect("a competence");
    let period = rules.framework.competence(id).period;
    let terms = Terms { competence: id, period, not_before: None };
    attained(attain(&rules.framework, &awards, terms, date(2100, 1, 1), &|_| 0))
}

fn attained(attained: Option<Attained>) -> String {
    attained.map_or_else(
        || "none".into(),
        |a| a.until().date().map_or_else(|| "never".into(), |date| date.to_string()),
    )
}
