//! `audit`: what every command that changes something leaves behind.

use serde_json::Value;

use super::support::{Trust, assignments, on_both};
use crate::audit::meddling::{Meddling, meddle};

fn behind_its_back(trust: &Trust, how: Meddling) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(meddle(&trust.database, how));
}

#[test]
fn audit_lists_every_change_and_verifies_until_somebody_meddles() {
    on_both("audit", |trust| {
        trust.import_everything();
        let add = ["award", "add", "--employee", "00000103", "--date", "2025-01-10"];
        trust.ok(&[&add[..], &["--competence", "NHS|CSTF|Fire Safety - 2 Years|"]].concat());
        let said = trust.ok(&["audit", "verify"]);
        assert!(
            said.starts_with("The audit is sound: 2 entries sealed, 0 of them erased."),
            "{said}"
        );
        let head = trust.ok(&["audit", "head"]);
        assert!(said.ends_with(&format!("It ends at {head}")), "{said}{head}");
        assert!(head.starts_with("2:"), "{head}");

        let list = trust.ok(&["audit", "list", "--format", "csv"]);
        let lines: Vec<&str> = list.lines().collect();
        assert_eq!(lines[0], "at,by,action,about,origin,details,number");
        assert_eq!(lines.len(), 3);
        assert!(lines[1].contains("Z,command line,changed,00000103,,"), "{list}");
        assert!(lines[1].contains("award added for 00000103"), "{list}");
        let about = trust.ok(&["audit", "list", "--about", "00000103", "--format", "json"]);
        let about: Value = serde_json::from_str(&about).expect("JSON");
        assert_eq!(about.as_array().map(Vec::len), Some(1));
        let before = ["audit", "list", "--to", "2020-01-01", "--format", "csv"];
        assert_eq!(trust.ok(&before).lines().count(), 1);
        let since = ["audit", "list", "--from", "2020-01-01", "--to", "2199-12-31"];
        assert_eq!(trust.ok(&since).lines().count(), 3);

        let export = trust.ok(&["export", "00000103", "--format", "html"]);
        assert!(export.contains("Who saw or changed your record"), "{export}");

        behind_its_back(trust, Meddling::Actor);
        let said = trust.fails(1, &["audit", "verify"]);
        assert!(said.contains("The audit is broken: entry 1 was changed"), "{said}");
        let ran = trust.run(&["audit", "verify", "--format", "json"]);
        assert_eq!((ran.status, ran.err.as_str()), (1, ""));
        let verdict: Value = serde_json::from_str(&ran.out).expect("JSON");
        assert_eq!(verdict["sound"], false);
        assert_eq!(verdict["broken"]["fault"], "payload");
        assert_eq!(verdict["broken"]["number"], 1);

        behind_its_back(trust, Meddling::Head);
        trust.ok(&["setting", "set", "contact", "training@hartwell.example.nhs.uk"]);
        assert!(trust.fails(1, &["audit", "head"]).contains("broken at its end"));
        trust.fails(1, &["audit", "verify"]);
    });
}

#[test]
fn an_import_that_is_refused_leaves_no_audit_entry() {
    on_both("audit_refused", |trust| {
        trust.import_everything();
        let file = assignments(&[("", "Nobody", "Atall", "Ash Ward")]);
        trust.write("bad.csv", &file);
        trust.fails(1, &["import", "bad.csv", "--extract-date", "2025-02-28"]);
        assert!(trust.ok(&["audit", "verify"]).contains("1 entry sealed"));
    });
}

#[test]
fn the_audit_of_a_restored_backup_goes_on_from_the_head_that_was_written_down() {
    on_both("audit_restored", |trust| {
        trust.import_everything();
        let head = trust.ok(&["audit", "head"]);
        trust.ok(&["backup", "all.backup"]);
        let fresh = Trust::on_sqlite("audit_restored_into");
        let file = trust.folder.join("all.backup").display().to_string();
        fresh.ok(&["restore", &file]);
        let said = fresh.ok(&["audit", "verify", "--noted", head.trim()]);
        assert!(said.contains("2 entries sealed"), "{said}");
        let list = fresh.ok(&["audit", "list", "--format", "csv"]);
        assert!(list.lines().nth(1).is_some_and(|line| line.contains(",restored,")), "{list}");

        let other = head.replace("1:", "2:");
        let said = fresh.fails(1, &["audit", "verify", "--noted", other.trim()]);
        assert!(said.contains("entry 2 is not the one that was written down"), "{said}");
        let said = fresh.fails(2, &["audit", "verify", "--noted", "1:abc"]);
        assert!(said.contains("enter a number, a colon and a hash"), "{said}");
    });
}
