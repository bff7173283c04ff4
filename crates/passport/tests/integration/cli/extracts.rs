//! The ESR compliance extract beside files of our own.

use super::support::{Trust, on_both};

/// Ada's and Ben's rows: what ESR requires of them, and what it has of it. Ada
/// is not required to hold blood transfusion in ESR.
const EXTRACT: &str = "\
Employee Number,Assignment Number,First Name,Last Name,Org L1,Org L2,Position Title,Staff Group,\
Job Role,Assignment Status,Start Date,Competence Name,Meets Requirement,Date Last Awarded,Expiry Date
00000101,00000101-1,Ada,Okafor,Hartwell NHS Trust,Ash Ward,Staff Nurse,Nursing,Staff Nurse,\
Active Assignment,2020-03-01,NHS|CSTF|Fire Safety - 2 Years|,Yes,2024-06-03,2026-06-03
00000102,00000102-1,Ben,Hughes,Hartwell NHS Trust,Ash Ward,Staff Nurse,Nursing,Staff Nurse,\
Active Assignment,2020-03-01,NHS|CSTF|Manual Handling - 3 Years|,No,,
";

const IMPORT: [&str; 4] = ["import", "extract.csv", "--extract-date", "2025-01-31"];

fn awards_of(trust: &Trust, number: &str) -> usize {
    let list = trust.ok(&["award", "list", number, "--format", "csv"]);
    list.lines().count() - 1
}

#[test]
fn an_extract_beside_a_requirements_file_says_that_it_requires_too() {
    on_both("extract_requires", |trust| {
        trust.import_everything();
        trust.write("extract.csv", EXTRACT);
        let said = trust.ok(&[&IMPORT[..], &["--partial"]].concat());
        assert!(said.contains("set compliance-extract to compare"), "{said}");
        assert!(
            trust.people("2025-01-31").contains(
                "00000102,00000102-1,Hartwell NHS Trust|Ash Ward,NHS|CSTF|Manual Handling"
            )
        );
    });
}

#[test]
fn an_extract_that_only_compares_requires_nothing_and_ends_what_it_required() {
    on_both("extract_compares", |trust| {
        trust.import_everything();
        let before = trust.people("2025-01-31");
        trust.write("extract.csv", EXTRACT);
        trust.ok(&[&IMPORT[..], &["--partial"]].concat());
        assert_ne!(trust.people("2025-01-31"), before);
        trust.ok(&["setting", "set", "compliance-extract", "compare"]);
        trust.write("assignments.csv", &super::support::assignments(&super::support::ALL));
        trust.ok(&["import", "extract.csv", "assignments.csv", "--extract-date", "2025-01-31"]);
        assert_eq!(trust.people("2025-01-31"), before);
        let reconciled = trust.ok(&["report", "reconcile", "--format", "csv"]);
        assert!(reconciled.contains("00000101"), "{reconciled}");
    });
}

#[test]
fn an_award_in_an_extract_and_in_a_file_of_awards_is_one_award() {
    on_both("extract_awards", |trust| {
        trust.import_everything();
        assert_eq!(awards_of(trust, "00000101"), 2);
        trust.write("extract.csv", EXTRACT);
        trust.ok(&[&IMPORT[..], &["--partial"]].concat());
        assert_eq!(awards_of(trust, "00000101"), 2);
    });
}

#[test]
fn a_file_of_awards_tells_more_of_an_award_that_an_extract_brought() {
    on_both("extract_first", |trust| {
        trust.write("extract.csv", EXTRACT);
        trust.ok(&IMPORT);
        assert_eq!(awards_of(trust, "00000101"), 1);
        let awards = "Employee Number,Competency Name,Date Last Awarded,Expiry Date,VPD,Title\n\
                      00000101,NHS|CSTF|Fire Safety - 2 Years|,2024-06-03,2026-06-03,512,Fire lecture\n";
        trust.write("awards.csv", awards);
        trust.ok(&["import", "awards.csv", "--extract-date", "2025-01-31"]);
        let list = trust.ok(&["award", "list", "00000101", "--format", "csv"]);
        // What the extract told is void, by the import that told more.
        let standing: Vec<&str> = list.lines().filter(|line| line.ends_with(',')).collect();
        assert_eq!(standing.len(), 1, "{list}");
        assert!(standing[0].contains(",512,Fire lecture,"), "{list}");
        // And the extract, the next month, does not bring its own telling back.
        let said = trust.ok(&["import", "extract.csv", "--extract-date", "2025-02-28"]);
        assert!(!said.contains("award added"), "{said}");
        assert!(!said.contains("stays void"), "{said}");
    });
}

#[test]
fn two_people_whose_numbers_differ_by_a_zero_are_two_people_in_an_extract_too() {
    on_both("extract_zeros", |trust| {
        let known = EXTRACT.lines().take(2).collect::<Vec<_>>().join("\n");
        trust.write("extract.csv", &known);
        trust.ok(&IMPORT);
        // Another person has the shorter number; the file holds both.
        let other = known.lines().nth(1).unwrap_or_default().replace("00000101", "101");
        trust.write("extract.csv", &format!("{known}\n{other}\n"));
        trust.ok(&["import", "extract.csv", "--extract-date", "2025-02-28"]);
        let people = trust.people("2025-02-28");
        assert!(people.contains("\n00000101,") && people.contains("\n101,"), "{people}");
    });
}
