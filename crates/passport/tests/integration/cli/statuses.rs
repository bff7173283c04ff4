//! Exit statuses, and what is said with them.

use super::support::{Trust, on_both};

#[test]
fn a_database_without_an_organisation_says_what_to_do() {
    let trust = Trust::on_sqlite("nothing");
    assert!(trust.fails(2, &["report", "people"]).contains("there is no database file"));
    trust.ok(&["migrate"]);
    let said = trust.fails(2, &["report", "people"]);
    assert!(said.contains("`passport import FILE…`"), "{said}");
    trust.fails(2, &["report", "people", "--organisation", "999"]);
    trust.fails(2, &["show", "1", "--database", "mysql://here"]);
    assert_eq!(trust.ok(&["organisation", "list", "--format", "csv"]), "code,name,vpd,ods\n");
}

#[test]
fn what_is_mistyped_is_usage_and_what_is_not_there_is_input() {
    on_both("mistyped", |trust| {
        trust.import_everything();
        for (arguments, words) in [
            (&["report", "people", "--as-at", "31/01/2025"][..], "year first"),
            (&["report", "people", "--as-at", "2025-02-30"], "no such day"),
            (&["report", "compliance", "--unit", "Elm Ward"], "There is no unit"),
            (&["report", "compliance", "--unit", "Ward"], "Give its whole path"),
            (&["report", "compliance", "--by", "ward"], "organisation, unit, subject"),
            (&["report", "compliance", "--organisation", "x"], "organisation list"),
            (&["setting", "set", "warning", "3"], "setting list"),
            (&["setting", "set", "warning-months", "soon"], "warning-months cannot be"),
            (&["import", "awards.csv", "--profile", "none"], "--save-profile"),
            (&["organisation", "add", "999", "Again"], "already"),
        ] {
            let said = trust.fails(2, arguments);
            assert!(said.contains(words), "{arguments:?}: {said}");
        }
        for (arguments, words) in [
            (&["show", "101"][..], "leading zeros count"),
            (&["import", "missing.csv"], "missing.csv could not be read"),
            (&["report", "reconcile"], "nothing to compare with"),
        ] {
            let said = trust.fails(1, arguments);
            assert!(said.contains(words), "{arguments:?}: {said}");
        }
    });
}

#[test]
fn several_organisations_must_be_told_apart() {
    on_both("several", |trust| {
        trust.import_everything();
        trust.ok(&["organisation", "add", "888", "Millbrook NHS Trust", "--vpd", "888"]);
        assert!(trust.fails(2, &["report", "people"]).contains("--organisation CODE"));
        trust.write("other.csv", &super::support::assignments(&super::support::ALL[..1]));
        trust.ok(&["import", "other.csv", "--organisation", "888", "--extract-date", "2025-01-31"]);
        let list = trust.ok(&["award", "list", "00000101", "--organisation", "888"]);
        assert_eq!(list.lines().count(), 1, "another organisation's awards: {list}");
    });
}

#[test]
fn a_reader_who_stops_reading_is_not_told_off() {
    let trust = Trust::on_sqlite("pipe");
    trust.import_everything();
    for arguments in [
        &["report", "people", "--format", "csv"][..],
        &["report", "people", "--format", "json"],
        &["report", "compliance"],
        &["show", "00000101"],
        &["show", "00000101", "--format", "json"],
        &["show", "00000101", "--format", "html"],
        &["setting", "list"],
        &["check"],
        &["import", "awards.csv", "--extract-date", "2025-01-31"],
        &["export", "00000101"],
    ] {
        let ran = trust.read_by_nobody(arguments);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{arguments:?}");
    }
    // But a refusal is a refusal, read or not.
    trust.write("bad.csv", "Employee Number,Competency Name,Date Last Awarded\n1,X,2024-01-01\n");
    assert_eq!(trust.read_by_nobody(&["import", "bad.csv"]).status, 1);
}
