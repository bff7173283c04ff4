//! Invitations by mail: to one, and to a whole organisation at once.

use axum::http::StatusCode;
use passport::account_mail::Posted;
use passport_core::facts::{GrantedRole, SettingFact};
use passport_store::Organisation;

use super::forgotten::post;
use super::office::{enter, organisation, send, staff};
use super::support::{Browser, LEAD, NURSE, SISTER, Served, Trust, clock};

/// A trust with an administrator, and the folder its mail goes to.
async fn with_mail() -> (Trust, Organisation, Browser, tempfile::TempDir) {
    let trust = Trust::new(Served::Real).await;
    let here = organisation(&trust, "999").await;
    let roles = [(GrantedRole::Administrator, "")];
    let admin = staff(&here, LEAD, "Alex Admin", &roles).await;
    let browser = enter(&trust, &here, admin).await;
    let folder = tempfile::tempdir().expect("a folder");
    let value = format!("file://{}", folder.path().display());
    let setting = SettingFact { key: "mail-to".into(), value, date_from: None };
    let mut change = here.begin("test", "setting", clock().now()).await.expect("begun");
    change.record(&[setting]).await.expect("recorded");
    change.commit().await.expect("committed");
    (trust, here, browser, folder)
}

#[tokio::test]
async fn everyone_with_an_address_is_written_to_once() {
    let (_trust, here, mut alex, folder) = with_mail().await;
    let page = alex.get("/accounts/invite-everyone").await.text();
    assert!(page.contains("Send the invitations"), "{page}");
    let answer = send(&mut alex, "/accounts/invite-everyone", &[]).await;
    assert_eq!(answer.status, StatusCode::OK);
    let text = answer.text();
    assert!(text.contains("6 people were written to"), "{text}");
    assert!(!text.contains("Tess Lead"), "who can log in is not written to");
    assert!(text.contains("No email address in the staff record"), "{text}");
    // Pressed twice, it is one message each.
    send(&mut alex, "/accounts/invite-everyone", &[]).await;
    let posted = post(&here, clock()).await.expect("posted");
    assert_eq!(posted, Posted { sent: 6, refused: 0, later: 0 });
    let files = std::fs::read_dir(folder.path()).expect("the folder").count();
    assert_eq!(files, 6);
    for number in [NURSE, SISTER] {
        assert!(here.account_of(number).await.expect("asked").is_some(), "{number}");
    }
}

#[tokio::test]
async fn a_link_that_goes_by_mail_is_shown_to_nobody() {
    let (_trust, here, mut alex, folder) = with_mail().await;
    let answer = send(&mut alex, "/accounts/invite", &[("employee-number", NURSE)]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let text = answer.text();
    assert!(
        text.contains("A link is on its way to Ann Jones") && !text.contains("/link/"),
        "{text}"
    );
    post(&here, clock()).await.expect("posted");
    assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 1);
}

#[tokio::test]
async fn whose_account_was_closed_by_hand_is_not_invited_with_everyone() {
    let (_trust, here, mut alex, folder) = with_mail().await;
    let nurse = staff(&here, NURSE, "Ann Jones", &[]).await;
    let closed = send(&mut alex, &format!("/accounts/{nurse}/close"), &[]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER);
    send(&mut alex, "/accounts/invite-everyone", &[]).await;
    post(&here, clock()).await.expect("posted");
    let files = std::fs::read_dir(folder.path()).expect("the folder").flatten();
    for file in files {
        let text = std::fs::read_to_string(file.path()).expect("a message");
        assert!(!text.contains("Ann Jones"), "{text}");
    }
    assert!(here.account_of(NURSE).await.expect("asked").is_none());
}

#[tokio::test]
async fn nobody_goes_round_their_own_password_and_app_from_the_administrators_pages() {
    let (trust, here, _, _folder) = with_mail().await;
    let admin = staff(&here, "", "Sam Second", &[(GrantedRole::Administrator, "")]).await;
    let mut sam = enter(&trust, &here, admin).await;
    let own = format!("/accounts/{admin}");
    for path in [format!("{own}/link"), format!("{own}/second-factor"), format!("{own}/roles")] {
        let form = [("role", "training lead"), ("reason", "mine")];
        let answer = send(&mut sam, &path, &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(answer.text().contains("This is your own account"), "{path}");
    }
    let (waiting, _) = here.message_counts().await.expect("counted");
    assert_eq!(waiting, 0);
}
