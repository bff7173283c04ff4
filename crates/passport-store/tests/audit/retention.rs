//! What is personal can go, and the chain stays.

use passport_store::{AuditEvent, AuditFilter, Organisation};

use crate::support::{at, later, look, on_both, run, ten, verified, wrong};

#[tokio::test]
async fn erased_entries_still_verify_and_name_nobody() {
    on_both("audit_erase", |_, trust| async move {
        ten(&trust).await;
        let head = trust.audit_head().await.expect("a head");
        let erased = trust.erase_audit_payloads(at(5), "timetable", at(100)).await.expect("erased");
        assert_eq!(erased, 5);
        trust.seal_audit(later(), 10).await.expect("sealed");
        let verdict = trust.verify_audit(Some(&head)).await.expect("verified");
        assert_eq!((verdict.sealed, verdict.erased, verdict.broken), (11, 5, None));

        let all = trust.audit_entries(&AuditFilter::default(), None, 20).await.expect("read");
        assert_eq!(all[0].action, AuditEvent::ERASED);
        assert_eq!(all[0].details.as_ref().expect("kept")["entries"], 5);
        let old = all.last().expect("the first entry");
        assert_eq!((old.at, old.action.as_str()), (at(0), AuditEvent::CHANGED));
        assert!(old.actor.is_empty() && old.details.is_none());
        assert!(trust.audit_of("00000101", at(0), 10).await.expect("read").is_empty());

        // Again: only what has grown old since.
        assert_eq!(trust.erase_audit_payloads(at(5), "t", at(101)).await.expect("none"), 0);
        assert_eq!(trust.erase_audit_payloads(later(), "t", at(102)).await.expect("all"), 6);
        assert_eq!(wrong(&trust, Some(&head)).await, "");
    })
    .await;
}

#[tokio::test]
async fn an_entry_that_somebody_else_erased_is_found() {
    on_both("audit_erased", |store, trust| async move {
        ten(&trust).await;
        trust.erase_audit_payloads(at(3), "timetable", at(100)).await.expect("erased");
        trust.seal_audit(later(), 10).await.expect("sealed");
        let blank = "UPDATE audit_entry
            SET actor = '', about = '', origin = '', payload = NULL, salt = NULL";
        run(store.db(), &format!("{blank} WHERE number = 8")).await;
        assert_eq!(wrong(&trust, None).await, "entry 8 was erased, and not by this program");
        // Nor may anything be written where something was erased.
        run(store.db(), "UPDATE audit_entry SET about = '00000999' WHERE number = 2").await;
        assert!(wrong(&trust, None).await.starts_with("entry 2 was changed"));
    })
    .await;
}

#[tokio::test]
async fn nothing_is_erased_that_is_yet_to_happen() {
    on_both("audit_early", |_, trust| async move {
        ten(&trust).await;
        trust.note(&[look(50, "00000101")]).await.expect("noted");
        trust.erase_audit_payloads(later(), "timetable", at(40)).await.expect("erased");
        let verdict = verified(&trust).await;
        assert_eq!((verdict.erased, verdict.unsealed, verdict.broken), (10, 2, None));
    })
    .await;
}

async fn destroy(trust: &Organisation, employee_number: &str, second: i64) {
    let destroyer = trust.destroyer().await.expect("it knows the tables");
    let mut change = trust.begin("test", "destroyed", at(second)).await.expect("begins");
    destroyer.person(&mut change, employee_number, at(second)).await.expect("destroyed");
    change.commit().await.expect("commits");
}

#[tokio::test]
async fn a_number_that_is_also_an_entrys_identifier_does_not_erase_what_says_it_was_erased() {
    on_both("audit_number", |_, trust| async move {
        ten(&trust).await;
        destroy(&trust, "00000101", 20).await;
        let all = trust.audit_entries(&AuditFilter::default(), None, 20).await.expect("read");
        let said = all.iter().find(|entry| entry.action == AuditEvent::ERASED).expect("said");
        let erased = said.details.as_ref().expect("kept")["only"][0].to_string();
        assert!(erased.len() >= 5, "{erased}");

        destroy(&trust, &erased, 30).await;
        trust.seal_audit(later(), 20).await.expect("sealed");
        let verdict = verified(&trust).await;
        assert_eq!((verdict.erased, verdict.broken), (1, None));
    })
    .await;
}
