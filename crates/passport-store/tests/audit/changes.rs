//! Changes leave their entries.

use passport_core::facts::SettingFact;
use passport_store::{AuditEvent, AuditFilter, Organisation};

use crate::support::{at, look, on_both, verified};

async fn set(trust: &Organisation, second: i64, value: &str, commit: bool) {
    let mut change = trust.begin("lead", "setting contact", at(second)).await.expect("begun");
    change.concerns("00000101");
    let fact = SettingFact { key: "contact".into(), value: value.into(), date_from: None };
    change.record(&[fact]).await.expect("recorded");
    if commit {
        change.commit().await.expect("committed");
    }
}

#[tokio::test]
async fn a_change_and_its_entry_are_one_transaction() {
    on_both("audit_change", |_, trust| async move {
        set(&trust, 5, "a", true).await;
        set(&trust, 6, "b", false).await;
        let all = trust.audit_entries(&AuditFilter::default(), None, 10).await.expect("read");
        assert_eq!(all.len(), 2, "the organisation's own and one change: {all:?}");
        let entry = &all[0];
        assert_eq!(
            (entry.at, entry.action.as_str(), entry.actor.as_str(), entry.about.as_str()),
            (at(5), AuditEvent::CHANGED, "lead", "00000101")
        );
        let details = entry.details.as_ref().expect("not erased");
        assert_eq!(details["change"], 2);
        assert_eq!(details["what"], "setting contact");
        assert_eq!(verified(&trust).await.unsealed, 2);
    })
    .await;
}

#[tokio::test]
async fn what_is_noted_does_not_wait_for_a_change_or_for_who_seals() {
    on_both("audit_beside", |store, trust| async move {
        // Engines that let several write at once; SQLite has one writer.
        if store.db().engine() == "SQLite" {
            return;
        }
        let change = trust.begin("import", "a long import", at(1)).await.expect("begun");
        trust.note(&[look(2, "00000101")]).await.expect("noted");
        assert_eq!(trust.seal_audit(at(9), 10).await.expect("sealed"), 2);
        change.commit().await.expect("committed");
        assert_eq!(trust.seal_audit(at(9), 10).await.expect("sealed"), 1);
        assert_eq!(verified(&trust).await.broken, None);
    })
    .await;
}

#[tokio::test]
async fn a_persons_export_holds_who_looked_at_their_record() {
    on_both("audit_export", |_, trust| async move {
        trust.note(&[look(1, "00000101"), look(2, "00000102")]).await.expect("noted");
        let entries = trust.everything_of("00000101").await.expect("gathered");
        let looks: Vec<_> = entries.iter().filter(|e| e.table == "audit_entry").collect();
        assert_eq!(looks.len(), 1);
        let actor = looks[0].cells.iter().find(|(name, _)| name == "actor").expect("an actor");
        assert_eq!(actor.1, "lead@example.nhs.uk");
    })
    .await;
}
