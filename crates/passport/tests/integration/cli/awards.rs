//! Awards and extensions by hand: added or voided, never edited.

use super::support::{AWARDS, Trust, on_both};

const FIRE: &str = "NHS|CSTF|Fire Safety - 2 Years|";

/// Adds an award; its number.
fn add(trust: &Trust, more: &[&str]) -> String {
    let said = trust.ok(&[&["award", "add", "--competence", FIRE], more].concat());
    said.split(' ').nth(1).expect("a number").to_owned()
}

#[test]
fn an_award_added_makes_the_line_green_and_voided_makes_it_red_again() {
    on_both("award", |trust| {
        trust.import_everything();
        let before = trust.people("2025-01-31");
        let award = ["--employee", "00000103", "--date", "2025-01-10", "--title", "Fire drill"];
        let id = add(trust, &[&award[..], &["--reason", "Certificate seen"]].concat());
        let line = "00000103,00000103-1,Hartwell NHS Trust|Ash Ward,Fire Safety,,C,completed,2025-01-10,2027-01-10,1,1";
        assert!(trust.people("2025-01-31").contains(line));
        let json = trust.ok(&["show", "00000103", "--as-at", "2025-01-31", "--format", "json"]);
        assert!(json.contains("Fire drill, entered here"), "{json}");

        let said = trust.ok(&["award", "void", &id, "--reason", "Typed for the wrong person"]);
        assert!(said.starts_with(&format!("Award {id} is void: 00000103, ")), "{said}");
        assert_eq!(trust.people("2025-01-31"), before);
        // It may be entered again, under a number of its own.
        assert_ne!(add(trust, &award), id);

        let list = trust.ok(&["award", "list", "00000103", "--format", "csv"]);
        let mut lines = list.lines();
        assert_eq!(
            lines.next(),
            Some(
                "id,competence,award_date,printed_expiry,vpd,title,recorded_by_change,voided_by_change"
            )
        );
        assert_eq!(lines.next(), Some(format!("{id},{FIRE},2025-01-10,,,Fire drill,2,3").as_str()));
        let changes = trust.ok(&["report", "changes", "--format", "csv"]);
        assert!(changes.contains("award added for 00000103: Certificate seen"), "{changes}");
        assert!(changes.contains(&format!("award {id} voided: Typed for the wrong")), "{changes}");
    });
}

#[test]
fn an_award_that_cannot_be_is_refused_and_nothing_changes() {
    on_both("award_refused", |trust| {
        trust.import_everything();
        let changes = trust.ok(&["report", "changes"]);
        let refused = |employee: &str, competence: &str, date: &str, more: &[&str]| {
            let add = ["award", "add", "--employee", employee, "--competence", competence];
            trust.fails(1, &[&add[..], &["--date", date], more].concat())
        };
        assert!(refused("103", FIRE, "2025-01-10", &[]).contains("Nobody has the employee number"));
        let said = refused("00000103", "Fire Safety", "2025-01-10", &[]);
        assert!(said.contains("There is no competence") && said.contains(FIRE), "{said}");
        assert!(refused("00000103", FIRE, "2199-01-10", &[]).contains("in the future"));
        // Another name of the same competence is the same award.
        let said = refused("00000101", "nhs|cstf|fire  safety - 2 years", "2024-06-03", &[]);
        assert!(said.contains("recorded already, as award"), "{said}");
        let said = refused("00000103", FIRE, "2025-01-10", &["--expiry", "2024-01-10"]);
        assert!(said.contains("before the award"), "{said}");
        assert!(trust.fails(1, &["award", "void", "999999", "--reason", "x"]).contains("no award"));
        trust.fails(1, &["award", "list", "103"]);
        assert_eq!(trust.ok(&["report", "changes"]), changes);
    });
}

#[test]
fn an_award_of_another_employer_is_a_transfer_whoever_copied_it_in() {
    on_both("award_transfer", |trust| {
        trust.import_everything();
        let award = ["--employee", "00000103", "--date", "2024-12-01", "--vpd", "431"];
        add(trust, &[&award[..], &["--expiry", "2025-12-01"]].concat());
        // The sender's expiry is earlier than ours would be.
        let people = trust.people("2025-01-31");
        assert!(people.contains("Fire Safety,,C,completed,2024-12-01,2025-12-01,1,1"), "{people}");
        let shown = trust.ok(&["show", "00000103", "--as-at", "2025-01-31", "--format", "json"]);
        assert!(shown.contains("transfer from employer 431"), "{shown}");
    });
}

#[test]
fn an_award_voided_by_hand_stays_void_when_the_next_file_still_holds_it() {
    on_both("stays_void", |trust| {
        trust.import_everything();
        let list = trust.ok(&["award", "list", "00000102", "--format", "csv"]);
        let id = list.lines().nth(1).and_then(|line| line.split(',').next()).expect("an award");
        trust.ok(&["award", "void", id, "--reason", "Never attended"]);
        let said = trust.ok(&["import", "awards.csv", "--extract-date", "2025-02-28"]);
        assert!(said.contains("This award was voided here, and stays void."), "{said}");
        assert!(said.contains("4 rows read = 0 used + 4 unchanged + 0 refused"), "{said}");
        let line = "00000102-1,Hartwell NHS Trust|Ash Ward,Fire Safety,,C,never-completed,,,1,0";
        assert!(trust.people("2025-02-28").contains(line));
        // Undoing an import is not voiding by hand.
        trust.write("more.csv", &AWARDS.replace("2024-06-03", "2024-07-04"));
        trust.ok(&["import", "more.csv", "--extract-date", "2025-02-28"]);
        trust.ok(&["undo", "3"]);
        let said = trust.ok(&["import", "more.csv", "--extract-date", "2025-02-28"]);
        assert!(said.contains("4 rows read = 1 used + 3 unchanged + 0 refused"), "{said}");
    });
}

#[test]
fn an_extension_moves_expiries_and_voided_moves_them_back() {
    on_both("extension", |trust| {
        trust.import_everything();
        let before = trust.people("2025-03-20");
        assert!(before.contains("Fire Safety,,C,expired,2023-03-15,2025-03-15"), "{before}");
        let decide = |more: &[&str]| {
            let add = ["extension", "add", "--expiring-from", "2025-01-01", "--authority", "Board"];
            trust.run(&[&add[..], more].concat())
        };
        let fire = ["--subject", "fire safety", "--days", "30"];
        let ran =
            decide(&[&fire[..], &["--applies-to", "unit", "--target", "Beech Ward"]].concat());
        assert_eq!(ran.status, 0, "{}", ran.err);
        let id = ran.out.split(' ').nth(1).expect("a number").to_owned();
        let after = trust.people("2025-03-20");
        assert!(after.contains("Fire Safety,,C,renew-soon,2023-03-15,2025-04-14,1,1"), "{after}");
        let text = trust.ok(&["show", "00000106", "--as-at", "2025-03-20"]);
        assert!(text.contains("Board"), "{text}");

        // The same decision again would add its days twice.
        let again =
            decide(&[&fire[..], &["--applies-to", "unit", "--target", "Beech Ward"]].concat());
        assert_eq!(again.status, 1, "{}", again.out);
        for wrong in [
            &["--subject", "Juggling", "--days", "30"][..],
            &["--subject", "Fire Safety", "--days", "0"],
            &["--subject", "Fire Safety", "--days", "30", "--applies-to", "unit", "--target", "X"],
            &[
                "--subject",
                "Fire Safety",
                "--days",
                "30",
                "--applies-to",
                "employee",
                "--target",
                "1",
            ],
            &["--subject", "Fire Safety", "--days", "30", "--target", "Ash Ward"],
        ] {
            assert_eq!(decide(wrong).status, 1, "{wrong:?}");
        }

        trust.ok(&["extension", "void", &id, "--reason", "Courses run again"]);
        assert_eq!(trust.people("2025-03-20"), before);
        assert!(trust.fails(1, &["extension", "void", &id, "--reason", "x"]).contains("already"));
        let list = trust.ok(&["extension", "list", "--format", "csv"]);
        let expected = format!(
            "{id},Fire Safety,30,2025-01-01,,unit,Hartwell NHS Trust|Beech Ward,Board,,2,3"
        );
        assert_eq!(list.lines().nth(1), Some(expected.as_str()));
    });
}
