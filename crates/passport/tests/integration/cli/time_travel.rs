//! Any past day, as the facts stand now or as they were known; and ESR's own
//! answers beside ours.

use super::support::{ALL, Trust, assignments, on_both};

#[test]
fn a_past_day_is_answered_as_it_was() {
    on_both("past_day", |trust| {
        trust.import_everything();
        let mut people = ALL;
        people[0].3 = "Beech Ward";
        trust.write("february.csv", &assignments(&people));
        trust.ok(&["import", "february.csv", "--extract-date", "2025-02-28"]);
        // Ada moved to a ward that does not ask for blood transfusion.
        let ada = |day: &str| {
            let people = trust.people(day);
            people.lines().filter(|line| line.starts_with("00000101")).count()
        };
        assert_eq!((ada("2025-02-27"), ada("2025-02-28")), (2, 1));
        assert!(trust.people("2024-04-30").contains("2022-05-01,2024-05-01,1,1"));
        assert!(trust.people("2024-05-02").contains("2022-05-01,2024-05-01,1,0"));
    });
}

#[test]
fn a_past_day_is_answered_as_it_was_known() {
    on_both("as_known", |trust| {
        trust.import_everything();
        let known = trust.people("2025-01-31");
        let add = ["award", "add", "--employee", "00000103", "--date", "2025-01-10"];
        trust.ok(&[&add[..], &["--competence", "NHS|CSTF|Fire Safety - 2 Years|"]].concat());
        assert_ne!(trust.people("2025-01-31"), known);
        let report = ["report", "people", "--format", "csv", "--as-at", "2025-01-31"];
        assert_eq!(trust.ok(&[&report[..], &["--as-known", "1"]].concat()), known);
    });
}

const EXTRACT: &str = "\
Org L1,Org L2,Employee Number,Assignment Number,Last Name,Staff Group,Competence Name,Essential,Meets Requirement,Date Last Awarded,Expiry Date
999 Hartwell NHS Trust,Ash Ward,00000101,00000101,Okafor,Nursing,NHS|CSTF|Fire Safety - 2 Years|,Y,Yes,14/03/2024,14/03/2026
999 Hartwell NHS Trust,Ash Ward,00000101,00000101,Okafor,Nursing,NHS|CSTF|Moving and Handling - 2 Years|,Y,No,,
999 Hartwell NHS Trust,Ash Ward,00000102,00000102,Hughes,Nursing,NHS|CSTF|Fire Safety - 2 Years|,Y,No,20/06/2023,20/06/2024
";

#[test]
fn a_compliance_extract_is_enough_to_start_and_each_difference_has_its_reason() {
    on_both("reconcile", |trust: &Trust| {
        trust.write("extract.csv", EXTRACT);
        trust.ok(&["import", "extract.csv", "--extract-date", "2025-01-31"]);
        let ran = trust.run(&["report", "reconcile", "--format", "csv"]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        assert_eq!(ran.err, "1 of 3 lines differ.\n");
        assert_eq!(ran.out.lines().count(), 4, "{}", ran.out);
        let differs = trust.ok(&["report", "reconcile", "--differences", "--format", "csv"]);
        let line = differs.lines().nth(1).expect("the one that differs");
        assert!(
            line.starts_with("00000102,00000102,NHS|CSTF|Fire Safety - 2 Years|,no,"),
            "{line}"
        );
        assert!(line.contains("ESR goes by its stored expiry of 20 June 2024"), "{line}");
    });
}

#[test]
fn as_known_before_an_undo_everyone_the_import_brought_is_there() {
    on_both("known_undo", |trust| {
        trust.import_everything();
        let people = ["report", "people", "--format", "csv", "--as-at", "2025-01-31"];
        let known = trust.ok(&people);
        assert_eq!(trust.ok(&["undo", "1"]), "Import 1 is undone.\n");
        assert_eq!(trust.ok(&people).lines().count(), 1);
        assert_eq!(trust.ok(&[&people[..], &["--as-known", "1"]].concat()), known);
        let said = trust.fails(2, &[&people[..], &["--as-known", "3"]].concat());
        assert!(said.contains("There is no change 3: the last is 2"), "{said}");
    });
}

#[test]
fn a_day_before_the_first_extract_is_said_to_be_reconstructed() {
    on_both("reconstructed", |trust| {
        trust.import_everything();
        let ran = trust.run(&["report", "compliance", "--as-at", "2025-01-30"]);
        assert!(ran.err.contains("before the first extract"), "{}", ran.err);
        let ran = trust.run(&["report", "compliance", "--as-at", "2025-01-31"]);
        assert_eq!(ran.err, "");
        let shown = trust.ok(&["show", "00000101", "--as-at", "2025-01-30"]);
        assert!(shown.contains("reconstructed"), "{shown}");
        assert!(
            !trust.ok(&["show", "00000101", "--as-at", "2025-01-31"]).contains("reconstructed")
        );
    });
}
