//! What lets people in and is over goes by its age; what keeps somebody out stays.

use passport_store::{NewAccount, NewIdentity};

use crate::databases::{at, on_both};

const ISSUER: &str = "https://provider.example.nhs.uk";

#[tokio::test]
async fn settled_messages_and_links_that_a_later_one_replaced_go_and_the_latest_stays() {
    on_both("ret_ages", |_, trust| async move {
        let mut change = trust.begin("test", "opened", at(0)).await.expect("begins");
        for number in ["77001", "77002"] {
            let email = format!("{number}@example.nhs.uk");
            let new = NewAccount { employee_number: number.into(), name: "A".into(), email };
            change.open_account(&new, at(0)).await.expect("opens").expect("a number");
        }
        for (account, subject) in [(1, "again"), (2, "kept out")] {
            let link = NewIdentity { issuer: ISSUER, subject, account, by: "test" };
            assert!(change.link_identity(&link, at(0)).await.expect("linked"));
            change.unlink_identities(account, "test", at(1)).await.expect("unlinked");
        }
        let again = NewIdentity { issuer: ISSUER, subject: "again", account: 1, by: "test" };
        assert!(change.link_identity(&again, at(2)).await.expect("linked again"));
        for account in [1, 2] {
            change.ask_message(account, "invitation", "test", at(0)).await.expect("asked");
        }
        change.commit().await.expect("commits");
        trust.settle_message(1, "sent", "", at(3)).await.expect("settled");

        assert_eq!(trust.log_ins_before(at(1)).await.expect("counted"), 0);
        assert_eq!(trust.log_ins_before(at(9)).await.expect("counted"), 2);
        let mut change = trust.begin("test", "destroyed", at(10)).await.expect("begins");
        assert_eq!(change.destroy_log_ins(at(9)).await.expect("destroyed"), 2);
        change.commit().await.expect("commits");

        assert!(trust.messages_of(1).await.expect("read").is_empty());
        assert_eq!(trust.messages_of(2).await.expect("read").len(), 1, "it waits yet");
        let links = trust.links_of_identity(ISSUER, "again").await.expect("read");
        assert!(links.len() == 1 && links[0].unlinked_at.is_none(), "{links:?}");
        let links = trust.links_of_identity(ISSUER, "kept out").await.expect("read");
        assert!(links.len() == 1 && links[0].unlinked_at.is_some(), "{links:?}");
    })
    .await;
}
