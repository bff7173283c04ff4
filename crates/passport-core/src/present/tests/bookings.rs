//! Classes somebody has a place on: two at one time, and one that comes too late.

use jiff::civil::{Date, date, time};

use super::builders::{TODAY, Trust, competence};
use crate::framework::Period::Months;
use crate::learning::DeliveryMode::Classroom;
use crate::learning::EnrolmentStatus::{Confirmed, Waitlisted};
use crate::present::{NextStep, TeamDay, Voice};

/// A nurse who needs fire safety and handling, each with a course.
fn two_subjects() -> (Trust, usize, usize) {
    let mut trust =
        Trust::new(vec![competence("Fire", Months(12)), competence("Handling", Months(12))]);
    trust.require_of_all("Fire").require_of_all("Handling");
    let fire = trust.course("Fire day", Classroom, &["Fire"]);
    let handling = trust.course("Handling day", Classroom, &["Handling"]);
    (trust, fire, handling)
}

fn notes(trust: &mut Trust) -> Vec<String> {
    trust.passport().lines.into_iter().flat_map(|line| line.notes).collect()
}

#[test]
fn two_classes_at_one_time_are_told_on_both_lines() {
    let (mut trust, fire, handling) = two_subjects();
    let first = trust.class(fire, date(2027, 3, 4), Some(3));
    let second = trust.class(handling, date(2027, 3, 4), Some(3));
    trust.enrol(fire, Some(first), Confirmed);
    trust.enrol(handling, Some(second), Waitlisted);
    assert!(notes(&mut trust).is_empty(), "a waiting list is no booking");
    trust.enrol(handling, Some(second), Confirmed);
    trust.enrol(handling, Some(second), Confirmed);
    let told = [
        "You are booked twice on 4 March 2027: also on Handling day",
        "You are booked twice on 4 March 2027: also on Fire day",
    ];
    assert_eq!(notes(&mut trust), told);
    trust.context.voice = Voice::Other;
    assert!(notes(&mut trust)[0].starts_with("This person is booked twice on 4 March 2027"));
}

#[test]
fn classes_clash_where_their_hours_meet_on_one_day() {
    let clash = |change: &dyn Fn(&mut Trust)| {
        let (mut trust, fire, handling) = two_subjects();
        for course in [fire, handling] {
            let class = trust.class(course, date(2027, 3, 4), Some(3));
            trust.enrol(course, Some(class), Confirmed);
        }
        change(&mut trust);
        !notes(&mut trust).is_empty()
    };
    assert!(clash(&|_| {}));
    assert!(!clash(&|trust| trust.catalogue.classes[1].start_time = Some(time(12, 30, 0, 0))));
    assert!(!clash(&|trust| trust.catalogue.classes[1].start = date(2027, 3, 5)));
    assert!(clash(&|trust| {
        trust.catalogue.classes[0].start = date(2027, 3, 3);
        trust.catalogue.classes[0].end = Some(date(2027, 3, 5));
    }));
    // Without times it may be at any.
    assert!(clash(&|trust| {
        trust.catalogue.classes[1].start_time = None;
        trust.catalogue.classes[1].end_time = None;
    }));
}

#[test]
fn a_class_after_the_training_runs_out_is_told() {
    let late = |start: Date, days: i64| {
        let (mut trust, fire, _) = two_subjects();
        trust.award("Fire", date(2025, 12, 20));
        let class = trust.class(fire, start, Some(3));
        trust.catalogue.classes[class].end =
            Some(start.saturating_add(jiff::Span::new().days(days)));
        trust.enrol(fire, Some(class), Confirmed);
        notes(&mut trust)
    };
    assert!(late(date(2026, 12, 20), 0).is_empty(), "on its last day");
    let told =
        ["The class booked is after it expires on 20 December 2026: look for an earlier one"];
    assert_eq!(late(date(2026, 12, 21), 0), told);
    assert_eq!(late(date(2026, 12, 20), 1), told, "awarded at the end of the class");
}

#[test]
fn a_class_that_clashes_with_a_booking_is_not_offered() {
    let (mut trust, fire, handling) = two_subjects();
    let booked = trust.class(handling, date(2026, 12, 1), Some(3));
    trust.class(fire, date(2026, 12, 1), Some(3));
    trust.class(fire, date(2026, 12, 8), Some(3));
    let offered = |trust: &mut Trust| -> Vec<i8> {
        match trust.passport().lines[0].next_step.clone() {
            Some(NextStep::Classes { classes }) => {
                classes.into_iter().map(|class| class.date.day()).collect()
            }
            other => panic!("classes, not {other:?}"),
        }
    };
    assert_eq!(offered(&mut trust), [1, 8]);
    trust.enrol(handling, Some(booked), Confirmed);
    assert_eq!(offered(&mut trust), [8]);
}

#[test]
fn an_only_class_that_clashes_with_a_booking_is_told_beside_whom_to_ask() {
    let (mut trust, fire, handling) = two_subjects();
    let booked = trust.class(handling, date(2026, 12, 4), Some(3));
    trust.class(fire, date(2026, 12, 4), Some(3));
    trust.enrol(handling, Some(booked), Confirmed);
    let told = "A class on 4 December 2026 is not offered: you are booked on Handling day that day";
    assert_eq!(notes(&mut trust), [told]);
    assert!(matches!(trust.passport().lines[0].next_step, Some(NextStep::Ask { .. })));
    trust.context.voice = Voice::Other;
    assert!(notes(&mut trust)[0].ends_with("this person is booked on Handling day that day"));
    trust.catalogue.classes[1].places_remaining = Some(0);
    assert!(notes(&mut trust).is_empty(), "a full class is offered to nobody");
}

#[test]
fn a_next_class_after_the_training_runs_out_is_told_with_the_earlier_one_that_clashes() {
    let (mut trust, fire, handling) = two_subjects();
    trust.award("Fire", date(2025, 12, 10));
    let booked = trust.class(handling, date(2026, 12, 4), Some(3));
    trust.class(fire, date(2026, 12, 4), Some(3));
    trust.class(fire, date(2027, 1, 8), Some(3));
    assert!(notes(&mut trust).is_empty(), "there is one in time");
    trust.enrol(handling, Some(booked), Confirmed);
    let told = [
        "The next class is after it expires on 10 December 2026",
        "A class on 4 December 2026 is not offered: you are booked on Handling day that day",
    ];
    assert_eq!(notes(&mut trust), told);
    trust.catalogue.classes[2].start = date(2026, 12, 10);
    assert_eq!(notes(&mut trust), told[1..], "on its last day");
}

#[test]
fn a_manager_reads_it_beside_the_booking() {
    let (mut trust, fire, handling) = two_subjects();
    for course in [fire, handling] {
        let class = trust.class(course, date(2027, 3, 4), Some(3));
        trust.enrol(course, Some(class), Confirmed);
    }
    trust.passport();
    let day = TeamDay { rules: &trust.rules, catalogue: &trust.catalogue, as_at: TODAY };
    let member = day.member(&trust.person, &trust.details, &trust.enrolments);
    let words: Vec<_> =
        member.lines.iter().filter_map(|line| Some(line.trouble?.words())).collect();
    assert_eq!(words, ["booked twice that day", "booked twice that day"]);
}
