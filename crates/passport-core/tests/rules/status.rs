//! The status of a line on a date: exactly one, the first that holds
//! (rules.md section 4).

use super::support::{book, check, exempt, extend, person, person_over_time, set, span};
use passport_core::compliance::{Rulebook, evaluate};
use passport_core::record::Person;

#[test]
fn a_completed_line_is_to_renew_soon_if_it_expires_within_the_warning_window() {
    for (competence, settings, last_completed, first_soon) in [
        ("X 12", &[][..], "2026-03-09", "2026-03-10"),
        ("X 12", &["warning-months 1"], "2026-05-09", "2026-05-10"),
        ("X 12 | warning 6", &["warning-months 1"], "2025-12-09", "2025-12-10"),
        ("X 12 | warning 0", &[], "2026-06-09", "2026-06-10"),
    ] {
        let mut rules = book(&[competence], &["C X"]);
        set(&mut rules, settings);
        let who = person(&mut rules, &[""], &["X @ 2025-06-10"]);
        check(&rules, &who, last_completed, &["X C completed 2025-06-10 2026-06-10"]);
        check(&rules, &who, first_soon, &["X C renew-soon 2025-06-10 2026-06-10"]);
        check(&rules, &who, "2026-06-10", &["X C renew-soon 2025-06-10 2026-06-10"]);
    }
}

#[test]
fn the_warning_is_that_of_the_competence_at_the_lines_level_and_sees_extensions() {
    let mut rules = book(&["X/1 12 | by X/2 | warning 11", "X/2 12 | warning 1"], &["C X/1"]);
    extend(&mut rules, "X", "2026-01-01..2026-12-31", 30, "organisation");
    let who = person(&mut rules, &[""], &["X/2 @ 2025-06-10"]);
    check(&rules, &who, "2025-08-09", &["X/1 C completed 2025-06-10 2026-07-10"]);
    check(&rules, &who, "2025-08-10", &["X/1 C renew-soon 2025-06-10 2026-07-10"]);
}

/// Checks the one line of X through the days of grace: in grace through `last`.
#[track_caller]
fn grace_ends(rules: &Rulebook, who: &Person, last: Option<&str>, otherwise: &str) {
    let Some(last) = last else { return check(rules, who, "2026-11-22", &[otherwise]) };
    let next = super::support::day(last).tomorrow().unwrap().to_string();
    let in_grace = otherwise.replace("never-completed", "in-grace").replace("expired", "in-grace");
    check(rules, who, last, &[&in_grace]);
    check(rules, who, &next, &[otherwise]);
}

#[test]
fn the_due_date_is_the_latest_of_start_date_from_and_change_of_post_plus_the_grace_days() {
    let line = "X C never-completed - -";
    for (requirement, postings, last) in [
        ("C X | grace 28", &["start 2026-11-01"][..], Some("2026-11-29")),
        ("C X | grace 28 | dates 2026-11-10..", &["start 2026-11-01"], Some("2026-12-08")),
        (
            "C X | grace 28 | role Nurse",
            &[
                "start 2021-03-01 | during 2021-03-01..2026-11-04 | role Clerk",
                "start 2021-03-01 | during 2026-11-05.. | role Nurse",
            ],
            Some("2026-12-03"),
        ),
        // A change of post that leaves the assignment under it changes nothing.
        (
            "C X | grace 28 | role Nurse",
            &[
                "start 2026-11-01 | during 2026-11-01..2026-11-09 | role Nurse",
                "start 2026-11-01 | during 2026-11-10.. | role Nurse | unit Trust>Ward",
            ],
            Some("2026-11-29"),
        ),
        // Only the latest change that brought it under counts.
        (
            "C X | grace 28 | role Nurse",
            &[
                "start 2021-03-01 | during 2021-03-01..2026-10-31 | role Nurse",
                "start 2021-03-01 | during 2026-11-01..2026-11-09 | role Clerk",
                "start 2021-03-01 | during 2026-11-10.. | role Nurse",
            ],
            Some("2026-12-08"),
        ),
        // Moved into the unit within which it is asked.
        (
            "C X | grace 28 | role Nurse | within Trust>Ward",
            &[
                "start 2021-03-01 | during 2021-03-01..2026-11-04 | role Nurse | unit Trust",
                "start 2021-03-01 | during 2026-11-05.. | role Nurse | unit Trust>Ward>Bay",
            ],
            Some("2026-12-03"),
        ),
        // First seen in a later extract: the assignment's start speaks, not the extract.
        ("C X | grace 28", &["start 2026-11-01 | during 2026-11-20.."], Some("2026-11-29")),
        // Without a start, its first day on record.
        ("C X | grace 28", &["start | during 2026-11-01.."], Some("2026-11-29")),
        // Empty or 0 days mean no grace, not even on the first day.
        ("C X | grace 0", &["start 2026-11-22"], None),
        ("C X", &["start 2026-11-22"], None),
        ("C X | grace 1", &["start 2026-11-22"], Some("2026-11-23")),
    ] {
        let mut rules = book(&["X 12"], &[requirement]);
        let who = person_over_time(&mut rules, &[postings], &[]);
        grace_ends(&rules, &who, last, line);
    }
}

#[test]
fn what_comes_to_reach_further_gives_grace_to_those_it_did_not_reach_before() {
    let wider = "C X | grace 28 | dates 2026-11-01.. | asked Trust>Ash 2020-01-01..2026-10-31";
    for (postings, last) in [
        // Asked on Ash Ward all along: not new to it, and its bays neither.
        (&["start 2021-03-01 | unit Trust>Ash"][..], None),
        (&["start 2021-03-01 | unit Trust>Ash>Bay"], None),
        // Elsewhere it is new.
        (&["start 2021-03-01 | unit Trust>Beech"], Some("2026-11-29")),
        // Came to Ash Ward, or left it, once it was asked everywhere.
        (
            &[
                "start 2021-03-01 | during 2021-03-01..2026-11-09 | unit Trust>Beech",
                "start 2021-03-01 | during 2026-11-10.. | unit Trust>Ash",
            ],
            Some("2026-11-29"),
        ),
        (
            &[
                "start 2021-03-01 | during 2021-03-01..2026-11-09 | unit Trust>Ash",
                "start 2021-03-01 | during 2026-11-10.. | unit Trust>Beech",
            ],
            None,
        ),
        // Came to Ash Ward shortly before: the grace of that move is kept.
        (
            &[
                "start 2021-03-01 | during 2021-03-01..2026-10-20 | unit Trust>Beech",
                "start 2021-03-01 | during 2026-10-21.. | unit Trust>Ash",
            ],
            Some("2026-11-18"),
        ),
        // And came there before it was asked there.
        (
            &[
                "start 2019-03-01 | during 2019-03-01..2019-06-30 | unit Trust>Beech",
                "start 2019-03-01 | during 2019-07-01.. | unit Trust>Ash",
            ],
            None,
        ),
        // A starter on Ash Ward has a starter's grace.
        (&["start 2026-11-05 | during 2026-11-05.. | unit Trust>Ash"], Some("2026-12-03")),
    ] {
        let mut rules = book(&["X 12"], &[wider]);
        let who = person_over_time(&mut rules, &[postings], &[]);
        grace_ends(&rules, &who, last, "X C never-completed - -");
    }
}

#[test]
fn a_lines_due_date_is_the_earliest_of_its_requirements_and_one_without_grace_leaves_it_without() {
    for (requirements, last) in [
        (&["C X | grace 28", "R X | grace 10"][..], Some("2026-11-11")),
        (&["C X | grace 28", "R X | grace 10 | dates 2026-11-20.."], Some("2026-11-29")),
        (&["C X | grace 28", "R X"], None),
    ] {
        let mut rules = book(&["X 12"], requirements);
        let who = person(&mut rules, &["start 2026-11-01"], &[]);
        grace_ends(&rules, &who, last, "X C never-completed - -");
    }
}

#[test]
fn grace_also_covers_a_starter_whose_award_has_expired() {
    let mut rules = book(&["X 12"], &["C X | grace 28"]);
    let who = person(&mut rules, &["start 2026-11-01"], &["X @ 2025-01-10 transfer"]);
    grace_ends(&rules, &who, Some("2026-11-29"), "X C expired 2025-01-10 2026-01-10");
}

#[test]
fn an_exemption_covers_both_its_dates_and_an_empty_to_is_open_ended() {
    let mut rules = book(&["X/1 12 | by X/2", "X/2 12", "Y 12"], &["C X/2", "C Y"]);
    let mut who = person(&mut rules, &[""], &[]);
    exempt(&rules, &mut who, "X", "2026-03-01..2026-05-31");
    exempt(&rules, &mut who, "Y", "2026-03-01..");
    let red = ["X/2 C never-completed - -", "Y C never-completed - -"];
    let grey = ["X/2 C exempt - -", "Y C exempt - -"];
    check(&rules, &who, "2026-02-28", &red);
    check(&rules, &who, "2026-03-01", &grey);
    check(&rules, &who, "2026-05-31", &grey);
    check(&rules, &who, "2026-06-01", &[red[0], grey[1]]);
    check(&rules, &who, "2099-01-01", &[red[0], grey[1]]);
}

#[test]
fn an_exemption_that_a_later_extract_ended_covers_until_then() {
    let mut rules = book(&["X 12"], &["C X"]);
    let mut who = person(&mut rules, &[""], &[]);
    exempt(&rules, &mut who, "X", "2026-01-01..");
    who.exemptions[0].applies = span("..2026-10-31");
    check(&rules, &who, "2026-10-31", &["X C exempt - -"]);
    check(&rules, &who, "2026-11-01", &["X C never-completed - -"]);
}

#[test]
fn exactly_one_status_the_first_that_holds_in_order() {
    // Everything holds at once; then one thing after another is taken away.
    let announced = "C X | grace 28 | introduced 2026-12-01";
    let acting = "C X | grace 28";
    let held = &["X @ 2026-11-02"][..];
    let lapsed = &["X @ 2024-01-02"][..];
    for (status, requirement, excluded, is_exempt, awards, start) in [
        ("excluded", announced, true, true, held, "2026-11-01"),
        ("excluded", acting, true, false, held, "2026-11-01"),
        ("not-yet-introduced", announced, false, true, held, "2026-11-01"),
        ("exempt", acting, false, true, held, "2026-11-01"),
        ("completed", acting, false, false, held, "2026-11-01"),
        ("in-grace", acting, false, false, lapsed, "2026-11-01"),
        ("expired", acting, false, false, lapsed, "2021-11-01"),
        ("in-grace", acting, false, false, &[], "2026-11-01"),
        ("never-completed", acting, false, false, &[], "2021-11-01"),
    ] {
        let mut rules = book(&["X 12"], &[requirement]);
        let status_column = if excluded { "Maternity" } else { "Active Assignment" };
        let post = format!("start {start} | status {status_column}");
        let mut who = person(&mut rules, &[&post], awards);
        if is_exempt {
            exempt(&rules, &mut who, "X", "2026-01-01..");
        }
        let lines = &evaluate(&rules, &who, super::support::day("2026-11-22"))[0].lines;
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].status.code(), status);
        let counted = matches!(status, "completed" | "expired" | "never-completed");
        assert_eq!(lines[0].counted, counted, "{status}");
    }
}

#[test]
fn the_passport_of_someone_excluded_shows_every_line_as_it_is() {
    let mut rules = book(&["X 12", "Y 12"], &["C X", "R Y"]);
    let who = person(&mut rules, &["status Maternity and Adoption"], &["X @ 2026-10-01"]);
    check(
        &rules,
        &who,
        "2026-11-22",
        &["X C completed 2026-10-01 2027-10-01", "Y R never-completed - -"],
    );
}
