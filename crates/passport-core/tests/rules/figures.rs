//! The figures and the rows they are made of (rules.md section 5,
//! interface.md section 2).

use super::support::{book, day, exempt, numbered, person, set};
use passport_core::compliance::{
    ClassFilter, Count, Dimension, FigureRow, Question, Rulebook, exclusions, people_rows, tally,
};
use passport_core::record::Person;

const DAY: &str = "2026-11-22";

fn question(by: &[Dimension]) -> Question<'_> {
    Question { as_at: day(DAY), by, class: None, unit: None, organisation: "Hartwell" }
}

fn figures(rules: &Rulebook, people: &[Person], question: Question<'_>) -> Vec<String> {
    let policy = rules.settings.policy(question.as_at);
    tally(rules, &policy, people, question).iter().map(written).collect()
}

/// `keys class compliant/counted +excluded`.
fn written(row: &FigureRow) -> String {
    let Count { counted, compliant } = row.lines;
    let keys = row.keys.join(" ");
    format!("{keys} {} {compliant}/{counted} +{}", row.class.code(), row.excluded())
}

/// Five people: complete, half done, on maternity leave, exempt, and with two posts.
fn trust() -> (Rulebook, Vec<Person>) {
    let mut rules = book(
        &["Fire 12", "Resus 12"],
        &["C Fire", "R Resus | role Nurse", "R Resus | role Doctor | introduced 2027-01-01"],
    );
    let nurse = "role Nurse | group Nursing | unit Trust>Medicine>Ward 1";
    let clerk = "role Clerk | group Admin | unit Trust>Surgery | secondary";
    let doctor = "role Doctor | group Medical | unit Trust>Medicine";
    let away = format!("{nurse} | status Maternity");
    let fire = "Fire @ 2026-10-01";
    let mut people = vec![
        numbered(person(&mut rules, &[nurse], &[fire, "Resus @ 2026-10-01"]), "1"),
        numbered(person(&mut rules, &[nurse], &[fire]), "2"),
        numbered(person(&mut rules, &[&away], &[fire]), "3"),
        numbered(person(&mut rules, &[doctor], &[]), "4"),
        numbered(person(&mut rules, &[nurse, clerk], &[fire]), "5"),
    ];
    exempt(&rules, &mut people[3], "Fire", "2026-01-01..");
    (rules, people)
}

#[test]
fn compliance_is_lines_satisfied_of_lines_counted_with_c_r_and_all_apart() {
    let (rules, people) = trust();
    assert_eq!(
        figures(&rules, &people, question(&[Dimension::Organisation])),
        ["Hartwell C 4/4 +2", "Hartwell R 1/3 +2", "Hartwell all 5/7 +4"]
    );
    let only = Question { class: Some(ClassFilter::RoleSpecific), ..question(&[]) };
    assert_eq!(figures(&rules, &people, only), [" R 1/3 +2"]);
}

#[test]
fn a_units_figure_includes_all_units_below_it() {
    let (rules, people) = trust();
    let all = Question { class: Some(ClassFilter::All), ..question(&[Dimension::Unit]) };
    assert_eq!(
        figures(&rules, &people, all),
        [
            "Trust all 5/7 +4",
            "Trust|Medicine all 4/6 +4",
            "Trust|Medicine|Ward 1 all 4/6 +2",
            "Trust|Surgery all 1/1 +0",
        ]
    );
    let medicine = Question { unit: rules.units.find("Medicine"), ..all };
    assert_eq!(
        figures(&rules, &people, medicine),
        ["Trust|Medicine all 4/6 +4", "Trust|Medicine|Ward 1 all 4/6 +2"]
    );
    let surgery = Question { by: &[], unit: rules.units.find("Surgery"), ..all };
    assert_eq!(figures(&rules, &people, surgery), [" all 1/1 +0"]);
}

#[test]
fn figures_are_grouped_by_subject_staff_group_and_role_and_any_two_crossed() {
    let (rules, people) = trust();
    let by = |by: &[Dimension]| {
        figures(&rules, &people, Question { class: Some(ClassFilter::All), ..question(by) })
    };
    assert_eq!(by(&[Dimension::Subject]), ["Fire all 4/4 +2", "Resus all 1/3 +2"]);
    assert_eq!(
        by(&[Dimension::StaffGroup]),
        ["Admin all 1/1 +0", "Medical all 0/0 +2", "Nursing all 4/6 +2"]
    );
    assert_eq!(
        by(&[Dimension::Role]),
        ["Clerk all 1/1 +0", "Doctor all 0/0 +2", "Nurse all 4/6 +2"]
    );
    assert_eq!(
        by(&[Dimension::Role, Dimension::Subject]),
        [
            "Clerk Fire all 1/1 +0",
            "Doctor Fire all 0/0 +1",
            "Doctor Resus all 0/0 +1",
            "Nurse Fire all 3/3 +1",
            "Nurse Resus all 1/3 +1",
        ]
    );
    assert_eq!(by(&[Dimension::Unit, Dimension::Subject])[0], "Trust Fire all 4/4 +2");
}

#[test]
fn a_group_gives_its_three_rows_even_where_one_has_no_lines() {
    let (rules, people) = trust();
    assert_eq!(
        figures(&rules, &people, question(&[Dimension::Subject])),
        [
            "Fire C 4/4 +2",
            "Fire R 0/0 +0",
            "Fire all 4/4 +2",
            "Resus C 0/0 +0",
            "Resus R 1/3 +2",
            "Resus all 1/3 +2",
        ]
    );
    assert_eq!(figures(&rules, &[], question(&[])), [" C 0/0 +0", " R 0/0 +0", " all 0/0 +0"]);
}

#[test]
fn lines_not_counted_are_told_apart_by_reason() {
    let (mut rules, people) = trust();
    let row = |rules: &Rulebook| {
        let policy = rules.settings.policy(day(DAY));
        tally(rules, &policy, &people, question(&[]))[2].clone()
    };
    let not_counted = row(&rules).not_counted;
    assert_eq!(not_counted.excluded, 2);
    assert_eq!(not_counted.exempt, 1);
    assert_eq!(not_counted.not_yet_introduced, 1);
    assert_eq!(not_counted.in_grace, 0);
    set(&mut rules, &["excluded-statuses Career Break"]);
    assert_eq!(row(&rules).not_counted.excluded, 0);
}

#[test]
fn lines_in_grace_are_counted_only_by_the_organisations_setting() {
    for (setting, expected) in
        [("grace-counts no", " all 0/0 +1"), ("grace-counts yes", " all 0/1 +0")]
    {
        let mut rules = book(&["X 12"], &["C X | grace 28"]);
        set(&mut rules, &[setting]);
        let who = person(&mut rules, &["start 2026-11-20"], &[]);
        assert_eq!(figures(&rules, &[who], question(&[]))[2], expected);
    }
}

#[test]
fn counted_by_person_lines_are_the_passports_at_the_unit_of_the_primary_assignment() {
    let (mut rules, people) = trust();
    set(&mut rules, &["count-by person"]);
    assert_eq!(
        figures(
            &rules,
            &people,
            Question { class: Some(ClassFilter::All), ..question(&[Dimension::Unit]) }
        ),
        ["Trust all 4/6 +4", "Trust|Medicine all 4/6 +4", "Trust|Medicine|Ward 1 all 4/6 +2"]
    );
    let policy = rules.settings.policy(day(DAY));
    let rows = people_rows(&rules, &policy, &people[4..], day(DAY));
    let assignments: Vec<&str> = rows.iter().map(|row| row.assignment_number.as_str()).collect();
    assert_eq!(assignments, ["5-1", "5-1"]);
}

#[test]
fn people_who_are_complete_are_a_different_figure() {
    let (rules, people) = trust();
    let policy = rules.settings.policy(day(DAY));
    let rows = tally(&rules, &policy, &people, question(&[]));
    let complete: Vec<(u64, u64)> = rows
        .iter()
        .map(|row| (row.people_complete.compliant, row.people_complete.counted))
        .collect();
    assert_eq!(complete, [(3, 3), (1, 3), (1, 3)]);
}

#[test]
fn percentages_are_truncated_and_an_empty_denominator_is_none_required() {
    for (compliant, counted, words, meets_85) in [
        (8496, 10_000, "84.9%", Some(false)),
        (8499, 10_000, "84.9%", Some(false)),
        (8500, 10_000, "85.0%", Some(true)),
        (849_999, 1_000_000, "84.9%", Some(false)),
        (2, 3, "66.6%", Some(false)),
        (999, 1000, "99.9%", Some(true)),
        (9999, 10_000, "99.9%", Some(true)),
        (1, 1, "100.0%", Some(true)),
        (0, 7, "0.0%", Some(false)),
        (0, 0, "none required", None),
    ] {
        let count = Count { counted, compliant };
        assert_eq!(count.words(), words);
        assert_eq!(count.meets(8500), meets_85, "{count:?}");
    }
    // A target between tenths is compared by the counts, not by what is shown.
    assert_eq!(Count { counted: 10_000, compliant: 8495 }.meets(8496), Some(false));
    assert_eq!(Count { counted: 10_000, compliant: 8496 }.meets(8496), Some(true));
}

#[test]
fn the_target_is_the_subjects_where_rows_are_by_subject_else_the_organisations() {
    let competences = ["X/1 12 | target 9000 | by X/2", "X/2 12 | target 9500", "X/3 12", "Y 12"];
    let mut rules = book(&competences, &["C X/1", "C Y"]);
    set(&mut rules, &["target 80"]);
    let people = [person(&mut rules, &[""], &[])];
    let policy = rules.settings.policy(day(DAY));
    let targets = |by: &[Dimension]| -> Vec<u32> {
        let asked = Question { class: Some(ClassFilter::All), ..question(by) };
        tally(&rules, &policy, &people, asked).iter().map(|row| row.target).collect()
    };
    assert_eq!(targets(&[Dimension::Subject]), [9500, 8000]);
    assert_eq!(targets(&[Dimension::Organisation, Dimension::Subject]), [9500, 8000]);
    assert_eq!(targets(&[Dimension::Organisation]), [8000]);
}

#[test]
fn rows_of_people_are_sorted_as_text_and_say_everything_of_a_line() {
    let (rules, people) = trust();
    let policy = rules.settings.policy(day(DAY));
    let written: Vec<String> = people_rows(&rules, &policy, people.iter().rev(), day(DAY))
        .iter()
        .map(|row| {
            let date = |d: Option<jiff::civil::Date>| d.map(|d| d.to_string()).unwrap_or_default();
            [
                row.employee_number.clone(),
                row.assignment_number.clone(),
                row.unit.clone(),
                row.subject.clone(),
                row.level.clone(),
                row.class.letter().into(),
                row.status.code().into(),
                date(row.award_date),
                date(row.expiry_date),
                u8::from(row.counted).to_string(),
                u8::from(row.compliant).to_string(),
            ]
            .join(",")
        })
        .collect();
    assert_eq!(
        written,
        [
            "1,1-1,Trust|Medicine|Ward 1,Fire,,C,completed,2026-10-01,2027-10-01,1,1",
            "1,1-1,Trust|Medicine|Ward 1,Resus,,R,completed,2026-10-01,2027-10-01,1,1",
            "2,2-1,Trust|Medicine|Ward 1,Fire,,C,completed,2026-10-01,2027-10-01,1,1",
            "2,2-1,Trust|Medicine|Ward 1,Resus,,R,never-completed,,,1,0",
            "3,3-1,Trust|Medicine|Ward 1,Fire,,C,excluded,2026-10-01,2027-10-01,0,0",
            "3,3-1,Trust|Medicine|Ward 1,Resus,,R,excluded,,,0,0",
            "4,4-1,Trust|Medicine,Fire,,C,exempt,,,0,0",
            "4,4-1,Trust|Medicine,Resus,,R,not-yet-introduced,,,0,0",
            "5,5-1,Trust|Medicine|Ward 1,Fire,,C,completed,2026-10-01,2027-10-01,1,1",
            "5,5-1,Trust|Medicine|Ward 1,Resus,,R,never-completed,,,1,0",
            "5,5-2,Trust|Surgery,Fire,,C,completed,2026-10-01,2027-10-01,1,1",
        ]
    );
}

#[test]
fn bank_and_honorary_are_reported_apart() {
    let mut rules = book(&["X 12"], &["C X"]);
    let posts = ["category Bank", "status Maternity", "category Honorary", "unit Trust"];
    let who = person(&mut rules, &posts, &[]);
    let policy = rules.settings.policy(day(DAY));
    let rows = exclusions(&rules, &policy, [&who], day(DAY), None);
    let listed: Vec<(&str, bool)> =
        rows.iter().map(|row| (row.reason.as_str(), row.apart)).collect();
    assert_eq!(listed, [("Bank", true), ("Honorary", true), ("Maternity", false)]);
    let trust = rules.units.find("Trust");
    assert_eq!(exclusions(&rules, &policy, [&who], day(DAY), trust), []);
}
