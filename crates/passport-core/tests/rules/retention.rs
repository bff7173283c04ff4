//! Retention: what is due, and that no answer to come rests on it.

use jiff::civil::{Date, date};
use passport_core::compliance::{Rulebook, add_days};
use passport_core::record::{Award, Person};
use passport_core::retention::{RecordClass, Tenure, class_of_training, due, superseded, tenure};

use proptest::prelude::*;

use super::properties::{everything_said, facts};
use super::support::{award, book, extend, person_over_time, set};

#[test]
fn a_period_ends_on_the_same_day_of_the_month_or_the_last() {
    assert_eq!(due(date(2020, 1, 31), Some(1)), Some(date(2020, 2, 29)));
    assert_eq!(due(date(2016, 11, 22), Some(120)), Some(date(2026, 11, 22)));
    assert_eq!(due(date(2016, 11, 22), None), None);
    let mut rules = book(&["Fire 12"], &[]);
    for (months, on, cutoff) in [
        ("1", date(2026, 2, 28), date(2026, 1, 31)),
        ("1", date(2026, 3, 30), date(2026, 2, 28)),
        ("120", date(2026, 11, 22), date(2016, 11, 22)),
        ("12", date(2028, 2, 28), date(2027, 2, 28)),
    ] {
        set(&mut rules, &[&format!("retention-other-months {months}")]);
        assert_eq!(RecordClass::Other.cutoff(&rules.settings, on), Some(cutoff), "{months} {on}");
    }
    set(&mut rules, &["retention-other-months keep"]);
    assert_eq!(RecordClass::Other.cutoff(&rules.settings, date(2026, 1, 1)), None);
}

#[test]
fn training_is_statutory_where_it_is_compulsory_and_clinical_where_it_is_listed() {
    let mut rules =
        book(&["Fire 12", "Blood 12", "Chairs 12", "Hoists 12"], &["C Fire", "R Blood"]);
    set(
        &mut rules,
        &["retention-clinical-subjects Blood", "retention-statutory-subjects hoists; stairs"],
    );
    let class = |name: &str| {
        let id = rules.framework.by_name(name).expect("a competence");
        class_of_training(&rules, id, date(2026, 1, 1))
    };
    assert_eq!(class("Fire"), RecordClass::Statutory);
    assert_eq!(class("Blood"), RecordClass::Clinical);
    assert_eq!(class("Chairs"), RecordClass::Other);
    assert_eq!(class("Hoists"), RecordClass::Statutory);
}

#[test]
fn somebody_has_left_once_their_last_assignment_has_ended() {
    let mut rules = book(&["Fire 12"], &[]);
    let mut told = |histories: &[&[&str]], on| {
        tenure(&person_over_time(&mut rules, histories, &[]).assignments, on)
    };
    let day = date(2026, 6, 1);
    assert_eq!(told(&[&["start 2020-01-01"]], day), Tenure::Here);
    assert_eq!(told(&[&["start 2027-01-01"]], day), Tenure::Here);
    let first: &[&str] = &["start 2020-01-01 | during ..2024-03-31"];
    let second: &[&str] = &["start 2020-01-01 | during ..2025-03-31"];
    assert_eq!(told(&[first, second], day), Tenure::Left(date(2025, 3, 31)));
    assert_eq!(told(&[first], date(2024, 3, 31)), Tenure::Here);
    let terminated: &[&str] = &["start 2020-01-01 | during 2023-01-01.. | status Terminated"];
    assert_eq!(told(&[terminated], day), Tenure::Left(date(2023, 1, 1)));
    assert_eq!(told(&[], day), Tenure::Unknown);
}

/// The dates of the awards that another stands in for.
fn gone(competences: &[&str], awards: &[&str]) -> Vec<String> {
    let rules = book(competences, &[]);
    let mut awards: Vec<_> = awards.iter().map(|text| award(&rules, text)).collect();
    awards.sort_by_key(|award| award.date);
    let found = superseded(&rules, &awards, date(2026, 6, 1));
    found.into_iter().map(|(place, _)| awards[place].date.to_string()).collect()
}

#[test]
fn the_latest_award_of_a_competence_is_never_superseded() {
    assert_eq!(gone(&["A 12"], &["A @ 2001-01-01"]), [""; 0]);
    assert_eq!(gone(&["A once"], &["A @ 2001-01-01", "A @ 2002-01-01"]), ["2001-01-01"]);
    // One that is yet to come stands in for nothing.
    assert_eq!(gone(&["A 12"], &["A @ 2001-01-01", "A @ 2027-01-01"]), [""; 0]);
    assert_eq!(gone(&["A 12", "B 12 | by A"], &["B @ 2001-01-01", "A @ 2002-01-01"]), [""; 0]);
}

#[test]
fn an_award_that_may_reach_further_than_a_later_one_stays() {
    let two = |old: &str, new: &str| gone(&["A 12"], &[old, new]).len();
    assert_eq!(two("A @ 2001-01-01 to 2040-01-01", "A @ 2002-01-01"), 0);
    assert_eq!(two("A @ 2001-01-01 to 2002-01-01", "A @ 2002-01-01"), 1);
    assert_eq!(two("A @ 2001-01-01", "A @ 2002-01-01 to 2003-01-01"), 0);
    assert_eq!(two("A @ 2001-01-01 to 2002-01-01", "A @ 2002-01-01 to 2003-01-01 transfer"), 0);
    assert_eq!(two("A @ 2001-01-01 transfer", "A @ 2002-01-01"), 1);
}

#[test]
fn renewals_that_keep_the_anniversary_and_parts_of_composites_stay() {
    let awards = ["A @ 2001-01-01", "A @ 2002-01-01"];
    assert_eq!(gone(&["A 12 | keep 3"], &awards), [""; 0]);
    assert_eq!(gone(&["A 12", "B 12 | keep 3 | by A"], &awards), [""; 0]);
    assert_eq!(gone(&["A 12", "B 12", "C 12 | by A + B"], &awards), [""; 0]);
}

#[test]
fn an_award_that_an_extension_moved_beyond_a_later_one_stays() {
    let mut rules = book(&["A 12"], &[]);
    let awards = ["A @ 2001-01-01", "A @ 2001-06-01"].map(|text| award(&rules, text));
    let day = date(2026, 6, 1);
    assert_eq!(superseded(&rules, &awards, day).len(), 1);
    extend(&mut rules, "A", "2001-12-01..2002-01-15", 400, "organisation");
    assert_eq!(superseded(&rules, &awards, day), []);
    let later = ["A @ 2001-01-01", "A @ 2003-06-01"].map(|text| award(&rules, text));
    assert_eq!(superseded(&rules, &later, day), [(0, date(2003, 6, 1))]);
}

/// What is left of a person without the awards that others stand in for.
fn without_superseded(rules: &Rulebook, person: &Person, on: Date) -> Person {
    let mut gone: Vec<i64> = Vec::new();
    for (competence, _) in rules.framework.iter() {
        let of_one: Vec<Award> =
            person.awards.iter().filter(|award| award.competence == competence).cloned().collect();
        gone.extend(superseded(rules, &of_one, on).iter().map(|(place, _)| of_one[*place].id));
    }
    let mut left = person.clone();
    left.awards.retain(|award| !gone.contains(&award.id));
    left
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn without_superseded_awards_every_later_answer_is_the_same(
        facts in facts(), days in proptest::collection::vec(0..2_000_i64, 1..6)
    ) {
        let (rules, people) = facts.build();
        let left: Vec<Person> =
            people.iter().map(|person| without_superseded(&rules, person, facts.as_at)).collect();
        for days in days {
            let day = add_days(facts.as_at, days);
            prop_assert_eq!(
                everything_said(&rules, &people, day),
                everything_said(&rules, &left, day)
            );
        }
    }
}
