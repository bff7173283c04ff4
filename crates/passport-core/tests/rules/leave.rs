//! Time after leave: what ran out while somebody was away is not red until its last
//! day (docs/decisions/0021-entered-beside-the-files.md).

use passport_core::compliance::{Status, evaluate_passport};
use passport_core::record::{Person, ReturnGrace};

use super::support::{book, check, day, exempt, person, set};

/// Away from 1 March 2026, back on 1 November, with time until 14 January 2027.
fn back(who: &mut Person) {
    who.return_graces.push(ReturnGrace {
        away_from: day("2026-03-01"),
        back_on: day("2026-11-01"),
        until: day("2027-01-14"),
    });
}

#[test]
fn what_ran_out_while_away_is_to_be_completed_by_the_last_day() {
    let mut rules = book(&["X 12", "Y 12", "Z 12"], &["C X", "C Y", "C Z"]);
    // X ran out while away, Y the day before, and Z was never done.
    let mut who = person(&mut rules, &[""], &["X @ 2025-06-10", "Y @ 2025-02-28"]);
    let (x, y) = ("X C expired 2025-06-10 2026-06-10", "Y C expired 2025-02-28 2026-02-28");
    let z = "Z C never-completed - -";
    check(&rules, &who, "2026-11-22", &[x, y, z]);
    back(&mut who);
    let in_grace = "X C in-grace 2025-06-10 2026-06-10";
    check(&rules, &who, "2026-10-31", &[x, y, z]);
    check(&rules, &who, "2026-11-01", &[in_grace, y, z]);
    check(&rules, &who, "2027-01-14", &[in_grace, y, z]);
    check(&rules, &who, "2027-01-15", &[x, y, z]);
    let line = evaluate_passport(&rules, &who, day("2026-11-22")).remove(0);
    assert_eq!(line.due, Some(day("2027-01-14")));
}

#[test]
fn what_runs_out_after_the_return_has_no_such_time() {
    let mut rules = book(&["X 12"], &["C X"]);
    let mut who = person(&mut rules, &[""], &["X @ 2025-11-01"]);
    back(&mut who);
    check(&rules, &who, "2026-11-01", &["X C renew-soon 2025-11-01 2026-11-01"]);
    check(&rules, &who, "2026-11-02", &["X C expired 2025-11-01 2026-11-01"]);
}

#[test]
fn it_takes_nothing_from_a_starters_grace_and_gives_way_to_an_exemption() {
    let mut rules = book(&["X 12"], &["C X | grace 120"]);
    let mut who = person(&mut rules, &["start 2026-10-01"], &["X @ 2025-06-10"]);
    let in_grace = "X C in-grace 2025-06-10 2026-06-10";
    back(&mut who);
    // The starter's grace lasts until 29 January 2027, the longer of the two.
    check(&rules, &who, "2027-01-29", &[in_grace]);
    exempt(&rules, &mut who, "X", "2026-11-10..2026-11-20");
    check(&rules, &who, "2026-11-15", &["X C exempt 2025-06-10 2026-06-10"]);
    check(&rules, &who, "2026-11-21", &[in_grace]);
}

#[test]
fn it_is_counted_as_a_starters_grace_is() {
    for (setting, counted) in [("grace-counts no", false), ("grace-counts yes", true)] {
        let mut rules = book(&["X 12"], &["C X"]);
        set(&mut rules, &[setting]);
        let mut who = person(&mut rules, &[""], &["X @ 2025-06-10"]);
        back(&mut who);
        let line = evaluate_passport(&rules, &who, day("2026-11-22")).remove(0);
        assert_eq!((line.status, line.counted), (Status::InGrace, counted));
    }
}

#[test]
fn whatever_the_days_it_turns_only_what_ran_out_while_away_from_red() {
    let mut award = day("2024-12-01");
    while award < day("2026-01-15") {
        let mut rules = book(&["X 12"], &["C X"]);
        let plain = person(&mut rules, &[""], &[&format!("X @ {award}")]);
        let mut given = plain.clone();
        back(&mut given);
        let mut at = day("2026-02-01");
        while at < day("2027-03-01") {
            let without = evaluate_passport(&rules, &plain, at).remove(0);
            let with = evaluate_passport(&rules, &given, at).remove(0);
            let expiry = with.expiry().expect("an expiry");
            let away = day("2026-03-01") <= expiry && expiry < day("2026-11-01");
            let acts = day("2026-11-01") <= at && at <= day("2027-01-14");
            if away && acts && without.status == Status::Expired {
                assert_eq!(with.status, Status::InGrace, "{award} {at}");
            } else {
                assert_eq!(with.status, without.status, "{award} {at}");
            }
            at = at.saturating_add(jiff::ToSpan::days(3));
        }
        award = award.saturating_add(jiff::ToSpan::days(5));
    }
}
