//! Identities at a provider, and log-ins that are under way.

use passport_store::{NewAccount, NewIdentity, NewOrganisation, Organisation, Store};

use super::databases::{at, on_both};

const ISSUER: &str = "https://login.example.nhs.uk";

async fn account(organisation: &Organisation, number: &str) -> i64 {
    let new = NewAccount {
        employee_number: number.into(),
        name: "Ann Jones".into(),
        email: format!("{number}@example.nhs.uk"),
    };
    let mut change = organisation.begin("test", "opened", at(0)).await.expect("begun");
    let id = change.open_account(&new, at(0)).await.expect("opened").expect("a new address");
    change.commit().await.expect("committed");
    id
}

async fn link(organisation: &Organisation, issuer: &str, subject: &str, account: i64) -> bool {
    let mut change = organisation.begin("test", "linked", at(0)).await.expect("begun");
    let new = NewIdentity { issuer, subject, account, by: "test" };
    let done = change.link_identity(&new, at(0)).await.expect("asked");
    if done {
        change.commit().await.expect("committed");
    }
    done
}

async fn other(store: &Store) -> Organisation {
    let new = NewOrganisation {
        code: "111".into(),
        name: "Another NHS Trust".into(),
        vpd: "111".into(),
        ods: String::new(),
    };
    store.add_organisation(&new, "test", at(0)).await.expect("added")
}

#[tokio::test]
async fn an_identity_opens_one_account_and_an_account_has_one_identity_at_a_provider() {
    on_both("identities", |store, here| async move {
        let (ann, ben) = (account(&here, "1").await, account(&here, "2").await);
        assert!(link(&here, ISSUER, "ann", ann).await);
        assert!(!link(&here, ISSUER, "ann", ann).await, "it is linked already");
        assert!(!link(&here, ISSUER, "ann", ben).await);
        assert!(!link(&here, ISSUER, "other", ann).await);
        assert!(link(&here, ISSUER, "Ann", ben).await, "letters count");
        assert!(link(&here, "https://other.example.nhs.uk", "ann", ann).await);
        // Another organisation links for itself, and sees nothing of it.
        let there = other(&store).await;
        assert!(there.links_of_identity(ISSUER, "ann").await.expect("asked").is_empty());
        let cara = account(&there, "1").await;
        assert!(link(&there, ISSUER, "ann", cara).await);
        assert_eq!(there.identities().await.expect("asked").len(), 1);
        assert_eq!(here.identities().await.expect("asked").len(), 3);
        assert!(!there.had_account("2").await.expect("asked"));
        assert!(here.had_account("2").await.expect("asked"));
    })
    .await;
}

#[tokio::test]
async fn an_unlinked_identity_keeps_its_history_and_can_be_linked_again() {
    on_both("unlinked", |_, here| async move {
        let (ann, ben) = (account(&here, "1").await, account(&here, "2").await);
        assert!(link(&here, ISSUER, "ann", ann).await);
        let mut change = here.begin("test", "unlinked", at(9)).await.expect("begun");
        assert_eq!(change.unlink_identities(ann, "test", at(9)).await.expect("asked"), 1);
        assert_eq!(change.unlink_identities(ben, "test", at(9)).await.expect("asked"), 0);
        change.commit().await.expect("committed");
        assert!(here.identities().await.expect("asked").is_empty());
        assert!(link(&here, ISSUER, "ann", ben).await);
        let links = here.links_of_identity(ISSUER, "ann").await.expect("asked");
        let seen: Vec<_> = links.iter().map(|link| (link.account, link.unlinked_at)).collect();
        assert_eq!(seen, [(ben, None), (ann, Some(at(9)))]);
    })
    .await;
}

#[tokio::test]
async fn a_log_in_that_is_under_way_is_taken_up_once_and_forgotten_in_time() {
    on_both("sign_on", |store, here| async move {
        here.begin_sign_on("hash", ISSUER, at(0), at(-600)).await.expect("begun");
        let (one, two) = tokio::join!(
            store.take_up_sign_on("hash", at(5)),
            store.take_up_sign_on("hash", at(5))
        );
        let taken: Vec<_> = [one, two].into_iter().filter_map(|one| one.expect("asked")).collect();
        assert_eq!(taken.len(), 1, "one of two at once");
        let (organisation, sign_on) = &taken[0];
        assert_eq!((organisation.id, sign_on.issuer.as_str()), (here.id, ISSUER));
        assert_eq!(sign_on.began_at, at(0));
        assert!(store.take_up_sign_on("unknown", at(5)).await.expect("asked").is_none());
        // The next one to begin clears away what nobody can come back from.
        here.begin_sign_on("old", ISSUER, at(0), at(-600)).await.expect("begun");
        here.begin_sign_on("new", ISSUER, at(601), at(1)).await.expect("begun");
        assert!(store.take_up_sign_on("old", at(602)).await.expect("asked").is_none());
        assert!(store.take_up_sign_on("new", at(602)).await.expect("asked").is_some());
    })
    .await;
}
