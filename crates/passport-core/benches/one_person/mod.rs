//! A person with 25 lines and 60 awards, and the rules that give them: what one
//! evaluation is timed on, here and among the product's bars.

use jiff::civil::{Date, date};
use passport_core::compliance::{Rulebook, add_days};
use passport_core::framework::{Competence, CompetenceId, Framework, Period, Renewal};
use passport_core::organisation::Units;
use passport_core::record::{Award, Person, Source};
use passport_core::requirement::{Class, Effect, Requirement, Requirements, Target};
use passport_core::span::Span;
use passport_core::workforce::{Assignment, Posting};

/// The day that is asked about.
pub const AS_AT: Date = date(2026, 11, 22);
/// How many lines each person has.
pub const LINES: u32 = 25;
/// How many awards each person has.
pub const AWARDS: u32 = 60;

/// Sixty competences: twenty subjects of three levels, each a ladder; every
/// fourth keeps its anniversary. Twenty-five lines reach each person, through
/// the organisation, staff group, role and unit, ten of them displacing a lower level.
pub fn rules() -> Rulebook {
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
        asked_before: Vec::new(),
        dates: Span::ALWAYS,
        applies: Span::ALWAYS,
        period: None,
        grace_days: 28,
        introduced: None,
        reason: String::new(),
        target_name: String::new(),
    }
}

/// A person with one post in the ward and sixty awards; each number has other ones.
pub fn person(rules: &Rulebook, number: u32) -> Person {
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
        return_graces: Vec::new(),
    }
}
