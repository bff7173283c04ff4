//! A real trust to strangers: nothing personal, whatever is asked.

use axum::http::StatusCode;
use passport::web::{Kind, routes};

use super::support::{NURSE, Served, Trust};

#[tokio::test]
async fn a_stranger_is_led_to_the_log_in_and_told_nothing() {
    let trust = Trust::new(Served::Real).await;
    for route in routes().into_iter().filter(|route| route.who.needs_log_in()) {
        let part = |part: &'static str| if part.starts_with('{') { NURSE } else { part };
        let address = route.path.split('/').map(part).collect::<Vec<_>>().join("/");
        let answer = match route.kind {
            Kind::Show => trust.browser().get(&address).await,
            Kind::Act => continue,
        };
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{address}");
        assert_eq!(answer.header("location"), "/log-in", "{address}");
        assert!(answer.body.is_empty(), "{address}");
    }
}

#[tokio::test]
async fn a_real_trust_has_no_log_in_without_a_password() {
    let trust = Trust::new(Served::Real).await;
    let mut browser = trust.browser();
    assert_eq!(browser.get("/demo").await.status, StatusCode::NOT_FOUND);
    let answer = browser.post("/demo/log-in", &format!("person={NURSE}")).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.headers.get("set-cookie").is_none());
    let home = browser.get("/").await;
    assert_eq!(home.status, StatusCode::OK);
    assert!(home.text().contains("href=\"/log-in\""));
}

#[tokio::test]
async fn a_session_of_another_server_opens_nothing() {
    let demo = Trust::new(Served::Demo).await;
    let cookie = demo.logged_in(NURSE).await.cookie;
    let real = Trust::new(Served::Real).await;
    let mut browser = real.browser();
    browser.cookie = cookie;
    assert_eq!(browser.get("/passport").await.status, StatusCode::SEE_OTHER);
}
