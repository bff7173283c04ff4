//! One's own whole record in the browser, and records that few may see.

use axum::http::StatusCode;
use passport::record::{self, Marking};
use passport_store::{AuditFilter, Organisation, Restriction};

use super::support::{LEAD, MANAGER, NURSE, SISTER, Served, Trust, clock};

/// Places a restriction.
pub async fn restrict(trust: &Organisation, number: &str) {
    let marking = Marking {
        employee_number: number,
        what: "record restricted",
        reason: "Asked for it",
        actor: "test",
        now: clock().now(),
    };
    let from = clock().today();
    let fact = Restriction { employee_number: number.into(), from, reason: "Asked".into() };
    record::mark(trust, &marking, fact).await.expect("a database").expect("not refused");
}

async fn lift(trust: &Organisation, number: &str) {
    let marking = Marking {
        employee_number: number,
        what: "restriction lifted",
        reason: "Settled",
        actor: "test",
        now: clock().now(),
    };
    let lifted = record::unmark::<Restriction>(trust, &marking).await.expect("a database");
    lifted.expect("not refused");
}

#[tokio::test]
async fn a_restricted_record_is_seen_by_its_owner_and_training_leads_alone() {
    let trust = Trust::new(Served::Demo).await;
    let hartwell = trust.store.organisation(Some("999")).await.expect("a trust");
    let mut manager = trust.logged_in(MANAGER).await;
    let address = format!("/passport/{NURSE}");
    assert_eq!(manager.get(&address).await.status, StatusCode::OK);
    restrict(&hartwell, NURSE).await;
    for ending in ["", ".pdf", "?as-at=2026-01-01"] {
        let answer = manager.get(&format!("{address}{ending}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{ending}");
    }
    assert!(!manager.get("/team").await.text().contains("Ann Jones"));
    let page = trust.logged_in(LEAD).await.get(&address).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("Restricted since 22 November 2026"), "{}", page.text());
    let own = trust.logged_in(NURSE).await.get("/passport").await;
    assert!(own.text().contains("only you and training leads"), "{}", own.text());
    // Another's is as it was, and theirs again once it is lifted.
    assert_eq!(manager.get(&format!("/passport/{SISTER}")).await.status, StatusCode::OK);
    lift(&hartwell, NURSE).await;
    assert_eq!(manager.get(&address).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_same_number_restricted_at_another_trust_is_another_person() {
    let trust = Trust::new(Served::Demo).await;
    let other = trust.store.organisation(Some("111")).await.expect("a trust");
    restrict(&other, "200").await;
    let page = trust.logged_in(MANAGER).await.get("/passport").await.text();
    assert!(!page.contains("Restricted"), "{page}");
}

#[tokio::test]
async fn one_downloads_ones_own_record_and_that_is_noted() {
    let trust = Trust::new(Served::Demo).await;
    let mut lead = trust.logged_in(LEAD).await;
    lead.get(&format!("/passport/{NURSE}")).await;
    let mut nurse = trust.logged_in(NURSE).await;
    let page = nurse.get("/account/export").await;
    assert!(page.text().contains("/account/export/record.json"), "{}", page.text());
    let html = nurse.get("/account/export/record.html").await;
    assert_eq!(html.header("content-disposition"), "attachment; filename=\"training-record.html\"");
    assert_eq!(html.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(html.header("cache-control"), "no-store");
    let text = html.text();
    assert!(text.contains("What is required of you on 22 November 2026"), "{text}");
    assert!(text.contains("Fire Safety") && text.contains("Your account"), "{text}");
    let json = nurse.get("/account/export/record.json").await;
    assert_eq!(json.header("content-type"), "application/json; charset=utf-8");
    let export: serde_json::Value = serde_json::from_slice(&json.body).expect("JSON");
    assert_eq!(export["employee_number"], NURSE);
    assert_eq!(export["today"]["lines"].as_array().map(Vec::len), Some(2));
    let said = export.to_string();
    for secret in ["password_hash", "token_hash", "payload_hash", "salt"] {
        assert!(!said.contains(secret), "{secret}");
    }
    // Whatever is asked for, it is one's own.
    let asked = nurse.get(&format!("/account/export/record.json?employee_number={MANAGER}")).await;
    assert!(!asked.text().contains("Okonkwo"));
    trust.writer.close().await.expect("written");
    let hartwell = trust.store.organisation(Some("999")).await.expect("a trust");
    let filter = AuditFilter { about: Some(NURSE.into()), ..AuditFilter::default() };
    let entries = hartwell.audit_entries(&filter, None, 50).await.expect("read");
    let noted = entries.iter().filter(|entry| entry.action == "downloaded record").count();
    assert_eq!(noted, 3);
}

#[tokio::test]
async fn a_record_names_who_looked_and_not_from_where() {
    let trust = Trust::new(Served::Demo).await;
    trust.logged_in(LEAD).await.get(&format!("/passport/{NURSE}")).await;
    let mut nurse = trust.logged_in(NURSE).await;
    trust.writer.close().await.expect("written");
    let json = nurse.get("/account/export/record.json").await;
    let export: serde_json::Value = serde_json::from_slice(&json.body).expect("JSON");
    let sections = export["sections"].as_array().expect("sections");
    let looks = sections.iter().find(|section| section["kept_in"] == "audit_entry");
    let looks = looks.expect("looks")["facts"].as_array().expect("facts").clone();
    let look = looks.iter().find(|look| look["says"]["action"] == "saw passport").expect("one");
    assert_eq!(look["says"]["actor"], "Tess Lead");
    assert!(look["says"]["origin"].is_null(), "{look}");
    assert!(!export.to_string().contains(LEAD), "somebody else's number");
}
