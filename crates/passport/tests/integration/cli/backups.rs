//! A backup restored is the same database, on either engine.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use super::support::{Trust, on_both};

#[test]
fn what_is_restored_answers_as_what_was_backed_up() {
    on_both("backup", |trust| {
        trust.import_everything();
        trust.ok(&["setting", "set", "contact", "training@hartwell.example.nhs.uk"]);
        let people = trust.people("2025-01-31");
        let figures =
            trust.ok(&["report", "compliance", "--by", "unit,subject", "--format", "csv"]);
        let changes = trust.ok(&["report", "changes", "--format", "csv"]);
        let said = trust.ok(&["backup", "all.backup"]);
        assert!(said.ends_with("to all.backup.\n"), "{said}");

        // Into a fresh SQLite database, from whichever engine.
        let fresh = Trust::on_sqlite("restored");
        let file = trust.folder.join("all.backup").display().to_string();
        fresh.ok(&["restore", &file]);
        assert_eq!(fresh.people("2025-01-31"), people);
        let by = ["report", "compliance", "--by", "unit,subject", "--format", "csv"];
        assert_eq!(fresh.ok(&by), figures);
        assert_eq!(fresh.ok(&["report", "changes", "--format", "csv"]), changes);

        // And back, over what is there.
        fresh.ok(&["backup", "again.backup"]);
        let file = fresh.folder.join("again.backup").display().to_string();
        let said = trust.fails(1, &["restore", &file]);
        assert!(said.contains("holds Hartwell NHS Trust") && said.contains("--replace"), "{said}");
        trust.ok(&["undo", "1"]);
        assert_ne!(trust.people("2025-01-31"), people);
        trust.ok(&["restore", &file, "--replace"]);
        assert_eq!(trust.people("2025-01-31"), people);
        // Work goes on where it stopped: numbers are not given twice.
        trust.ok(&["setting", "set", "contact", "another@hartwell.example.nhs.uk"]);
        let now = trust.ok(&["report", "changes", "--format", "csv"]);
        assert_eq!(now.lines().count(), changes.lines().count() + 1);
        trust.ok(&["check", "--format", "json"]);
    });
}

#[test]
fn a_damaged_backup_is_refused_and_nothing_changes() {
    let trust = Trust::on_sqlite("damaged");
    trust.import_everything();
    trust.ok(&["backup", "whole.backup"]);
    let people = trust.people("2025-01-31");
    let whole = std::fs::read(trust.folder.join("whole.backup")).expect("read");
    let mut text = String::new();
    GzDecoder::new(whole.as_slice()).read_to_string(&mut text).expect("text");
    let packed = |text: &str| {
        let mut out = GzEncoder::new(Vec::new(), Compression::fast());
        out.write_all(text.as_bytes()).expect("packed");
        out.finish().expect("packed")
    };
    let lines: Vec<&str> = text.lines().collect();
    let without_last = lines[..lines.len() - 1].join("\n") + "\n";
    for (name, bytes) in [
        ("cut.backup", whole[..whole.len() / 2].to_vec()),
        ("changed.backup", packed(&text.replace("Okafor", "Okefor"))),
        ("no-footer.backup", packed(&without_last)),
        ("foreign.backup", packed(&text.replacen("\"organisation\"", "\"sqlite_master\"", 1))),
        ("newer.backup", packed(&text.replacen("\"migration\":", "\"migration\":9", 1))),
        ("plain.backup", text.clone().into_bytes()),
        ("empty.backup", Vec::new()),
    ] {
        std::fs::write(trust.folder.join(name), bytes).expect("written");
        let said = trust.fails(1, &["restore", name, "--replace"]);
        assert!(said.contains("not a backup that can be restored"), "{name}: {said}");
        assert_eq!(trust.people("2025-01-31"), people, "{name}");
    }
    assert!(trust.fails(1, &["restore", "missing.backup"]).contains("There is no file"));
}

#[cfg(unix)]
#[test]
fn nobody_else_on_the_machine_may_read_the_record() {
    use std::os::unix::fs::PermissionsExt;
    let trust = Trust::on_sqlite("private");
    trust.import_everything();
    trust.ok(&["backup", "all.backup"]);
    trust.ok(&["export", "00000101", "--out", "exports"]);
    for file in ["passport.db", "all.backup", "exports/record-00000101.json"] {
        let mode = std::fs::metadata(trust.folder.join(file)).expect("there").permissions().mode();
        assert_eq!(mode & 0o077, 0, "{file} {mode:o}");
    }
}
