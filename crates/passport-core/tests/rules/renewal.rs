//! Renewal, keeping an anniversary, and which award is behind a line
//! (rules.md section 2).

use super::support::{book, check, person, reaches};

const KEEP: &[&str] = &["X 12 | keep 3"];

fn kept(awards: &[&str]) -> String {
    reaches(KEEP, "X", awards)
}

#[test]
fn an_award_in_the_last_months_before_the_previous_expiry_runs_from_it() {
    for (renewed, expiry) in [
        ("2026-04-02", "2027-06-10"),
        ("2026-03-01", "2027-03-01"),
        ("2026-06-11", "2027-06-11"),
        // The window includes both the day N months before the expiry and the expiry.
        ("2026-03-10", "2027-06-10"),
        ("2026-03-09", "2027-03-09"),
        ("2026-06-10", "2027-06-10"),
    ] {
        let renewal = format!("X @ {renewed}");
        assert_eq!(kept(&["X @ 2025-06-10", &renewal]), expiry, "renewed {renewed}");
    }
}

#[test]
fn from_completion_is_the_default() {
    assert_eq!(reaches(&["X 12"], "X", &["X @ 2025-06-10", "X @ 2026-04-02"]), "2027-04-02");
}

#[test]
fn the_expiry_is_the_latest_that_any_selection_of_the_awards_reaches() {
    for (awards, expiry) in [
        (&["X @ 2025-06-10", "X @ 2026-03-01", "X @ 2026-04-02"][..], "2027-06-10"),
        (&["X @ 2025-06-10", "X @ 2026-03-01"], "2027-03-01"),
        // Each keeps the anniversary of the one before.
        (&["X @ 2024-06-10", "X @ 2025-05-01", "X @ 2026-05-01"], "2027-06-10"),
        // The last is too early for 10 June 2027, which the second would keep;
        // without the first, the second runs to 1 April 2027 and is renewed.
        (&["X @ 2025-06-10", "X @ 2026-04-01", "X @ 2027-01-15"], "2028-04-01"),
    ] {
        assert_eq!(kept(awards), expiry, "{awards:?}");
    }
}

#[test]
fn all_awards_that_satisfy_the_line_chain_transfers_included() {
    let levels = &["X/1 12 | by X/2 | keep 3", "X/2 12"];
    assert_eq!(reaches(levels, "X/1", &["X/2 @ 2025-06-10", "X/1 @ 2026-04-02"]), "2027-06-10");
    assert_eq!(kept(&["X @ 2025-06-10 transfer", "X @ 2026-04-02"]), "2027-06-10");
    // The sender's earlier expiry is the previous expiry.
    assert_eq!(kept(&["X @ 2025-06-10 to 2026-05-01 transfer", "X @ 2026-04-02"]), "2027-05-01");
}

#[test]
fn a_transfer_itself_always_runs_from_its_award_date() {
    assert_eq!(kept(&["X @ 2025-06-10", "X @ 2026-04-02 transfer"]), "2027-04-02");
}

#[test]
fn an_award_whose_issuer_sets_the_date_keeps_no_anniversary() {
    let printed = &["X 12 | keep 3 | printed"];
    let awards = ["X @ 2025-06-10", "X @ 2026-04-02 to 2026-12-31"];
    assert_eq!(reaches(printed, "X", &awards), "2026-12-31");
}

#[test]
fn the_renewal_setting_is_that_of_the_competence_at_the_lines_level() {
    let awards = &["X/2 @ 2025-06-10", "X/2 @ 2026-04-02"];
    assert_eq!(reaches(&["X/1 12 | by X/2", "X/2 12 | keep 3"], "X/1", awards), "2027-04-02");
    assert_eq!(reaches(&["X/1 12 | by X/2 | keep 3", "X/2 12"], "X/1", awards), "2027-06-10");
}

#[test]
fn two_awards_on_the_same_day_count_once_and_the_later_result_stands() {
    // The second does not renew the first.
    assert_eq!(
        reaches(&["X 1 | keep 3"], "X", &["X @ 2026-01-10", "X @ 2026-01-10"]),
        "2026-02-10"
    );
    assert_eq!(kept(&["X @ 2025-06-10", "X @ 2026-04-02", "X @ 2026-04-02"]), "2027-06-10");
    // A transfer and an own award of one day: the own one keeps the anniversary.
    let both = ["X @ 2025-06-10", "X @ 2026-04-02 transfer", "X @ 2026-04-02"];
    assert_eq!(kept(&both), "2027-06-10");
    assert_eq!(kept(&[both[0], both[2], both[1]]), "2027-06-10");
}

#[test]
fn a_renewal_never_shortens_validity() {
    for keep in ["X 12", "X 12 | keep 3", "X 1 | keep 3", "X 12 | keep 24"] {
        let before = reaches(&[keep], "X", &["X @ 2025-06-10"]);
        for renewed in ["2025-06-11", "2025-12-31", "2026-03-10", "2026-06-10"] {
            let after = reaches(&[keep], "X", &["X @ 2025-06-10", &format!("X @ {renewed}")]);
            assert!(after >= before, "{keep}, renewed {renewed}: {before} became {after}");
        }
    }
    // A transfer with a short life of its own does not cut the earlier award.
    let mut rules = book(&["X 12"], &["C X"]);
    let awards = ["X @ 2026-01-10", "X @ 2026-02-01 to 2026-03-01 transfer"];
    let who = person(&mut rules, &[""], &awards);
    check(&rules, &who, "2026-11-22", &["X C renew-soon 2026-01-10 2027-01-10"]);
}

#[test]
fn the_award_behind_a_line_gives_its_expiry_and_is_the_latest_of_several_that_give_the_same() {
    let mut rules = book(&["X 12 | keep 3", "Once once"], &["C X", "C Once"]);
    let awards = [
        "X @ 2025-06-10",
        "X @ 2026-04-02",
        "X @ 2026-05-02",
        "Once @ 2020-01-01",
        "Once @ 2022-01-01",
    ];
    let who = person(&mut rules, &[""], &awards);
    check(
        &rules,
        &who,
        "2026-11-22",
        &["Once C completed 2022-01-01 -", "X C completed 2026-05-02 2027-06-10"],
    );
}

#[test]
fn a_voided_award_counts_as_though_it_had_never_been() {
    // The store leaves voided awards out; without the renewal the old expiry is back.
    let mut rules = book(KEEP, &["C X"]);
    let with = person(&mut rules, &[""], &["X @ 2025-06-10", "X @ 2026-04-02"]);
    let without = person(&mut rules, &[""], &["X @ 2025-06-10"]);
    check(&rules, &with, "2026-06-11", &["X C completed 2026-04-02 2027-06-10"]);
    check(&rules, &without, "2026-06-11", &["X C expired 2025-06-10 2026-06-10"]);
}

#[test]
fn an_award_dated_after_the_day_is_not_yet_there() {
    let mut rules = book(&["X 12"], &["C X"]);
    let who = person(&mut rules, &[""], &["X @ 2025-01-10", "X @ 2026-11-23"]);
    check(&rules, &who, "2026-11-22", &["X C expired 2025-01-10 2026-01-10"]);
    check(&rules, &who, "2026-11-23", &["X C completed 2026-11-23 2027-11-23"]);
}
