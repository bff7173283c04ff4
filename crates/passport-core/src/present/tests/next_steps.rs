//! The next step: booked, waiting, e-learning, next classes, who to ask.

use jiff::civil::{date, time};

use super::builders::{TODAY, Trust, below, competence};
use crate::framework::Period::Months;
use crate::learning::DeliveryMode::{Classroom, Online};
use crate::learning::EnrolmentStatus::{Cancelled, Confirmed, DidNotAttend, Requested, Waitlisted};
use crate::present::{Attendance, NextStep};

fn handling() -> Trust {
    let mut trust = Trust::new(vec![
        below("Handling/1", Months(36), &["Handling/2"]),
        competence("Handling/2", Months(24)),
        competence("Fire Safety", Months(24)),
    ]);
    trust.require_of_all("Handling/1");
    trust
}

/// The step in a few words.
fn step(trust: &mut Trust) -> String {
    match trust.line().next_step.expect("a next step") {
        NextStep::Booked(class) => format!("booked {}", class.class),
        NextStep::WaitingList(class) => match class.attendance {
            Some(Attendance::Requested) => format!("requested {}", class.class),
            _ => format!("waiting {}", class.class),
        },
        NextStep::Online { course, link, .. } => {
            format!("online {course} {}", link.unwrap_or_default()).trim_end().into()
        }
        NextStep::Classes { classes } => {
            let titles: Vec<&str> = classes.iter().map(|class| class.class.as_str()).collect();
            titles.join(", ")
        }
        NextStep::Ask { words } => words,
    }
}

#[test]
fn each_step_stands_back_for_the_one_before_it() {
    let mut trust = handling();
    assert_eq!(step(&mut trust), "Ask your manager or learning@hartwell.example");
    let taught = trust.course("Handling day", Classroom, &["Handling/1"]);
    for (start, places) in [
        (date(2026, 11, 21), Some(5)),
        (date(2026, 11, 24), Some(0)),
        (date(2026, 12, 1), Some(1)),
        (date(2026, 12, 8), None),
        (date(2026, 12, 15), Some(3)),
        (date(2026, 12, 22), Some(4)),
    ] {
        trust.class(taught, start, places);
    }
    assert_eq!(step(&mut trust), "Class 3, Class 4, Class 5");
    trust.course("Handling online", Online, &["Handling/1"]);
    assert_eq!(step(&mut trust), "online Handling online");
    trust.enrol(taught, Some(5), Requested);
    assert_eq!(step(&mut trust), "requested Class 6");
    trust.enrol(taught, Some(3), Waitlisted);
    assert_eq!(step(&mut trust), "waiting Class 4");
    trust.enrol(taught, Some(4), Confirmed);
    assert_eq!(step(&mut trust), "booked Class 5");
}

#[test]
fn what_is_past_cancelled_or_for_something_else_is_no_step() {
    let mut trust = handling();
    let taught = trust.course("Handling day", Classroom, &["Handling/1"]);
    let fire = trust.course("Fire day", Classroom, &["Fire Safety"]);
    let past = trust.class(taught, date(2026, 11, 20), None);
    let coming = trust.class(taught, date(2026, 12, 1), Some(0));
    let other = trust.class(fire, date(2026, 12, 2), Some(8));
    trust.enrol(taught, Some(past), Confirmed);
    trust.enrol(taught, Some(coming), Cancelled);
    trust.enrol(taught, Some(past), DidNotAttend);
    trust.enrol(fire, Some(other), Confirmed);
    assert_eq!(step(&mut trust), "Ask your manager or learning@hartwell.example");
    trust.catalogue.classes[past].end = Some(TODAY);
    assert_eq!(step(&mut trust), "booked Class 1", "its last day is today");
}

#[test]
fn the_exact_level_comes_before_a_higher_one() {
    let mut trust = handling();
    trust.course("Level 2 online", Online, &["Handling/2"]);
    assert_eq!(step(&mut trust), "online Level 2 online");
    trust.course("Level 1 online", Online, &["Handling/1"]);
    assert_eq!(step(&mut trust), "online Level 1 online");
}

#[test]
fn an_alternative_from_another_subject_is_offered_to_those_it_is_for() {
    let medicines = || {
        let mut trust = Trust::new(vec![
            below("Medicines", Months(12), &["Prescribing"]),
            competence("Prescribing", Months(12)),
        ]);
        trust.require_of_all("Medicines");
        let update = trust.course("Prescribers’ update", Classroom, &["Prescribing"]);
        let class = trust.class(update, date(2026, 12, 1), Some(4));
        (trust, update, class)
    };
    let (mut nurse, update, class) = medicines();
    assert_eq!(step(&mut nurse), "Ask your manager or learning@hartwell.example");
    nurse.enrol(update, Some(class), Confirmed);
    assert_eq!(step(&mut nurse), "booked Class 1", "a place is a place");
    let (mut prescriber, ..) = medicines();
    prescriber.award("Prescribing", date(2024, 5, 3));
    assert_eq!(step(&mut prescriber), "Class 1");
    let (mut trainee, ..) = medicines();
    trainee.require_of_all("Prescribing");
    let lines = trainee.passport().lines;
    let medicines = lines.iter().find(|line| line.subject == "Medicines").expect("a line");
    assert!(matches!(medicines.next_step, Some(NextStep::Classes { .. })));
}

#[test]
fn a_missing_part_is_offered_and_a_part_held_is_not() {
    let mut trust = Trust::new(vec![
        below("Handling/2", Months(24), &["Handling/Part 1 + Handling/Part 2"]),
        competence("Handling/Part 1", Months(24)),
        competence("Handling/Part 2", Months(24)),
    ]);
    trust.require_of_all("Handling/2");
    trust.course("Part 1 online", Online, &["Handling/Part 1"]);
    let live = trust.course("Part 2 live", Classroom, &["Handling/Part 2"]);
    trust.class(live, date(2026, 12, 1), Some(4));
    assert_eq!(step(&mut trust), "online Part 1 online");
    trust.award("Handling/Part 1", date(2026, 11, 1));
    assert_eq!(step(&mut trust), "Class 1");
}

#[test]
fn a_waiting_list_without_a_date_is_said() {
    let mut trust = handling();
    let taught = trust.course("Handling day", Classroom, &["Handling/1"]);
    trust.enrol(taught, None, Waitlisted);
    trust.context.contact = None;
    assert_eq!(
        step(&mut trust),
        "You are on the waiting list for Handling day, with no date yet. Ask your manager"
    );
}

#[test]
fn only_web_addresses_become_links() {
    for (link, kept) in [
        ("https://learning.example/x", true),
        ("HTTP://learning.example/x", true),
        ("javascript:alert(1)", false),
        ("data:text/html,x", false),
        ("//learning.example", false),
        ("https://", false),
        ("https://learning.example/\njavascript:", false),
        ("", false),
    ] {
        let mut trust = handling();
        let online = trust.course("Online", Online, &["Handling/1"]);
        trust.catalogue.courses[online].link = Some(link.into());
        let expected = if kept { format!("online Online {link}") } else { "online Online".into() };
        assert_eq!(step(&mut trust), expected);
    }
}

#[test]
fn a_class_reads_as_in_a_diary() {
    let mut trust = handling();
    let taught = trust.course("Handling day", Classroom, &["Handling/1"]);
    trust.class(taught, date(2026, 12, 1), Some(4));
    let words = |trust: &mut Trust| match trust.line().next_step {
        Some(NextStep::Classes { classes }) => classes[0].words.clone(),
        other => panic!("classes, not {other:?}"),
    };
    assert_eq!(words(&mut trust), "Tuesday 1 December 2026, 9:30am to 12:30pm, Ashdown House");
    let class = &mut trust.catalogue.classes[0];
    class.end = Some(date(2026, 12, 2));
    class.start_time = Some(time(9, 0, 0, 0));
    class.end_time = None;
    class.location = String::new();
    assert_eq!(words(&mut trust), "Tuesday 1 December 2026 to Wednesday 2 December 2026, 9am");
}
