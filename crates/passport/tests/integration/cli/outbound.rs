//! ESR's generic outbound files: people, posts and units kept up to date by a
//! feed, one file after another.

use passport_core::facts::OutboundFact;
use passport_store::{Db, Known, Store};
use serde_json::Value;

use super::outbound_lines::{
    assignment, file, first_version, person, person_until, position, unit, whole,
};
use super::support::{Trust, on_both};

const FULL: &str = "GOF";
const CHANGES: &str = "GOC";

fn import<'t>(
    trust: &'t Trust,
    kind: &str,
    sequence: u64,
    lines: &[String],
    on: &'t str,
) -> String {
    let text = file(kind, &sequence.to_string(), lines);
    trust.write("feed.dat", &text);
    trust.ok(&["import", "feed.dat", "--extract-date", on, "--accept-large-change"])
}

fn refused(trust: &Trust, kind: &str, sequence: &str, lines: &[String]) -> String {
    trust.write("feed.dat", &file(kind, sequence, lines));
    let ran = trust.run(&["import", "feed.dat", "--extract-date", "2025-03-31", "--skip-bad-rows"]);
    assert_eq!(ran.status, 1, "{}{}", ran.out, ran.err);
    assert!(!ran.err.contains("panicked"), "{}", ran.err);
    ran.out
}

/// The whole feed as of 31 January 2025, its sequence at 41.
fn begin(trust: &Trust) {
    import(trust, FULL, 41, &whole(), "2025-01-31");
    trust.write("competences.csv", super::support::COMPETENCES);
    trust.write("requirements.csv", super::support::REQUIREMENTS);
    trust.ok(&["import", "competences.csv", "requirements.csv", "--extract-date", "2025-01-31"]);
}

/// What an export says of a person: the facts of a kind that stand.
fn standing(trust: &Trust, number: &str, kind: &str) -> Vec<Value> {
    let export: Value = serde_json::from_str(&trust.ok(&["export", number])).expect("JSON");
    let sections = export["sections"].as_array().expect("sections");
    let facts = sections.iter().find(|s| s["kept_in"] == kind).map(|s| s["facts"].clone());
    let facts = facts.and_then(|facts| facts.as_array().cloned()).unwrap_or_default();
    facts.into_iter().filter(|f| f["voided"].is_null()).map(|f| f["says"].clone()).collect()
}

/// The posting that is open.
fn post(trust: &Trust, number: &str) -> Value {
    let mut open = standing(trust, number, "posting");
    open.retain(|posting| posting["applies_to"].is_null());
    assert_eq!(open.len(), 1, "{open:?}");
    open.remove(0)
}

#[test]
fn a_full_file_alone_makes_people_posts_units_and_teams() {
    on_both("go_full", |trust| {
        let said = import(trust, FULL, 41, &whole(), "2025-01-31");
        assert!(said.contains("13 rows read = 12 used + 1 unchanged + 0 refused"), "{said}");
        let ada = post(trust, "00000101");
        assert_eq!(ada["unit"], "Hartwell NHS Trust|Ash Ward");
        assert_eq!(ada["position_title"], "Staff Nurse");
        assert_eq!(ada["supervisor"], "00000100");
        assert_eq!(standing(trust, "00000101", "person")[0]["email"], "ada@hartwell.example");
        // Again, and nothing changes.
        let said = import(trust, FULL, 41, &whole(), "2025-01-31");
        assert!(said.contains("13 rows read = 0 used + 13 unchanged + 0 refused"), "{said}");
        assert!(said.ends_with("These files are import 1; nothing changed.\n"), "{said}");
    });
}

#[test]
fn a_persons_line_alone_updates_the_person() {
    on_both("go_person", |trust| {
        begin(trust);
        let lines = [person("901", "00000101", "Okafor-Reid", "Adaeze")];
        let said = import(trust, CHANGES, 42, &lines, "2025-02-28");
        assert!(said.contains("3 rows read = 2 used + 1 unchanged + 0 refused"), "{said}");
        let ada = &standing(trust, "00000101", "person")[0];
        assert_eq!(ada["last_name"], "Okafor-Reid");
        assert_eq!(ada["email"], "adaeze@hartwell.example");
        // Somebody new, whose assignment comes with the file after.
        import(trust, CHANGES, 43, &[person("903", "00000103", "Nowak", "Cara")], "2025-03-01");
        let lines = [assignment("903", "5003", "00000103", "901", "3", "77")];
        import(trust, CHANGES, 44, &lines, "2025-03-02");
        assert!(trust.ok(&["show", "00000103", "--as-at", "2025-03-02"]).contains("Cara Nowak"));
        assert_eq!(post(trust, "00000103")["supervisor"], "00000101");
    });
}

#[test]
fn a_supervisor_told_of_later_is_filled_in_then() {
    on_both("go_supervisor", |trust| {
        begin(trust);
        let lines = [assignment("901", "5001", "00000101", "990", "2", "77")];
        let said = import(trust, CHANGES, 42, &lines, "2025-02-28");
        assert!(said.contains("No file so far says who this assignment's supervisor is"), "{said}");
        assert_eq!(post(trust, "00000101")["supervisor"], "00000100");
        import(trust, CHANGES, 43, &[person("990", "00000190", "Rao", "Dev")], "2025-03-01");
        assert_eq!(post(trust, "00000101")["supervisor"], "00000190");
    });
}

#[test]
fn a_changed_position_reaches_the_posts_in_it_from_the_extract_date() {
    on_both("go_position", |trust| {
        begin(trust);
        let lines = [position("77", "Senior Nurse", "3")];
        import(trust, CHANGES, 42, &lines, "2025-02-28");
        let now = post(trust, "00000101");
        assert_eq!(now["position_title"], "Senior Nurse");
        assert_eq!(now["job_role"], "Senior Nurse");
        assert_eq!(now["unit"], "Hartwell NHS Trust|Beech Ward");
        assert_eq!(now["applies_from"], "2025-02-28");
        // The assignment's own grade stands.
        assert_eq!(now["pay_band"], "NHS|XR05|Review Body Band 5");
        assert!(trust.people("2025-02-27").contains("00000102-1,Hartwell NHS Trust|Ash Ward"));
        assert!(trust.people("2025-02-28").contains("00000102-1,Hartwell NHS Trust|Beech Ward"));
        assert_eq!(post(trust, "00000100")["unit"], "Hartwell NHS Trust|Ash Ward");
    });
}

#[test]
fn a_renamed_organisation_keeps_its_people_and_what_is_required_of_them() {
    on_both("go_rename", |trust| {
        begin(trust);
        let lines = [unit("2", "Oak Ward", "1")];
        trust.write("feed.dat", &file(CHANGES, "42", &lines));
        // Nobody moves, so the brake has nothing to hold for.
        let said = trust.ok(&["import", "feed.dat", "--extract-date", "2025-02-28"]);
        assert!(said.contains("unit renamed: 1"), "{said}");
        assert_eq!(post(trust, "00000101")["unit"], "Hartwell NHS Trust|Oak Ward");
        let now = trust.people("2025-02-28");
        assert!(now.contains("00000101-1,Hartwell NHS Trust|Oak Ward,Blood Transfusion"), "{now}");
        let before = trust.people("2025-02-27");
        assert!(before.contains("00000101-1,Hartwell NHS Trust|Ash Ward,Blood Trans"), "{before}");
    });
}

#[test]
fn a_unit_renamed_at_the_top_renames_no_other_unit_of_its_name() {
    on_both("go_rename_top", |trust| {
        begin(trust);
        let below = [
            unit("4", "Hartwell NHS Trust", "3"),
            assignment("902", "5002", "00000102", "900", "4", "77"),
        ];
        import(trust, CHANGES, 42, &below, "2025-02-14");
        import(trust, CHANGES, 43, &[unit("1", "Hartwell Group", "")], "2025-02-28");
        let now = trust.people("2025-02-28");
        assert!(now.contains("00000101-1,Hartwell Group|Ash Ward,Blood Transfusion"), "{now}");
        let same = "00000102-1,Hartwell Group|Beech Ward|Hartwell NHS Trust,";
        assert!(now.contains(same), "{now}");
    });
}

#[test]
fn a_deleted_person_ends_and_keeps_their_record() {
    on_both("go_leaver", |trust| {
        begin(trust);
        let said = import(trust, CHANGES, 42, &["PRD~902".into(), "PRD~404".into()], "2025-02-28");
        assert!(
            said.contains("Person 00000102 is deleted in ESR: 1 assignment ends on 27 February")
        );
        assert!(said.contains("row 3: No file so far says who this deleted person is"), "{said}");
        assert!(trust.people("2025-02-27").contains("00000102"));
        assert!(!trust.people("2025-02-28").contains("00000102"));
        assert!(trust.ok(&["show", "00000102", "--as-at", "2025-02-01"]).contains("Ben Hughes"));
        // An assignment's delete ends it the same way.
        import(trust, CHANGES, 43, &["ASD~5001".into()], "2025-03-01");
        assert!(trust.people("2025-02-28").contains("00000101"));
        assert!(!trust.people("2025-03-01").contains("00000101"));
    });
}

#[test]
fn a_leavers_last_day_ends_every_assignment_of_theirs() {
    on_both("go_left", |trust| {
        begin(trust);
        let lines = [person_until("902", "00000102", "Hughes", "Ben", "20250315")];
        import(trust, CHANGES, 42, &lines, "2025-02-28");
        assert!(trust.people("2025-03-15").contains("00000102"));
        assert!(!trust.people("2025-03-16").contains("00000102"));
    });
}

#[test]
fn a_deleted_position_or_organisation_is_said_and_erases_nothing() {
    on_both("go_deleted", |trust| {
        begin(trust);
        let before = trust.people("2025-03-01");
        let lines = ["POD~77".into(), "ORD~3".into()];
        let said = import(trust, CHANGES, 42, &lines, "2025-02-28");
        assert!(said.contains("row 2: The position is deleted in ESR; 2 assignments in it keep"));
        assert!(said.contains("row 3: The organisation is deleted in ESR; what was"), "{said}");
        assert_eq!(trust.people("2025-03-01"), before);
    });
}

#[test]
fn a_full_file_ends_what_it_leaves_out_and_changes_end_nothing() {
    on_both("go_ends", |trust| {
        begin(trust);
        import(trust, CHANGES, 42, &[person("900", "00000100", "Marsh", "Mona")], "2025-02-20");
        assert!(trust.people("2025-02-20").contains("00000102"));
        let mut lines = whole();
        lines.pop();
        trust.write("feed.dat", &file(FULL, "43", &lines));
        let asked = ["import", "feed.dat", "--extract-date", "2025-02-28"];
        trust.ok(&[&asked[..], &["--partial"]].concat());
        assert!(trust.people("2025-02-28").contains("00000102"));
        let braked = trust.fails(1, &asked);
        assert!(braked.contains("1 of 3 people would leave"), "{braked}");
        import(trust, FULL, 43, &lines, "2025-02-28");
        assert!(trust.people("2025-02-27").contains("00000102"));
        assert!(!trust.people("2025-02-28").contains("00000102"));
    });
}

#[test]
fn a_missed_file_refuses_the_next_until_a_full_one_begins_anew() {
    on_both("go_gap", |trust| {
        begin(trust);
        let line = [person("901", "00000101", "Okafor-Reid", "Ada")];
        let said = refused(trust, CHANGES, "44", &line);
        assert!(said.contains("the last of this series was 41, so this can only be 41 or 42"));
        assert!(said.contains("Import the files between, in order, or a full file"), "{said}");
        assert!(said.contains("3 rows read = 0 used + 2 unchanged + 1 refused"), "{said}");
        assert_eq!(standing(trust, "00000101", "person")[0]["last_name"], "Okafor");
        import(trust, FULL, 50, &whole(), "2025-02-28");
        import(trust, CHANGES, 51, &line, "2025-03-01");
        assert_eq!(standing(trust, "00000101", "person")[0]["last_name"], "Okafor-Reid");
        // Two at once, in any order, are taken in theirs.
        trust.write("b.dat", &file(CHANGES, "52", &[position("77", "Senior Nurse", "2")]));
        trust.write("a.dat", &file(CHANGES, "53", &[position("77", "Lead Nurse", "2")]));
        trust.ok(&["import", "a.dat", "b.dat", "--extract-date", "2025-03-02"]);
        assert_eq!(post(trust, "00000101")["position_title"], "Lead Nurse");
    });
}

#[test]
fn the_greatest_number_there_is_has_none_after_it() {
    on_both("go_greatest", |trust| {
        let most = u64::MAX;
        import(trust, FULL, most, &whole(), "2025-01-31");
        let said = refused(trust, CHANGES, "1", &["PRD~902".into()]);
        assert!(said.contains(&format!("so this can only be {most}.")), "{said}");
    });
}

#[test]
fn a_damaged_record_of_the_sequence_is_no_first_file() {
    on_both("go_damaged", |trust| {
        begin(trust);
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let store = Store::open(&trust.database, false).await.expect("the database answers");
            let organisation = store.organisation(None).await.expect("the trust");
            let facts = organisation.facts::<OutboundFact>(Known::Now).await.expect("facts");
            let known = facts.iter().find(|known| known.fact.kind == "sequence").expect("one");
            let at = jiff::Timestamp::UNIX_EPOCH;
            let mut change = organisation.begin("test", "damage", at).await.expect("begins");
            change.void::<OutboundFact>(&[known.id]).await.expect("voided");
            let damaged = OutboundFact { body: "4x".into(), ..known.fact.clone() };
            change.record(&[damaged]).await.expect("recorded");
            change.commit().await.expect("commits");
            store.db().close().await;
        });
        let said = refused(trust, CHANGES, "42", &["PRD~902".into()]);
        assert!(said.contains("was recorded and cannot be read"), "{said}");
        import(trust, FULL, 42, &whole(), "2025-02-28");
        import(trust, CHANGES, 43, &["PRD~902".into()], "2025-03-01");
        assert!(!trust.people("2025-03-01").contains("00000102"));
    });
}

#[test]
fn a_trailer_that_counts_other_lines_refuses_the_file_whole() {
    on_both("go_trailer", |trust| {
        begin(trust);
        let text = file(CHANGES, "42", &["PRD~902".into()]).replace("TRL~1", "TRL~9");
        trust.write("feed.dat", &text);
        let asked = ["import", "feed.dat", "--extract-date", "2025-02-28", "--skip-bad-rows"];
        let ran = trust.run(&asked);
        assert_eq!(ran.status, 1);
        assert!(ran.out.contains("counts 9 records, but the file has 1"), "{}", ran.out);
        assert!(trust.people("2025-03-01").contains("00000102"));
    });
}

#[test]
fn lines_for_other_days_and_of_other_kinds_are_said_and_left() {
    on_both("go_other", |trust| {
        begin(trust);
        let soon = position("77", "Senior Nurse", "2").replace("~20080401~", "~20260401~");
        let past = unit("2", "Elm Ward", "1").replacen("~19510101~~", "~19510101~19991231~", 1);
        let lines = [soon, past, "ADA~1~1 High Street".into(), "ADA~2~2 High Street".into()];
        let said = import(trust, CHANGES, 42, &lines, "2025-02-28");
        assert!(said.contains("6 rows read = 1 used + 4 unchanged + 1 refused"), "{said}");
        assert!(said.contains("row 2: This line holds only from a day after"), "{said}");
        assert!(said.contains("row 3: This line holds only for days before"), "{said}");
        assert!(said.contains("row 4: 2 ADA lines are of a kind nothing here needs"), "{said}");
        assert_eq!(post(trust, "00000101")["position_title"], "Staff Nurse");
        assert_eq!(post(trust, "00000101")["unit"], "Hartwell NHS Trust|Ash Ward");
        let lines = ["ZZZ~1".into(), "PRD~404~5".into()];
        trust.write("feed.dat", &file(CHANGES, "43", &lines));
        let asked = ["import", "feed.dat", "--extract-date", "2025-03-01"];
        trust.fails(1, &asked);
        let said = trust.ok(&[&asked[..], &["--skip-bad-rows"]].concat());
        assert!(said.contains("4 rows read = 1 used + 1 unchanged + 2 refused"), "{said}");
        assert!(said.contains("row 2: The line is of no kind an outbound file has"), "{said}");
        assert!(said.contains("row 3: The PRD line has 3 columns"), "{said}");
    });
}

#[test]
fn the_file_says_itself_which_day_it_speaks_of() {
    on_both("go_day", |trust| {
        begin(trust);
        trust.write("feed.dat", &file(CHANGES, "42", &["PRD~902".into()]));
        let said = trust.ok(&["import", "feed.dat", "--accept-large-change"]);
        assert!(said.contains("Changes from 28 February 2025"), "{said}");
        assert!(!trust.people("2025-02-28").contains("00000102"));
    });
}

#[test]
fn version_1_updates_people_and_statuses_and_nothing_else() {
    on_both("go_first", |trust| {
        begin(trust);
        let before = post(trust, "00000101");
        let text = first_version(
            7,
            &[
                vec![(0, "PER"), (2, "00000101"), (4, "Okafor-Reid"), (24, "new@hartwell.example")],
                vec![(0, "PER"), (2, "00000102"), (4, "Hughes"), (12, "20250310")],
                vec![(0, "PER"), (2, "00000777"), (4, "Nobody")],
                vec![
                    (0, "ASG"),
                    (2, "00000101-1"),
                    (3, "20240101"),
                    (5, "Maternity"),
                    (22, "Yes"),
                    (39, "Estates|Porter"),
                ],
                vec![(0, "ASG"), (2, "00000777-1"), (5, "Active Assignment")],
            ],
        );
        trust.write("first.dat", &text);
        let asked = ["import", "first.dat", "--extract-date", "2025-02-28"];
        let said = trust.ok(&asked);
        assert!(said.contains("7 rows read = 4 used + 1 unchanged + 2 refused"), "{said}");
        assert!(said.contains("row 4: Nobody has this person's employee number"), "{said}");
        assert!(said.contains("row 6: This assignment is not in the staff list"), "{said}");
        assert!(said.contains("2 assignments of the staff list are not in it"), "{said}");
        let after = post(trust, "00000101");
        assert_eq!(after["status"], "Maternity");
        for same in ["unit", "position_number", "position_title", "start_date", "job_role"] {
            assert_eq!(after[same], before[same], "{same}");
        }
        let ada = &standing(trust, "00000101", "person")[0];
        assert_eq!((&ada["last_name"], &ada["first_name"]), (&"Okafor-Reid".into(), &"Ada".into()));
        assert_eq!(ada["email"], "new@hartwell.example");
        // Mona is not in it and stays; Ben's last day is told.
        assert!(trust.people("2025-03-11").contains("00000100"));
        assert!(trust.people("2025-03-10").contains("00000102"));
        assert!(!trust.people("2025-03-11").contains("00000102"));
        let said = trust.ok(&asked);
        assert!(said.contains("7 rows read = 0 used + 5 unchanged + 2 refused"), "{said}");
    });
}

#[test]
fn nothing_sensitive_is_kept_of_either_version() {
    on_both("go_sensitive", |trust| {
        begin(trust);
        let line = vec![
            (0, "PER"),
            (2, "00000101"),
            (4, "Okafor"),
            (8, "F"),
            (9, "19610203"),
            (10, "QQ123456C"),
            (14, "Ethnic-Z"),
        ];
        trust.write("first.dat", &first_version(7, &[line]));
        trust.ok(&["import", "first.dat", "--extract-date", "2025-02-28"]);
        trust.write(
            "bad.dat",
            &file(CHANGES, "42", &[person("901", "00000101", "O", "A") + "~~~~~~~~~"]),
        );
        trust.fails(1, &["import", "bad.dat", "--extract-date", "2025-02-28"]);
        // Every row of every table, voided ones too, and the whole of the file.
        let mut kept = Vec::new();
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let db = Db::connect(&trust.database, false).await.expect("the database answers");
            let at = jiff::Timestamp::UNIX_EPOCH;
            passport_store::backup(&db, at, &mut kept).await.expect("a backup");
            db.close().await;
        });
        for file in ["passport.db", "passport.db-wal"] {
            kept.extend(std::fs::read(trust.folder.join(file)).unwrap_or_default());
        }
        let kept = String::from_utf8_lossy(&kept);
        assert!(kept.contains("Okafor"));
        for secret in [
            "19610203",
            "1961-02-03",
            "QQ123456C",
            "8887776665",
            "Ethnic-Z",
            "Widowed",
            "Ruritania",
            "Disabled-Y",
            "Maidenname",
            "Formername",
            "34567",
        ] {
            assert!(!kept.contains(secret), "{secret} is kept");
        }
    });
}

#[test]
fn a_persons_record_holds_their_numbers_in_esr() {
    on_both("go_export", |trust| {
        begin(trust);
        let numbers = standing(trust, "00000101", "outbound");
        let kinds: Vec<&str> = numbers.iter().filter_map(|says| says["kind"].as_str()).collect();
        assert_eq!(kinds, ["assignment", "person"]);
        assert!(numbers.iter().all(|says| says["employee_number"] == "00000101"));
    });
}

#[test]
fn another_employers_file_is_refused() {
    on_both("outbound_other", |trust| {
        begin(trust);
        let before = trust.people("2025-03-31");
        trust.ok(&["organisation", "set", "999", "--vpd", "262"]);
        let said = refused(trust, CHANGES, "42", &whole()[..1]);
        assert!(
            said.contains("of the employer 999 in ESR, and this organisation is 262"),
            "{said}"
        );
        assert_eq!(trust.people("2025-03-31"), before);
    });
}
