//! A row of every table for two people and for another trust's person of the same
//! number: the first goes from all of them, and nothing else goes.

use passport_store::{AuditEvent, Db, NewOrganisation, Organisation, Store};

use crate::databases::{at, on_both, run};
use crate::tables::{Table, dump, tables};

const NUMBER: &str = "77001";

/// Somebody of whom every table holds a row.
struct Somebody {
    organisation: i64,
    number: &'static str,
    /// Identifies their rows.
    id: i64,
    /// Stands in every text of theirs.
    trace: &'static str,
}

/// The value of a column in somebody's row.
fn value(table: &str, (column, kind): &(String, String), who: &Somebody) -> String {
    let text = match (table, column.as_str()) {
        (_, "organisation_id") => return who.organisation.to_string(),
        (_, "employee_number" | "target" | "about") => who.number.to_owned(),
        // Names of units and competences stay: rules may go by them.
        ("posting", "unit") | ("award", "competence_name") => "a name".into(),
        (_, "target_kind") => "employee".into(),
        (_, "month") => "2026-11".into(),
        ("bounce", "address") | ("person" | "account", "email") => {
            format!("{}@example.nhs.uk", who.trace)
        }
        ("outbox", "address") => String::new(),
        // What would void, close or end it is left open.
        (_, "voided" | "closed_at" | "number" | "chain") => return "NULL".into(),
        (_, column) if column.ends_with("_at") => "2026-11-01T07:00:00Z".into(),
        _ => format!("{}-{}", who.trace, column),
    };
    match kind.as_str() {
        "int" => who.id.to_string(),
        "bool" => "TRUE".into(),
        _ => format!("'{text}'"),
    }
}

async fn fill(db: &Db, table: &Table, who: &Somebody) {
    let names: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
    let values: Vec<String> =
        table.columns.iter().map(|column| value(&table.name, column, who)).collect();
    let sql =
        format!("INSERT INTO {} ({}) VALUES ({})", table.name, names.join(", "), values.join(", "));
    run(db, &sql).await;
}

async fn another(store: &Store) -> Organisation {
    let new = NewOrganisation {
        code: "111".into(),
        name: "Another".into(),
        vpd: "111".into(),
        ods: String::new(),
    };
    store.add_organisation(&new, "test", at(0)).await.expect("added")
}

#[tokio::test]
async fn a_person_goes_from_every_table_and_nobody_else_does() {
    on_both("ret_every", |store, trust| async move {
        let other = another(&store).await;
        let gone = Somebody { organisation: trust.id, number: NUMBER, id: 1, trace: "goes" };
        let stays = Somebody { organisation: trust.id, number: "77002", id: 2, trace: "stays" };
        let same = Somebody { organisation: other.id, number: NUMBER, id: 3, trace: "another" };
        for organisation in [trust.id, other.id] {
            run(
                store.db(),
                &format!("INSERT INTO outbox_run (organisation_id, month, as_at, planned_at, planned_by) VALUES ({organisation}, '2026-11', '2026-11-01', '2026-11-01T07:00:00Z', 'account 1 ({NUMBER})')"),
            )
            .await;
        }
        let all = tables(store.db()).await;
        let theirs = ["employee_number", "account_id", "target_kind", "address"];
        let theirs: Vec<&Table> =
            all.iter().filter(|table| theirs.iter().any(|column| table.has(column))).collect();
        assert!(theirs.len() > 15, "{}", theirs.len());
        for table in &theirs {
            for who in [&gone, &stays, &same] {
                fill(store.db(), table, who).await;
            }
        }
        let elsewhere = format!(
            "UPDATE posting SET supervisor = '{NUMBER}' WHERE organisation_id = {} AND employee_number = '77002'",
            trust.id
        );
        assert_eq!(run(store.db(), &elsewhere).await, 1);
        for (table, column) in [
            ("account_message", "asked_by"),
            ("external_identity", "linked_by"),
            ("external_identity", "unlinked_by"),
        ] {
            let by_them = format!(
                "UPDATE {table} SET {column} = 'account 1 ({NUMBER})'
                 WHERE organisation_id = {} AND account_id = 2",
                trust.id
            );
            assert_eq!(run(store.db(), &by_them).await, 1);
        }
        let look = |about: &str, actor: &str| {
            AuditEvent::new(at(5), actor, "saw passport").about(about).with("reason", "asked")
        };
        trust.note(&[look(NUMBER, "account 2"), look("77002", "account 2")]).await.expect("noted");
        other.note(&[look(NUMBER, "account 3")]).await.expect("noted");
        trust.seal_audit(at(1_000), 100).await.expect("sealed");

        let destroyer = trust.destroyer().await.expect("it knows the tables");
        let mut change = trust.begin("test", "destroyed", at(10)).await.expect("begins");
        let rows = destroyer.person(&mut change, NUMBER, at(10)).await.expect("destroyed");
        assert!(rows > theirs.len() as u64 - 1, "{rows}");
        change.commit().await.expect("commits");

        let left = dump(store.db()).await;
        let of_trust = format!("[{},", trust.id);
        for line in left.lines().filter(|line| line.starts_with(&of_trust)) {
            assert!(!line.contains("goes"), "{line}");
            assert!(!line.contains(NUMBER), "{line}");
        }
        // Each of the others' rows is there as it was.
        for trace in ["stays", "another"] {
            let lines = left.lines().filter(|line| line.contains(&format!("\"{trace}")));
            assert!(lines.count() >= theirs.len() - 2, "{trace}");
        }
        assert_eq!(other.everything_of(NUMBER).await.expect("read").len(), theirs.len() + 1);
        assert!(trust.everything_of(NUMBER).await.expect("read").is_empty());

        // The audit holds, and says what was erased without saying of whom.
        trust.seal_audit(at(1_000), 100).await.expect("sealed");
        let verdict = trust.verify_audit(None).await.expect("verified");
        assert_eq!((verdict.erased, verdict.broken), (1, None));
        assert_eq!(trust.audit_of("77002", at(0), 9).await.expect("read").len(), 1);
        let blank = "UPDATE audit_entry SET actor = '', about = '', origin = '', payload = NULL, \
             salt = NULL WHERE about = '77002'";
        assert_eq!(run(store.db(), blank).await, 1);
        let verdict = trust.verify_audit(None).await.expect("verified");
        assert!(verdict.broken.is_some(), "an entry that somebody else erased");
        // The number of a closed account is never another's.
        let new = passport_store::NewAccount {
            employee_number: String::new(),
            name: "New".into(),
            email: "new@example.nhs.uk".into(),
        };
        let mut change = trust.begin("test", "opened", at(20)).await.expect("begins");
        assert_eq!(change.open_account(&new, at(20)).await.expect("opened"), Some(3));
    })
    .await;
}
