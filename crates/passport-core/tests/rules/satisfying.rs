//! What satisfies what, and which line a person sees (rules.md section 3).

use super::support::{book, check, day, extend, person, reaches};
use passport_core::compliance::{evaluate_passport, lower_levels_held};

const RESUS: &[&str] = &[
    "Resus/1 12 | by Resus/2 Adult; Resus/2 Paediatric; Resus/2 Newborn",
    "Resus/2 Adult 12 | by Resus/3 Adult",
    "Resus/2 Paediatric 12 | by Resus/3 Paediatric",
    "Resus/2 Newborn 12",
    "Resus/3 Adult 12",
    "Resus/3 Paediatric 12",
];

#[test]
fn a_higher_level_satisfies_the_lower_only_along_its_branch() {
    for (held, required, satisfied) in [
        ("Resus/3 Adult", "Resus/2 Adult", true),
        ("Resus/3 Adult", "Resus/1", true),
        ("Resus/3 Adult", "Resus/2 Paediatric", false),
        ("Resus/3 Adult", "Resus/2 Newborn", false),
        ("Resus/3 Paediatric", "Resus/1", true),
        ("Resus/2 Adult", "Resus/3 Adult", false),
        ("Resus/1", "Resus/2 Adult", false),
    ] {
        let expected = if satisfied { "2027-01-10" } else { "none" };
        let award = format!("{held} @ 2026-01-10");
        assert_eq!(reaches(RESUS, required, &[&award]), expected, "{held} for {required}");
    }
}

#[test]
fn the_relation_is_closed_transitively_and_loops_do_not_hang() {
    let chain = &["A 12 | by B", "B 12 | by C", "C 12 | by D", "D 12", "E 12"];
    for (held, expected) in [("D", "2027-01-10"), ("E", "none")] {
        assert_eq!(reaches(chain, "A", &[&format!("{held} @ 2026-01-10")]), expected);
    }
    let circle = &["A 12 | by B", "B 12 | by C", "C 12 | by A"];
    assert_eq!(reaches(circle, "B", &["A @ 2026-01-10"]), "2027-01-10");
}

#[test]
fn an_alternative_satisfies_across_subjects_one_way() {
    let subjects = &["Medicines 24 | by Prescribing", "Prescribing 12"];
    assert_eq!(reaches(subjects, "Medicines", &["Prescribing @ 2026-01-10"]), "2028-01-10");
    assert_eq!(reaches(subjects, "Prescribing", &["Medicines @ 2026-01-10"]), "none");
}

#[test]
fn no_ladder_is_inferred_from_the_names_of_levels() {
    let levels = &["Speak/1 36", "Speak/2 36", "Speak/3 36"];
    assert_eq!(reaches(levels, "Speak/1", &["Speak/3 @ 2026-01-10"]), "none");
    let mut rules = book(levels, &["C Speak/1", "R Speak/2"]);
    let who = person(&mut rules, &[""], &[]);
    let lines = ["Speak/1 C never-completed - -", "Speak/2 R never-completed - -"];
    check(&rules, &who, "2026-11-22", &lines);
}

#[test]
fn a_composite_needs_all_parts_and_lasts_until_the_earliest_runs_out() {
    let parts = &["M 24 | by P1 + P2", "P1 36", "P2 12"];
    for (awards, expiry) in [
        (&["P1 @ 2026-01-10"][..], "none"),
        (&["P2 @ 2026-01-10"], "none"),
        (&["P1 @ 2026-01-10", "P2 @ 2026-03-05"], "2028-01-10"),
        (&["P1 @ 2026-01-10", "P2 @ 2026-03-05", "P1 @ 2026-06-01"], "2028-03-05"),
        // The whole itself, held, needs no parts.
        (&["P1 @ 2026-01-10", "M @ 2026-02-01"], "2028-02-01"),
    ] {
        assert_eq!(reaches(parts, "M", awards), expiry, "{awards:?}");
    }
}

#[test]
fn a_composite_whose_parts_were_never_in_date_together_was_never_completed() {
    let mut rules = book(&["M 12 | by P1 + P2", "P1 12", "P2 12"], &["C M"]);
    let apart = person(&mut rules, &[""], &["P1 @ 2022-01-10", "P2 @ 2024-01-10"]);
    check(&rules, &apart, "2026-11-22", &["M C never-completed - -"]);
    let together = person(&mut rules, &[""], &["P1 @ 2022-01-10", "P2 @ 2023-01-10"]);
    check(&rules, &together, "2026-11-22", &["M C expired 2022-01-10 2023-01-10"]);
    // A later award of one part alone does not move the day it ran out.
    let again = person(
        &mut rules,
        &[""],
        &["P1 @ 2022-01-10", "P2 @ 2022-06-10", "P2 @ 2024-01-10", "P1 @ 2025-02-01"],
    );
    check(&rules, &again, "2026-11-22", &["M C expired 2022-01-10 2023-01-10"]);
}

#[test]
fn composites_are_closed_transitively_too_and_their_loops_do_not_hang() {
    let deep = &[
        "A 12 | by B + P",
        "B 12 | by C + P",
        "C 12 | by D + P",
        "D 12 | by E + P",
        "E 12 | by F + P",
        "F 12 | by G + P",
        "G 12 | by H",
        "H 12",
        "P 12",
    ];
    assert_eq!(reaches(deep, "A", &["H @ 2026-01-10", "P @ 2026-02-10"]), "2027-01-10");
    assert_eq!(reaches(deep, "A", &["H @ 2026-01-10"]), "none");

    let lower = &["L 12 | by M", "M 12 | by P1 + P2", "P1 12", "P2 12"];
    assert_eq!(reaches(lower, "L", &["P1 @ 2026-01-10", "P2 @ 2026-01-10"]), "2027-01-10");

    let circle = &["A 12 | by B + P", "B 12 | by A + P", "P 12"];
    assert_eq!(reaches(circle, "A", &["P @ 2026-01-10"]), "none");
    assert_eq!(reaches(circle, "A", &["P @ 2026-01-10", "B @ 2026-01-10"]), "2027-01-10");

    let names: Vec<String> = (0..40).map(|n| format!("N{n}")).collect();
    let everyone: Vec<String> = names
        .iter()
        .map(|own| {
            let others: Vec<&str> =
                names.iter().filter(|n| *n != own).map(String::as_str).collect();
            format!("{own} 12 | by {}; {}", others.join(" + "), others[..2].join(" + "))
        })
        .collect();
    let everyone: Vec<&str> = everyone.iter().map(String::as_str).collect();
    assert_eq!(reaches(&everyone, "N9", &["N5 @ 2026-01-10"]), "none");
    assert_eq!(reaches(&everyone, "N9", &["N0 @ 2026-01-10", "N1 @ 2026-02-10"]), "2027-01-10");
}

#[test]
fn a_composite_keeps_the_settings_of_the_lines_level() {
    let keeps = &["M 12 | by P1 + P2 | keep 3", "P1 24", "P2 24"];
    let awards = ["P1 @ 2025-06-10", "P2 @ 2025-06-10", "P1 @ 2026-04-02", "P2 @ 2026-04-03"];
    assert_eq!(reaches(keeps, "M", &awards), "2027-06-10");
}

#[test]
fn a_composite_with_a_part_that_no_one_knows_is_never_complete() {
    assert_eq!(reaches(&["M 12 | by P1 + Nothing", "P1 12"], "M", &["P1 @ 2026-01-10"]), "none");
}

#[test]
fn an_expired_higher_level_does_not_cancel_a_lower_one_still_in_date() {
    let mut rules = book(&["X/1 12 | by X/2", "X/2 12"], &["C X/1"]);
    let awards = ["X/2 @ 2024-01-10", "X/1 @ 2026-05-01"];
    let who = person(&mut rules, &[""], &awards);
    check(&rules, &who, "2026-11-22", &["X/1 C completed 2026-05-01 2027-05-01"]);
    // It satisfies the lower requirement only.
    let mut rules = book(&["X/1 12 | by X/2", "X/2 12"], &["C X/2"]);
    let who = person(&mut rules, &[""], &awards);
    check(&rules, &who, "2026-11-22", &["X/2 C expired 2024-01-10 2025-01-10"]);
}

#[test]
fn a_higher_requirement_displaces_a_lower_with_the_shortest_period_of_both() {
    let levels = &["X/1 24 | by X/2", "X/2 36 | by X/3", "X/3 48"];
    for (requirements, line) in [
        (&["C X/1", "C X/2"][..], "X/2 C completed 2026-01-10 2028-01-10"),
        (&["C X/1 | every 12", "C X/2", "C X/3"], "X/3 C renew-soon 2026-01-10 2027-01-10"),
        (&["C X/1 | every once", "C X/3 | every 18"], "X/3 C completed 2026-01-10 2027-07-10"),
        (&["C X/3 | every once", "C X/1"], "X/3 C completed 2026-01-10 2028-01-10"),
    ] {
        let mut rules = book(levels, requirements);
        let who = person(&mut rules, &[""], &["X/3 @ 2026-01-10"]);
        check(&rules, &who, "2026-11-22", &[line]);
    }
}

#[test]
fn a_displaced_requirement_gives_its_shortest_grace() {
    let levels = &["X/1 12 | by X/2", "X/2 12"];
    for (lower, higher, last) in [
        ("C X/1 | grace 10", "R X/2 | grace 30", "2026-11-11"),
        ("C X/1 | grace 30", "R X/2 | grace 10", "2026-11-11"),
        ("C X/1 | grace 10", "R X/2 | grace 30 | dates 2026-11-05..", "2026-11-11"),
    ] {
        let mut rules = book(levels, &[lower, higher]);
        let who = person(&mut rules, &["start 2026-11-01"], &["X/1 @ 2026-11-02"]);
        let next = day(last).tomorrow().unwrap().to_string();
        check(&rules, &who, last, &["X/2 C in-grace - -"]);
        check(&rules, &who, &next, &["X/2 C never-completed - -"]);
    }
}

#[test]
fn two_required_levels_on_different_branches_are_a_line_each() {
    let requirements = ["C Resus/1 | every 6", "R Resus/3 Adult", "R Resus/2 Paediatric"];
    let mut rules = book(RESUS, &requirements);
    let who = person(&mut rules, &[""], &["Resus/3 Adult @ 2026-10-10"]);
    check(
        &rules,
        &who,
        "2026-11-22",
        &[
            "Resus/2 Paediatric C never-completed - -",
            "Resus/3 Adult C completed 2026-10-10 2027-04-10",
        ],
    );
}

#[test]
fn the_line_is_c_if_any_requirement_for_it_is_c() {
    let levels = &["X/1 12 | by X/2", "X/2 12"];
    for (requirements, class) in [
        (&["C X/1", "R X/2"][..], "C"),
        (&["R X/1", "C X/2"], "C"),
        (&["R X/2", "C X/2"], "C"),
        (&["R X/1", "R X/2"], "R"),
    ] {
        let mut rules = book(levels, requirements);
        let who = person(&mut rules, &[""], &[]);
        check(&rules, &who, "2026-11-22", &[&format!("X/2 {class} never-completed - -")]);
    }
}

#[test]
fn the_lower_level_held_is_said_with_its_own_period() {
    let levels = &["X/1 36 | by X/2", "X/2 12 | by X/3", "X/3 12"];
    for (requirements, awards, said) in [
        (&["C X/1", "R X/2"][..], &["X/2 @ 2025-11-01", "X/1 @ 2025-05-05"][..], "X/1 2028-11-01"),
        (&["R X/2"], &["X/1 @ 2025-05-05"], "X/1 2028-05-05"),
        (&["C X/1 | every 24", "R X/2"], &["X/1 @ 2025-05-05"], "X/1 2027-05-05"),
        // Only the highest level held is said.
        (&["R X/3"], &["X/2 @ 2026-05-05", "X/1 @ 2026-05-05"], "X/2 2027-05-05"),
        (&["R X/2"], &["X/1 @ 2020-05-05"], ""),
        // Nothing is said of a line that is satisfied.
        (&["R X/2"], &["X/2 @ 2026-05-05", "X/1 @ 2026-05-05"], ""),
    ] {
        let mut rules = book(levels, requirements);
        let who = person(&mut rules, &[""], awards);
        let as_at = day("2026-11-22");
        let lines = evaluate_passport(&rules, &who, as_at);
        let held: Vec<String> = lower_levels_held(&rules, &who, &lines[0], as_at)
            .iter()
            .map(|(id, until)| {
                let name = &rules.framework.competence(*id).name;
                format!("{name} {}", until.date().unwrap())
            })
            .collect();
        assert_eq!(held.join(", "), said, "{requirements:?} {awards:?}");
    }
}

#[test]
fn class_none_lifts_the_subject_for_its_target_and_wins_over_every_other_requirement() {
    let levels = &["X/1 12 | by X/2", "X/2 12", "Y 12"];
    let requirements = [
        "C X/1",
        "R X/2 | employee 10000001",
        "C Y",
        "none X | role Porter",
        "R X/1 | introduced 2027-01-01",
    ];
    let mut rules = book(levels, &requirements);
    let porter = person(&mut rules, &["role Porter"], &[]);
    check(&rules, &porter, "2026-11-22", &["Y C never-completed - -"]);
    // It lifts for its target: another post's requirement stays.
    let both = person(&mut rules, &["role Porter", "role Clerk | secondary"], &[]);
    let lines = ["X/2 C never-completed - -", "Y C never-completed - -"];
    check(&rules, &both, "2026-11-22", &lines);
    super::support::check_assignments(
        &rules,
        &both,
        "2026-11-22",
        &[&["Y C never-completed - -"], &lines],
    );
}

#[test]
fn class_none_lifts_only_within_its_dates() {
    let requirements = ["C X", "none X | dates 2026-02-01..2026-02-28"];
    let mut rules = book(&["X 12"], &requirements);
    let who = person(&mut rules, &[""], &[]);
    let line = "X C never-completed - -";
    for (as_at, lines) in [
        ("2026-01-31", &[line][..]),
        ("2026-02-01", &[]),
        ("2026-02-28", &[]),
        ("2026-03-01", &[line]),
    ] {
        check(&rules, &who, as_at, lines);
    }
}

#[test]
fn class_none_lifts_nothing_before_it_is_introduced() {
    let mut rules = book(&["X 12"], &["C X", "none X | introduced 2027-01-01"]);
    let who = person(&mut rules, &[""], &[]);
    check(&rules, &who, "2026-12-31", &["X C never-completed - -"]);
    check(&rules, &who, "2027-01-01", &[]);
}

#[test]
fn a_requirement_acts_from_date_from_through_date_to() {
    let mut rules = book(&["X 12"], &["C X | dates 2026-02-01..2026-02-28"]);
    let who = person(&mut rules, &[""], &[]);
    for (as_at, there) in
        [("2026-01-31", false), ("2026-02-01", true), ("2026-02-28", true), ("2026-03-01", false)]
    {
        let lines: &[&str] = if there { &["X C never-completed - -"] } else { &[] };
        check(&rules, &who, as_at, lines);
    }
}

#[test]
fn an_announced_requirement_makes_a_line_of_its_own_until_it_is_introduced() {
    let mut rules =
        book(&["X 12", "Y 12"], &["C X | introduced 2027-01-01", "R Y | introduced 2026-11-22"]);
    let who = person(&mut rules, &[""], &["X @ 2026-10-01"]);
    let y = "Y R never-completed - -";
    check(
        &rules,
        &who,
        "2026-11-21",
        &["X C not-yet-introduced 2026-10-01 2027-10-01", "Y R not-yet-introduced - -"],
    );
    check(&rules, &who, "2026-12-31", &["X C not-yet-introduced 2026-10-01 2027-10-01", y]);
    check(&rules, &who, "2027-01-01", &["X C completed 2026-10-01 2027-10-01", y]);
}

#[test]
fn an_acting_line_of_the_same_or_a_higher_level_covers_an_announced_one() {
    let levels = &["X/1 24 | by X/2", "X/2 12"];
    let acting = |line: &str| vec![line.to_owned()];
    for (requirements, lines) in [
        (["R X/1", "C X/1 | introduced 2027-01-01 | every 6"], acting("X/1 R never-completed - -")),
        (["R X/2", "C X/1 | introduced 2027-01-01"], acting("X/2 R never-completed - -")),
        // A higher level announced stands beside the lower that acts, each with
        // its own class.
        (
            ["C X/1", "R X/2 | introduced 2027-01-01"],
            vec!["X/1 C never-completed - -".into(), "X/2 R not-yet-introduced - -".into()],
        ),
    ] {
        let mut rules = book(levels, &requirements);
        let who = person(&mut rules, &[""], &[]);
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        check(&rules, &who, "2026-11-22", &lines);
    }
}

#[test]
fn an_extension_reaches_what_is_said_of_a_lower_level() {
    let mut rules = book(&["X/1 12 | by X/2", "X/2 12"], &["R X/2"]);
    extend(&mut rules, "X", "2026-01-01..2026-12-31", 30, "organisation");
    let who = person(&mut rules, &[""], &["X/1 @ 2025-11-10"]);
    let as_at = day("2026-11-22");
    let lines = evaluate_passport(&rules, &who, as_at);
    let held = lower_levels_held(&rules, &who, &lines[0], as_at);
    assert_eq!(held.len(), 1);
    assert_eq!(held[0].1.date(), Some(day("2026-12-10")));
}
