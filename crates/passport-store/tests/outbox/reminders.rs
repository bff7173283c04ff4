//! Reminders are written down once, claimed by one of many, and settled once.

use jiff::SignedDuration;
use jiff::civil::{Date, date};
use passport_core::delivery::{MailState, Month};
use passport_core::reminder::Audience;
use passport_store::{NewReminder, Organisation, Outcome, ReminderKind, ReminderLine};

use super::support::{at, on_both};

const DAY: Date = date(2026, 11, 1);
const LEASE: SignedDuration = SignedDuration::from_secs(300);

fn line(number: &str, rule: &str) -> ReminderLine {
    ReminderLine {
        employee_number: number.into(),
        line: "fire safety|".into(),
        deadline: date(2026, 12, 1),
        rule: rule.into(),
        audience: Audience::Person,
        title: "Fire Safety".into(),
    }
}

fn new(number: &str, day: Date, lines: Vec<ReminderLine>) -> NewReminder {
    let (kind, note) = (ReminderKind::Ladder, "words".to_owned());
    NewReminder { kind, employee_number: number.into(), day, note, lines }
}

async fn write(trust: &Organisation, new: &NewReminder) -> Option<i64> {
    let mut change = trust.begin("test", "planned", at(0)).await.expect("begun");
    let id = change.write_reminder(new, at(0)).await.expect("written");
    change.commit().await.expect("committed");
    id
}

#[tokio::test]
async fn of_two_at_once_one_writes_a_message_and_no_rule_is_written_twice() {
    on_both("remind_write", |trust| async move {
        let today = new("101", DAY, vec![line("101", "30 days before")]);
        let (one, two) = tokio::join!(write(&trust, &today), write(&trust, &today));
        assert!(one.is_some() != two.is_some(), "{one:?} {two:?}");
        let tomorrow = DAY.tomorrow().expect("a day");
        assert_eq!(write(&trust, &new("101", tomorrow, today.lines.clone())).await, None);
        let lines = vec![line("101", "30 days before"), line("101", "7 days before")];
        let id = write(&trust, &new("101", tomorrow, lines)).await.expect("something new");
        let written = trust.reminder_lines(id).await.expect("lines");
        assert_eq!(written, [line("101", "7 days before")]);
        let said =
            trust.reminders_said(&["101", "102", "103"], date(2020, 1, 1)).await.expect("said");
        assert!(said.includes(&line("101", "30 days before")));
        assert!(!said.includes(&line("102", "30 days before")));
        let of_another = trust.reminders_said(&["102"], date(2020, 1, 1)).await.expect("said");
        assert!(!of_another.includes(&line("101", "30 days before")), "only what is asked");
        let later = trust.reminders_said(&["101"], date(2030, 1, 1)).await.expect("said");
        assert!(!later.includes(&line("101", "30 days before")), "and from its day on");
        let told = ReminderLine { audience: Audience::Manager, ..line("101", "30 days before") };
        assert!(!said.includes(&told));
    })
    .await;
}

#[tokio::test]
async fn a_reminder_is_claimed_by_one_of_many_who_send() {
    on_both("remind_claim", |trust| async move {
        for number in 0..8 {
            let number = format!("{number}");
            write(&trust, &new(&number, DAY, vec![line(&number, "7 days before")])).await;
        }
        let claims = (0..4).map(|worker| {
            let trust = trust.clone();
            tokio::spawn(async move {
                let (worker, mut mine) = (format!("w{worker}"), Vec::new());
                while let Some(one) =
                    trust.claim_reminder(&worker, LEASE, true, at(0)).await.expect("claimed")
                {
                    mine.push(one.id);
                }
                mine
            })
        });
        let mut all = Vec::new();
        for claim in claims.collect::<Vec<_>>() {
            all.extend(claim.await.expect("answered"));
        }
        while let Some(one) = trust.claim_reminder("w", LEASE, true, at(0)).await.expect("claimed")
        {
            all.push(one.id);
        }
        all.sort_unstable();
        assert_eq!(all, (1..=8).collect::<Vec<i64>>());
    })
    .await;
}

#[tokio::test]
async fn what_was_begun_and_not_settled_is_in_doubt_or_held_and_what_was_dropped_was_not_said() {
    on_both("remind_settle", |trust| async move {
        for number in ["101", "102", "103"] {
            write(&trust, &new(number, DAY, vec![line(number, "7 days before")])).await;
        }
        for id in 1..=2 {
            let one = trust.claim_reminder("dead", LEASE, true, at(0)).await.expect("claimed");
            let one = one.expect("a message");
            assert_eq!(one.id, id);
            assert!(trust.begin_reminder(&one, "", "dead", at(300), &[]).await.expect("begun"));
        }
        let again = trust.claim_reminder("next", LEASE, true, at(300)).await.expect("claimed");
        let again = again.expect("free again");
        assert!(again.id == 1 && again.doubted && again.attempts == 1);
        let sent = Outcome::Sent { detail: "250 ok".into() };
        assert!(!trust.settle_reminder(1, "dead", &sent, at(301)).await.expect("asked"));
        assert!(trust.settle_reminder(1, "next", &sent, at(301)).await.expect("settled"));
        assert!(!trust.settle_reminder(1, "next", &sent, at(302)).await.expect("asked"));
        // Where doubts are held, the second waits for nobody.
        let third = trust.claim_reminder("next", LEASE, false, at(300)).await.expect("claimed");
        let third = third.expect("the one nobody began");
        assert_eq!(third.id, 3);
        let held = trust.reminder(2).await.expect("read").expect("there");
        assert!(held.state == MailState::Held && held.settled_at.is_some());
        trust.drop_reminder(&third, "next", "done", at(301)).await.expect("dropped");
        let said =
            trust.reminders_said(&["101", "102", "103"], date(2020, 1, 1)).await.expect("said");
        assert!(!said.includes(&line("103", "7 days before")));
        assert!(said.includes(&line("102", "7 days before")));
        assert_eq!(trust.reminders_waiting().await.expect("counted"), 0);
    })
    .await;
}

#[tokio::test]
async fn an_old_reminder_loses_to_whom_it_went_and_keeps_what_was_said() {
    on_both("remind_ages", |trust| async move {
        write(&trust, &new("101", DAY, vec![line("101", "7 days before")])).await;
        let one = trust.claim_reminder("w", LEASE, true, at(0)).await.expect("claimed");
        let mut one = one.expect("a message");
        one.address = "ann@example.nhs.uk".into();
        assert!(trust.begin_reminder(&one, "Ann", "w", at(300), &[]).await.expect("begun"));
        let month: Month = "2027-01".parse().expect("a month");
        assert_eq!(trust.messages_before(month).await.expect("counted"), 0, "not settled");
        let sent = Outcome::Sent { detail: "250 ok".into() };
        assert!(trust.settle_reminder(1, "w", &sent, at(1)).await.expect("settled"));
        let same: Month = "2026-11".parse().expect("a month");
        assert_eq!(trust.messages_before(same).await.expect("counted"), 0, "not old");
        assert_eq!(trust.messages_before(month).await.expect("counted"), 1);
        let mut change = trust.begin("test", "cleared", at(2)).await.expect("begun");
        assert_eq!(change.clear_messages(month).await.expect("cleared"), 1);
        change.commit().await.expect("committed");
        let one = trust.reminder(1).await.expect("read").expect("there");
        assert!(one.address.is_empty() && one.note.is_empty() && one.detail.is_empty());
        let said =
            trust.reminders_said(&["101", "102", "103"], date(2020, 1, 1)).await.expect("said");
        assert!(said.includes(&line("101", "7 days before")));
    })
    .await;
}
