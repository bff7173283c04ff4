//! Why a figure moved: each cause met in an evaluation of its own.

use jiff::civil::Date;
use passport_core::board::bridge::{Bridge, Cause, Scope, Standing};
use passport_core::compliance::{ClassFilter, Rulebook};
use passport_core::record::Person;
use passport_core::setting::CountBy;

use super::support::{book, day, exempt, person, person_over_time, set};

const THEN: &str = "2026-10-31";
const NOW: &str = "2026-11-30";

/// The causes that moved something, with what they did to counted and compliant.
fn moved(bridge: &Bridge) -> Vec<(Cause, i64, i64)> {
    let movements = bridge.movements().iter().filter(|movement| movement.lines > 0);
    movements.map(|m| (m.cause, m.counted, m.compliant)).collect()
}

fn standing(rules: &Rulebook, person: &Person, on: &str, unit: Option<&str>) -> Standing {
    let as_at: Date = day(on);
    let scope = Scope { class: ClassFilter::All, unit };
    Standing::of(rules, &rules.settings.policy(as_at), person, as_at, scope)
}

/// One person between the two days, known alike on both.
fn between(rules: &Rulebook, person: &Person, unit: Option<&str>) -> Vec<(Cause, i64, i64)> {
    let mut bridge = Bridge::default();
    let then = standing(rules, person, THEN, unit);
    bridge.add(&then, &then, &standing(rules, person, NOW, unit));
    moved(&bridge)
}

#[test]
fn what_ran_out_lapsed_and_what_was_done_was_completed() {
    let mut rules = book(&["X 12", "Y 12", "Z 12"], &["C X", "C Y", "R Z"]);
    let awards = ["X @ 2025-11-15", "Y @ 2026-11-10", "Z @ 2026-01-01"];
    let who = person(&mut rules, &[""], &awards);
    assert_eq!(between(&rules, &who, None), [(Cause::Lapse, 0, -1), (Cause::Completion, 0, 1)]);
}

#[test]
fn starters_leavers_and_movers_bring_and_take_their_lines() {
    let mut rules = book(&["X 12", "Y 12"], &["C X", "C Y"]);
    let starter = person(&mut rules, &["start 2026-11-09"], &["X @ 2026-11-10"]);
    assert_eq!(between(&rules, &starter, None), [(Cause::Starter, 2, 1)]);
    let leaver = person(&mut rules, &["end 2026-11-09"], &["X @ 2026-06-10"]);
    assert_eq!(between(&rules, &leaver, None), [(Cause::LeaverOrMover, -2, -1)]);

    let posts = ["during ..2026-11-09 | unit Trust>Ash", "during 2026-11-10.. | unit Trust>Oak"];
    let mover = person_over_time(&mut rules, &[&posts], &["X @ 2026-06-10"]);
    assert_eq!(between(&rules, &mover, None), [], "within the trust nothing moved");
    assert_eq!(between(&rules, &mover, Some("Trust")), []);
    assert_eq!(between(&rules, &mover, Some("Trust|Ash")), [(Cause::LeaverOrMover, -2, -1)]);
    assert_eq!(between(&rules, &mover, Some("Trust|Oak")), [(Cause::LeaverOrMover, 2, 1)]);

    // One assignment ends and another begins: not a starter.
    let posts = ["end 2026-11-09", "start 2026-11-10"];
    let renumbered = person(&mut rules, &posts, &["X @ 2026-06-10"]);
    assert_eq!(between(&rules, &renumbered, None), [(Cause::LeaverOrMover, 0, 0)]);
}

#[test]
fn leave_and_exemptions_are_one_cause_whatever_else_happened() {
    let mut rules = book(&["X 12"], &["C X"]);
    let posts = ["during ..2026-11-09", "during 2026-11-10.. | status Maternity"];
    let away = person_over_time(&mut rules, &[&posts], &["X @ 2025-11-15"]);
    assert_eq!(between(&rules, &away, None), [(Cause::Exclusion, -1, -1)]);
    let posts = ["during ..2026-11-09 | status Career Break", "during 2026-11-10.."];
    let back = person_over_time(&mut rules, &[&posts], &[]);
    assert_eq!(between(&rules, &back, None), [(Cause::Exclusion, 1, 0)]);
    let mut exempted = person(&mut rules, &[""], &[]);
    exempt(&rules, &mut exempted, "X", "2026-11-10..");
    assert_eq!(between(&rules, &exempted, None), [(Cause::Exclusion, -1, 0)]);
}

#[test]
fn what_came_to_be_required_is_no_fault_of_anyone() {
    let mut rules = book(
        &["X 12", "Y 12", "Z 12"],
        &["C X | dates 2026-11-10..", "C Y | introduced 2026-11-10", "C Z | grace 30"],
    );
    // Z is in grace on the first day, and still missing on the second.
    let who = person(&mut rules, &["start 2026-10-10"], &[]);
    assert_eq!(between(&rules, &who, None), [(Cause::Requirement, 3, 0)]);
    // In grace on the first day, and completed on the second.
    let done = person(&mut rules, &["start 2026-10-10"], &["Z @ 2026-11-10"]);
    assert_eq!(
        between(&rules, &done, None),
        [(Cause::Requirement, 2, 0), (Cause::Completion, 1, 1)]
    );
}

#[test]
fn what_is_known_later_is_a_correction_and_what_followed_is_told_apart() {
    let mut rules = book(&["X 12"], &["C X"]);
    let mut bridge = Bridge::default();
    // Entered late: held on the first day after all, and lapsed since.
    let unknown = person(&mut rules, &[""], &[]);
    let known = person(&mut rules, &[""], &["X @ 2025-11-15"]);
    bridge.add(
        &standing(&rules, &unknown, THEN, None),
        &standing(&rules, &known, THEN, None),
        &standing(&rules, &known, NOW, None),
    );
    assert_eq!((bridge.from, bridge.to.compliant), (bridge.to, 0));
    assert_eq!(moved(&bridge), [(Cause::Correction, 0, 1), (Cause::Lapse, 0, -1)]);
    // An import that was taken back: the person was never there.
    let nobody = Person::default();
    bridge.add(
        &standing(&rules, &known, THEN, None),
        &standing(&rules, &nobody, THEN, None),
        &standing(&rules, &nobody, NOW, None),
    );
    assert_eq!(moved(&bridge), [(Cause::Correction, -1, 0), (Cause::Lapse, 0, -1)]);
}

#[test]
fn places_of_competences_may_differ_between_two_states_of_the_rules() {
    let mut before = book(&["X 12", "Y 12"], &["C Y"]);
    let mut after = book(&["Y 12", "X 12"], &["C Y"]);
    let then = person(&mut before, &[""], &["Y @ 2026-06-10"]);
    let now = person(&mut after, &[""], &["Y @ 2026-06-10"]);
    let mut bridge = Bridge::default();
    bridge.add(
        &standing(&before, &then, THEN, None),
        &standing(&after, &now, THEN, None),
        &standing(&after, &now, NOW, None),
    );
    assert_eq!(moved(&bridge), []);
}

#[test]
fn counted_by_person_a_second_post_is_no_starter() {
    let mut rules = book(&["X 12"], &["C X"]);
    set(&mut rules, &["count-by person"]);
    assert_eq!(rules.settings.policy(day(NOW)).count_by, CountBy::Person);
    let posts = ["", "start 2026-11-10 | secondary"];
    let who = person(&mut rules, &posts, &["X @ 2026-06-10"]);
    assert_eq!(between(&rules, &who, None), []);
}
