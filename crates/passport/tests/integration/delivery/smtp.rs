//! Through a mail server: nobody gets two, nobody gets none.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use passport::delivery::fault::Step;
use passport::delivery::{Sending, Stopped};
use passport_core::delivery::{MailState, Reason};

use super::folder::die_at;
use super::sink::{Answer, Sink};
use super::support::{candidates, month, on_both, to_smtp};

#[tokio::test]
async fn everyone_gets_one_message_and_a_second_run_sends_nothing() {
    on_both(|place| async move {
        let sink = Sink::accepting().await;
        place.plan(&candidates(200)).await;
        let sent = place.send(&to_smtp(&sink.url())).await;
        assert_eq!((sent.sent_now, sent.stopped), (200, None));
        assert_eq!(sent.report.sentence(), "200 sent");
        let by = sink.by_recipient();
        assert_eq!(by.len(), 200);
        assert!(by.values().all(|count| *count == 1));
        place.plan(&candidates(200)).await;
        assert_eq!(place.send(&to_smtp(&sink.url())).await.sent_now, 0);
        assert_eq!(sink.accepted().len(), 200);
    })
    .await;
}

#[tokio::test]
async fn what_arrives_is_what_was_made_dots_and_all() {
    on_both(|place| async move {
        let sink = Sink::accepting().await;
        place.plan(&candidates(1)).await;
        place.send(&to_smtp(&sink.url())).await;
        let (_, bytes) = &sink.accepted()[0];
        let row = &place.trust.outbox(month()).await.expect("rows")[0];
        let hash = sha256(bytes);
        assert_eq!(row.sha256.as_deref(), Some(hash.as_str()));
        assert!(row.detail.starts_with("250"), "{}", row.detail);
    })
    .await;
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn refusals_for_now_are_tried_again_and_refusals_for_good_are_not() {
    on_both(|place| async move {
        let sink = Sink::new(|to, tried| match to {
            "p1@hartwell.example.nhs.uk" if tried < 2 => Answer::Rcpt("450 4.2.1 greylisted"),
            "p2@hartwell.example.nhs.uk" if tried < 1 => Answer::Content("451 4.3.0 try later"),
            "p3@hartwell.example.nhs.uk" => Answer::Rcpt("550 5.1.1 no such user"),
            "p4@hartwell.example.nhs.uk" => Answer::Content("554 5.7.1 looks like spam"),
            "p5@hartwell.example.nhs.uk" => Answer::Rcpt("452 4.2.2 mailbox full"),
            _ => Answer::Accept,
        })
        .await;
        place.plan(&candidates(12)).await;
        let sent = place.send(&to_smtp(&sink.url())).await;
        assert_eq!(sent.stopped, None);
        assert_eq!(sent.report.sentence(), "9 sent, 1 to be tried again, 2 could not be delivered");
        let why: HashMap<_, _> = sent
            .report
            .not_reached
            .iter()
            .map(|one| (one.employee_number.clone(), (one.reason, one.why.clone())))
            .collect();
        let refused = "The mail server refused it: ";
        assert_eq!(why["20000003"], (Reason::Refused, format!("{refused}550 5.1.1 no such user")));
        assert_eq!(
            why["20000004"],
            (Reason::Refused, format!("{refused}554 5.7.1 looks like spam"))
        );
        assert_eq!(why["20000005"].0, Reason::RefusedForNow);
        let row = place.trust.outbox(month()).await.expect("rows");
        let tried = row.iter().find(|row| row.employee_number == "20000005").expect("a row");
        assert_eq!((tried.attempts, tried.next_attempt), (3, None), "given up after three");
        // A wrong address is as good as a bounce; spam is not.
        let bounced = place.trust.bounced_addresses().await.expect("asked");
        assert_eq!(bounced.keys().collect::<Vec<_>>(), ["p3@hartwell.example.nhs.uk"]);
        assert!(sink.by_recipient().values().all(|count| *count == 1));
    })
    .await;
}

#[tokio::test]
async fn a_crash_between_acceptance_and_commit_leaves_at_most_one_message_a_connection_in_doubt() {
    on_both(|place| async move {
        let sink = Sink::accepting().await;
        place.plan(&candidates(60)).await;
        let how = Sending { connections: 3, ..to_smtp(&sink.url()) };
        die_at(&place, &how, Step::Accepted, 11).await;
        tokio::time::sleep(Duration::from_millis(2100)).await;
        let accepted = sink.by_recipient();
        let sent = place.send(&how).await;
        assert_eq!(sent.report.count(MailState::Sent), 60);
        let doubted: Vec<_> = place
            .trust
            .outbox(month())
            .await
            .expect("rows")
            .into_iter()
            .filter(|row| row.doubted)
            .collect();
        assert!((1..=3).contains(&doubted.len()), "{} in doubt", doubted.len());
        assert_eq!(sent.report.sent_after_doubt, doubted.len() as i64);
        let by = sink.by_recipient();
        assert_eq!(by.len(), 60, "nobody gets none");
        for (to, count) in &by {
            let in_doubt = doubted.iter().any(|row| row.address == *to);
            assert!(*count == 1 || (in_doubt && *count == 2), "{to} got {count}");
        }
        // What came twice is the same to the byte, Message-ID and all.
        for row in doubted.iter().filter(|row| accepted.contains_key(&row.address)) {
            let copies: Vec<_> =
                sink.accepted().into_iter().filter(|(to, _)| *to == row.address).collect();
            assert_eq!(copies.len(), 2);
            assert_eq!(copies[0].1, copies[1].1);
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_in_doubt_may_be_held_instead() {
    on_both(|place| async move {
        let sink = Sink::accepting().await;
        place.plan(&candidates(20)).await;
        let how = Sending { connections: 1, resend_in_doubt: false, ..to_smtp(&sink.url()) };
        die_at(&place, &how, Step::Accepted, 5).await;
        let sent = place.send(&how).await;
        assert_eq!(sent.report.sentence(), "19 sent, 1 in doubt, held for a decision");
        assert_eq!(sent.report.not_reached[0].reason, Reason::InDoubt);
        let by = sink.by_recipient();
        assert!(by.values().all(|count| *count == 1), "nobody gets two");
    })
    .await;
}

#[tokio::test]
async fn killed_at_any_moment_nobody_gets_none_and_only_what_was_in_doubt_comes_twice() {
    on_both(|place| async move {
        let sink = Sink::accepting().await;
        place.plan(&candidates(80)).await;
        let how = Sending { connections: 2, lease: Duration::from_secs(1), ..to_smtp(&sink.url()) };
        for (step, nth) in
            [(Step::Reserved, 1), (Step::Begun, 1), (Step::Accepted, 1), (Step::Begun, 9)]
        {
            die_at(&place, &how, step, nth).await;
        }
        let sent = place.send(&how).await;
        assert_eq!(sent.report.sentence(), "80 sent");
        let rows = place.trust.outbox(month()).await.expect("rows");
        let by = sink.by_recipient();
        for row in rows {
            let count = by.get(&row.address).copied().unwrap_or(0);
            assert!(count == 1 || (row.doubted && count == 2), "{} got {count}", row.address);
        }
    })
    .await;
}

#[tokio::test]
async fn a_connection_lost_after_the_content_puts_one_message_in_doubt() {
    on_both(|place| async move {
        let sink = Sink::new(|to, tried| {
            if to.starts_with("p7@") && tried == 0 { Answer::DropLate } else { Answer::Accept }
        })
        .await;
        place.plan(&candidates(30)).await;
        let sent = place.send(&to_smtp(&sink.url())).await;
        assert_eq!(sent.report.sentence(), "30 sent");
        assert_eq!(sent.report.sent_after_doubt, 1);
        let copies: Vec<_> =
            sink.accepted().into_iter().filter(|(to, _)| to.starts_with("p7@")).collect();
        assert_eq!(copies.len(), 2);
        assert_eq!(copies[0], copies[1]);
    })
    .await;
}

#[tokio::test]
async fn a_broken_connection_does_not_count_against_anyone() {
    on_both(|place| async move {
        let sink = Sink::new(|to, tried| match to {
            "MAIL" => Answer::Accept,
            // Everybody's first attempt breaks the connection; one breaks it every time.
            _ if to.starts_with("p3@") || tried == 0 => Answer::DropEarly,
            _ => Answer::Accept,
        })
        .await;
        place.plan(&candidates(8)).await;
        let how = Sending { failed_connections: 50, ..to_smtp(&sink.url()) };
        let sent = place.send(&how).await;
        assert_eq!(sent.report.count(MailState::Sent), 7, "{:?}", sent.stopped);
        assert!(
            place
                .trust
                .outbox(month())
                .await
                .expect("rows")
                .iter()
                .filter(|row| row.state == MailState::Sent)
                .all(|row| row.attempts == 1)
        );
    })
    .await;
}

#[tokio::test]
async fn a_server_that_cannot_be_reached_stops_the_run_and_loses_nothing() {
    on_both(|place| async move {
        place.plan(&candidates(30)).await;
        let nobody = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = nobody.local_addr().expect("an address");
        drop(nobody);
        let sent = place.send(&to_smtp(&format!("smtp://{address}"))).await;
        assert!(matches!(sent.stopped, Some(Stopped::Unreachable(_))), "{:?}", sent.stopped);
        assert_eq!(sent.report.sentence(), "30 to be sent");
        let rows = place.trust.outbox(month()).await.expect("rows");
        assert!(rows.iter().all(|row| row.attempts == 0));
        let sink = Sink::accepting().await;
        assert_eq!(place.send(&to_smtp(&sink.url())).await.sent_now, 30, "at once");
    })
    .await;
}

#[tokio::test]
async fn a_sender_that_is_refused_stops_the_run_for_everyone() {
    on_both(|place| async move {
        let sink = Sink::new(|to, _| match to {
            "MAIL" => Answer::Mail("550 5.7.60 not allowed to send as this sender"),
            _ => Answer::Accept,
        })
        .await;
        place.plan(&candidates(30)).await;
        let sent = place.send(&to_smtp(&sink.url())).await;
        let Some(Stopped::Refused(answer)) = &sent.stopped else { panic!("{:?}", sent.stopped) };
        assert!(answer.starts_with("550 5.7.60"), "{answer}");
        assert_eq!(sent.report.sentence(), "30 to be sent");
    })
    .await;
}

#[tokio::test]
async fn when_everything_is_refused_it_is_us_and_nobody_is_marked() {
    on_both(|place| async move {
        let sink = Sink::new(|to, _| match to {
            "MAIL" => Answer::Accept,
            _ => Answer::Rcpt("550 5.7.1 relaying denied"),
        })
        .await;
        place.plan(&candidates(60)).await;
        let sent = place.send(&to_smtp(&sink.url())).await;
        assert!(matches!(sent.stopped, Some(Stopped::EverythingRefused(_))), "{:?}", sent.stopped);
        assert_eq!(sent.report.sentence(), "60 to be sent");
        assert!(place.trust.bounced_addresses().await.expect("asked").is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_pace_is_kept_over_all_connections() {
    on_both(|place| async move {
        let sink = Sink::accepting().await;
        place.plan(&candidates(12)).await;
        let how = Sending { per_minute: 600, ..to_smtp(&sink.url()) };
        let begun = Instant::now();
        let sent = place.send(&how).await;
        assert_eq!(sent.sent_now, 12);
        assert!(begun.elapsed() >= Duration::from_millis(1100), "{:?}", begun.elapsed());
    })
    .await;
}

#[tokio::test]
async fn two_servers_send_side_by_side_and_nobody_gets_two() {
    on_both(|place| async move {
        let sink = Sink::accepting().await;
        place.plan(&candidates(200)).await;
        let how = to_smtp(&sink.url());
        let (a, b) = tokio::join!(place.send(&how), place.send(&how));
        assert_eq!(a.sent_now + b.sent_now, 200);
        assert!(sink.by_recipient().values().all(|count| *count == 1));
        assert_eq!(sink.accepted().len(), 200);
    })
    .await;
}

#[tokio::test]
async fn an_import_in_between_does_not_change_what_was_in_doubt() {
    on_both(|place| async move {
        let sink = Sink::accepting().await;
        place.plan(&candidates(5)).await;
        let how = Sending { connections: 1, ..to_smtp(&sink.url()) };
        die_at(&place, &how, Step::Accepted, 1).await;
        let change = place.trust.begin("test", "An import", passport::clock::Clock::System.now());
        change.await.expect("begun").commit().await.expect("committed");
        place.plan(&candidates(5)).await;
        place.send(&how).await;
        let first = sink.accepted()[0].clone();
        let copies: Vec<_> = sink.accepted().into_iter().filter(|(to, _)| *to == first.0).collect();
        assert_eq!(copies.len(), 2);
        assert_eq!(copies[0], copies[1]);
    })
    .await;
}
