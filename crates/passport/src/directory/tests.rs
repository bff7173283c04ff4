//! Who is found by what.

use jiff::civil::{Date, date};
use passport_core::facts::{PersonFact, PostFact, PostingFact};
use passport_core::span::Span;

use super::Directory;

const TODAY: Date = date(2026, 11, 22);

fn person(number: &str, first: &str, last: &str, email: &str) -> PersonFact {
    PersonFact {
        employee_number: number.into(),
        first_name: first.into(),
        last_name: last.into(),
        email: email.into(),
        ..PersonFact::default()
    }
}

fn posting(number: &str, title: &str, unit: &str) -> PostingFact {
    let start = date(2020, 1, 1);
    PostingFact {
        assignment_number: format!("{number}-2"),
        employee_number: number.into(),
        applies: Span { from: start, to: None },
        post: PostFact {
            start: Some(start),
            position_title: title.into(),
            unit: unit.into(),
            primary: true,
            ..PostFact::default()
        },
    }
}

fn directory() -> Directory {
    let people = [
        person("09814838", "Siân", "O\u{2019}Connor-Łukasiewicz", "sian.oconnor@hartwell.example"),
        person("20413377", "Ann", "Johnson", "ann.johnson@hartwell.example"),
        person("20413378", "John", "Ashdown", ""),
        person("20413379", "Li", "Wei", "li.wei@hartwell.example"),
        person("20413380", "Ann", "Gone", ""),
    ];
    let postings = [
        posting("09814838", "Staff Nurse", "Hartwell|Acute|Ashdown Ward"),
        posting("20413377", "Ward Manager", "Hartwell|Acute|Ashdown Ward"),
        posting("20413378", "Porter", "Hartwell|Estates"),
        posting("20413379", "Consultant", "Hartwell|Acute|Ward 4"),
    ];
    Directory::new(people.iter(), postings.iter(), TODAY)
}

/// Last digits of who is found, and whether only by what is spelt alike.
fn find(asked: &str) -> (Vec<String>, bool) {
    let directory = directory();
    let found = directory.find(asked, |_| true);
    let last = |number: &str| number[number.len() - 2..].to_owned();
    (found.people.iter().map(|person| last(&person.employee_number)).collect(), found.similar)
}

fn exactly(asked: &str) -> Vec<String> {
    let (people, similar) = find(asked);
    assert!(!similar, "{asked}");
    people
}

#[test]
fn a_part_of_name_number_address_post_or_unit_finds_a_person() {
    for asked in [
        "sian",
        "oconnor",
        "O'Connor",
        "lukas",
        "łukasiewicz",
        "9814838",
        "098148",
        "sian.ocon",
        "nurse ashdown",
        "oconnorlukasiewicz",
    ] {
        assert_eq!(exactly(asked), ["38"], "{asked}");
    }
    assert_eq!(exactly("20413377-2"), ["77"], "an assignment's number");
    assert_eq!(exactly("ann"), ["80", "77"], "who has left is found too, by last name");
    assert!(exactly("nobody at all").is_empty());
    assert!(exactly(" - ").is_empty());
}

#[test]
fn every_word_must_fit_and_a_name_comes_before_a_place() {
    assert_eq!(exactly("ashdown"), ["78", "77", "38"], "the name first, then those of the ward");
    assert_eq!(exactly("ann ashdown"), ["77"]);
    assert!(exactly("ann estates").is_empty());
}

#[test]
fn a_name_spelt_wrong_is_found_only_where_nobody_is_spelt_so() {
    assert_eq!(find("jonson"), (vec!["77".into()], true));
    assert_eq!(find("Ann Jonhson"), (vec!["77".into()], true));
    assert_eq!(find("lukaschewitsch"), (vec![], false), "so many letters other are another name");
    assert_eq!(find("john"), (vec!["78".into(), "77".into()], false), "the whole word first");
}

#[test]
fn whom_one_may_not_see_neither_is_found_nor_hides_what_is_spelt_alike() {
    let directory = directory();
    let found = directory.find("ashdown", |number| number == "20413377");
    assert_eq!((found.people.len(), found.similar), (1, false));
    // Somebody of exactly that name works there, and is not for this asker.
    let found = directory.find("jhon", |number| number == "20413378");
    assert_eq!((found.people.len(), found.similar), (1, true));
    let found = directory.find("johnson", |number| number == "20413378");
    assert_eq!((found.people.len(), found.similar), (0, false));
}
