//! The worked passport (rules.md section 6).

use super::support::{book, check, day, person};
use passport_core::compliance::{Question, evaluate_passport, lower_levels_held, tally};

#[test]
fn the_worked_passport_and_its_figures() {
    let competences = [
        "Fire Safety/1 24 | by Fire Safety/Inpatient",
        "Fire Safety/Inpatient 12",
        "Infection Prevention and Control/1 36 | by Infection Prevention and Control/2",
        "Infection Prevention and Control/2 12",
        "Corporate Induction once",
        "Resuscitation/3 Adult 12",
    ];
    let requirements = [
        "C Fire Safety/1",
        "C Infection Prevention and Control/1",
        "C Corporate Induction",
        "R Fire Safety/Inpatient | unit Trust>Ward",
        "R Infection Prevention and Control/2 | role Staff Nurse",
        "R Resuscitation/3 Adult | role Staff Nurse",
    ];
    let mut rules = book(&competences, &requirements);
    let nurse = person(
        &mut rules,
        &["start 2021-03-01 | role Staff Nurse | unit Trust>Ward"],
        &[
            "Fire Safety/Inpatient @ 2026-01-20",
            "Infection Prevention and Control/2 @ 2025-11-01",
            "Infection Prevention and Control/1 @ 2025-05-05",
            "Corporate Induction @ 2021-03-02",
        ],
    );
    check(
        &rules,
        &nurse,
        "2026-11-22",
        &[
            "Corporate Induction C completed 2021-03-02 -",
            "Fire Safety/Inpatient C renew-soon 2026-01-20 2027-01-20",
            "Infection Prevention and Control/2 C expired 2025-11-01 2026-11-01",
            "Resuscitation/3 Adult R never-completed - -",
        ],
    );

    let as_at = day("2026-11-22");
    let lines = evaluate_passport(&rules, &nurse, as_at);
    let ipc = lines.iter().find(|line| line.status.code() == "expired").unwrap();
    let held = lower_levels_held(&rules, &nurse, ipc, as_at);
    assert_eq!(held.len(), 1);
    assert_eq!(rules.framework.competence(held[0].0).level, "1");
    assert_eq!(held[0].1.date(), Some(day("2028-11-01")));

    let policy = rules.settings.policy(as_at);
    let question = Question { as_at, by: &[], class: None, unit: None, organisation: "" };
    let figures: Vec<String> = tally(&rules, &policy, [&nurse], question)
        .iter()
        .map(|row| {
            let (lines, people) = (row.lines, row.people_complete);
            format!(
                "{} {} of {}, {} of {} complete",
                row.class.code(),
                lines.compliant,
                lines.counted,
                people.compliant,
                people.counted
            )
        })
        .collect();
    assert_eq!(
        figures,
        ["C 2 of 3, 0 of 1 complete", "R 0 of 1, 0 of 1 complete", "all 2 of 4, 0 of 1 complete",]
    );
}
