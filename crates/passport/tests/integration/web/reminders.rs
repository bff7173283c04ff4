//! A manager reminds somebody, and everyone sees the messages sent to them, and
//! nobody else's.

use axum::http::StatusCode;
use passport_core::delivery::MailState;
use passport_store::ReminderKind;

use super::office::{audit, enter, grant, organisation, send, staff};
use super::support::{
    DEPUTY, ELSEWHERE, LEAD, MANAGER, MATRON, NURSE, PORTER, SISTER, STUDENT, Served, Trust,
};
use passport_core::facts::GrantedRole;

const PATH: &str = "/passport/00123/remind";
/// What the nurse never did.
const LINE: &str = "line-moving-and-handling";

#[tokio::test]
async fn a_manager_reminds_a_nurse_and_she_finds_it_among_her_messages() {
    let trust = Trust::new(Served::Real).await;
    let here = organisation(&trust, "999").await;
    let manager = staff(&here, MANAGER, "Grace Okonkwo", &[]).await;
    let nurse = staff(&here, NURSE, "Ann Jones", &[]).await;
    let mut grace = enter(&trust, &here, manager).await;
    let mut ann = enter(&trust, &here, nurse).await;
    let passport = grace.get("/passport/00123").await.text();
    assert!(passport.contains("href=\"/passport/00123/remind\""), "{passport}");
    let page = grace.get(PATH).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains(LINE) && !page.text().contains("line-fire-safety"));
    let none = send(&mut grace, PATH, &[("note", "Do <b>it</b>")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = none.text();
    assert!(text.contains("<title>Error: ") && text.contains("Choose what to remind them of"));
    assert!(text.contains("Do &lt;b&gt;it&lt;"), "the words are still there");
    let long = "x".repeat(301);
    let long = send(&mut grace, PATH, &[(LINE, "yes"), ("note", &long)]).await;
    assert!(long.text().contains("300 characters or fewer"));
    let sent = send(&mut grace, PATH, &[(LINE, "yes"), ("note", "Shall we book it?")]).await;
    assert_eq!(sent.header("location"), "/passport/00123/remind?done=sent", "{}", sent.text());
    assert!(grace.get(sent.header("location")).await.text().contains("is on its way"));
    let again = send(&mut grace, PATH, &[(LINE, "yes")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("Grace Okonkwo has reminded Ann Jones today"));
    let all = here.reminders_to(NURSE).await.expect("messages");
    assert_eq!((all.len(), all[0].kind), (1, ReminderKind::ByManager));
    assert_eq!(all[0].state, MailState::Planned);
    let hers = ann.get("/messages").await.text();
    for words in ["Moving and Handling", "by Grace Okonkwo", "Shall we book it?", "Waiting"] {
        assert!(hers.contains(words), "{words}: {hers}");
    }
    assert!(!grace.get("/messages").await.text().contains("Moving and Handling"));
    let entries = audit(trust, "999").await;
    let asked = |one: &&(String, String, String)| one.0 == "changed" && one.1 == NURSE;
    assert!(entries.iter().any(|one| asked(&one) && one.2.contains("Reminded")), "{entries:?}");
}

#[tokio::test]
async fn nobody_is_reminded_by_those_who_may_not_see_their_record() {
    let trust = Trust::new(Served::Real).await;
    let here = organisation(&trust, "999").await;
    let manager = staff(&here, MANAGER, "Grace Okonkwo", &[]).await;
    let deputy = staff(&here, DEPUTY, "Dee Deputy", &[]).await;
    let lead = staff(&here, LEAD, "Tess Lead", &[(GrantedRole::TrainingLead, "")]).await;
    let nurse = staff(&here, NURSE, "Ann Jones", &[]).await;
    let before = here.last_change().await.expect("a number");
    for (account, of, expected) in [
        (manager, NURSE, StatusCode::OK),
        (manager, SISTER, StatusCode::OK),
        (manager, STUDENT, StatusCode::OK),
        (manager, MANAGER, StatusCode::NOT_FOUND),
        (manager, MATRON, StatusCode::NOT_FOUND),
        (manager, ELSEWHERE, StatusCode::NOT_FOUND),
        (manager, "nobody", StatusCode::NOT_FOUND),
        (deputy, NURSE, StatusCode::NOT_FOUND),
        (nurse, NURSE, StatusCode::NOT_FOUND),
        (nurse, MANAGER, StatusCode::NOT_FOUND),
        (lead, NURSE, StatusCode::OK),
        (lead, LEAD, StatusCode::NOT_FOUND),
        (lead, ELSEWHERE, StatusCode::NOT_FOUND),
    ] {
        let mut browser = enter(&trust, &here, account).await;
        let path = format!("/passport/{of}/remind");
        assert_eq!(browser.get(&path).await.status, expected, "{account} of {of}");
        if expected == StatusCode::NOT_FOUND {
            let form = [(LINE, "yes"), ("line-fire-safety", "yes")];
            assert_eq!(send(&mut browser, &path, &form).await.status, expected);
        }
    }
    assert_eq!(here.last_change().await.expect("a number"), before, "nothing was written");
    grant(&here, deputy, GrantedRole::Deputy, MANAGER, None).await;
    let mut dee = enter(&trust, &here, deputy).await;
    let sent = send(&mut dee, PATH, &[(LINE, "yes")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "in the manager's place");
}

#[tokio::test]
async fn a_training_lead_alone_sees_the_messages_of_another() {
    let trust = Trust::new(Served::Real).await;
    let here = organisation(&trust, "999").await;
    let lead = staff(&here, LEAD, "Tess Lead", &[(GrantedRole::TrainingLead, "")]).await;
    let manager = staff(&here, MANAGER, "Grace Okonkwo", &[]).await;
    let (mut tess, mut grace) =
        (enter(&trust, &here, lead).await, enter(&trust, &here, manager).await);
    let path = "/passport/00123/messages";
    assert_eq!(tess.get(path).await.status, StatusCode::OK);
    assert_eq!(grace.get(path).await.status, StatusCode::FORBIDDEN);
    for nobody in [ELSEWHERE, "nobody"] {
        let answer = tess.get(&format!("/passport/{nobody}/messages")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
    let answer = tess
        .get(&format!("/passport/{}/messages", PORTER.replace('/', "%2F").replace(' ', "%20")))
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    let entries = audit(trust, "999").await;
    assert!(entries.iter().any(|one| one.0 == "saw messages" && one.1 == NURSE), "{entries:?}");
}
