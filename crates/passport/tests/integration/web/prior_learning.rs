//! Training from elsewhere: claimed with evidence, weighed beside the rule of its
//! subject, accepted as a transfer or refused.

use axum::http::StatusCode;
use jiff::civil::date;
use passport_core::facts::GrantedRole;

use super::office::send;
use super::queries::{LINE, Ward};
use super::support::{Answer, Browser, LEAD, MANAGER, NURSE, SUBJECT_LEAD};

const FIRE: &str = "NHS|CSTF|Fire Safety - 1 Year|";

/// Asks for training of 1 September 2026 elsewhere to be accepted.
async fn claim(browser: &mut Browser, more: &[(&str, &str)]) -> Answer {
    let csrf = browser.get("/account").await.hidden("csrf");
    let mut fields = vec![
        ("csrf", csrf.as_str()),
        ("subject", "Fire Safety"),
        ("title", "Fire on wards"),
        ("provider", "Elmbridge NHS Trust"),
        ("nhs", "yes"),
        ("vpd", "431"),
        ("completed-day", "1"),
        ("completed-month", "9"),
        ("completed-year", "2026"),
        ("expiry-day", "1"),
        ("expiry-month", "6"),
        ("expiry-year", "2027"),
        ("words", ""),
    ];
    fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    fields.extend(more);
    browser.send_bytes("/prior-learning/new", &fields, &[("proof.pdf", b"%PDF-1.7")]).await
}

fn accepted(day: &'static str) -> [(&'static str, &'static str); 11] {
    [
        ("answer", "awarded"),
        ("competence", FIRE),
        ("completed-day", day),
        ("completed-month", "9"),
        ("completed-year", "2026"),
        ("expiry-day", "1"),
        ("expiry-month", "6"),
        ("expiry-year", "2027"),
        ("title", "Fire on wards"),
        ("source", "431"),
        ("reason", "Certificate seen"),
    ]
}

#[tokio::test]
async fn evidence_from_another_trust_becomes_a_transfer_with_its_true_date() {
    let ward = Ward::new().await;
    let mut nurse = ward.enters(NURSE, &[]).await;
    let mut lead = ward.lead().await;
    let sent = claim(&mut nurse, &[]).await;
    assert_eq!(sent.header("location"), "/queries?done=sent", "{}", sent.text());
    assert!(!nurse.get("/passport").await.text().contains("Under query"));
    let list = lead.get("/prior-learning").await.text();
    assert!(list.contains("Ann Jones, Fire Safety"), "{list}");
    let desk = lead.get("/desk").await.text();
    assert!(desk.contains("Prior learning") && desk.contains("1 with you"), "{desk}");
    let query = format!("/queries/{}", ward.queries().await[0]);
    let page = lead.get(&query).await.text();
    for words in [
        "Any NHS employer.",
        "says that Elmbridge NHS Trust is an NHS employer: check.",
        ">Check</strong>",
        "Always needed. The person reads it.",
        "It is in date by our own period, until 1 June 2027.",
        "There is evidence: look at it.",
        "It would run until 1 June 2027, the earlier of 1 June 2027 (on the certificate) and 1 September 2027 (our 12 months).",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    // The lead corrects the day, and the person is shown it.
    let done = send(&mut lead, &query, &accepted("2")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let awards = ward.awards(NURSE).await;
    let award = awards.last().expect("an award");
    assert_eq!((award.date, award.vpd.as_str()), (date(2026, 9, 2), "431"));
    let passport = nurse.get("/passport").await.text();
    assert!(passport.contains("2 September 2026<"), "{passport}");
    assert!(passport.contains(", Fire on wards, transfer from employer 431"), "{passport}");
    assert!(passport.contains("Fire Safety: agreed, and recorded"), "{passport}");
}

#[tokio::test]
async fn training_without_evidence_is_sent_only_by_somebody_who_knows_what_it_comes_to() {
    let ward = Ward::new().await;
    let mut nurse = ward.enters(NURSE, &[]).await;
    let csrf = nurse.get("/account").await.hidden("csrf");
    let fields = |without: &'static str| {
        let day = [("completed-day", "1"), ("completed-month", "9"), ("completed-year", "2026")];
        let mut fields = vec![("csrf", csrf.clone()), ("subject", "Fire Safety".into())];
        fields.extend([("title", "Fire on wards".into()), ("nhs", "yes".into())]);
        fields.extend([("provider", "Elmbridge NHS Trust".into()), ("without", without.into())]);
        fields.extend(day.map(|(name, value)| (name, value.to_owned())));
        fields
    };
    let mut send = async |without| {
        let fields: Vec<(&str, String)> = fields(without);
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        nurse.send_bytes("/prior-learning/new", &fields, &[]).await
    };
    let asked = send("").await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = asked.text();
    assert!(page.contains("Without one it will probably be refused."), "{page}");
    assert!(page.contains("Accepted in Fire Safety: Any NHS employer."), "{page}");
    assert!(page.contains("Elmbridge NHS Trust"), "what was typed is there");
    assert!(ward.queries().await.is_empty());
    assert_eq!(send("yes").await.header("location"), "/queries?done=sent");
    assert_eq!(ward.queries().await.len(), 1);
}

#[tokio::test]
async fn a_photo_in_a_form_that_comes_back_is_asked_for_again() {
    let ward = Ward::new().await;
    let mut nurse = ward.enters(NURSE, &[]).await;
    let csrf = nurse.get("/account").await.hidden("csrf");
    let photo: [(&str, &[u8]); 1] = [("certificate.pdf", b"%PDF-1.4")];
    let again = "Choose your photo or PDF again: it was not kept.";
    for path in ["/prior-learning/new", "/queries/new"] {
        let fields = [("csrf", csrf.as_str()), ("line", LINE), ("title", "A course")];
        let back = nurse.send_bytes(path, &fields, &photo).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        assert!(back.text().contains(again), "{path}: {}", back.text());
        let back = nurse.send_bytes(path, &fields, &[]).await;
        assert!(!back.text().contains(again), "{path}: {}", back.text());
    }
}

#[tokio::test]
async fn a_provider_without_a_number_is_named_and_counts_as_a_transfer() {
    let ward = Ward::new().await;
    let mut nurse = ward.enters(NURSE, &[]).await;
    let mut lead = ward.lead().await;
    claim(&mut nurse, &[("provider", "St John Ambulance"), ("nhs", "no"), ("vpd", "")]).await;
    let query = format!("/queries/{}", ward.queries().await[0]);
    let page = lead.get(&query).await.text();
    assert!(page.contains("The rule does not accept training given by St John Ambulance."));
    let mut form = accepted("1");
    form[9] = ("source", "St John Ambulance");
    assert_eq!(send(&mut lead, &query, &form).await.status, StatusCode::SEE_OTHER);
    let passport = nurse.get("/passport").await.text();
    assert!(passport.contains("transfer from St John Ambulance"), "{passport}");
    assert!(passport.contains("1 June 2027"), "the sender's expiry limits it");
}

#[tokio::test]
async fn a_rule_is_set_by_training_leads_from_a_day_and_stands_beside_the_claim() {
    let ward = Ward::new().await;
    let mut nurse = ward.enters(NURSE, &[]).await;
    let mut lead = ward.lead().await;
    let rule = "/prior-learning/rules/Fire%20Safety";
    let form = [
        ("any-nhs", "no"),
        ("providers", "St John Ambulance; 999"),
        ("in-date", "yes"),
        ("evidence", "no"),
        ("note", "Wards need the practical part."),
    ];
    assert_eq!(send(&mut nurse, rule, &form).await.status, StatusCode::FORBIDDEN);
    let wrong = send(&mut lead, rule, &form[1..]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(send(&mut lead, rule, &form).await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        send(&mut lead, "/prior-learning/rules/x", &form).await.status,
        StatusCode::NOT_FOUND
    );
    let rules = lead.get("/prior-learning/rules").await.text();
    assert!(rules.contains("St John Ambulance, 999. In date by our own period. Wards need"));
    claim(&mut nurse, &[]).await;
    let page = lead.get(&format!("/queries/{}", ward.queries().await[0])).await.text();
    assert!(page.contains("The rule does not accept training given by Elmbridge NHS Trust."));
    assert!(page.contains("Wards need the practical part.") && !page.contains("look at it"));
}

#[tokio::test]
async fn a_subject_lead_looks_at_claims_of_the_subject_and_a_manager_at_none() {
    let ward = Ward::new().await;
    let mut nurse = ward.enters(NURSE, &[]).await;
    let mut lead = ward.enters(SUBJECT_LEAD, &[(GrantedRole::SubjectLead, "Fire Safety")]).await;
    let mut manager = ward.enters(MANAGER, &[]).await;
    claim(&mut nurse, &[]).await;
    claim(&mut nurse, &[("subject", "Moving and Handling")]).await;
    claim(&mut nurse, &[("subject", "not sure")]).await;
    let queries = ward.queries().await;
    let seen = [StatusCode::OK, StatusCode::NOT_FOUND, StatusCode::NOT_FOUND];
    for (query, expected) in queries.iter().zip(seen) {
        assert_eq!(lead.get(&format!("/queries/{query}")).await.status, expected, "{query}");
        let hidden = manager.get(&format!("/queries/{query}")).await;
        assert_eq!(hidden.status, StatusCode::NOT_FOUND, "{query}");
    }
    assert_eq!(manager.get("/prior-learning").await.status, StatusCode::FORBIDDEN);
    // Nor is a claim of their subject turned into an award of another.
    let query = format!("/queries/{}", queries[0]);
    let mut form = accepted("1");
    form[1] = ("competence", "NHS|CSTF|Moving and Handling - 2 Years|");
    let forged = send(&mut lead, &query, &form).await;
    assert_eq!(forged.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(ward.awards(NURSE).await.len(), 1);
    assert_eq!(send(&mut lead, &query, &accepted("1")).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_claim_says_what_it_lacks_and_keeps_what_was_typed() {
    let ward = Ward::new().await;
    let mut nurse = ward.enters(NURSE, &[]).await;
    for (more, field) in [
        ([("subject", "")], "subject"),
        ([("subject", "Rockets")], "subject"),
        ([("provider", "")], "provider"),
        ([("nhs", "")], "nhs"),
        ([("vpd", "12345")], "vpd"),
        ([("completed-day", "32")], "completed-day"),
        ([("completed-year", "2027")], "completed-day"),
        ([("expiry-year", "2025")], "expiry-day"),
    ] {
        let sent = claim(&mut nurse, &more).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{more:?}");
        let text = sent.text();
        assert!(text.contains(&format!("href=\"#{field}\"")), "{more:?}: {text}");
        assert!(text.contains("Fire on wards"), "what was typed is still there");
    }
    assert!(ward.queries().await.is_empty());
    // Twice the same is once.
    assert_eq!(claim(&mut nurse, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(claim(&mut nurse, &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_training_lead_does_not_accept_their_own_training() {
    let ward = Ward::new().await;
    let mut lead = ward.lead().await;
    claim(&mut lead, &[]).await;
    let query = format!("/queries/{}", ward.queries().await[0]);
    assert_eq!(send(&mut lead, &query, &accepted("1")).await.status, StatusCode::NOT_FOUND);
    assert!(!lead.get("/prior-learning").await.text().contains("Tess Lead"));
    assert!(ward.awards(LEAD).await.is_empty());
}

#[tokio::test]
async fn training_done_here_is_not_training_from_elsewhere() {
    let ward = Ward::new().await;
    let mut nurse = ward.enters(NURSE, &[]).await;
    for own in ["999", "0999"] {
        let sent = claim(&mut nurse, &[("vpd", own)]).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{own}");
    }
    let by_name = claim(&mut nurse, &[("vpd", ""), ("provider", "999")]).await;
    assert_eq!(by_name.status, StatusCode::UNPROCESSABLE_ENTITY, "the number as a name");
    claim(&mut nurse, &[]).await;
    let query = format!("/queries/{}", ward.queries().await[0]);
    let mut lead = ward.lead().await;
    for own in ["999", ""] {
        let mut form = accepted("1").to_vec();
        form.retain(|(name, _)| *name != "source");
        form.push(("source", own));
        let answer = send(&mut lead, &query, &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{own}");
    }
}
