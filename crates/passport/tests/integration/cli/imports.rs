//! Importing, repeating, ending, refusing and undoing.

use super::support::{ALL, AWARDS, REQUIREMENTS, assignments, on_both};

#[test]
fn a_first_import_makes_the_organisation_and_everyones_lines() {
    on_both("first_import", |trust| {
        let said = trust.import_everything();
        assert!(said.contains("10 rows read = 10 used + 0 unchanged + 0 refused"), "{said}");
        assert!(said.ends_with("Committed as import 1.\n"), "{said}");
        assert_eq!(trust.people("2025-01-31"), include_str!("first_import.csv"));
        let organisations = trust.ok(&["organisation", "list", "--format", "csv"]);
        assert_eq!(organisations, "code,name,vpd,ods\n999,Hartwell NHS Trust,999,\n");
    });
}

#[test]
fn the_same_files_again_change_nothing() {
    on_both("repeat", |trust| {
        trust.import_everything();
        let before = trust.people("2025-01-31");
        let said = trust.import_everything();
        assert!(said.contains("10 rows read = 0 used + 10 unchanged + 0 refused"), "{said}");
        assert!(said.ends_with("These files are import 1; nothing changed.\n"), "{said}");
        assert_eq!(trust.people("2025-01-31"), before);
        let imports = trust.ok(&["report", "imports", "--format", "csv"]);
        assert_eq!(imports.lines().count(), 2, "{imports}");
    });
}

#[test]
fn a_later_extract_ends_the_leaver_the_day_before_it() {
    on_both("leaver", |trust| {
        trust.import_everything();
        trust.write("february.csv", &assignments(&ALL[..9]));
        trust.ok(&["import", "february.csv", "--extract-date", "2025-02-28"]);
        assert!(trust.people("2025-02-27").contains("00000110"));
        assert!(!trust.people("2025-02-28").contains("00000110"));
        // A leaver is ended, never deleted.
        assert!(trust.ok(&["show", "00000110", "--as-at", "2025-02-01"]).contains("Jan Kowalski"));
    });
}

#[test]
fn a_partial_file_ends_nobody() {
    on_both("partial", |trust| {
        trust.import_everything();
        trust.write("some.csv", &assignments(&ALL[..2]));
        trust.ok(&["import", "some.csv", "--partial", "--extract-date", "2025-02-28"]);
        assert!(trust.people("2025-03-01").contains("00000110"));
    });
}

#[test]
fn more_leavers_than_the_brake_allows_are_refused_until_accepted() {
    on_both("brake", |trust| {
        trust.import_everything();
        let before = trust.people("2025-02-28");
        trust.write("february.csv", &assignments(&ALL[..8]));
        let import = ["import", "february.csv", "--extract-date", "2025-02-28"];
        let said = trust.fails(1, &import);
        assert!(said.contains("2 of 10 people would leave"), "{said}");
        assert!(said.contains("--accept-large-change"), "{said}");
        assert_eq!(trust.people("2025-02-28"), before);
        trust.ok(&[&import[..], &["--accept-large-change"]].concat());
        assert!(!trust.people("2025-02-28").contains("00000110"));
    });
}

#[test]
fn a_cut_requirements_file_is_refused_until_accepted() {
    on_both("brake_requirements", |trust| {
        trust.import_everything();
        let heading = "Applies To,Target,Subject,Level,Class,Date From\n";
        let everyone: String = ALL
            .map(|(number, ..)| format!("employee,{number},Fire Safety,,C,2020-01-01\n"))
            .concat();
        trust.write("whole.csv", &format!("{REQUIREMENTS}{everyone}"));
        trust.ok(&["import", "whole.csv", "--extract-date", "2025-02-28"]);
        let before = trust.people("2025-03-31");
        trust.write("cut.csv", &format!("{heading}organisation,,Fire Safety,,C,2020-01-01\n"));
        let import = ["import", "cut.csv", "--extract-date", "2025-03-31"];
        let said = trust.fails(1, &import);
        assert!(said.contains("11 of 12 requirements would end"), "{said}");
        trust.fails(1, &[&import[..], &["--check"]].concat());
        assert_eq!(trust.people("2025-03-31"), before);
        trust.ok(&[&import[..], &["--accept-large-change"]].concat());
        assert_ne!(trust.people("2025-03-31"), before);
    });
}

#[test]
fn a_renamed_units_requirement_stays_the_same_however_the_unit_is_written() {
    on_both("renamed_requirement", |trust| {
        trust.import_everything();
        let moved = ALL.map(|(number, first, last, ward)| {
            (number, first, last, if ward == "Ash Ward" { "Oak Ward" } else { ward })
        });
        trust.write("assignments.csv", &assignments(&moved));
        // A name alone before, a whole path now.
        let path = REQUIREMENTS.replace("Ash Ward", "Hartwell NHS Trust|Oak Ward");
        trust.write("requirements.csv", &path);
        let rename = "Old Unit,New Unit,From\n\
                      Hartwell NHS Trust|Ash Ward,Hartwell NHS Trust|Oak Ward,2025-02-15\n";
        trust.write("units.csv", rename);
        let files = ["import", "assignments.csv", "requirements.csv", "units.csv"];
        let said = trust.ok(&[&files[..], &["--extract-date", "2025-02-28"]].concat());
        assert!(!said.contains("requirement added"), "{said}");
        assert!(!said.contains("requirement ended"), "{said}");
        assert!(trust.people("2025-02-28").contains("Oak Ward,Blood Transfusion"));
    });
}

#[test]
fn an_import_is_undone_unless_a_later_one_changed_the_same_records() {
    on_both("undo", |trust| {
        trust.import_everything();
        let before = trust.people("2025-02-28");
        trust.write("february.csv", &assignments(&ALL[..9]));
        trust.ok(&["import", "february.csv", "--extract-date", "2025-02-28"]);
        let said = trust.fails(1, &["undo", "1"]);
        assert!(said.contains("imports 2"), "{said}");
        assert_eq!(trust.ok(&["undo", "2"]), "Import 2 is undone.\n");
        assert_eq!(trust.people("2025-02-28"), before);
        assert!(trust.fails(1, &["undo", "2"]).contains("was undone already"));
        assert!(trust.fails(1, &["undo", "7"]).contains("There is no import 7"));
        // What was undone may be imported again.
        trust.ok(&["import", "february.csv", "--extract-date", "2025-02-28"]);
        assert!(!trust.people("2025-02-28").contains("00000110"));
        let imports = trust.ok(&["report", "imports", "--format", "csv"]);
        let undone: Vec<&str> =
            imports.lines().filter(|line| !line.ends_with(',')).skip(1).collect();
        assert_eq!(undone.len(), 1, "{imports}");
    });
}

#[test]
fn an_award_entered_for_somebody_prevents_undoing_the_import_that_brought_them() {
    on_both("undo_award", |trust| {
        trust.import_everything();
        let add = ["award", "add", "--employee", "00000103", "--date", "2025-01-10"];
        trust.ok(&[&add[..], &["--competence", "NHS|CSTF|Fire Safety - 2 Years"]].concat());
        let said = trust.fails(1, &["undo", "1"]);
        assert!(said.contains("awards were entered since"), "{said}");
    });
}

#[test]
fn checking_shows_the_changes_and_changes_nothing() {
    on_both("check_only", |trust| {
        trust.import_everything();
        let changes = trust.ok(&["report", "changes", "--format", "csv"]);
        trust.write("february.csv", &assignments(&ALL[..9]));
        let said = trust.ok(&["import", "february.csv", "--check", "--extract-date", "2025-02-28"]);
        assert!(said.ends_with("Checked only; nothing was changed.\n"), "{said}");
        assert!(trust.people("2025-03-01").contains("00000110"));
        assert_eq!(trust.ok(&["report", "changes", "--format", "csv"]), changes);
        trust.write("bad.csv", &AWARDS.replace("2024-06-03", "31/02/2024"));
        trust.fails(1, &["import", "bad.csv", "--check", "--extract-date", "2025-02-28"]);
    });
}

#[test]
fn a_row_that_cannot_be_used_refuses_the_whole_import_or_is_left_out_by_name() {
    on_both("bad_rows", |trust| {
        trust.import_everything();
        let file = "Employee Number,Competency Name,Date Last Awarded\n\
                    00000103,NHS|CSTF|Fire Safety - 2 Years|,31/02/2024\n\
                    00000104,NHS|CSTF|Fire Safety - 2 Years|,28/02/2024\n\
                    99999999,NHS|CSTF|Fire Safety - 2 Years|,28/02/2024\n";
        trust.write("more.csv", file);
        let import = ["import", "more.csv", "--extract-date", "2025-01-31"];
        let ran = trust.run(&import);
        assert_eq!(ran.status, 1);
        assert!(ran.out.contains("2 errors"), "{}", ran.out);
        assert!(ran.out.contains("31/02/2024") && ran.out.contains("99999999"), "{}", ran.out);
        assert!(ran.err.contains("--skip-bad-rows"), "{}", ran.err);
        assert!(!trust.people("2025-01-31").contains("2024-02-28"));
        let said = trust.ok(&[&import[..], &["--skip-bad-rows"]].concat());
        assert!(said.contains("3 rows read = 1 used + 0 unchanged + 2 refused"), "{said}");
        assert!(trust.people("2025-01-31").contains("2024-02-28"));
    });
}

#[test]
fn an_older_extract_does_not_rewrite_history() {
    on_both("too_old", |trust| {
        trust.import_everything();
        trust.write("older.csv", &assignments(&ALL[..9]));
        let said = trust.fails(1, &["import", "older.csv", "--extract-date", "2024-12-31"]);
        assert!(said.contains("History is never rewritten"), "{said}");
    });
}

#[test]
fn the_outcome_for_machines_says_the_same() {
    on_both("import_json", |trust| {
        trust.write("assignments.csv", &assignments(&ALL));
        let said = trust.ok(&["import", "assignments.csv", "--format", "json"]);
        let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
        assert_eq!(said["outcome"], "committed");
        assert_eq!(said["files"][0]["used"], 10);
        assert_eq!(said["changes"]["person added"], 10);
    });
}

#[test]
fn a_requirement_whose_row_could_not_be_used_has_not_ended() {
    on_both("unread_requirement", |trust| {
        trust.import_everything();
        let broken = REQUIREMENTS.replace(
            "Ash Ward,Blood Transfusion,,R,2020-01-01",
            "Ash Ward,Blood Transfusion,,R,2020-02-30",
        );
        trust.write("requirements.csv", &broken);
        let import = ["import", "requirements.csv", "--extract-date", "2025-02-28"];
        trust.fails(1, &import);
        let said = trust.ok(&[&import[..], &["--skip-bad-rows"]].concat());
        assert!(said.contains("no requirement was ended for being missing"), "{said}");
        assert!(trust.people("2025-03-01").contains("Blood Transfusion"));
        // Left out by a file that could be read, it ends.
        let without = REQUIREMENTS.lines().take(2).collect::<Vec<_>>().join("\n");
        trust.write("requirements.csv", &without);
        trust.ok(&["import", "requirements.csv", "--extract-date", "2025-03-31"]);
        assert!(!trust.people("2025-03-31").contains("Blood Transfusion"));
    });
}

#[test]
fn a_total_under_the_staff_does_not_keep_leavers_from_leaving() {
    on_both("total_row", |trust| {
        trust.import_everything();
        let file = format!("{}Total,9,,,,,,,,,\n", assignments(&ALL[..9]));
        trust.write("february.csv", &file);
        let said = trust.ok(&["import", "february.csv", "--extract-date", "2025-02-28"]);
        assert!(said.contains("This row is a total"), "{said}");
        assert!(!trust.people("2025-02-28").contains("00000110"));
    });
}

#[test]
fn a_rename_of_a_name_that_several_units_have_is_refused() {
    on_both("ambiguous_rename", |trust| {
        let two = ALL.map(|(number, first, last, ward)| {
            (number, first, last, if ward == "Ash Ward" { "Day Unit" } else { ward })
        });
        let file = assignments(&two).replacen("Hartwell NHS Trust,Day Unit", "Annexe,Day Unit", 1);
        trust.write("assignments.csv", &file);
        trust.ok(&["import", "assignments.csv", "--extract-date", "2025-01-31"]);
        trust.write("units.csv", "Old Unit,New Unit,From\nDay Unit,Evening Unit,2025-02-01\n");
        let ran = trust.run(&["import", "units.csv", "--extract-date", "2025-02-28"]);
        assert_eq!(ran.status, 1, "{}", ran.out);
        assert!(ran.out.contains("Several units have this name"), "{}", ran.out);
    });
}
