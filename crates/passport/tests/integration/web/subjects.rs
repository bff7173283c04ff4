//! What subject leads see: one subject of everyone, by the reports' own answers.

use std::collections::HashSet;

use axum::http::StatusCode;
use passport::compliance::{everyone, rules};
use passport_core::compliance::person_rows;
use passport_core::facts::GrantedRole;
use passport_store::Known;

use super::office::{audit, enter, organisation, staff};
use super::support::{MANAGER, NURSE, SISTER, SUBJECT_LEAD, Served, Trust, clock};

#[tokio::test]
async fn a_subject_lead_sees_their_subject_and_no_other_and_no_passport() {
    let trust = Trust::new(Served::Demo).await;
    let mut finn = trust.logged_in(SUBJECT_LEAD).await;
    let page = finn.get("/subjects/Fire%20Safety").await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text();
    assert!(text.contains("Paul Porter") && text.contains("Never completed"));
    assert!(!text.contains("Moving and Handling"), "only the subject");
    assert!(!text.contains("/passport/300"), "no way to a record");
    assert!(text.contains("href=\"/subjects/Fire%20Safety\""), "it is in the menu");
    for other in ["Moving%20and%20Handling", "nothing", "Fire", "%22%3E%3Cscript%3E"] {
        let answer = finn.get(&format!("/subjects/{other}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{other}");
    }
    for record in [NURSE, MANAGER] {
        let answer = finn.get(&format!("/passport/{record}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{record}");
    }
    drop(finn);
    let entries = audit(trust, "999").await;
    let seen: Vec<_> = entries.iter().filter(|(action, ..)| action == "saw subject").collect();
    assert_eq!(seen.len(), 1, "one entry a page: {seen:?}");
    assert!(seen[0].1.is_empty() && seen[0].2.contains("Fire Safety"));
}

#[tokio::test]
async fn a_restricted_record_is_counted_and_not_named_to_a_subject_lead() {
    let trust = Trust::new(Served::Real).await;
    let here = organisation(&trust, "999").await;
    let role = (GrantedRole::SubjectLead, "Moving and Handling");
    let account = staff(&here, "", "Finn Lead", &[role]).await;
    let mut finn = enter(&trust, &here, account).await;
    let address = "/subjects/Moving%20and%20Handling";
    assert!(finn.get(address).await.text().contains("Ann Jones"));
    super::records::restrict(&here, NURSE).await;
    let after = finn.get(address).await.text();
    assert!(!after.contains("Ann Jones"), "{after}");
}

#[tokio::test]
async fn a_subject_lead_of_another_trust_sees_nothing_of_this_one() {
    let trust = Trust::new(Served::Real).await;
    let there = organisation(&trust, "111").await;
    let role = (GrantedRole::SubjectLead, "Fire Safety");
    let account = staff(&there, "900", "Other Person", &[role]).await;
    let answer = enter(&trust, &there, account).await.get("/subjects/Fire%20Safety").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND, "the other trust has no such subject");
}

#[tokio::test]
async fn a_passport_is_linked_for_those_who_may_see_it_otherwise() {
    let trust = Trust::new(Served::Real).await;
    let here = organisation(&trust, "999").await;
    let role = (GrantedRole::SubjectLead, "fire safety");
    let manager = staff(&here, MANAGER, "Grace Okonkwo", &[role]).await;
    let page = enter(&trust, &here, manager).await.get("/subjects/Fire%20Safety").await.text();
    assert!(page.contains(&format!("href=\"/passport/{SISTER}\"")), "her own people");
    assert!(page.contains("Paul Porter") && !page.contains("/passport/500"), "nobody else's");
}

#[tokio::test]
async fn a_subjects_figures_and_people_are_those_of_the_reports() {
    let trust = Trust::new(Served::Demo).await;
    let here = organisation(&trust, "999").await;
    let today = clock().today();
    let rules = rules(&here, Known::Now, today).await.expect("rules");
    let policy = rules.book.settings.policy(today);
    let mut rows = Vec::new();
    everyone(&here, &rules, |people| {
        for loaded in people {
            let name = loaded.details.name();
            for row in person_rows(&rules.book, &policy, &loaded.person, today) {
                rows.push((name.clone(), row));
            }
        }
    })
    .await
    .expect("everyone");
    rows.retain(|(_, row)| row.subject == "Fire Safety");
    let mut finn = trust.logged_in(SUBJECT_LEAD).await;
    for (address, unit) in [
        ("/subjects/Fire%20Safety", ""),
        ("/subjects/Fire%20Safety?unit=Hartwell%7CAcute", "Hartwell|Acute"),
    ] {
        let of_unit =
            |path: &str| unit.is_empty() || path == unit || path.starts_with("Hartwell|Acute|");
        let rows: Vec<_> = rows.iter().filter(|(_, row)| of_unit(&row.unit)).collect();
        let counted = rows.iter().filter(|(_, row)| row.counted).count();
        let compliant = rows.iter().filter(|(_, row)| row.counted && row.compliant).count();
        let to_do: HashSet<&str> =
            rows.iter().filter(|(_, row)| !row.compliant).map(|(name, _)| name.as_str()).collect();
        assert!(compliant > 0 && !to_do.is_empty(), "the test has something to show");
        let text = finn.get(address).await.text();
        let percent = passport_core::compliance::Count {
            counted: counted as u64,
            compliant: compliant as u64,
        };
        assert!(text.contains(&format!("{} of required", percent.words())), "{address}: {text}");
        assert!(text.contains(&format!("{} lines that are not compliant", to_do.len())), "{text}");
        for name in to_do.iter().filter(|name| name.is_ascii() && !name.contains(['<', '{'])) {
            assert!(text.contains(name), "{name} at {address}");
        }
        assert!(!text.contains("Ann Jones"), "who is in date is not named");
    }
    let filtered = finn.get("/subjects/Fire%20Safety?status=expired").await.text();
    assert!(filtered.contains("Nobody to show"), "nobody's has run out");
    let nowhere = finn.get("/subjects/Fire%20Safety?unit=Elsewhere").await;
    assert_eq!(nowhere.header("location"), "/subjects/Fire%20Safety");
    let beyond = finn.get("/subjects/Fire%20Safety?page=99").await;
    assert_eq!(beyond.status, StatusCode::SEE_OTHER);
}
