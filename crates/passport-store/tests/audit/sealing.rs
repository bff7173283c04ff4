//! Sealing: numbers without gaps, one chain, whoever seals.

use passport_store::{AuditEvent, AuditHead, NewOrganisation, backup, restore};

use crate::support::{at, later, look, on_both, run, ten, verified, wrong};

#[tokio::test]
async fn two_who_seal_at_once_make_one_chain() {
    on_both("audit_two", |_, trust| async move {
        let looks: Vec<AuditEvent> = (0..200).map(|n| look(n, "00000101")).collect();
        trust.note(&looks).await.expect("noted");
        let seal = async || {
            let mut sealed = 0;
            loop {
                match trust.seal_audit(later(), 7).await.expect("sealed") {
                    0 => break sealed,
                    some => sealed += some,
                }
            }
        };
        let (a, b, c) = tokio::join!(seal(), seal(), seal());
        assert_eq!(a + b + c, 201);
        let verdict = verified(&trust).await;
        assert_eq!((verdict.sealed, verdict.unsealed), (201, 0));
        assert_eq!(verdict.broken, None);
        assert_eq!(verdict.head.expect("a head").number, 201);
    })
    .await;
}

#[tokio::test]
async fn ten_thousand_notes_are_sealed_in_batches() {
    on_both("audit_many", |_, trust| async move {
        let looks: Vec<AuditEvent> = (0..10_000).map(|n| look(n / 100, "00000101")).collect();
        trust.note(&looks).await.expect("noted");
        let mut batches = 0;
        while trust.seal_audit(later(), 1_000).await.expect("sealed") == 1_000 {
            batches += 1;
        }
        assert_eq!(batches, 10);
        let verdict = verified(&trust).await;
        assert_eq!((verdict.sealed, verdict.unsealed, verdict.broken), (10_001, 0, None));
    })
    .await;
}

#[tokio::test]
async fn what_is_yet_to_happen_waits() {
    on_both("audit_future", |_, trust| async move {
        trust.note(&[look(1, "00000101"), look(60, "00000101")]).await.expect("noted");
        assert_eq!(trust.seal_audit(at(59), 10).await.expect("sealed"), 2);
        assert_eq!(trust.seal_audit(at(59), 10).await.expect("sealed"), 0);
        assert_eq!(trust.seal_audit(at(60), 10).await.expect("sealed"), 1);
        assert_eq!(wrong(&trust, None).await, "");
    })
    .await;
}

#[tokio::test]
async fn a_broken_end_is_not_built_upon() {
    on_both("audit_end", |store, trust| async move {
        ten(&trust).await;
        run(store.db(), "UPDATE audit_head SET number = 9").await;
        trust.note(&[look(20, "00000101")]).await.expect("noted all the same");
        assert!(trust.seal_audit(later(), 10).await.is_err());
        run(store.db(), "DELETE FROM audit_head").await;
        assert!(trust.seal_audit(later(), 10).await.is_err());
        assert_eq!(verified(&trust).await.unsealed, 1);
    })
    .await;
}

#[tokio::test]
async fn each_organisation_has_a_chain_of_its_own() {
    on_both("audit_others", |store, trust| async move {
        ten(&trust).await;
        let (name, vpd, ods) = ("Marlow NHS Trust".into(), "998".into(), "RML".into());
        let new = NewOrganisation { code: "998".into(), name, vpd, ods };
        let other = store.add_organisation(&new, "test", at(0)).await.expect("added");
        assert_eq!(other.seal_audit(later(), 10).await.expect("sealed"), 1);
        assert_eq!(verified(&other).await.head.expect("a head").number, 1);
        // Nobody's entry passes for another's.
        let moved = "UPDATE audit_entry SET organisation_id = 2, number = 2
                     WHERE organisation_id = 1 AND number = 2";
        run(store.db(), moved).await;
        assert!(wrong(&other, None).await.starts_with("entry 2 does not follow"));
        assert_eq!(wrong(&trust, None).await, "entry 2 is missing");
    })
    .await;
}

#[tokio::test]
async fn a_backup_that_is_restored_holds_the_same_chain() {
    on_both("audit_backup", |store, trust| async move {
        ten(&trust).await;
        trust.note(&[look(20, "00000101")]).await.expect("noted");
        let head = trust.audit_head().await.expect("a head");
        let mut copy = Vec::new();
        backup(store.db(), at(30), &mut copy).await.expect("backed up");
        run(store.db(), "DELETE FROM audit_entry").await;
        restore(store.db(), copy.as_slice()).await.expect("restored");
        let verdict = trust.verify_audit(Some(&head)).await.expect("verified");
        assert_eq!((verdict.sealed, verdict.unsealed, verdict.broken), (10, 1, None));
        assert_eq!(trust.seal_audit(later(), 10).await.expect("sealed"), 1);
        assert_eq!(wrong(&trust, Some(&head)).await, "");
    })
    .await;
}

#[tokio::test]
async fn an_organisation_from_before_the_audit_begins_its_chain_with_the_next_change() {
    on_both("audit_before", |store, trust| async move {
        // As the migration leaves it.
        run(store.db(), "DELETE FROM audit_entry").await;
        let beginning = trust.audit_head().await.expect("a head");
        assert_eq!(beginning, AuditHead { number: 0, chain: "0".repeat(64) });
        run(store.db(), "DROP TABLE audit_head").await;
        let made = passport_store::MIGRATIONS.iter().find(|(number, ..)| *number == 6);
        let sql = made.expect("the audit's migration").2;
        let head = &sql[sql.find("CREATE TABLE audit_head").expect("the head")..];
        for statement in head.split_inclusive(';').filter(|part| part.contains("audit_head")) {
            run(store.db(), statement).await;
        }
        assert_eq!(trust.audit_head().await.expect("a head"), beginning);
        let change = trust.begin("lead", "the next", at(5)).await.expect("begun");
        change.commit().await.expect("committed");
        assert_eq!(trust.seal_audit(later(), 10).await.expect("sealed"), 1);
        assert_eq!(wrong(&trust, None).await, "");
    })
    .await;
}
