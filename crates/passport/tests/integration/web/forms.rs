//! Forms change something only from our own pages, and sessions end.

use axum::http::{Method, StatusCode};

use super::support::{
    ADMINISTRATOR, DEPUTY, LEAD, MANAGER, NURSE, PORTER, SUBJECT_LEAD, Served, Trust,
};

#[tokio::test]
async fn logging_in_takes_the_token_of_the_page() {
    let trust = Trust::new(Served::Demo).await;
    let mut browser = trust.browser();
    let token = browser.get("/demo").await.hidden("csrf");
    let without = browser.post("/demo/log-in", &format!("person={NURSE}")).await;
    assert_eq!(without.status, StatusCode::FORBIDDEN);
    let wrong = browser.post("/demo/log-in", &format!("csrf={token}0&person={NURSE}")).await;
    assert_eq!(wrong.status, StatusCode::FORBIDDEN);
    let twice = format!("csrf={token}&csrf={token}&person={NURSE}");
    assert_eq!(browser.post("/demo/log-in", &twice).await.status, StatusCode::FORBIDDEN);
    let form = format!("csrf={token}&person={NURSE}");
    let elsewhere = [("sec-fetch-site", "cross-site")];
    let forged = browser.ask(Method::POST, "/demo/log-in", &form, &elsewhere).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    let mut other = trust.browser();
    other.get("/demo").await;
    assert_eq!(other.post("/demo/log-in", &form).await.status, StatusCode::FORBIDDEN);
    assert_eq!(browser.post("/demo/log-in", &form).await.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.get("/passport").await.status, StatusCode::OK);
}

#[tokio::test]
async fn everyone_lands_on_the_page_that_is_theirs() {
    let trust = Trust::new(Served::Demo).await;
    for (person, page) in [
        (NURSE, "/passport"),
        (MANAGER, "/team"),
        (LEAD, "/desk"),
        ("700", "/figures"),
        (ADMINISTRATOR, "/first-steps"),
        (SUBJECT_LEAD, "/subjects/Fire%20Safety"),
        (DEPUTY, "/team"),
    ] {
        let mut browser = trust.browser();
        assert_eq!(browser.log_in(person).await.header("location"), "/");
        assert_eq!(browser.get("/").await.header("location"), page);
        assert_eq!(browser.get(page).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn only_people_on_the_list_can_be_logged_in_as() {
    let trust = Trust::new(Served::Demo).await;
    for person in [PORTER, "nobody", "", "900"] {
        let mut browser = trust.browser();
        assert_eq!(browser.log_in(person).await.status, StatusCode::BAD_REQUEST, "{person}");
        assert_eq!(browser.get("/passport").await.status, StatusCode::SEE_OTHER, "{person}");
    }
}

#[tokio::test]
async fn a_log_in_has_a_new_cookie_and_log_out_kills_it() {
    let trust = Trust::new(Served::Demo).await;
    let mut browser = trust.browser();
    browser.get("/demo").await;
    let before = browser.cookie.clone();
    browser.log_in(NURSE).await;
    let stolen = browser.cookie.clone();
    assert_ne!(before, stolen, "a cookie from before log-in is worth nothing after it");

    let token = browser.get("/passport").await.hidden("csrf");
    assert_eq!(browser.post("/log-out", "").await.status, StatusCode::FORBIDDEN);
    assert_eq!(browser.get("/passport").await.status, StatusCode::OK, "still logged in");
    let out = browser.post("/log-out", &format!("csrf={token}")).await;
    assert_eq!(out.status, StatusCode::SEE_OTHER);
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    let mut thief = trust.browser();
    thief.cookie = stolen;
    assert_eq!(thief.get("/passport").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn two_cookies_of_our_name_are_none() {
    let trust = Trust::new(Served::Demo).await;
    let mut browser = trust.logged_in(NURSE).await;
    let good = browser.cookie.clone().unwrap_or_default();
    browser.cookie = Some(format!("passport=0; {good}"));
    assert_eq!(browser.get("/passport").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_form_too_large_is_refused() {
    let trust = Trust::new(Served::Demo).await;
    let mut browser = trust.browser();
    let token = browser.get("/demo").await.hidden("csrf");
    let form = format!("csrf={token}&person={}", "1".repeat(20_000));
    let answer = browser.post("/demo/log-in", &form).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn showing_a_page_changes_nothing() {
    let trust = Trust::new(Served::Demo).await;
    let organisation = trust.store.organisation(Some("999")).await.expect("the trust");
    for person in [LEAD, ADMINISTRATOR, MANAGER] {
        let mut browser = trust.logged_in(person).await;
        let before = organisation.last_change().await.expect("a number");
        for route in passport::web::routes() {
            let mut path = route.path.replace("{employee_number}", NURSE);
            for variable in ["{number}", "{account}", "{grant}"] {
                path = path.replace(variable, "1");
            }
            browser.get(&path.replace("{setting}", "target")).await;
        }
        assert_eq!(organisation.last_change().await.expect("a number"), before, "{person}");
    }
}
