//! Into a folder: exactly one file a person, whenever it is killed.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use passport::clock::Clock;
use passport::delivery::fault::{Faults, Step};
use passport::delivery::{Sending, plan, send};
use passport_core::delivery::{MailState, NotMailed, Reason};
use tokio::sync::Notify;

use super::support::{Letters, Place, candidate, candidates, month, on_both, sender};

/// Sends until the so-many-th time the step comes, and dies there.
pub async fn die_at(place: &Place, usual: &Sending, step: Step, nth: usize) {
    let (seen, dead) = (AtomicUsize::new(0), Arc::new(Notify::new()));
    let told = Arc::clone(&dead);
    let faults = Faults::new(move |at, _| {
        let dies = at == step && seen.fetch_add(1, Ordering::SeqCst) + 1 >= nth;
        if dies {
            told.notify_one();
        }
        dies
    });
    let how = Sending { faults, ..usual.clone() };
    let letters = Arc::new(Letters::default());
    tokio::select! {
        // Dropping the future is the death: nothing of it runs any more.
        () = dead.notified() => {}
        _ = send(&place.trust, Clock::System, month(), &how, letters) => {}
    }
}

#[tokio::test]
async fn everyone_gets_one_file_and_a_second_run_writes_nothing() {
    on_both(|place| async move {
        place.plan(&candidates(100)).await;
        let first = place.send(&place.to_folder()).await;
        assert_eq!(first.sent_now, 100);
        assert_eq!(first.report.sentence(), "100 sent");
        assert!(first.report.finished_at.is_some());
        assert_eq!(place.files().len(), 100);
        assert_eq!(place.files()[0], "2026-11-20000001.eml");
        let change = place.trust.last_change().await.expect("a number");
        place.plan(&candidates(100)).await;
        let again = place.send(&place.to_folder()).await;
        assert_eq!(again.sent_now, 0);
        assert_eq!(place.files().len(), 100);
        // The run's end was a change, so planning again followed it; sending did not.
        assert!(place.trust.last_change().await.expect("a number") <= change + 1);
    })
    .await;
}

#[tokio::test]
async fn killed_at_any_moment_and_run_again_it_leaves_exactly_one_file_a_person() {
    on_both(|place| async move {
        place.plan(&candidates(150)).await;
        for (step, nth) in [
            (Step::Reserved, 1),
            (Step::Written, 1),
            (Step::Written, 7),
            (Step::Named, 1),
            (Step::Named, 20),
            (Step::Reserved, 2),
            (Step::Written, 40),
            (Step::Named, 50),
        ] {
            die_at(&place, &place.to_folder(), step, nth).await;
        }
        let last = place.send(&place.to_folder()).await;
        assert_eq!(last.report.count(MailState::Sent), 150);
        // The threads of those that died in this process may still be at work.
        while place.files().iter().any(|name| name.ends_with(".part")) {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        let files = place.files();
        assert_eq!(files.len(), 150, "{files:?}");
        assert!(files.iter().all(|name| name.ends_with(".eml")), "nothing half written is left");
    })
    .await;
}

#[tokio::test]
async fn a_message_written_again_is_the_same_to_the_byte() {
    on_both(|place| async move {
        place.plan(&candidates(1)).await;
        die_at(&place, &place.to_folder(), Step::Named, 1).await;
        let path = place.outbox().join("2026-11-20000001.eml");
        let before = std::fs::read(&path).expect("written");
        tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
        place.plan(&candidates(1)).await;
        place.send(&place.to_folder()).await;
        assert_eq!(std::fs::read(&path).expect("written"), before);
    })
    .await;
}

#[tokio::test]
async fn two_processes_writing_one_folder_leave_one_file_a_person() {
    on_both(|place| async move {
        place.plan(&candidates(300)).await;
        let how = place.to_folder();
        let (a, b, c) = tokio::join!(place.send(&how), place.send(&how), place.send(&how));
        // Each says what it sent, and not what another did too.
        assert_eq!(a.sent_now + b.sent_now + c.sent_now, 300);
        assert_eq!(place.files().len(), 300);
        let report = place.send(&how).await.report;
        assert_eq!(report.sentence(), "300 sent");
    })
    .await;
}

#[tokio::test]
async fn a_hostile_number_cannot_leave_the_folder() {
    on_both(|place| async move {
        let numbers = ["../../evil", "/etc/evil", "..", "a\0b", "a/b", "A", "a", "", "CON"];
        let people: Vec<_> = numbers
            .iter()
            .enumerate()
            .map(|(place, number)| {
                let mut one = candidate(place);
                one.employee_number = (*number).into();
                one
            })
            // PostgreSQL's text holds no NUL: there it is another number.
            .filter(|one| place.sqlite || !one.employee_number.contains('\0'))
            .collect();
        place.plan(&people).await;
        place.send(&place.to_folder()).await;
        assert_eq!(place.files().len(), people.len());
        let beside: Vec<_> = super::support::names(&place.folder)
            .into_iter()
            .filter(|name| !name.starts_with("test.db"))
            .collect();
        assert_eq!(beside, ["outbox"]);
    })
    .await;
}

#[tokio::test]
async fn who_is_not_reached_is_listed_with_the_reason_in_team_order() {
    on_both(|place| async move {
        let mut people = candidates(6);
        people[0].address = String::new();
        people[1].address = "none".into();
        people[2].entitlement = passport_core::delivery::Entitlement::GetsNone(NotMailed::Status(
            "Career Break".into(),
        ));
        people[3].entitlement = passport_core::delivery::Entitlement::NotHere;
        people[4].employee_number = "unprintable".into();
        place.plan(&people).await;
        let letters = Arc::new(Letters { fail: vec!["unprintable".into()], ..Letters::default() });
        let sent = send(&place.trust, Clock::System, month(), &place.to_folder(), letters)
            .await
            .expect("sent");
        let listed: Vec<_> = sent
            .report
            .not_reached
            .iter()
            .map(|one| (one.team.as_str(), one.reason, one.why.as_str()))
            .collect();
        assert_eq!(
            listed,
            [
                ("Ward 1", Reason::NoAddress, "No email address is known"),
                (
                    "Ward 2",
                    Reason::AddressUnusable,
                    "What is recorded as the email address is not one: none"
                ),
                ("Ward 3", Reason::Status, "Career Break"),
                (
                    "Ward 5",
                    Reason::NotComposed,
                    "The passport could not be made: no glyph for U+1F525"
                ),
            ]
        );
        assert_eq!(sent.report.sentence(), "1 sent, 1 could not be delivered, 3 not sent");
        // Once its cause is gone, planning and sending again makes up for it.
        place.plan(&people).await;
        let again = place.send(&place.to_folder()).await;
        assert_eq!(again.sent_now, 1);
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_writes_nothing() {
    on_both(|place| async move {
        let mut people = candidates(10);
        people[0].address = String::new();
        let change = place.trust.last_change().await.expect("a number");
        let basis = super::support::basis(change);
        let from = sender();
        let dry = || passport::delivery::dry_run(&place.trust, &from, &basis, &people);
        let answer = dry().await.expect("an answer");
        assert_eq!((answer.to_send, answer.to_print, answer.sent_before), (9, 1, 0));
        assert_eq!(answer.not_reached.len(), 1);
        assert_eq!(place.trust.last_change().await.expect("a number"), change);
        assert!(place.trust.mail_run(month()).await.expect("asked").is_none());
        place.plan(&people).await;
        place.send(&place.to_folder()).await;
        let answer = dry().await.expect("an answer");
        assert_eq!((answer.to_send, answer.sent_before), (0, 9));
    })
    .await;
}

#[tokio::test]
async fn a_month_that_was_not_planned_is_not_sent() {
    on_both(|place| async move {
        let how = place.to_folder();
        let letters = Arc::new(Letters::default());
        let error = send(&place.trust, Clock::System, month(), &how, letters).await;
        assert_eq!(
            error.expect_err("not planned").to_string(),
            "the passports of 2026-11 have not been planned"
        );
        let basis = super::support::basis(0);
        plan(&place.trust, Clock::System, &sender(), &basis, &[]).await.expect("planned");
        assert_eq!(place.send(&how).await.report.sentence(), "nobody to send to");
    })
    .await;
}
