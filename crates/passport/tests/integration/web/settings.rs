//! Settings in the browser: what administrators change, and what they cannot.

use axum::http::StatusCode;
use jiff::civil::date;
use passport_core::facts::GrantedRole;
use passport_core::setting::SETTINGS;

use super::office::{enter, organisation, send, staff};
use super::support::{Served, Trust};

#[tokio::test]
async fn an_administrator_changes_a_setting_from_a_day_on() {
    let trust = Trust::new(Served::Real).await;
    let here = organisation(&trust, "999").await;
    let there = organisation(&trust, "111").await;
    let admin = staff(&here, "", "Alex Byrne", &[(GrantedRole::Administrator, "")]).await;
    let mut alex = enter(&trust, &here, admin).await;
    let page = alex.get("/settings").await.text();
    for setting in SETTINGS {
        assert!(page.contains(setting.key), "{}", setting.key);
    }
    let form = [("value", "90"), ("from-day", "1"), ("from-month", "4"), ("from-year", "2027")];
    let saved = send(&mut alex, "/settings/target", &form).await;
    assert_eq!(saved.header("location"), "/settings?done=target", "{}", saved.text());
    let page = alex.get("/settings?done=target").await.text();
    assert!(page.contains("target is saved") && page.contains("From 1 April 2027: 90"), "{page}");
    let settings = here.settings().await.expect("settings");
    assert_eq!(settings.get("target", date(2027, 3, 31)), "85");
    assert_eq!(settings.get("target", date(2027, 4, 1)), "90");
    // Without a day it holds from today.
    send(&mut alex, "/settings/target", &[("value", "80")]).await;
    let settings = here.settings().await.expect("settings");
    assert_eq!(settings.get("target", date(2026, 11, 21)), "85");
    assert_eq!(settings.get("target", date(2026, 11, 22)), "80");
    let other = there.settings().await.expect("settings");
    assert_eq!(other.get("target", date(2027, 4, 1)), "85", "the other trust keeps its own");
}

#[tokio::test]
async fn a_value_that_cannot_be_is_refused_beside_its_field() {
    let trust = Trust::new(Served::Real).await;
    let here = organisation(&trust, "999").await;
    let admin = staff(&here, "", "Alex Byrne", &[(GrantedRole::Administrator, "")]).await;
    let mut alex = enter(&trust, &here, admin).await;
    let before = here.last_change().await.expect("a number");
    for (key, value, says) in [
        ("target", "850", "a percentage from 0 to 100"),
        ("warning-months", "<script>alert(1)</script>", "a whole number"),
        ("monthly-time", "7", "a time such as 07:00"),
        ("site-address", "javascript:alert(1)", "begins with https://"),
        ("site-address", "http://evil.example", "begins with https://"),
        ("mail-to", "smtp://127.0.0.1:6379?tls=none", "by name"),
        ("mail-to", "smtp://169.254.169.254:80", "by name"),
        ("mail-from", "nobody", "mail-from"),
    ] {
        let answer = send(&mut alex, &format!("/settings/{key}"), &[("value", value)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{key}");
        let text = answer.text();
        assert!(text.contains(says) && text.contains("<title>Error: "), "{key}: {text}");
        assert!(!text.contains("<script>alert"), "{key}");
    }
    let day = [("value", "80"), ("from-day", "31"), ("from-month", "2"), ("from-year", "2027")];
    let answer = send(&mut alex, "/settings/target", &day).await;
    assert!(answer.text().contains("First day must be a real date"));
    // Places of the server are set on the server; what is no setting is not there.
    for value in ["file:///tmp", "javascript:alert(1)", "/etc/passwd"] {
        let answer = send(&mut alex, "/settings/mail-to", &[("value", value)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{value}");
    }
    for key in ["import-folder", "sso-issuer", "sso-client-id", "nothing", "Target"] {
        let path = format!("/settings/{key}");
        assert_eq!(alex.get(&path).await.status, StatusCode::NOT_FOUND, "{key}");
        let answer = send(&mut alex, &path, &[("value", "file:///tmp")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{key}");
    }
    assert_eq!(here.last_change().await.expect("a number"), before, "nothing was changed");
    // A mail server may be named here, as long as no secret would be sent to it.
    let server = [("value", "smtp://mail.example.nhs.uk")];
    let answer = send(&mut alex, "/settings/mail-to", &server).await;
    assert_eq!(answer.header("location"), "/settings?done=mail-to", "{}", answer.text());
}
