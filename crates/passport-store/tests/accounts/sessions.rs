//! Sessions say how their person has proved who they are.

use super::{account, at, on_both};

#[tokio::test]
async fn a_session_says_how_its_person_proved_who_they_are_and_whether_they_could_do_more() {
    on_both("session_proof", |store, trust| async move {
        let id = account(&trust, "ann@example.nhs.uk").await;
        trust.begin_session(id, "hash", "password", "Firefox", at(0)).await.expect("begun");
        let open = store.session("hash").await.expect("asked").expect("open");
        assert_eq!((open.session.proof.as_str(), open.has_second_factor), ("password", false));
        let mut change = trust.begin("test", "set up", at(0)).await.expect("begun");
        change.set_second_factor(id, "sealed", 10, at(0)).await.expect("set");
        change.commit().await.expect("committed");
        let open = store.session("hash").await.expect("asked").expect("open");
        assert!(open.has_second_factor);
        let mut change = trust.begin("test", "ended", at(1)).await.expect("begun");
        change.end_sessions(id, at(1)).await.expect("ended");
        change.commit().await.expect("committed");
        assert!(store.session("hash").await.expect("asked").is_none());
    })
    .await;
}
