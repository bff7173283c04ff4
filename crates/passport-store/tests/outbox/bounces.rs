//! Mail that came back.

use passport_core::delivery::{MailState, Reason};
use passport_store::{Bounce, Outcome};

use crate::support::{at, month, on_both, people, plan_at, worker};

fn bounce(address: &str, hard: bool) -> Bounce {
    Bounce {
        address: address.into(),
        hard,
        status: if hard { "5.1.1" } else { "4.4.7" }.into(),
        detail: "no such user".into(),
        at: at(0),
    }
}

#[tokio::test]
async fn a_hard_bounce_stands_until_it_is_cleared() {
    on_both("hard_bounce", |trust| async move {
        let mut change = trust.begin("test", "Noted", at(0)).await.expect("begun");
        change
            .record(&[bounce("a@example.nhs.uk", true), bounce("b@example.nhs.uk", false)])
            .await
            .expect("recorded");
        change.commit().await.expect("committed");
        let bounced = trust.bounced_addresses().await.expect("asked");
        assert_eq!(bounced.keys().collect::<Vec<_>>(), ["a@example.nhs.uk"]);
        let cleared = trust.clear_bounces(" A@Example.nhs.uk ", "lead", at(9)).await;
        assert_eq!(cleared.expect("cleared"), 1);
        assert!(trust.bounced_addresses().await.expect("asked").is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_message_that_came_back_is_found_by_its_name_or_its_address() {
    on_both("came_back", |trust| async move {
        trust.plan_mail(&plan_at(0), &people(1)).await.expect("planned");
        assert!(trust.newest_sent_to("p00001@example.nhs.uk").await.expect("asked").is_none());
        let one = worker("one");
        trust.reserve_mail(month(), &one, at(1)).await.expect("reserved");
        let begin = [("00001".to_owned(), "hash".to_owned())];
        trust.settle_and_begin(month(), &one, at(1), &[], &begin).await.expect("begun");
        let sent = [("00001".to_owned(), Outcome::Sent { detail: "250".into() })];
        trust.settle_and_begin(month(), &one, at(2), &sent, &[]).await.expect("settled");
        let found = trust.newest_sent_to("P00001@example.nhs.uk").await.expect("asked");
        assert_eq!(found.expect("found").1.employee_number, "00001");
        let mut change = trust.begin("test", "Noted", at(3)).await.expect("begun");
        change.mark_bounced(month(), "00001", "5.1.1", at(3)).await.expect("noted");
        change.commit().await.expect("committed");
        let (_, entry) = trust
            .outbox_by_message_id("passport-2026-11.00001@example.nhs.uk")
            .await
            .expect("asked")
            .expect("found");
        assert_eq!(
            (entry.state, entry.reason),
            (MailState::FailedPermanently, Some(Reason::Bounced))
        );
    })
    .await;
}
