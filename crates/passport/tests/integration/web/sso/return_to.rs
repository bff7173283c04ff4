//! Coming back: an answer is good once, in the browser that asked, for ten minutes.

use axum::http::StatusCode;
use serde_json::json;

use super::provider::Provider;
use super::{audited, begin, is_in, log_in, nurse, press, refusals, set, set_up, trust};
use crate::web::support::{NURSE, Served, Trust, clock_at};

#[tokio::test]
async fn a_nurse_logs_in_with_her_work_account_and_finds_her_passport() {
    let (trust, provider) = trust().await;
    let mut browser = trust.browser();
    let page = browser.get("/log-in").await.text();
    assert!(page.contains("Log in with Hartwell account"), "{page}");
    let answer = log_in(&mut browser, &provider, nurse()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), "/");
    assert_eq!(browser.sign_on, None, "the browser forgets what it began");
    assert!(browser.get("/passport").await.text().contains("Ann Jones"));
    let audit = audited(trust, "999").await;
    let logged_in = audit.iter().find(|(action, _)| action == "logged in").expect("an entry");
    assert_eq!(logged_in.1, json!({ "by": "single sign-on" }));
    let change = audit.iter().any(|(_, details)| details["what"] == "account opened by identity");
    assert!(change, "{audit:?}");
}

#[tokio::test]
async fn an_answer_is_good_once() {
    let (trust, provider) = trust().await;
    let mut browser = trust.browser();
    let question = begin(&mut browser, "999").await;
    let cookie = browser.sign_on.clone();
    let back = provider.log_in(&question, nurse());
    assert_eq!(browser.get(&back).await.status, StatusCode::SEE_OTHER);
    // The same browser, as though it had kept the cookie; and without it.
    for cookie in [cookie.clone(), None] {
        let mut again = trust.browser();
        again.sign_on = cookie;
        assert_eq!(again.get(&back).await.status, StatusCode::BAD_REQUEST);
        assert!(!is_in(&mut again).await);
    }
    // With another code, which the provider would take.
    let other = provider.log_in(&question, nurse());
    let mut again = trust.browser();
    again.sign_on = cookie;
    assert_eq!(again.get(&other).await.status, StatusCode::BAD_REQUEST);
    assert!(!is_in(&mut again).await);
}

#[tokio::test]
async fn of_two_answers_at_once_one_is_taken() {
    let (trust, provider) = trust().await;
    let mut browser = trust.browser();
    let question = begin(&mut browser, "999").await;
    let mut twin = trust.browser();
    twin.sign_on.clone_from(&browser.sign_on);
    let (one, two) = (provider.log_in(&question, nurse()), provider.log_in(&question, nurse()));
    let (first, second) = tokio::join!(browser.get(&one), twin.get(&two));
    let mut both = [first.status, second.status];
    both.sort();
    assert_eq!(both, [StatusCode::SEE_OTHER, StatusCode::BAD_REQUEST]);
}

#[tokio::test]
async fn an_answer_to_another_browser_is_nobodys() {
    let (trust, provider) = trust().await;
    let (mut mine, mut theirs) = (trust.browser(), trust.browser());
    let my_question = begin(&mut mine, "999").await;
    begin(&mut theirs, "999").await;
    let back = provider.log_in(&my_question, nurse());
    // A stranger who is given the link, with nothing begun or something of their own.
    let mut stranger = trust.browser();
    for other in [&mut stranger, &mut theirs] {
        assert_eq!(other.get(&back).await.status, StatusCode::BAD_REQUEST);
        assert!(!is_in(other).await);
    }
    // Which did not spend what was mine.
    assert_eq!(mine.get(&back).await.status, StatusCode::SEE_OTHER);
    assert!(is_in(&mut mine).await);
}

#[tokio::test]
async fn a_state_that_is_swapped_missing_or_doubled_is_refused() {
    let (trust, provider) = trust().await;
    let (mut browser, mut other) = (trust.browser(), trust.browser());
    let question = begin(&mut browser, "999").await;
    let swapped = provider.log_in(&begin(&mut other, "999").await, nurse());
    let back = provider.log_in(&question, nurse());
    let (code, state) = back.split_once("&state=").expect("a state");
    let upper = state.to_uppercase();
    let wrong = [
        code.to_owned(),
        format!("{code}&state="),
        format!("{code}&state={upper}"),
        format!("{code}&state={state}&state={state}"),
        format!("{code}&state={}", "0".repeat(64)),
        swapped,
    ];
    for wrong in wrong {
        assert_eq!(browser.get(&wrong).await.status, StatusCode::BAD_REQUEST, "{wrong}");
        assert!(!is_in(&mut browser).await, "{wrong}");
    }
    assert_eq!(browser.get(&back).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_code_that_is_another_questions_is_refused_by_the_challenge() {
    let (trust, provider) = trust().await;
    let (mut attacker, mut victim) = (trust.browser(), trust.browser());
    let theirs = provider.log_in(&begin(&mut victim, "999").await, nurse());
    let question = begin(&mut attacker, "999").await;
    let mine = provider.log_in(&question, json!({ "employeeNumber": "200" }));
    // The attacker has seen the victim's code and puts it into their own answer.
    let stolen = theirs.split('&').next().expect("a code");
    let state = mine.split_once('&').expect("a state").1;
    assert_eq!(attacker.get(&format!("{stolen}&{state}")).await.status, StatusCode::FORBIDDEN);
    assert!(!is_in(&mut attacker).await);
    assert!(refusals(trust, "999").await[0].contains("does not accept the code"));
}

#[tokio::test]
async fn after_ten_minutes_an_answer_comes_too_late() {
    let (trust, provider) = trust().await;
    for (instant, expected) in [
        ("2026-11-22T12:10:01Z", StatusCode::BAD_REQUEST),
        ("2026-11-22T12:02:00Z", StatusCode::SEE_OTHER),
    ] {
        let mut browser = trust.browser();
        let back = provider.log_in(&begin(&mut browser, "999").await, nurse());
        let mut later = trust.at(clock_at(instant)).await;
        later.sign_on = browser.sign_on;
        assert_eq!(later.get(&back).await.status, expected, "{instant}");
    }
}

#[tokio::test]
async fn the_provider_in_the_answer_must_be_the_one_that_was_asked() {
    let (trust, provider) = trust().await;
    let go = async |more: &str| {
        let mut browser = trust.browser();
        let back = provider.log_in(&begin(&mut browser, "999").await, nurse());
        browser.get(&format!("{back}{more}")).await.status
    };
    let right = format!("&iss={}", provider.issuer.replace(':', "%3A").replace('/', "%2F"));
    assert_eq!(go(&right).await, StatusCode::SEE_OTHER);
    assert_eq!(go("").await, StatusCode::SEE_OTHER, "it need not be there");
    assert_eq!(go("&iss=https%3A%2F%2Fevil.example").await, StatusCode::FORBIDDEN);
    assert_eq!(go(&format!("{right}%2F")).await, StatusCode::FORBIDDEN);
    assert_eq!(go("&iss=").await, StatusCode::FORBIDDEN);
    let other = refusals(trust, "999").await;
    assert!(other.iter().all(|reason| reason.contains("not from the provider")), "{other:?}");
}

#[tokio::test]
async fn a_provider_that_says_it_names_itself_must() {
    let (trust, provider) = trust().await;
    provider.says("authorization_response_iss_parameter_supported", json!(true));
    let mut browser = trust.browser();
    assert_eq!(log_in(&mut browser, &provider, nurse()).await.status, StatusCode::FORBIDDEN);
    let back = provider.log_in(&begin(&mut browser, "999").await, nurse());
    let answer = browser.get(&format!("{back}&iss={}", provider.issuer)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_refusal_by_the_provider_is_said_without_its_words() {
    let (trust, provider) = trust().await;
    let mut browser = trust.browser();
    let back = provider.log_in(&begin(&mut browser, "999").await, nurse());
    let state = back.split_once("&state=").expect("a state").1.to_owned();
    let error = "error=access_denied&error_description=%3Cscript%3Ealert(1)%3C%2Fscript%3E";
    let answer = browser.get(&format!("/log-in/sso/return?{error}&state={state}")).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let page = answer.text();
    assert!(page.contains("You are not logged in") && !page.contains("access_denied"), "{page}");
    assert!(!page.contains("alert(1)"));
    assert_eq!(browser.get(&back).await.status, StatusCode::BAD_REQUEST, "it is spent");
}

#[tokio::test]
async fn a_log_in_begins_only_from_our_own_page_and_where_it_is_set_up() {
    let (trust, provider) = trust().await;
    let mut browser = trust.browser();
    let forged = browser.post("/log-in/sso", "organisation=999").await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    assert_eq!(browser.get("/log-in/sso").await.status, StatusCode::METHOD_NOT_ALLOWED);
    for code in ["111", "nonsense", ""] {
        assert_eq!(press(&mut browser, code).await.status, StatusCode::NOT_FOUND, "{code:?}");
    }
    assert_eq!(provider.asked_for("openid-configuration"), 0);
    set(&trust, "999", "sso-issuer", "").await;
    assert_eq!(press(&mut browser, "999").await.status, StatusCode::NOT_FOUND);
    assert!(!browser.get("/log-in").await.text().contains("/log-in/sso"));
}

#[tokio::test]
async fn a_provider_that_is_changed_meanwhile_lets_nobody_in() {
    let (trust, provider) = trust().await;
    let mut browser = trust.browser();
    let back = provider.log_in(&begin(&mut browser, "999").await, nurse());
    let other = Provider::new("s 999:%").await;
    set_up(&trust, "999", &other).await;
    assert_eq!(browser.get(&back).await.status, StatusCode::BAD_REQUEST);
    assert!(!is_in(&mut browser).await);
}

#[tokio::test]
async fn whoever_comes_too_often_waits() {
    let (trust, _provider) = trust().await;
    let mut browser = trust.browser();
    let csrf = browser.get("/log-in").await.hidden("csrf");
    let form = format!("csrf={csrf}&organisation=999");
    for _ in 0..300 {
        assert_eq!(browser.post("/log-in/sso", &form).await.status, StatusCode::OK);
    }
    let answer = browser.post("/log-in/sso", &form).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    let mut later = trust.at(clock_at("2026-11-22T12:05:00Z")).await;
    assert_eq!(press(&mut later, "999").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_cookie_is_the_browsers_alone_and_leaves_after_ten_minutes() {
    let (trust, _provider) = trust().await;
    let answer = press(&mut trust.browser(), "999").await;
    let cookie = answer.header("set-cookie");
    for part in ["passport-sign-on=", "; Path=/;", "HttpOnly", "SameSite=Lax", "Max-Age=600"] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
    // The address that the provider sees holds nothing of it.
    let secret = cookie.split(['=', ';']).nth(1).expect("a value");
    assert!(!answer.header("refresh").contains(secret));
    assert_eq!(answer.header("referrer-policy"), "same-origin");
}

#[tokio::test]
async fn a_session_of_before_ends_when_another_begins() {
    let (trust, provider) = trust().await;
    let mut browser = trust.browser();
    log_in(&mut browser, &provider, nurse()).await;
    let before = browser.cookie.clone();
    let csrf = browser.get("/account").await.hidden("csrf");
    let sent = browser.post("/log-in/sso", &format!("csrf={csrf}&organisation=999")).await;
    let back = provider.log_in(sent.header("refresh"), nurse());
    assert_eq!(browser.get(&back).await.status, StatusCode::SEE_OTHER);
    assert_ne!(browser.cookie, before);
    let mut thief = trust.browser();
    thief.cookie = before;
    assert!(!is_in(&mut thief).await);
}

#[tokio::test]
async fn a_demonstration_has_no_single_sign_on() {
    let trust = Trust::new(Served::Demo).await;
    let mut browser = trust.logged_in(NURSE).await;
    let answer = browser.get("/log-in/sso/return?code=x&state=y").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}
