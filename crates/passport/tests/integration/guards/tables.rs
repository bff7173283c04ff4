//! Migrations and the tables they make.

use std::collections::BTreeSet;
use std::fs;

use passport_store::MIGRATIONS;

use super::{none, root};

#[test]
fn every_migration_in_the_folder_is_listed() {
    let folder = root().join("crates/passport-store/migrations");
    let mut found: Vec<(i64, String)> = fs::read_dir(&folder)
        .expect("the folder of migrations")
        .map(|entry| entry.expect("a migration").file_name().to_string_lossy().into_owned())
        .map(|file| {
            let (number, rest) = file.split_once('_').expect("0001_words_with_lines.sql");
            let words = rest.strip_suffix(".sql").expect("ends in .sql").replace('_', " ");
            (number.parse().expect("starts with a number"), words)
        })
        .collect();
    found.sort();
    let listed: Vec<(i64, String)> =
        MIGRATIONS.iter().map(|(number, name, _)| (*number, (*name).to_owned())).collect();
    assert_eq!(listed, found, "the list in migrations.rs, in order, and the folder");
}

/// One organisation's rows can never be taken for another's.
#[test]
fn every_table_has_the_organisation_first_in_its_key() {
    let exempt = BTreeSet::from(["organisation"]);
    let mut broken = Vec::new();
    for (table, body) in tables() {
        let keyed = body.contains("PRIMARY KEY (organisation_id,")
            || body.contains("organisation_id BIGINT PRIMARY KEY");
        if !keyed && !exempt.contains(table.as_str()) {
            broken.push(format!("{table}: its primary key does not begin with organisation_id"));
        }
    }
    none(&broken);
}

/// A fact knows the change that recorded it and the change that voided it.
#[test]
fn every_fact_says_when_it_was_recorded_and_voided() {
    let mut broken = Vec::new();
    for (table, body) in tables() {
        let has = |column: &str| body.lines().any(|line| line.trim_start().starts_with(column));
        if has("recorded BIGINT") != has("voided BIGINT") {
            broken.push(format!("{table}: it has one of recorded and voided, not both"));
        }
    }
    none(&broken);
}

/// Conclusions are computed: the sole frozen ones are a published month's.
#[test]
fn no_column_holds_a_compliance_status() {
    let mut broken = Vec::new();
    for (table, body) in tables() {
        if table.starts_with("published") {
            continue;
        }
        for column in ["compliant", "compliance_status", "expires", "expiry_date", "due_date"] {
            let has = body.lines().any(|line| line.trim_start().starts_with(&format!("{column} ")));
            if has {
                broken.push(format!("{table}.{column}: a conclusion is computed, never stored"));
            }
        }
    }
    none(&broken);
}

/// Name and body of every table.
fn tables() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (_, _, sql) in MIGRATIONS {
        let without_comments: Vec<&str> =
            sql.lines().map(|line| line.split("--").next().unwrap_or_default()).collect();
        let sql = without_comments.join("\n");
        for part in sql.split("CREATE TABLE ").skip(1) {
            let (name, body) = part.split_once('(').expect("a table has columns");
            let body = body.split(';').next().unwrap_or_default();
            found.push((name.trim().to_owned(), body.to_owned()));
        }
    }
    found
}
