//! Which changes make old what servers keep in memory.

use jiff::civil::date;
use passport_core::facts::{AwardFact, AwardOrigin, ExemptionFact, PostFact, PostingFact};
use passport_core::span::Span;
use passport_store::{Fact, Latest, Organisation, Restriction};

use super::{account, at, on_both};

/// Records a fact; what became old.
async fn touched<F: Fact>(trust: &Organisation, fact: F) -> Vec<&'static str> {
    let before = trust.latest().await.expect("read");
    let mut change = trust.begin("test", "recorded", at(0)).await.expect("begun");
    change.record(&[fact]).await.expect("recorded");
    change.commit().await.expect("committed");
    since(trust, before).await
}

async fn since(trust: &Organisation, before: Latest) -> Vec<&'static str> {
    let now = trust.latest().await.expect("read");
    assert!(now.change > before.change, "every change has a number");
    let realms = [
        ("lines", before.lines, now.lines),
        ("access", before.access, now.access),
        ("rules", before.rules, now.rules),
        ("people", before.people, now.people),
        ("queries", before.queries, now.queries),
        ("destroyed", before.destroyed, now.destroyed),
    ];
    for (realm, was, is) in realms {
        assert!(is == was || is == now.change, "{realm}: the number is the change's own");
    }
    realms.into_iter().filter(|(_, was, is)| is > was).map(|(realm, ..)| realm).collect()
}

#[tokio::test]
async fn a_password_chosen_makes_nothing_old_that_servers_keep() {
    on_both("latest_account", |_, trust| async move {
        let before = trust.latest().await.expect("read");
        let id = account(&trust, "ann.jones@hartwell.example.nhs.uk").await;
        assert_eq!(since(&trust, before).await, ["access"], "an account opened");
        let before = trust.latest().await.expect("read");
        let mut change = trust.begin("test", "password", at(1)).await.expect("begun");
        change.set_password(id, "hash", at(1)).await.expect("set");
        change.commit().await.expect("committed");
        assert!(since(&trust, before).await.is_empty());
        let before = trust.latest().await.expect("read");
        let mut change = trust.begin("test", "closed", at(1)).await.expect("begun");
        change.close_account(id, at(1)).await.expect("closed");
        change.commit().await.expect("committed");
        assert_eq!(since(&trust, before).await, ["access"], "an account closed");
    })
    .await;
}

#[tokio::test]
async fn a_fact_makes_old_what_is_made_of_it_and_nothing_else() {
    on_both("latest_fact", |_, trust| async move {
        let number = || "123".to_owned();
        let posting = PostingFact {
            assignment_number: "123-1".into(),
            employee_number: number(),
            applies: Span { from: date(2026, 1, 1), to: None },
            post: PostFact { unit: "Trust|Ward".into(), ..PostFact::default() },
        };
        let all = ["lines", "access", "rules", "people", "queries"];
        assert_eq!(touched(&trust, posting).await, all, "who works where");
        let restriction = Restriction {
            employee_number: number(),
            from: date(2026, 1, 1),
            reason: "asked".into(),
        };
        assert_eq!(touched(&trust, restriction).await, ["lines"], "who may be named");
        let award = AwardFact {
            employee_number: number(),
            competence_name: "Fire Safety".into(),
            date: date(2026, 1, 1),
            printed_expiry: None,
            vpd: String::new(),
            title: String::new(),
            origin: AwardOrigin::Entered,
        };
        assert_eq!(touched(&trust, award).await, ["people"], "the record of one");
        let exemption = ExemptionFact {
            employee_number: number(),
            subject: "Fire Safety".into(),
            date_from: date(2026, 1, 1),
            date_to: None,
            reason: "agreed".into(),
            approved_by: "the training lead".into(),
            applies: Span { from: date(2026, 1, 1), to: None },
            origin: passport_core::entered::Origin::Entered,
        };
        assert_eq!(touched(&trust, exemption).await, ["people"], "the record of one");
    })
    .await;
}
