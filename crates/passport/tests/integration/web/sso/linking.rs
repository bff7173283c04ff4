//! Whose account an identity opens: by issuer and subject, once linked, and by
//! nothing else.

use axum::http::StatusCode;
use jiff::civil::date;
use passport::identities;
use passport_core::facts::PostingFact;
use passport_store::Known;
use serde_json::{Value as Json, json};

use super::provider::Provider;
use super::{
    account, audited, begin, is_in, log_in, nurse, organisation, refusals, set, set_up, trust,
};
use crate::web::support::{Browser, LEAD, MANAGER, NURSE, PORTER, STUDENT, Trust, clock};

/// As someone the provider names so, with this employee number.
fn someone(subject: &str, number: &str) -> Json {
    json!({ "sub": subject, "employeeNumber": number })
}

async fn leaves(trust: &Trust, number: &str) {
    let organisation = organisation(trust, "999").await;
    let postings = organisation.facts_of::<PostingFact>(Known::Now, number).await.expect("asked");
    let mut ended = postings[0].fact.clone();
    ended.post.end = Some(date(2026, 11, 21));
    let mut change = organisation.begin("test", "an import", clock().now()).await.expect("begun");
    change.void::<PostingFact>(&[postings[0].id]).await.expect("voided");
    change.record(&[ended]).await.expect("recorded");
    change.commit().await.expect("committed");
}

/// Whose passport a browser opens.
async fn name(browser: &mut Browser) -> String {
    let page = browser.get("/passport").await.text();
    let known = ["Ann Jones", "Grace Okonkwo", "Łukasz Nguyễn", "Paul Porter"];
    let found: Vec<&str> = known.into_iter().filter(|name| page.contains(name)).collect();
    found.join(" and ")
}

#[tokio::test]
async fn an_employee_number_links_whoever_works_here_letter_for_letter_and_nobody_else() {
    let (trust, provider) = trust().await;
    leaves(&trust, MANAGER).await;
    let (nobody, unlinked) = ("nobody who works here", "is not linked");
    let wrong = [
        (json!(MANAGER), nobody),
        (json!("999999"), nobody),
        (json!("900"), nobody),
        (json!("00123 "), nobody),
        (json!(" 00123"), nobody),
        (json!("123"), nobody),
        (json!("500/A B"), nobody),
        (json!("00123\u{200b}"), nobody),
        (json!("%"), nobody),
        (json!("' OR 1=1 --"), nobody),
        (json!(600), unlinked),
        (json!([LEAD]), unlinked),
        (json!({ "is": LEAD }), unlinked),
        (json!(true), unlinked),
        (json!(null), unlinked),
        (json!(""), unlinked),
        (json!("00123\u{0}"), unlinked),
    ];
    for (number, (claim, _)) in wrong.iter().enumerate() {
        let mut browser = trust.browser();
        let claims = json!({ "sub": format!("somebody-{number}"), "employeeNumber": claim });
        let answer = log_in(&mut browser, &provider, claims).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{claim}");
        assert!(!is_in(&mut browser).await, "{claim}");
    }
    let organisation = organisation(&trust, "999").await;
    assert!(organisation.accounts().await.expect("asked").is_empty(), "nothing was opened");
    let mut browser = trust.browser();
    log_in(&mut browser, &provider, someone("paul", PORTER)).await;
    assert_eq!(name(&mut browser).await, "Paul Porter");
    let reasons = refusals(trust, "999").await;
    for ((claim, expected), reason) in wrong.iter().zip(reasons) {
        assert!(reason.contains(expected), "{claim}: {reason}");
    }
}

#[tokio::test]
async fn everyone_who_is_refused_is_told_the_same() {
    let (trust, provider) = trust().await;
    leaves(&trust, MANAGER).await;
    let closed = account(&trust, STUDENT, "lukasz@hartwell.example.nhs.uk").await;
    let organisation = organisation(&trust, "999").await;
    let mut change = organisation.begin("test", "closed", clock().now()).await.expect("begun");
    change.close_account(closed.id, clock().now()).await.expect("closed");
    change.commit().await.expect("committed");
    let mut pages = Vec::new();
    for number in [MANAGER, STUDENT, "999999", ""] {
        let mut browser = trust.browser();
        let answer = log_in(&mut browser, &provider, someone("the same", number)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        pages.push(answer.without_chance());
    }
    assert!(pages.windows(2).all(|two| two[0] == two[1]), "{pages:?}");
    assert!(pages[0].contains("training@hartwell.example.nhs.uk"), "whom to ask");
    assert!(pages[0].contains("the same"), "by what they are found");
    let expected = ["nobody who works here", "closed", "nobody who works here", "not linked"];
    for (reason, expected) in refusals(trust, "999").await.iter().zip(expected) {
        assert!(reason.contains(expected), "{reason}");
    }
}

#[tokio::test]
async fn a_returning_user_stays_who_they_are_whatever_the_claim_says_now() {
    let (trust, provider) = trust().await;
    log_in(&mut trust.browser(), &provider, someone("ann", NURSE)).await;
    for claims in [someone("ann", LEAD), someone("ann", "nonsense"), json!({ "sub": "ann" })] {
        let mut browser = trust.browser();
        log_in(&mut browser, &provider, claims).await;
        assert_eq!(name(&mut browser).await, "Ann Jones");
        assert_eq!(browser.get("/people").await.status, StatusCode::FORBIDDEN);
    }
    let organisation = organisation(&trust, "999").await;
    assert_eq!(organisation.identities().await.expect("asked").len(), 1);
    assert_eq!(organisation.accounts().await.expect("asked").len(), 1);
}

#[tokio::test]
async fn a_second_identity_with_the_same_number_does_not_enter() {
    let (trust, provider) = trust().await;
    log_in(&mut trust.browser(), &provider, someone("ann", NURSE)).await;
    let mut other = trust.browser();
    let answer = log_in(&mut other, &provider, someone("ANN", NURSE)).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(!is_in(&mut other).await);
    assert!(refusals(trust, "999").await[0].contains("another identity"));
}

#[tokio::test]
async fn an_address_never_links_anybody() {
    let (trust, provider) = trust().await;
    let address = "alex.shaw@hartwell.example.nhs.uk";
    account(&trust, "", address).await;
    let mut browser = trust.browser();
    let claims = json!({
        "sub": "mallory", "email": address, "email_verified": true,
        "preferred_username": address, "upn": address,
    });
    assert_eq!(log_in(&mut browser, &provider, claims).await.status, StatusCode::FORBIDDEN);
    // Nor does one who works here take over the account that has their address.
    account(&trust, "", "grace@hartwell.example.nhs.uk").await;
    let answer = log_in(&mut browser, &provider, someone("grace", MANAGER)).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(!is_in(&mut browser).await);
    assert!(refusals(trust, "999").await[1].contains("another account has the person's address"));
}

#[tokio::test]
async fn without_the_setting_nobody_is_linked_by_a_number() {
    let (trust, provider) = trust().await;
    set(&trust, "999", "sso-employee-number-claim", "").await;
    let mut browser = trust.browser();
    assert_eq!(log_in(&mut browser, &provider, nurse()).await.status, StatusCode::FORBIDDEN);
    let mut claims = nurse();
    claims[""] = json!(NURSE);
    assert_eq!(log_in(&mut browser, &provider, claims).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_administrator_links_and_unlinks_by_hand() {
    let (trust, provider) = trust().await;
    let organisation = organisation(&trust, "999").await;
    let known = account(&trust, "", "alex.shaw@hartwell.example.nhs.uk").await;
    let other = account(&trust, "", "bea.shaw@hartwell.example.nhs.uk").await;
    let link = async |account, subject| {
        let identity = (provider.issuer.as_str(), subject);
        identities::link(&organisation, account, identity, "test", clock().now()).await
    };
    assert!(link(&known, "alex").await.expect("asked"));
    assert!(!link(&other, "alex").await.expect("asked"), "an identity opens one account");
    assert!(!link(&known, "bea").await.expect("asked"), "an account has one identity");
    let mut browser = trust.browser();
    log_in(&mut browser, &provider, json!({ "sub": "alex" })).await;
    assert!(browser.get("/account").await.text().contains("alex.shaw@hartwell.example.nhs.uk"));
    let now = clock().now();
    assert!(identities::unlink(&organisation, &known, "test", now).await.expect("asked"));
    assert!(!identities::unlink(&organisation, &known, "test", now).await.expect("asked"));
    assert!(!is_in(&mut browser).await, "its sessions end with it");
    // Not even by the number: whoever unlinked it meant it.
    let answer = log_in(&mut browser, &provider, someone("alex", NURSE)).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(link(&other, "alex").await.expect("asked"));
    log_in(&mut browser, &provider, json!({ "sub": "alex" })).await;
    assert!(browser.get("/account").await.text().contains("bea.shaw@hartwell.example.nhs.uk"));
    let audit = audited(trust, "999").await;
    let did = |what: &str| audit.iter().filter(|(_, details)| details["what"] == what).count();
    assert_eq!((did("identity linked"), did("identity unlinked")), (2, 1));
}

#[tokio::test]
async fn a_leaver_and_a_closed_account_are_refused_though_they_are_linked() {
    let (trust, provider) = trust().await;
    let (mut ann, mut paul) = (trust.browser(), trust.browser());
    log_in(&mut ann, &provider, someone("ann", NURSE)).await;
    log_in(&mut paul, &provider, someone("paul", PORTER)).await;
    leaves(&trust, NURSE).await;
    let organisation = organisation(&trust, "999").await;
    let account = organisation.account_of(PORTER).await.expect("asked").expect("an account");
    let mut change = organisation.begin("test", "closed", clock().now()).await.expect("begun");
    change.close_account(account.id, clock().now()).await.expect("closed");
    change.commit().await.expect("committed");
    for (browser, subject, number) in [(&mut ann, "ann", NURSE), (&mut paul, "paul", PORTER)] {
        assert!(!is_in(browser).await);
        let answer = log_in(browser, &provider, someone(subject, number)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(!is_in(browser).await);
    }
    // Nor is a closed account opened anew by another identity.
    let answer = log_in(&mut paul, &provider, someone("paul again", PORTER)).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let reasons = refusals(trust, "999").await;
    assert!(reasons[0].contains("does not work here"), "{reasons:?}");
    assert!(reasons[1].contains("closed") && reasons[2].contains("closed"), "{reasons:?}");
}

#[tokio::test]
async fn the_same_subject_at_another_provider_is_somebody_else() {
    let (trust, provider) = trust().await;
    log_in(&mut trust.browser(), &provider, someone("ann", NURSE)).await;
    let other = Provider::new("s 999:%").await;
    set(&trust, "999", "sso-issuer", &other.issuer).await;
    let mut browser = trust.browser();
    let answer = log_in(&mut browser, &other, json!({ "sub": "ann" })).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    log_in(&mut browser, &other, someone("ann", MANAGER)).await;
    assert_eq!(name(&mut browser).await, "Grace Okonkwo");
}

#[tokio::test]
async fn an_identity_of_one_trust_never_enters_another() {
    let (trust, provider) = trust().await;
    let elsewhere = Provider::new("s 111:%").await;
    set_up(&trust, "111", &elsewhere).await;
    // Someone of the same number at the other trust, by its own provider.
    let mut browser = trust.browser();
    let question = begin(&mut browser, "111").await;
    assert!(question.starts_with(&elsewhere.issuer));
    browser.get(&elsewhere.log_in(&question, someone("ann", MANAGER))).await;
    assert!(is_in(&mut browser).await);
    let page = browser.get("/passport").await.text();
    assert!(page.contains("Same Number") && !page.contains("Grace Okonkwo"), "{page}");
    // The same name at the first trust's provider is nobody here.
    let answer = log_in(&mut trust.browser(), &provider, json!({ "sub": "ann" })).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    // An answer of the other provider is no answer to this one's question.
    let mut crossed = trust.browser();
    let question = begin(&mut crossed, "999").await;
    let back = elsewhere.log_in(&question, someone("ann", MANAGER));
    assert_eq!(crossed.get(&back).await.status, StatusCode::FORBIDDEN);
    assert!(!is_in(&mut crossed).await);
    // Even where both trusts use one provider, each links for itself.
    set(&trust, "111", "sso-issuer", &provider.issuer).await;
    log_in(&mut trust.browser(), &provider, someone("paul", PORTER)).await;
    let other = organisation(&trust, "111").await;
    let links = other.links_of_identity(&provider.issuer, "paul").await.expect("asked");
    assert!(links.is_empty());
}

#[tokio::test]
async fn the_first_log_in_in_two_windows_at_once_opens_one_account() {
    let (trust, provider) = trust().await;
    for number in [NURSE, PORTER] {
        let (mut one, mut two) = (trust.browser(), trust.browser());
        let claims = someone(number, number);
        let first = provider.log_in(&begin(&mut one, "999").await, claims.clone());
        let second = provider.log_in(&begin(&mut two, "999").await, claims);
        let (first, second) = tokio::join!(one.get(&first), two.get(&second));
        assert_eq!((first.status, second.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
        assert!(is_in(&mut one).await && is_in(&mut two).await);
    }
    let organisation = organisation(&trust, "999").await;
    assert_eq!(organisation.accounts().await.expect("asked").len(), 2);
    assert_eq!(organisation.identities().await.expect("asked").len(), 2);
}

#[tokio::test]
async fn a_persons_export_says_who_they_are_at_the_provider() {
    let (trust, provider) = trust().await;
    log_in(&mut trust.browser(), &provider, someone("ann-248", NURSE)).await;
    let organisation = organisation(&trust, "999").await;
    let export = passport::export::gather(&organisation, NURSE, clock().now()).await;
    let text = passport::export::json(&export.expect("asked").expect("a person")).expect("JSON");
    assert!(text.contains("ann-248") && text.contains(&provider.issuer), "{text}");
}
