//! Reserve, begin, settle.

use std::collections::HashSet;

use jiff::SignedDuration;
use passport_core::delivery::{MailState, Reason};
use passport_store::{Carrier, Organisation, OutboxEntry, Outcome, Reservation};

use crate::support::{at, month, on_both, people, plan_at, worker};

async fn begin(trust: &Organisation, how: &Reservation, second: i64, number: &str) -> bool {
    let begin = [(number.to_owned(), "hash".to_owned())];
    trust.settle_and_begin(month(), how, at(second), &[], &begin).await.expect("begun").begun[0]
}

async fn settle(trust: &Organisation, how: &Reservation, second: i64, number: &str, end: Outcome) {
    let settled = [(number.to_owned(), end)];
    trust.settle_and_begin(month(), how, at(second), &settled, &[]).await.expect("settled");
}

async fn reserve(trust: &Organisation, how: &Reservation, second: i64) -> Vec<OutboxEntry> {
    trust.reserve_mail(month(), how, at(second)).await.expect("reserved")
}

async fn row(trust: &Organisation, number: &str) -> OutboxEntry {
    let rows = trust.outbox(month()).await.expect("rows");
    rows.into_iter().find(|row| row.employee_number == number).expect("a row")
}

fn sent() -> Outcome {
    Outcome::Sent { detail: "250 ok".into() }
}

#[tokio::test]
async fn two_servers_side_by_side_never_take_the_same_message() {
    on_both("side_by_side", |trust| async move {
        trust.plan_mail(&plan_at(0), &people(200)).await.expect("planned");
        let take = |name: &'static str| {
            let trust = trust.clone();
            async move {
                let how = worker(name);
                let mut taken = Vec::new();
                loop {
                    let batch = reserve(&trust, &how, 1).await;
                    if batch.is_empty() {
                        return taken;
                    }
                    for entry in batch {
                        assert!(begin(&trust, &how, 1, &entry.employee_number).await);
                        settle(&trust, &how, 1, &entry.employee_number, sent()).await;
                        taken.push(entry.employee_number);
                    }
                }
            }
        };
        let (a, b, c) = tokio::join!(take("a"), take("b"), take("c"));
        let all: Vec<String> = [a, b, c].concat();
        assert_eq!(all.len(), 200);
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), 200);
    })
    .await;
}

#[tokio::test]
async fn what_was_only_reserved_is_free_again_when_the_lease_is_over() {
    on_both("only_reserved", |trust| async move {
        trust.plan_mail(&plan_at(0), &people(1)).await.expect("planned");
        let (dead, alive) = (worker("dead"), worker("alive"));
        assert_eq!(reserve(&trust, &dead, 0).await.len(), 1);
        assert_eq!(reserve(&trust, &alive, 29).await.len(), 0);
        let next = trust.next_mail_at(month(), true).await.expect("asked");
        assert_eq!(next, Some(at(30)));
        let taken = reserve(&trust, &alive, 30).await;
        assert_eq!(taken[0].state, MailState::Planned);
        assert!(!begin(&trust, &dead, 31, "00001").await, "the dead wakes too late");
        assert!(begin(&trust, &alive, 31, "00001").await);
    })
    .await;
}

#[tokio::test]
async fn a_lease_that_is_renewed_is_not_over() {
    on_both("renewed", |trust| async move {
        trust.plan_mail(&plan_at(0), &people(1)).await.expect("planned");
        let (one, two) = (worker("one"), worker("two"));
        reserve(&trust, &one, 0).await;
        begin(&trust, &one, 0, "00001").await;
        assert_eq!(trust.doubt_abandoned_mail(month(), &one, at(40)).await.expect("asked"), 0);
        trust.renew_mail_lease(month(), &one, at(20)).await.expect("renewed");
        assert_eq!(trust.doubt_abandoned_mail(month(), &two, at(40)).await.expect("asked"), 0);
        assert_eq!(trust.doubt_abandoned_mail(month(), &two, at(50)).await.expect("asked"), 1);
    })
    .await;
}

#[tokio::test]
async fn what_was_begun_and_abandoned_is_in_doubt_and_sent_again_with_its_name() {
    on_both("in_doubt", |trust| async move {
        trust.plan_mail(&plan_at(0), &people(1)).await.expect("planned");
        let before = row(&trust, "00001").await;
        let (dead, alive) = (worker("dead"), worker("alive"));
        reserve(&trust, &dead, 0).await;
        begin(&trust, &dead, 1, "00001").await;
        assert_eq!(reserve(&trust, &alive, 60).await.len(), 0, "not before it is in doubt");
        trust.doubt_abandoned_mail(month(), &alive, at(60)).await.expect("asked");
        let doubted = row(&trust, "00001").await;
        assert_eq!((doubted.state, doubted.reason), (MailState::InDoubt, Some(Reason::InDoubt)));
        let again = reserve(&trust, &alive, 60).await;
        assert_eq!(again[0].message_id, before.message_id);
        assert_eq!(again[0].dated, before.dated);
        assert!(begin(&trust, &alive, 61, "00001").await);
        settle(&trust, &alive, 62, "00001", sent()).await;
        let counts = trust.mail_counts(month()).await.expect("counts");
        assert_eq!((counts.of(MailState::Sent), counts.sent_after_doubt), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn what_is_in_doubt_may_be_held_for_a_person_to_decide() {
    on_both("held", |trust| async move {
        trust.plan_mail(&plan_at(0), &people(2)).await.expect("planned");
        let dead = worker("dead");
        reserve(&trust, &dead, 0).await;
        for number in ["00001", "00002"] {
            begin(&trust, &dead, 1, number).await;
        }
        let alive = Reservation { resend_in_doubt: false, ..worker("alive") };
        trust.doubt_abandoned_mail(month(), &alive, at(60)).await.expect("asked");
        assert_eq!(reserve(&trust, &alive, 99).await.len(), 0);
        assert_eq!(trust.next_mail_at(month(), false).await.expect("asked"), None);
        let mut change = trust.begin("lead", "Decided", at(100)).await.expect("begun");
        for (number, again) in [("00001", true), ("00002", false)] {
            assert!(change.decide_held(month(), number, again, at(100)).await.expect("decided"));
        }
        assert!(!change.decide_held(month(), "00002", true, at(100)).await.expect("asked"));
        change.commit().await.expect("committed");
        assert_eq!(row(&trust, "00002").await.state, MailState::Sent);
        let taken = reserve(&trust, &alive, 101).await;
        assert_eq!(taken.len(), 1);
        assert_eq!(taken[0].employee_number, "00001");
    })
    .await;
}

#[tokio::test]
async fn an_acceptance_noted_late_ends_the_doubt() {
    on_both("noted_late", |trust| async move {
        trust.plan_mail(&plan_at(0), &people(1)).await.expect("planned");
        let slow = worker("slow");
        reserve(&trust, &slow, 0).await;
        begin(&trust, &slow, 1, "00001").await;
        let other = worker("other");
        trust.doubt_abandoned_mail(month(), &other, at(60)).await.expect("asked");
        settle(&trust, &slow, 61, "00001", sent()).await;
        assert_eq!(row(&trust, "00001").await.state, MailState::Sent);
        assert_eq!(reserve(&trust, &worker("other"), 62).await.len(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_temporary_failure_waits_for_its_time_and_is_revived_by_hand() {
    on_both("temporary", |trust| async move {
        trust.plan_mail(&plan_at(0), &people(1)).await.expect("planned");
        let one = worker("one");
        let again = |next| Outcome::Again { next, detail: "451 later".into() };
        reserve(&trust, &one, 0).await;
        begin(&trust, &one, 0, "00001").await;
        settle(&trust, &one, 1, "00001", again(Some(at(20)))).await;
        assert_eq!(reserve(&trust, &one, 19).await.len(), 0);
        assert_eq!(reserve(&trust, &one, 20).await[0].attempts, 1);
        begin(&trust, &one, 20, "00001").await;
        settle(&trust, &one, 21, "00001", again(None)).await;
        assert_eq!(trust.next_mail_at(month(), true).await.expect("asked"), None);
        assert_eq!(trust.revive_mail(month(), at(99)).await.expect("revived"), 1);
        assert_eq!(reserve(&trust, &one, 99).await[0].attempts, 0);
    })
    .await;
}

#[tokio::test]
async fn what_was_not_handed_over_waits_as_before_and_has_not_been_tried() {
    on_both("back", |trust| async move {
        trust.plan_mail(&plan_at(0), &people(2)).await.expect("planned");
        let one = worker("one");
        reserve(&trust, &one, 0).await;
        begin(&trust, &one, 0, "00001").await;
        settle(&trust, &one, 1, "00001", Outcome::Back).await;
        settle(&trust, &one, 1, "00002", Outcome::Back).await;
        for number in ["00001", "00002"] {
            let row = row(&trust, number).await;
            assert_eq!((row.state, row.attempts), (MailState::Planned, 0));
        }
        assert_eq!(reserve(&trust, &worker("two"), 1).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_folder_need_not_wait_for_a_dead_worker() {
    on_both("dead_worker", |trust| async move {
        trust.plan_mail(&plan_at(0), &people(1)).await.expect("planned");
        let folder = |name| Reservation { carrier: Carrier::Folder, ..worker(name) };
        assert_eq!(reserve(&trust, &folder("dead"), 0).await.len(), 1);
        assert_eq!(reserve(&trust, &worker("by mail"), 1).await.len(), 0);
        assert_eq!(reserve(&trust, &folder("alive"), 1).await.len(), 1);
        settle(&trust, &folder("alive"), 1, "00001", sent()).await;
        assert_eq!(reserve(&trust, &folder("alive"), 1).await.len(), 0);
    })
    .await;
}

#[tokio::test]
async fn servers_share_one_pace() {
    on_both("pace", |trust| async move {
        let now = at(0);
        let later = |millis| now + SignedDuration::from_millis(millis);
        assert_eq!(trust.take_pace(600, now).await.expect("asked"), None);
        assert_eq!(trust.take_pace(600, now).await.expect("asked"), Some(later(100)));
        assert_eq!(trust.take_pace(600, later(100)).await.expect("asked"), None);
        assert_eq!(trust.take_pace(600, later(150)).await.expect("asked"), Some(later(200)));
        assert_eq!(trust.take_pace(0, later(150)).await.expect("asked"), None, "no limit");
    })
    .await;
}

#[tokio::test]
async fn printing_is_noted_once() {
    on_both("printing", |trust| async move {
        let people = [crate::support::without_address("00001")];
        trust.plan_mail(&plan_at(0), &people).await.expect("planned");
        trust.mark_printed(month(), &["00001".into()], at(1)).await.expect("noted");
        assert_eq!(row(&trust, "00001").await.state, MailState::Printed);
        trust.plan_mail(&plan_at(9), &crate::support::people(1)).await.expect("planned");
        assert_eq!(row(&trust, "00001").await.state, MailState::Printed, "once a month is once");
    })
    .await;
}
