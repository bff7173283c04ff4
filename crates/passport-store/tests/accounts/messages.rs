//! Messages are asked for once, claimed by one, and settled once.

use super::{account, at, on_both};

#[tokio::test]
async fn a_message_is_claimed_by_one_of_many_who_send() {
    on_both("claim_message", |_, trust| async move {
        for n in 0..5 {
            let id = account(&trust, &format!("p{n}@example.nhs.uk")).await;
            for _ in 0..2 {
                trust.ask_message(id, "reset", "test", at(0)).await.expect("asked");
            }
        }
        assert_eq!(trust.message_counts().await.expect("counted"), (5, 0), "once each");
        let claims = (0..4).map(|_| {
            let trust = trust.clone();
            tokio::spawn(async move { trust.claim_messages(at(0), at(600), 3).await })
        });
        let mut claimed = Vec::new();
        for claim in claims.collect::<Vec<_>>() {
            let rows = claim.await.expect("answered").expect("claimed");
            claimed.extend(rows.into_iter().map(|message| message.id));
        }
        claimed.extend(
            trust.claim_messages(at(0), at(600), 9).await.expect("rest").iter().map(|m| m.id),
        );
        claimed.sort_unstable();
        assert_eq!(claimed, [1, 2, 3, 4, 5]);
        assert!(trust.claim_messages(at(599), at(700), 9).await.expect("asked").is_empty());
        let again = trust.claim_messages(at(600), at(700), 9).await.expect("asked");
        assert_eq!(again.len(), 5, "whoever had them died");
        assert!(again.iter().all(|message| message.tries == 2));
        trust.settle_message(1, "sent", "250 ok", at(601)).await.expect("settled");
        trust.settle_message(1, "refused", "", at(602)).await.expect("asked");
        trust.settle_message(2, "refused", "550", at(602)).await.expect("settled");
        trust.postpone_message(3, "451", at(900)).await.expect("postponed");
        assert_eq!(trust.message_counts().await.expect("counted"), (3, 1));
        let due = trust.claim_messages(at(700), at(800), 9).await.expect("asked");
        assert_eq!(due.iter().map(|message| message.id).collect::<Vec<_>>(), [4, 5]);
    })
    .await;
}
