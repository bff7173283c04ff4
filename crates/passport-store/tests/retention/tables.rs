//! Every table, as a backup's first line describes it.

use std::collections::BTreeSet;

use passport_store::{Db, KEPT_OF_ACCOUNTS, NOT_OF_ONE_PERSON, NOT_WHO, WHO, backup};
use serde_json::Value;

use crate::databases::{at, on_both};

/// A table and its columns, each with its kind.
pub struct Table {
    pub name: String,
    pub columns: Vec<(String, String)>,
}

impl Table {
    pub fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|(name, _)| name == column)
    }
}

/// All that the database holds, as text.
pub async fn dump(db: &Db) -> String {
    let mut out = Vec::new();
    backup(db, at(0), &mut out).await.expect("backed up");
    String::from_utf8(out).expect("JSON")
}

pub async fn tables(db: &Db) -> Vec<Table> {
    let dump = dump(db).await;
    let header: Value = serde_json::from_str(dump.lines().next().expect("a line")).expect("JSON");
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let tables = header["tables"].as_array().expect("tables").iter();
    tables
        .map(|table| Table {
            name: text(&table["name"]),
            columns: table["columns"]
                .as_array()
                .expect("columns")
                .iter()
                .map(|column| (text(&column["name"]), text(&column["kind"])))
                .collect(),
        })
        .collect()
}

/// By what a table is found to be of one person.
const FOUND_BY: [&str; 5] = ["employee_number", "account_id", "target_kind", "about", "address"];

#[tokio::test]
async fn every_table_is_destroyed_with_its_person_or_says_why_not() {
    on_both("ret_tables", |store, _| async move {
        let listed: BTreeSet<&str> = NOT_OF_ONE_PERSON.iter().map(|(name, _)| *name).collect();
        for table in tables(store.db()).await {
            let found = FOUND_BY.iter().any(|column| table.has(column));
            assert!(
                found != listed.contains(table.name.as_str()),
                "{}: how does it go with its person? Give it employee_number or account_id, or list it in retention/person.rs with the reason",
                table.name
            );
        }
    })
    .await;
}

#[tokio::test]
async fn every_column_of_an_account_is_emptied_or_kept_for_a_reason() {
    on_both("ret_account", |store, _| async move {
        let tables = tables(store.db()).await;
        let account = tables.iter().find(|table| table.name == "account").expect("accounts");
        let emptied = ["employee_number", "name", "email", "password_hash"];
        for (column, _) in &account.columns {
            assert!(
                emptied.contains(&column.as_str()) != KEPT_OF_ACCOUNTS.contains(&column.as_str()),
                "account.{column}: empty it in retention/person.rs, or say there that it is kept"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn every_column_that_says_who_did_something_is_cleared_or_says_why_not() {
    on_both("ret_who", |store, _| async move {
        let mut met = BTreeSet::new();
        for table in tables(store.db()).await {
            let who = |name: &str| name == "actor" || name.ends_with("_by");
            let texts = table.columns.into_iter().filter(|(_, kind)| kind == "text");
            met.extend(texts.map(|(column, _)| column).filter(|column| who(column)));
        }
        let listed = NOT_WHO.iter().map(|(column, _)| *column);
        let known: BTreeSet<String> =
            WHO.iter().copied().chain(listed).map(str::to_owned).collect();
        assert_eq!(met, known, "clear it in retention/person.rs, or say there why not");
    })
    .await;
}
