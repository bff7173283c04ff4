//! Whom a requirement reaches, several assignments, and which assignments the
//! figures leave out (rules.md sections 1, 3 and 5).

use super::support::{book, check, check_assignments, day, person, person_over_time, set};
use passport_core::compliance::{evaluate, evaluate_person, exclusions};
use passport_core::setting::Settings;

#[test]
fn a_requirement_reaches_its_target_and_no_one_else() {
    let post = "role Staff Nurse | group Nursing | position 12345 | title Ward Nurse \
                | unit Trust>Medicine>Ward 4";
    for (target, reached) in [
        ("", true),
        ("group nursing", true),
        ("group Nurs", false),
        ("role STAFF  NURSE", true),
        ("role Nurse", false),
        ("unit Trust", true),
        ("unit Trust>Medicine>Ward 4", true),
        ("unit Trust>Medicine>Ward 4>Bay", false),
        ("unit Trust>Surgery", false),
        ("position 12345", true),
        ("position Ward Nurse", true),
        ("position 1234", false),
        ("assignment 10000001-1", true),
        ("assignment 10000001-2", false),
        ("employee 10000001", true),
        ("employee 10000002", false),
        ("role Staff Nurse | within Trust>Medicine", true),
        ("role Staff Nurse | within Trust>Surgery", false),
        ("employee 10000001 | within Trust>Surgery", false),
    ] {
        let mut rules = book(&["X 12"], &[&format!("C X | {target}")]);
        let who = person(&mut rules, &[post], &[]);
        let lines: &[&str] = if reached { &["X C never-completed - -"] } else { &[] };
        println!("{target}");
        check(&rules, &who, "2026-11-22", lines);
    }
}

#[test]
fn the_passport_shows_the_union_of_all_assignments_each_subject_once() {
    let levels = &["X/1 24 | by X/2", "X/2 36", "Y 12", "Z 12"];
    let requirements =
        ["C X/1 | role Nurse", "R X/2 | role Tutor", "R Y | role Tutor", "R Z | role Nurse"];
    let mut rules = book(levels, &requirements);
    let posts = ["role Nurse", "role Tutor | secondary"];
    let who = person(&mut rules, &posts, &["X/1 @ 2026-01-10"]);
    let y = "Y R never-completed - -";
    let z = "Z R never-completed - -";
    check(&rules, &who, "2026-11-22", &["X/2 C never-completed - -", y, z]);
    // The figures keep the assignments apart.
    check_assignments(
        &rules,
        &who,
        "2026-11-22",
        &[&["X/1 C completed 2026-01-10 2028-01-10", z], &["X/2 R never-completed - -", y]],
    );
}

#[test]
fn a_requirement_for_one_person_applies_to_each_of_their_assignments() {
    let mut rules = book(&["X 12"], &["R X | employee 10000001"]);
    let who = person(&mut rules, &["", "secondary"], &[]);
    let line: &[&str] = &["X R never-completed - -"];
    check_assignments(&rules, &who, "2026-11-22", &[line, line]);
}

#[test]
fn an_assignment_terminated_ended_before_or_starting_after_the_day_is_on_no_report() {
    let mut rules = book(&["X 12"], &["C X"]);
    for (post, reported) in [
        ("start 2026-11-22", true),
        ("start 2026-11-23", false),
        ("end 2026-11-22", true),
        ("end 2026-11-21", false),
        ("status Terminate Process Assignment", false),
        ("status TERMINATED", false),
        ("status Active Assignment", true),
        ("during 2026-01-01..2026-11-21", false),
        ("during 2026-11-22..", true),
    ] {
        let who = person(&mut rules, &[post], &[]);
        let found = evaluate(&rules, &who, day("2026-11-22"));
        assert_eq!(found.len(), usize::from(reported), "{post}");
    }
}

#[test]
fn what_held_on_a_past_day_can_be_asked() {
    let mut rules = book(&["X 12", "Y 12"], &["C X | role Clerk", "C Y | role Nurse"]);
    let history: &[&str] =
        &["during ..2026-05-31 | role Clerk", "during 2026-06-01.. | role Nurse"];
    let who = person_over_time(&mut rules, &[history], &[]);
    check(&rules, &who, "2026-05-31", &["X C never-completed - -"]);
    check(&rules, &who, "2026-06-01", &["Y C never-completed - -"]);
}

#[test]
fn excluded_assignments_are_listed_by_reason() {
    let listed = |post: &str| {
        let mut rules = book(&["X 12"], &["C X"]);
        let who = person(&mut rules, &[post], &[]);
        let as_at = day("2026-11-22");
        let rows = exclusions(&rules, &rules.settings.policy(as_at), [&who], as_at, None);
        let found = evaluate(&rules, &who, as_at);
        let line = &found[0].lines[0];
        assert_eq!(line.counted, rows.is_empty(), "{post}");
        assert_eq!(line.status.code() == "excluded", !rows.is_empty(), "{post}");
        rows.first().map(|row| row.reason.clone())
    };
    for (post, reason) in [
        ("status Maternity", Some("Maternity")),
        ("status maternity and adoption", Some("maternity and adoption")),
        ("status Adoption", Some("Adoption")),
        ("status Career Break", Some("Career Break")),
        ("status Out on External Secondment - Paid", Some("Out on External Secondment - Paid")),
        ("status Suspend With Pay", Some("Suspend With Pay")),
        ("status SUSPENDED", Some("SUSPENDED")),
        ("status Inactive Not Worked", Some("Inactive Not Worked")),
        ("status Offer Accepted", Some("Offer Accepted")),
        ("status Active Assignment", None),
        ("status Acting Up", None),
        ("status Internal Secondment", None),
        ("status Return from Maternity", None),
        ("category Bank", Some("Bank")),
        ("category Bank Staff", Some("Bank Staff")),
        ("category Honorary", Some("Honorary")),
        ("category Fixed Term Temp", None),
        ("status Career Break | category Bank", Some("Career Break")),
        // 22 November 2026 is 28 days after 25 October 2026.
        ("sick 2026-10-25..", Some("Long-term sickness")),
        ("sick 2026-10-26..", None),
        ("sick 2026-01-01..2026-11-21", None),
        ("sick 2026-01-01..2026-11-22", Some("Long-term sickness")),
        ("sick 2026-12-01..", None),
        ("away 2026-01-01..", None),
    ] {
        assert_eq!(listed(post).as_deref(), reason, "{post}");
    }
}

#[test]
fn the_list_of_exclusions_is_the_organisations_to_change() {
    let mut rules = book(&["X 12"], &["C X"]);
    set(
        &mut rules,
        &["excluded-statuses Acting Up", "excluded-categories ", "long-term-sickness-days 10"],
    );
    for (post, excluded) in [
        ("status Maternity", false),
        ("status Acting Up", true),
        ("category Bank", false),
        ("sick 2026-11-12..", true),
        ("sick 2026-11-13..", false),
    ] {
        let who = person(&mut rules, &[post], &[]);
        let found = evaluate(&rules, &who, day("2026-11-22"));
        assert_eq!(found[0].exclusion.is_some(), excluded, "{post}");
    }
}

#[test]
fn a_setting_decides_from_its_day() {
    let mut rules = book(&["X 12"], &["C X"]);
    rules.settings =
        Settings::new([("excluded-statuses".into(), Some(day("2026-06-01")), "Acting Up".into())]);
    let who = person(&mut rules, &["status Acting Up"], &[]);
    let excluded = |as_at| evaluate(&rules, &who, day(as_at))[0].exclusion.is_some();
    assert!(!excluded("2026-05-31"));
    assert!(excluded("2026-06-01"));
}

#[test]
fn counted_by_person_a_line_is_excluded_only_if_every_assignment_is() {
    let mut rules = book(&["X 12"], &["C X"]);
    let as_at = day("2026-11-22");
    for (posts, reason) in [
        (&["status Maternity", "category Bank | secondary"][..], Some("Maternity")),
        (&["category Bank | secondary", "status Maternity"], Some("Maternity")),
        (&["status Maternity", "secondary"], None),
        (&["status Maternity", "secondary | end 2026-11-21"], Some("Maternity")),
        (&[""], None),
    ] {
        let who = person(&mut rules, posts, &[]);
        let policy = rules.settings.policy(as_at);
        let (exclusion, lines) = evaluate_person(&rules, &policy, &who, as_at);
        assert_eq!(exclusion.map(|e| e.reason()).as_deref(), reason, "{posts:?}");
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].counted, reason.is_none(), "{posts:?}");
    }
}

#[test]
fn a_requirement_that_a_later_extract_ended_acts_until_then() {
    let mut rules = book(&["X 12"], &["C X | applies ..2026-10-31"]);
    let who = person(&mut rules, &[""], &[]);
    check(&rules, &who, "2026-10-31", &["X C never-completed - -"]);
    check(&rules, &who, "2026-11-01", &[]);
}
