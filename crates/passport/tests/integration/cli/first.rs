//! The first import of an empty database, which makes the organisation too.

use super::support::{ALL, AWARDS, REQUIREMENTS, assignments, on_both};

#[test]
fn checking_on_an_empty_database_makes_nothing() {
    on_both("first_check", |trust| {
        trust.write("assignments.csv", &assignments(&ALL));
        let said = trust.ok(&["import", "assignments.csv", "--check"]);
        assert!(said.contains("person added: 10"), "{said}");
        assert_eq!(trust.ok(&["organisation", "list", "--format", "csv"]), "code,name,vpd,ods\n");
    });
}

#[test]
fn checking_where_there_is_no_database_leaves_none_behind() {
    let trust = super::support::Trust::on_sqlite("first_nothing");
    trust.write("assignments.csv", &assignments(&ALL));
    let said = trust.ok(&["import", "assignments.csv", "--check"]);
    assert!(said.contains("person added: 10"), "{said}");
    let said = trust.fails(2, &["organisation", "set", "main", "--vpd", "1"]);
    assert!(said.contains("there is no organisation") || said.contains("no database"), "{said}");
}

#[test]
fn a_refused_first_import_makes_nothing() {
    on_both("first_refused", |trust| {
        trust.write("assignments.csv", &assignments(&ALL).replace("2020-03-01", "2020-02-30"));
        trust.fails(1, &["import", "assignments.csv"]);
        assert_eq!(trust.ok(&["organisation", "list", "--format", "csv"]), "code,name,vpd,ods\n");
        // The code that was asked for is free for the one that works.
        trust.write("assignments.csv", &assignments(&ALL));
        trust.ok(&["import", "assignments.csv", "--organisation", "HRT"]);
        assert!(trust.ok(&["organisation", "list"]).contains("HRT"));
    });
}

#[test]
fn what_the_first_files_guessed_is_put_right() {
    on_both("first_corrected", |trust| {
        trust.write("assignments.csv", &assignments(&ALL));
        trust.ok(&["import", "assignments.csv"]);
        let set = ["organisation", "set", "main", "--vpd", "999", "--ods", "RZZ"];
        assert_eq!(trust.ok(&set), "main is Hartwell NHS Trust, with ESR number 999.\n");
        let list = trust.ok(&["organisation", "list", "--format", "csv"]);
        assert_eq!(list, "code,name,vpd,ods\nmain,Hartwell NHS Trust,999,RZZ\n");
        let changes = trust.ok(&["report", "changes", "--format", "csv"]);
        assert!(changes.contains("organisation corrected"), "{changes}");
        trust.fails(2, &["organisation", "set", "other", "--vpd", "1"]);
    });
}

#[test]
fn two_first_imports_at_once_make_one_organisation() {
    on_both("first_twice", |trust| {
        trust.write("assignments.csv", &assignments(&ALL));
        trust.write("awards.csv", AWARDS);
        trust.write("competences.csv", super::support::COMPETENCES);
        let imports = [
            ["import", "assignments.csv", "--extract-date", "2025-01-31"],
            ["import", "competences.csv", "--extract-date", "2025-01-31"],
        ];
        let ran: Vec<_> = std::thread::scope(|scope| {
            let started: Vec<_> =
                imports.map(|words| scope.spawn(move || trust.run(&words))).into();
            started.into_iter().map(|run| run.join().expect("it ran")).collect()
        });
        for run in &ran {
            assert_eq!(run.status, 0, "{}{}", run.out, run.err);
        }
        assert_eq!(trust.ok(&["organisation", "list", "--format", "csv"]).lines().count(), 2);
        assert_eq!(trust.ok(&["report", "imports", "--format", "csv"]).lines().count(), 3);
        trust.write("requirements.csv", REQUIREMENTS);
        trust.ok(&["import", "requirements.csv", "awards.csv", "--extract-date", "2025-01-31"]);
        assert!(trust.people("2025-01-31").contains("completed"));
    });
}
