//! Reading the audit.

use passport_store::{AuditEntry, AuditEvent, AuditFilter};

use crate::support::{at, look, on_both, verified};

fn seconds(entries: &[AuditEntry]) -> Vec<i64> {
    entries.iter().map(|entry| entry.at.as_second() - at(0).as_second()).collect()
}

#[tokio::test]
async fn the_newest_come_first_page_by_page_and_those_asked_for_alone() {
    on_both("audit_pages", |_, trust| async move {
        let looks: Vec<AuditEvent> =
            (1..=9).map(|n| look(n, if n % 2 == 0 { "00000102" } else { "00000101" })).collect();
        trust.note(&looks).await.expect("noted");
        let filter = AuditFilter { from: Some(at(2)), to: Some(at(8)), about: None };
        let first = trust.audit_entries(&filter, None, 4).await.expect("read");
        assert_eq!(seconds(&first), [7, 6, 5, 4]);
        // What comes in between does not move the next page.
        trust.note(&[look(7, "00000101")]).await.expect("noted");
        let place = first[3].place();
        let second = trust.audit_entries(&filter, Some(&place), 4).await.expect("read");
        assert_eq!(seconds(&second), [3, 2]);
        let of_one = trust.audit_of("00000102", at(3), 10).await.expect("read");
        assert_eq!(seconds(&of_one), [8, 6, 4]);
        assert_eq!(of_one[0].origin, "192.0.2.7");
        assert!(trust.audit_of("", at(0), 10).await.expect("read").is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_happened_at_one_instant_stays_in_its_order() {
    on_both("audit_instant", |_, trust| async move {
        let acts = ["logged in", "saw passport", "denied", "logged out"];
        let events: Vec<AuditEvent> =
            acts.iter().map(|act| AuditEvent::new(at(3), "a", act)).collect();
        trust.note(&events[..2]).await.expect("noted");
        trust.note(&events[2..]).await.expect("noted");
        let filter = AuditFilter { from: Some(at(3)), ..AuditFilter::default() };
        let read = trust.audit_entries(&filter, None, 10).await.expect("read");
        let read: Vec<&str> = read.iter().rev().map(|entry| entry.action.as_str()).collect();
        assert_eq!(read, acts);
    })
    .await;
}

#[tokio::test]
async fn any_text_is_kept_as_it_was_and_verifies() {
    on_both("audit_text", |_, trust| async move {
        let odd = "Zoë \"O'Hara\"\n\\u0000 🙂 [1,2]";
        let event = AuditEvent::new(at(1), format!("a\0{odd}"), "denied")
            .about(odd)
            .origin(odd)
            .with(odd, odd)
            .with("nul", "a\0b");
        trust.note(&[event]).await.expect("noted");
        trust.seal_audit(at(9), 10).await.expect("sealed");
        assert_eq!(verified(&trust).await.broken, None);
        let read = trust.audit_of(odd, at(0), 1).await.expect("read");
        assert_eq!(read[0].actor, format!("a{odd}"));
        let details = read[0].details.as_ref().expect("kept");
        assert_eq!(details[odd], odd);
        assert_eq!(details["nul"], "a\0b");
    })
    .await;
}

#[tokio::test]
async fn what_happened_within_one_second_is_sealed_in_its_order() {
    on_both("audit_second", |_, trust| async move {
        for (place, millis) in [(2, 900), (1, 50)] {
            let then = at(1) + jiff::SignedDuration::from_millis(millis);
            let event = AuditEvent::new(then, "a", "denied").with("place", place);
            trust.note(&[event]).await.expect("noted");
        }
        trust.seal_audit(at(2), 10).await.expect("sealed");
        let all = trust.audit_entries(&AuditFilter::default(), None, 10).await.expect("read");
        let places: Vec<_> = all.iter().map(|entry| (entry.number, entry.at)).collect();
        assert_eq!(places[0], (Some(3), at(1) + jiff::SignedDuration::from_millis(900)));
        assert_eq!(places[1], (Some(2), at(1) + jiff::SignedDuration::from_millis(50)));
    })
    .await;
}
