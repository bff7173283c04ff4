//! How long one evaluation takes: one person with 25 lines and 60 awards, at
//! most 10 µs, and 10,000 such people in a row.
//!
//! `cargo bench -p passport-core`

use std::fs::read_to_string;
use std::hint::black_box;
use std::time::{Duration, Instant};

use jiff::civil::{Date, date};
use passport_core::compliance::{Question, Rulebook, add_days, evaluate_with, tally};
use passport_core::framework::{Competence, CompetenceId, Framework, Period, Renewal};
use passport_core::organisation::Units;
use passport_core::record::{Award, Person, Source};
use passport_core::requirement::{Class, Effect, Requirement, Requirements, Target};
use passport_core::span::Span;
use passport_core::workforce::{Assignment, Posting};

const AS_AT: Date = date(2026, 11, 22);
const LINES: u32 = 25;
const AWARDS: u32 = 60;
const RUNS: usize = 200;

fn main() {
    machine();
    let rules = rules();
    let policy = rules.settings.policy(AS_AT);
    let one = person(&rules, 0);
    assert_eq!(evaluate_with(&rules, &policy, &one, AS_AT)[0].lines.len(), LINES as usize);
    assert_eq!(one.awards.len(), AWARDS as usize);

    // A thousand at a time, since one is too short for the clock.
    let each = 1000;
    report("one person, 25 lines, 60 awards", RUNS, each, || {
        for _ in 0..each {
            black_box(evaluate_with(&rules, &policy, black_box(&one), AS_AT));
        }
    });

    let people: Vec<Person> = (0..10_000).map(|number| person(&rules, number)).collect();
    report("10,000 people in a row, each", 20, people.len() as u32, || {
        for person in &people {
            black_box(evaluate_with(&rules, &policy, person, AS_AT));
        }
    });
    let question = Question { as_at: AS_AT, by: &[], class: None, unit: None, organisation: "" };
    report("10,000 people with their figures, each", 20, people.len() as u32, || {
        black_box(tally(&rules, &policy, &people, question));
    });
}

fn machine() {
    let info = read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("unknown processor", |(_, model)| model);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("machine: {model}, {cores} cores");
}

fn report(what: &str, runs: usize, each: u32, mut run: impl FnMut()) {
    run();
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed() / each
        })
        .collect();
    times.sort_unstable();
    println!("{what}: median {:?}, min {:?}, {runs} runs", times[runs / 2], times[0]);
}

/// Sixty competences: twenty subjects of three levels, each a ladder; every
/// fourth keeps its anniversary. Twenty-five lines reach each person, through
/// the organisation, staff group, role and unit, ten of them displacing a lower level.
fn rules() -> Rulebook {
    let framework = Framework::new((0..60).map(competence).collect());
    let mut units = Units::default();
    let ward = units.ensure(WARD).expect("a unit");
    let target = |number: u32| match number % 4 {
        0 => Target::Organisation,
        1 => Target::StaffGroup("nursing and midwifery registered".into()),
        2 => Target::JobRole("staff nurse".into()),
        _ => Target::Unit(ward),
    };
    let mut requirements: Vec<Requirement> = Vec::new();
    // The top level of each subject, and the middle level of the first ten with it.
    for subject in 0..20 {
        requirements.push(requirement(subject * 3 + 2, target(subject)));
        if subject < 10 {
            requirements.push(requirement(subject * 3 + 1, target(subject + 1)));
        }
    }
    // Five more subjects' lines come from competences that stand alone.
    let mut competences: Vec<Competence> = framework.iter().map(|(_, c)| c.clone()).collect();
    for alone in 60..65 {
        competences.push(Competence { satisfied_by: Vec::new(), ..competence(alone) });
        requirements.push(requirement(alone, target(alone)));
    }
    // And as many again that reach someone else.
    for other in 0..200 {
        requirements.push(requirement(other % 65, Target::JobRole(format!("role {other}"))));
    }
    Rulebook {
        framework: Framework::new(competences),
        units,
        requirements: Requirements::new(requirements),
        ..Rulebook::default()
    }
}

const WARD: &str = "Hartwell NHS Trust|Medicine|Acute|Wards|Ward 4";

fn competence(number: u32) -> Competence {
    let (subject, level) = (number / 3, number % 3);
    Competence {
        level: level.to_string(),
        subject: if number < 60 { format!("Subject {subject}") } else { format!("Alone {number}") },
        renewal: if number.is_multiple_of(4) {
            Renewal::KeepAnniversary(3)
        } else {
            Renewal::FromCompletion
        },
        satisfied_by: if level < 2 { vec![vec![name(number + 1)]] } else { Vec::new() },
        described: true,
        ..Competence::undescribed(&name(number), Period::Months(12 + 12 * (number % 3) as u16))
    }
}

fn name(number: u32) -> String {
    format!("999|LOCAL|Competence {number}|")
}

fn requirement(competence: u32, target: Target) -> Requirement {
    let class = if competence.is_multiple_of(2) { Class::Compulsory } else { Class::RoleSpecific };
    Requirement {
        id: 0,
        target,
        within: None,
        effect: Effect::Require { competence: CompetenceId(competence), class },
        dates: Span::ALWAYS,
        applies: Span::ALWAYS,
        period: None,
        grace_days: 28,
        introduced: None,
        reason: String::new(),
        target_name: String::new(),
    }
}

fn person(rules: &Rulebook, number: u32) -> Person {
    let mut awards: Vec<Award> = (0..AWARDS)
        .map(|award| Award {
            id: i64::from(award),
            competence: CompetenceId((award * 7 + number) % 65),
            date: add_days(date(2021, 1, 1), i64::from((award * 37 + number * 11) % 2100)),
            printed_expiry: None,
            source: Source::Import,
            title: String::new(),
        })
        .collect();
    awards.sort_by_key(|award| award.date);
    let posting = Posting {
        span: Span::ALWAYS,
        start: Some(date(2021, 1, 1)),
        end: None,
        position_number: "30001234".into(),
        position_title: "Staff Nurse - Adult Acute Ward".into(),
        staff_group: "Nursing and Midwifery Registered".into(),
        job_role: "Staff Nurse".into(),
        pay_band: "Band 5".into(),
        unit: rules.units.find(WARD),
        location: String::new(),
        status: "Active Assignment".into(),
        category: "Permanent".into(),
        primary: true,
        supervisor: String::new(),
        absence: None,
    };
    let employee_number = (10_000_000 + number).to_string();
    Person {
        assignments: vec![Assignment {
            number: format!("{employee_number}-1"),
            postings: vec![posting],
        }],
        employee_number,
        awards,
        exemptions: Vec::new(),
    }
}
