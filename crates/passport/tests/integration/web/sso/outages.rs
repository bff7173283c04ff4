//! Providers that are away, set up wrongly, or not what they should be: nobody is
//! let in, nobody waits long, and nothing is asked that may not be.

use axum::http::StatusCode;
use serde_json::{Value as Json, json};

use super::provider::{Behaviour, Provider};
use super::{begin, is_in, log_in, nurse, press, refusals, set, trust};

const BEHAVIOURS: [Behaviour; 6] = [
    Behaviour::Redirects,
    Behaviour::NeverEnds,
    Behaviour::IsHuge,
    Behaviour::IsSlow,
    Behaviour::Fails,
    Behaviour::IsNotJson,
];

#[tokio::test]
async fn discovery_and_keys_that_are_not_what_they_should_be_begin_nothing() {
    for page in ["openid-configuration", "keys"] {
        for behaviour in BEHAVIOURS {
            let (trust, provider) = trust().await;
            provider.behaves(page, behaviour);
            let mut browser = trust.browser();
            let answer = press(&mut browser, "999").await;
            assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{page} {behaviour:?}");
            assert!(answer.text().contains("Try again later"), "{}", answer.text());
            assert_eq!(browser.sign_on, None);
            assert_eq!(provider.asked_for(&format!("other/{page}")), 0, "no redirect is followed");
        }
    }
}

#[tokio::test]
async fn a_token_page_that_is_not_what_it_should_be_lets_nobody_in() {
    for behaviour in BEHAVIOURS {
        let (trust, provider) = trust().await;
        provider.behaves("token", behaviour);
        let mut browser = trust.browser();
        let answer = log_in(&mut browser, &provider, nurse()).await;
        assert!(!answer.status.is_success() && !answer.status.is_redirection(), "{behaviour:?}");
        assert!(!is_in(&mut browser).await, "{behaviour:?}");
        assert_eq!(provider.asked_for("other/token"), 0);
        assert_eq!(refusals(trust, "999").await.len(), 1);
    }
}

#[tokio::test]
async fn an_answer_without_a_token_lets_nobody_in() {
    let (trust, provider) = trust().await;
    provider.gives_no_token();
    let mut browser = trust.browser();
    assert_eq!(log_in(&mut browser, &provider, nurse()).await.status, StatusCode::FORBIDDEN);
    assert!(refusals(trust, "999").await[0].contains("no ID token"));
}

/// Discovery in which one thing is wrong.
async fn begins_with(name: &'static str, value: Json) -> StatusCode {
    let (trust, provider) = trust().await;
    provider.says(name, value);
    press(&mut trust.browser(), "999").await.status
}

#[tokio::test]
async fn discovery_that_names_another_issuer_is_not_believed() {
    let unavailable = StatusCode::SERVICE_UNAVAILABLE;
    assert_eq!(begins_with("issuer", json!("https://login.example.org")).await, unavailable);
    // The very same but for a slash.
    let (trust, provider) = trust().await;
    provider.says("issuer", json!(format!("{}/", provider.issuer)));
    assert_eq!(press(&mut trust.browser(), "999").await.status, unavailable);
    // And where the setting has the slash and discovery has not.
    let other = Provider::new("s 999:%").await;
    set(&trust, "999", "sso-issuer", &format!("{}/", other.issuer)).await;
    assert_eq!(press(&mut trust.browser(), "999").await.status, unavailable);
}

#[tokio::test]
async fn addresses_in_discovery_lead_nowhere_but_to_a_provider() {
    let wrong = [
        "ftp://127.0.0.1/x",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://169.254.169.254/latest/meta-data",
        "http://[fe80::1]/x",
        "http://localhost/x",
        "http://10.0.0.1/x",
        "http://ann@127.0.0.1/x",
        "https://127.0.0.1/x",
        "not an address",
    ];
    for address in wrong {
        for page in ["authorization_endpoint", "token_endpoint", "jwks_uri"] {
            let status = begins_with(page, json!(address)).await;
            assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{page} {address}");
        }
    }
}

#[tokio::test]
async fn a_provider_elsewhere_is_never_asked_in_the_clear_nor_on_this_machine() {
    let (trust, provider) = trust().await;
    // Past the check of the setting, as an old database might hold it.
    let here = provider.issuer.replace("127.0.0.1", "localhost");
    for issuer in [here.clone(), here.replace("http:", "https:"), "http://10.0.0.1".into()] {
        set(&trust, "999", "sso-issuer", &issuer).await;
        let answer = press(&mut trust.browser(), "999").await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{issuer}");
    }
    assert_eq!(provider.asked_for("openid-configuration"), 0);
}

#[tokio::test]
async fn the_secret_goes_into_the_form_where_the_provider_takes_it_nowhere_else() {
    let (trust, provider) = trust().await;
    provider.says("token_endpoint_auth_methods_supported", json!(["client_secret_post"]));
    let mut browser = trust.browser();
    log_in(&mut browser, &provider, nurse()).await;
    assert!(is_in(&mut browser).await);
}

#[tokio::test]
async fn a_wrong_secret_lets_nobody_in() {
    let (trust, _) = trust().await;
    let provider = Provider::new("another secret").await;
    set(&trust, "999", "sso-issuer", &provider.issuer).await;
    let mut browser = trust.browser();
    let back = provider.log_in(&begin(&mut browser, "999").await, nurse());
    assert_eq!(browser.get(&back).await.status, StatusCode::FORBIDDEN);
    assert!(refusals(trust, "999").await[0].contains("client secret"));
}
