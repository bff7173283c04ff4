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
    assert!(text.contains("7 people were written to"), "{text}");
    assert!(!text.contains("Tess Lead"), "who has an account needs no address in the record");
    assert!(text.contains("No email address in the staff record"), "{text}");
    // Pressed twice, it is one message each.
    send(&mut alex, "/accounts/invite-everyone", &[]).await;
    let posted = post(&here, clock()).await.expect("posted");
    assert_eq!(posted, Posted { sent: 7, refused: 0, later: 0 });
    let files = std::fs::read_dir(folder.path()).expect("the folder").count();
    assert_eq!(files, 7);
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
