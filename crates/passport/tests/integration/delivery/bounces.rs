//! Mail that came back, from file or by hand, and what next month does with it.

use passport::clock::Clock;
use passport::delivery::plan::Basis;
use passport::delivery::{
    BounceAnswer, plan, record_bounce_by_address, record_bounce_file, report,
};
use passport_core::delivery::{Month, Reason};

use super::support::{candidates, month, on_both, sender};

fn returned(message_id: &str, recipient: &str, status: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mail.example.nhs.uk\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail\r\n\r\n\
         Final-Recipient: rfc822; {recipient}\r\nAction: failed\r\nStatus: {status}\r\n\
         Diagnostic-Code: smtp; 550 no such user\r\n\r\n\
         --b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{message_id}>\r\n\r\n--b--\r\n"
    )
}

#[tokio::test]
async fn after_a_hard_bounce_next_month_is_not_mailed_until_the_address_changes_or_is_cleared() {
    on_both(|place| async move {
        place.plan(&candidates(3)).await;
        place.send(&place.to_folder()).await;
        let row = place.trust.outbox(month()).await.expect("rows").remove(0);
        let now = Clock::System.now();
        // Forwarded elsewhere, so the report names another address: ours is what counts.
        let file = returned(&row.message_id, "someone@elsewhere.example", "5.1.1");
        let answers = record_bounce_file(&place.trust, "lead", file.as_bytes(), now).await;
        assert_eq!(
            answers.expect("recorded"),
            [BounceAnswer::Noted {
                address: row.address.clone(),
                employee_number: Some(row.employee_number.clone()),
                month: Some(month()),
            }]
        );
        let now_missed = report(&place.trust, month()).await.expect("a report").not_reached;
        assert_eq!(now_missed.len(), 1);
        assert_eq!(now_missed[0].reason, Reason::Bounced);
        assert_eq!(now_missed[0].why, "The email came back: 5.1.1 550 no such user");

        let december: Month = "2026-12".parse().expect("a month");
        let basis = |change| Basis {
            month: december,
            as_at: december.first(),
            change,
            actor: "test".into(),
        };
        let missed = |people: Vec<passport::delivery::Candidate>| {
            let place = &place;
            async move {
                let change = place.trust.last_change().await.expect("a number");
                plan(&place.trust, Clock::System, &sender(), &basis(change), &people)
                    .await
                    .expect("planned");
                report(&place.trust, december).await.expect("a report").not_reached
            }
        };
        let listed = missed(candidates(3)).await;
        assert_eq!(listed.len(), 1);
        assert_eq!(listed[0].reason, Reason::AddressBounced);
        let mut corrected = candidates(3);
        for one in corrected.iter_mut().filter(|one| one.employee_number == row.employee_number) {
            one.address = "right@hartwell.example.nhs.uk".into();
        }
        assert_eq!(missed(corrected).await, []);
        assert_eq!(missed(candidates(3)).await.len(), 1);
        place.trust.clear_bounces(&row.address, "lead", now).await.expect("cleared");
        assert_eq!(missed(candidates(3)).await, []);
    })
    .await;
}

#[tokio::test]
async fn a_soft_failure_concerns_this_month_only() {
    on_both(|place| async move {
        place.plan(&candidates(1)).await;
        place.send(&place.to_folder()).await;
        let row = place.trust.outbox(month()).await.expect("rows").remove(0);
        let file = returned(&row.message_id, &row.address, "4.4.7");
        let now = Clock::System.now();
        record_bounce_file(&place.trust, "lead", file.as_bytes(), now).await.expect("recorded");
        let missed = report(&place.trust, month()).await.expect("a report").not_reached;
        assert_eq!(missed[0].reason, Reason::Bounced);
        assert!(place.trust.bounced_addresses().await.expect("asked").is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_bounce_may_be_noted_by_address() {
    on_both(|place| async move {
        place.plan(&candidates(1)).await;
        place.send(&place.to_folder()).await;
        let now = Clock::System.now();
        let noted =
            record_bounce_by_address(&place.trust, "lead", "P1@hartwell.example.nhs.uk", now).await;
        let BounceAnswer::Noted { employee_number, .. } = noted.expect("noted") else {
            panic!("noted")
        };
        assert_eq!(employee_number.as_deref(), Some("20000001"));
        let nobody = record_bounce_by_address(&place.trust, "lead", "x@elsewhere.example", now);
        let BounceAnswer::Noted { employee_number, .. } = nobody.await.expect("noted") else {
            panic!("noted")
        };
        assert_eq!(employee_number, None);
    })
    .await;
}

#[tokio::test]
async fn an_ordinary_message_is_said_to_be_no_report() {
    on_both(|place| async move {
        let now = Clock::System.now();
        let answers = record_bounce_file(&place.trust, "lead", b"Subject: hello\r\n\r\nhi", now);
        assert_eq!(answers.await.expect("read"), [BounceAnswer::NotAReport]);
    })
    .await;
}
