//! Single sign-on, against a provider that can lie in everything it says.

mod keys;
mod linking;
mod outages;
mod provider;
mod return_to;
mod tokens;

use axum::http::StatusCode;
use passport::access::credentials::Purpose;
use passport::accounts::{self, Invited};
use passport_core::facts::SettingFact;
use passport_store::{Account, AuditFilter, NewAccount, Organisation};
use serde_json::{Value as Json, json};

use self::provider::{CLIENT, Provider};
use super::support::{Answer, Browser, NURSE, Served, Trust, clock};

/// The trust, with a provider that vouches for employee numbers.
async fn trust() -> (Trust, Provider) {
    let trust = Trust::new(Served::Real).await;
    let provider = Provider::new("s 999:%").await;
    set_up(&trust, "999", &provider).await;
    (trust, provider)
}

async fn set_up(trust: &Trust, code: &str, provider: &Provider) {
    set(trust, code, "sso-issuer", &provider.issuer).await;
    set(trust, code, "sso-client-id", CLIENT).await;
    set(trust, code, "sso-name", "Log in with Hartwell account").await;
    set(trust, code, "sso-employee-number-claim", "employeeNumber").await;
    set(trust, code, "contact", "training@hartwell.example.nhs.uk").await;
}

async fn set(trust: &Trust, code: &str, key: &str, value: &str) {
    let organisation = organisation(trust, code).await;
    let mut change = organisation.begin("test", "set", clock().now()).await.expect("begun");
    let fact = SettingFact { key: key.into(), value: value.into(), date_from: None };
    change.record(&[fact]).await.expect("recorded");
    change.commit().await.expect("committed");
}

async fn organisation(trust: &Trust, code: &str) -> Organisation {
    trust.store.organisation(Some(code)).await.expect("an organisation")
}

/// An account of someone who is not staff, or of staff by their number.
async fn account(trust: &Trust, number: &str, email: &str) -> Account {
    let organisation = organisation(trust, "999").await;
    let new = NewAccount {
        employee_number: number.into(),
        name: "Alex Shaw".into(),
        email: email.into(),
    };
    let purpose = Purpose::Invitation;
    let opened = accounts::open(&organisation, &new, purpose, None, "test", clock().now()).await;
    match opened.expect("opened") {
        Invited::Link(invitation) => invitation.account,
        other => panic!("{other:?}"),
    }
}

/// Presses the button: where the browser is sent.
async fn begin(browser: &mut Browser, code: &str) -> String {
    let answer = press(browser, code).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let address = answer.header("refresh").strip_prefix("0; url=").expect("an address").to_owned();
    let link = address.replace('&', "&amp;");
    assert!(answer.text().contains(&link), "a browser that does not go by itself finds a link");
    address
}

async fn press(browser: &mut Browser, code: &str) -> Answer {
    let csrf = browser.get("/log-in").await.hidden("csrf");
    browser.post("/log-in/sso", &format!("csrf={csrf}&organisation={code}")).await
}

/// The whole way there and back, as someone with these claims.
async fn log_in(browser: &mut Browser, provider: &Provider, claims: Json) -> Answer {
    let question = begin(browser, "999").await;
    let back = provider.log_in(&question, claims);
    browser.get(&back).await
}

fn nurse() -> Json {
    json!({ "employeeNumber": NURSE })
}

async fn is_in(browser: &mut Browser) -> bool {
    browser.get("/account").await.status == StatusCode::OK
}

/// Actions of the audit with their details, the oldest first.
async fn audited(trust: Trust, code: &str) -> Vec<(String, Json)> {
    let organisation = organisation(&trust, code).await;
    trust.writer.close().await.expect("written");
    let entries = organisation.audit_entries(&AuditFilter::default(), None, 500).await;
    let entry = |entry: passport_store::AuditEntry| (entry.action, json!(entry.details));
    entries.expect("entries").into_iter().rev().map(entry).collect()
}

/// Why log-ins were refused, in order.
async fn refusals(trust: Trust, code: &str) -> Vec<String> {
    let refused = audited(trust, code).await.into_iter();
    let refused = refused.filter(|(action, _)| action == "log-in refused");
    refused.map(|(_, details)| details["reason"].as_str().unwrap_or_default().to_owned()).collect()
}
