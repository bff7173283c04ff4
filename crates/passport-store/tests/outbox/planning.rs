//! Planning a month.

use passport_core::delivery::{MailState, Reason};
use passport_store::Outcome;

use crate::support::{at, month, on_both, people, person, plan_at, without_address, worker};

#[tokio::test]
async fn a_month_is_planned_once_and_planning_again_writes_nothing() {
    on_both("planned_once", |trust| async move {
        let mut everyone = people(1200);
        everyone.push(without_address("99999"));
        let first = trust.plan_mail(&plan_at(0), &everyone).await.expect("planned");
        assert_eq!((first.added, first.renewed), (1201, 0));
        let change = trust.last_change().await.expect("a number");
        let again = trust.plan_mail(&plan_at(60), &everyone).await.expect("planned");
        assert_eq!((again.added, again.renewed), (0, 0));
        assert_eq!(again.run, first.run);
        assert_eq!(trust.last_change().await.expect("a number"), change);
        let counts = trust.mail_counts(month()).await.expect("counts");
        assert_eq!(counts.of(MailState::Planned), 1200);
        assert_eq!(counts.of(MailState::NotSent), 1);
    })
    .await;
}

#[tokio::test]
async fn a_month_keeps_the_day_it_was_first_planned_for() {
    on_both("keeps_its_day", |trust| async move {
        trust.plan_mail(&plan_at(0), &people(1)).await.expect("planned");
        let later = passport_store::MonthPlan {
            as_at: "2026-11-09".parse().expect("a date"),
            ..plan_at(60)
        };
        let again = trust.plan_mail(&later, &people(2)).await.expect("planned");
        assert_eq!(again.run.as_at.to_string(), "2026-11-01");
        assert_eq!(again.added, 1, "a late starter is added");
    })
    .await;
}

#[tokio::test]
async fn only_what_was_never_handed_over_is_planned_anew() {
    on_both("never_handed_over", |trust| async move {
        trust.plan_mail(&plan_at(0), &people(4)).await.expect("planned");
        let one = worker("one");
        trust.reserve_mail(month(), &one, at(1)).await.expect("reserved");
        let begin: Vec<_> =
            ["00001", "00002", "00003"].map(|number| (number.into(), "hash".into())).into();
        trust.settle_and_begin(month(), &one, at(2), &[], &begin).await.expect("begun");
        let settled = [
            ("00001".to_owned(), Outcome::Sent { detail: "250 ok".into() }),
            (
                "00002".to_owned(),
                Outcome::Failed { reason: Reason::Refused, detail: "550 no".into() },
            ),
            ("00003".to_owned(), Outcome::InDoubt { next: None, detail: "dropped".into() }),
            ("00004".to_owned(), Outcome::Back),
        ];
        trust.settle_and_begin(month(), &one, at(3), &settled, &[]).await.expect("settled");
        let moved: Vec<_> = people(4)
            .into_iter()
            .map(|mut person| {
                person.address = format!("new-{}", person.address);
                person.message_id = format!("new-{}", person.message_id);
                person
            })
            .collect();
        let again = trust.plan_mail(&plan_at(60), &moved).await.expect("planned");
        assert_eq!(again.renewed, 2, "the refused one and the one not begun");
        let states: Vec<_> = trust
            .outbox(month())
            .await
            .expect("rows")
            .into_iter()
            .map(|entry| (entry.state, entry.address.starts_with("new-")))
            .collect();
        assert_eq!(
            states,
            [
                (MailState::Sent, false),
                (MailState::Planned, true),
                (MailState::Held, false),
                (MailState::Planned, true),
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn someone_no_longer_in_the_plan_is_not_sent_anything() {
    on_both("no_longer_in", |trust| async move {
        trust.plan_mail(&plan_at(0), &people(2)).await.expect("planned");
        trust.plan_mail(&plan_at(60), &[person("00001")]).await.expect("planned");
        let missed = trust.not_reached(month()).await.expect("rows");
        assert_eq!(missed.len(), 1);
        assert_eq!(missed[0].reason, Some(Reason::NotHere));
        let taken = trust.reserve_mail(month(), &worker("one"), at(61)).await.expect("rows");
        assert_eq!(taken.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_hostile_number_or_name_is_only_text() {
    on_both("only_text", |trust| async move {
        let mut hostile = person("'; DROP TABLE outbox; --");
        hostile.name = "Zoë \"><script>\0\r\nBcc: x".into();
        hostile.message_id = "x@y".into();
        trust.plan_mail(&plan_at(0), &[hostile]).await.expect("planned");
        let rows = trust.reserve_mail(month(), &worker("one"), at(1)).await.expect("rows");
        assert_eq!(rows[0].employee_number, "'; DROP TABLE outbox; --");
        trust.outbox_by_message_id("x@y").await.expect("asked").expect("found");
    })
    .await;
}

#[tokio::test]
async fn a_change_of_facts_brings_unsent_messages_up_to_date_and_one_of_the_post_does_not() {
    on_both("up_to_date", |trust| async move {
        trust.plan_mail(&plan_at(0), &people(3)).await.expect("planned");
        let again = |change| {
            let trust = trust.clone();
            async move {
                let plan = passport_store::MonthPlan { change, ..plan_at(60) };
                trust.plan_mail(&plan, &people(3)).await.expect("planned").renewed
            }
        };
        // The plan itself was a change, but no letter reads otherwise after it.
        assert_eq!(again(trust.last_change().await.expect("a number")).await, 0);
        let change = trust.begin("test", "An import", at(1)).await.expect("begun");
        change.commit().await.expect("committed");
        assert_eq!(again(trust.last_change().await.expect("a number")).await, 3);
        assert_eq!(again(trust.last_change().await.expect("a number")).await, 0);
    })
    .await;
}
