//! The notebook writes everything down, or says how much it could not.

use jiff::Timestamp;
use passport::audit::{MISSED, Notebook, ROOM};
use passport::clock::Clock;
use passport_store::{AuditEvent, AuditFilter, Organisation};

use super::meddling::{Meddling, meddle};
use crate::delivery::support::on_both;

fn clock() -> Clock {
    Clock::Fixed("2026-11-01T07:00:00Z".parse().expect("an instant"))
}

fn look(about: usize) -> AuditEvent {
    AuditEvent::new(clock().now(), "lead", "saw passport").about(format!("{about:08}"))
}

/// How many entries there are of an action.
async fn entries(trust: &Organisation, action: &str) -> Vec<passport_store::AuditEntry> {
    let filter = AuditFilter { from: Some(Timestamp::UNIX_EPOCH), ..AuditFilter::default() };
    let mut all = trust.audit_entries(&filter, None, 100_000).await.expect("read");
    all.retain(|entry| entry.action == action);
    all
}

#[tokio::test]
async fn the_audit_holds_and_seals_everything_noted_before_it_was_closed() {
    on_both(|place| async move {
        let (notebook, writer) = Notebook::open(place.store.clone(), clock(), ROOM);
        let another = notebook.clone();
        for number in 0..1_300 {
            another.note(&place.trust, look(number));
        }
        writer.close().await.expect("closed");
        let looks = entries(&place.trust, "saw passport").await;
        assert_eq!(looks.len(), 1_300);
        // Newest first, and in one second the last noted is the newest.
        assert!(looks.iter().map(|look| &look.about).is_sorted_by(|newer, older| newer > older));
        let verdict = place.trust.verify_audit(None).await.expect("verified");
        assert_eq!((verdict.sealed, verdict.unsealed, verdict.broken), (1_301, 0, None));
    })
    .await;
}

#[tokio::test]
async fn it_is_written_while_the_server_runs() {
    on_both(|place| async move {
        let (notebook, writer) = Notebook::open(place.store.clone(), clock(), ROOM);
        notebook.note(&place.trust, look(101));
        while place.trust.verify_audit(None).await.expect("verified").sealed < 2 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        writer.close().await.expect("closed");
    })
    .await;
}

#[tokio::test]
async fn what_finds_no_room_is_counted_in_the_audit_itself() {
    on_both(|place| async move {
        let (notebook, writer) = Notebook::open(place.store.clone(), clock(), 10);
        // Nothing is written in between: this thread is the only one.
        for number in 0..17 {
            notebook.note(&place.trust, look(number));
        }
        writer.close().await.expect("closed");
        assert_eq!(entries(&place.trust, "saw passport").await.len(), 10);
        let missed = entries(&place.trust, MISSED).await;
        assert_eq!(missed.len(), 1);
        assert_eq!(missed[0].details.as_ref().expect("kept")["events"], 7);
        // Too late, and not an error.
        notebook.note(&place.trust, look(1));
    })
    .await;
}

#[tokio::test]
async fn what_others_wrote_is_sealed_too_and_a_broken_chain_stops_no_writing() {
    on_both(|place| async move {
        let change = place.trust.begin("command line", "beside", clock().now()).await;
        change.expect("begun").commit().await.expect("committed");
        let (_, writer) = Notebook::open(place.store.clone(), clock(), ROOM);
        writer.close().await.expect("closed");
        let verdict = place.trust.verify_audit(None).await.expect("verified");
        assert_eq!((verdict.sealed, verdict.unsealed), (2, 0));

        meddle(&place.url, Meddling::Second).await;
        let (notebook, writer) = Notebook::open(place.store.clone(), clock(), ROOM);
        notebook.note(&place.trust, look(1));
        writer.close().await.expect("closed");
        let verdict = place.trust.verify_audit(None).await.expect("verified");
        assert_eq!((verdict.sealed, verdict.unsealed), (1, 1));
        assert!(verdict.broken.is_some());
    })
    .await;
}
