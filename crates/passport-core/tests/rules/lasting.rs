//! How long an award lasts (rules.md section 2).

use super::support::{book, check, day, extend, person, reaches};
use passport_core::compliance::add_months;

#[test]
fn adding_months_keeps_the_day_or_takes_the_last_of_a_shorter_month() {
    for (award, months, expiry) in [
        ("2024-05-03", 12, "2025-05-03"),
        ("2024-08-31", 6, "2025-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2023-01-31", 1, "2023-02-28"),
    ] {
        assert_eq!(add_months(day(award), months), day(expiry), "{award} + {months}");
        let fire = format!("Fire {months}");
        assert_eq!(reaches(&[&fire], "Fire", &[&format!("Fire @ {award}")]), expiry);
    }
}

#[test]
fn valid_through_the_expiry_date_and_required_again_the_day_after() {
    let mut rules = book(&["Fire 12"], &["C Fire"]);
    let who = person(&mut rules, &[""], &["Fire @ 2024-05-03"]);
    check(&rules, &who, "2024-05-02", &["Fire C never-completed - -"]);
    check(&rules, &who, "2024-05-03", &["Fire C completed 2024-05-03 2025-05-03"]);
    check(&rules, &who, "2025-05-03", &["Fire C renew-soon 2024-05-03 2025-05-03"]);
    check(&rules, &who, "2025-05-04", &["Fire C expired 2024-05-03 2025-05-03"]);
}

#[test]
fn once_only_does_not_expire() {
    let mut rules = book(&["Induction once"], &["C Induction"]);
    let who = person(&mut rules, &[""], &["Induction @ 2021-03-02 to 2022-03-02"]);
    check(&rules, &who, "2026-11-22", &["Induction C completed 2021-03-02 -"]);
}

#[test]
fn the_period_that_counts_is_the_requirements_else_that_of_the_competence_at_its_level() {
    for (required, line) in [
        ("C Fire", "Fire C completed 2026-01-20 2028-01-20"),
        ("C Fire | every 12", "Fire C renew-soon 2026-01-20 2027-01-20"),
        ("C Fire | every 36", "Fire C completed 2026-01-20 2029-01-20"),
        ("C Fire | every once", "Fire C completed 2026-01-20 -"),
    ] {
        let mut rules = book(&["Fire 24"], &[required]);
        let who = person(&mut rules, &[""], &["Fire @ 2026-01-20 to 2026-02-02"]);
        check(&rules, &who, "2026-11-22", &[line]);
    }
}

#[test]
fn an_award_of_a_satisfying_competence_counts_for_the_requirements_period_not_its_own() {
    let mut rules = book(&["IPC/1 36 | by IPC/2", "IPC/2 12"], &["C IPC/1"]);
    let who = person(&mut rules, &[""], &["IPC/2 @ 2025-11-01"]);
    check(&rules, &who, "2026-11-22", &["IPC/1 C completed 2025-11-01 2028-11-01"]);
}

#[test]
fn an_imported_expiry_decides_only_for_transfer_as_printed_and_unknown_period() {
    for (competence, award, expiry) in [
        ("X 12", "X @ 2026-01-10 to 2030-01-01", "2027-01-10"),
        ("X 12 | printed", "X @ 2026-01-10 to 2030-01-01", "2030-01-01"),
        ("X 12 | printed", "X @ 2026-01-10", "2027-01-10"),
        ("X once | printed", "X @ 2026-01-10 to 2030-01-01", "2030-01-01"),
        ("X unknown", "X @ 2026-01-10 to 2030-01-01", "2030-01-01"),
        ("X unknown", "X @ 2026-01-10", "never"),
    ] {
        assert_eq!(reaches(&[competence], "X", &[award]), expiry, "{competence}, {award}");
    }
}

#[test]
fn a_transfer_lasts_until_the_earlier_of_the_senders_expiry_and_our_period() {
    for (competence, award, expiry) in [
        ("X 12", "X @ 2026-01-10 to 2026-06-30 transfer", "2026-06-30"),
        ("X 12", "X @ 2026-01-10 to 2029-01-10 transfer", "2027-01-10"),
        ("X 12", "X @ 2026-01-10 transfer", "2027-01-10"),
        ("X once", "X @ 2026-01-10 to 2029-01-10 transfer", "2029-01-10"),
        ("X once", "X @ 2026-01-10 transfer", "never"),
        ("X unknown", "X @ 2026-01-10 to 2029-01-10 transfer", "2029-01-10"),
        // A certificate's date is its issuer's, whoever employed the holder then.
        ("X 12 | printed", "X @ 2026-01-10 to 2029-01-10 transfer", "2029-01-10"),
        ("X 12 | printed", "X @ 2026-01-10 transfer", "2027-01-10"),
    ] {
        assert_eq!(reaches(&[competence], "X", &[award]), expiry, "{competence}, {award}");
    }
}

#[test]
fn of_two_requirements_for_one_level_the_shorter_period_wins_and_any_number_is_shorter_than_none() {
    for (first, second, expiry) in [
        ("C X | every 24", "R X | every 12", "2026-05-03"),
        ("C X | every 12", "R X | every 24", "2026-05-03"),
        ("C X | every once", "R X | every 60", "2030-05-03"),
        ("C X | every once", "R X", "2028-05-03"),
    ] {
        let mut rules = book(&["X 36"], &[first, second]);
        let who = person(&mut rules, &[""], &["X @ 2025-05-03"]);
        let line = format!("X C completed 2025-05-03 {expiry}");
        check(&rules, &who, "2025-06-01", &[&line]);
    }
}

#[test]
fn an_extension_adds_days_to_a_subjects_expiries_for_its_target() {
    let mut rules = book(&["Fire 12", "IPC 12"], &["C Fire", "C IPC"]);
    extend(&mut rules, "Fire", "2026-03-01..2026-06-30", 90, "role Staff Nurse");
    let awards = ["Fire @ 2025-05-03", "IPC @ 2025-05-03"];
    let nurse = person(&mut rules, &["role Staff Nurse"], &awards);
    check(
        &rules,
        &nurse,
        "2026-08-01",
        &["Fire C renew-soon 2025-05-03 2026-08-01", "IPC C expired 2025-05-03 2026-05-03"],
    );
    check(
        &rules,
        &nurse,
        "2026-08-02",
        &["Fire C expired 2025-05-03 2026-08-01", "IPC C expired 2025-05-03 2026-05-03"],
    );
    let porter = person(&mut rules, &["role Porter"], &awards);
    check(
        &rules,
        &porter,
        "2026-08-01",
        &["Fire C expired 2025-05-03 2026-05-03", "IPC C expired 2025-05-03 2026-05-03"],
    );
    let outside = person(&mut rules, &["role Staff Nurse"], &["Fire @ 2025-07-01"]);
    check(
        &rules,
        &outside,
        "2026-08-01",
        &["Fire C expired 2025-07-01 2026-07-01", "IPC C never-completed - -"],
    );
}

#[test]
fn a_renewal_whose_expiry_falls_just_outside_an_extension_makes_no_one_worse_off() {
    let mut rules = book(&["Fire 12"], &["C Fire"]);
    extend(&mut rules, "Fire", "2026-03-01..2026-06-30", 180, "organisation");
    let who = person(&mut rules, &[""], &["Fire @ 2025-06-15", "Fire @ 2025-07-05"]);
    check(&rules, &who, "2026-08-01", &["Fire C completed 2025-06-15 2026-12-12"]);
}

#[test]
fn once_per_assignment_only_awards_on_or_after_its_start_count() {
    let mut rules = book(&["Local Induction once | per-assignment"], &["C Local Induction"]);
    let mut who = |award: &str| person(&mut rules, &["start 2026-09-01"], &[award]);
    let before = who("Local Induction @ 2026-08-31");
    let on = who("Local Induction @ 2026-09-01");
    check(&rules, &before, "2026-11-22", &["Local Induction C never-completed - -"]);
    check(&rules, &on, "2026-11-22", &["Local Induction C completed 2026-09-01 -"]);
}

#[test]
fn once_per_assignment_each_assignment_needs_its_own() {
    let mut rules = book(&["Local Induction once | per-assignment"], &["C Local Induction"]);
    let posts = ["start 2021-03-01", "start 2026-09-01 | secondary"];
    let who = person(&mut rules, &posts, &["Local Induction @ 2021-03-02"]);
    super::support::check_assignments(
        &rules,
        &who,
        "2026-11-22",
        &[
            &["Local Induction C completed 2021-03-02 -"],
            &["Local Induction C never-completed - -"],
        ],
    );
    check(&rules, &who, "2026-11-22", &["Local Induction C never-completed - -"]);
}
