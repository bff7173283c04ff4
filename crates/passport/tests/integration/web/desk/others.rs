//! Extensions, reconciliation, and the page where it all begins.

use axum::http::StatusCode;
use passport_core::facts::ExtensionFact;
use passport_store::{Known, Organisation};

use super::super::office::{organisation, send};
use super::super::support::{Browser, LEAD, NURSE, Served, Trust};
use super::{TODAY, confirm, import, import_part};

async fn lead() -> (Trust, Organisation, Browser) {
    let trust = Trust::new(Served::Demo).await;
    let here = organisation(&trust, "999").await;
    let lead = trust.logged_in(LEAD).await;
    (trust, here, lead)
}

fn extension<'a>() -> Vec<(&'static str, &'a str)> {
    vec![
        ("subject", "Fire Safety"),
        ("days", "90"),
        ("from-day", "1"),
        ("from-month", "5"),
        ("from-year", "2027"),
        ("kind", "organisation"),
        ("target", ""),
        ("authority", "Director of Nursing"),
        ("reason", "courses suspended"),
    ]
}

#[tokio::test]
async fn an_extension_moves_expiries_and_is_voided() {
    let (trust, here, mut lead) = lead().await;
    let preview = confirm(&mut lead, "/extensions", &extension()).await.text();
    assert!(preview.contains("Completed, expires 1 August 2027"), "{preview}");
    let passport = trust.logged_in(NURSE).await.get("/passport").await.text();
    assert!(passport.contains("1 August 2027"), "{passport}");
    assert!(lead.get("/extensions").await.text().contains("Director of Nursing"));
    let known = here.facts::<ExtensionFact>(Known::Now).await.expect("facts").remove(0);
    let path = format!("/extensions/{}", known.id);
    assert!(lead.get(&path).await.text().contains("Completed, expires 3 May 2027"));
    let silent = send(&mut lead, &path, &[("reason", "")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = send(&mut lead, &path, &[("reason", "courses are held again")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(lead.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_extension_that_cannot_be_says_why() {
    let (_trust, here, mut lead) = lead().await;
    let before = here.last_change().await.expect("a number");
    for (field, value, says) in [
        ("subject", "", "Choose a subject"),
        ("subject", "Nothing", "There is no subject"),
        ("days", "", "Enter how many days"),
        ("days", "0", "cannot be added"),
        ("days", "-5", "cannot be added"),
        ("from-day", "", "must include a day"),
        ("kind", "everybody", "Choose whom it is for"),
        ("kind", "unit", "Say which unit"),
        ("target", "x", "names no target"),
        ("authority", "", "Say who decided"),
    ] {
        let mut form = extension();
        form.iter_mut().filter(|(name, _)| *name == field).for_each(|pair| pair.1 = value);
        let answer = send(&mut lead, "/extensions", &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {value}");
        assert!(answer.text().contains(says), "{field} {value}: {}", answer.text());
    }
    assert_eq!(here.last_change().await.expect("a number"), before);
}

const EXTRACT: &str = "\
Employee Number,Assignment Number,First Name,Last Name,Competence Name,Meets Requirement,Date Last Awarded,Expiry Date
00123,00123-1,Ann,Jones,NHS|CSTF|Fire Safety - 1 Year|,No,2026-05-03,2026-06-01
200,200-1,Grace,Okonkwo,NHS|CSTF|Fire Safety - 1 Year|,Yes,2026-05-03,2027-05-03
";

#[tokio::test]
async fn differences_from_esr_are_counted_by_cause_and_downloaded() {
    let (_trust, here, mut lead) = lead().await;
    let none = lead.get("/reconciliation").await.text();
    assert!(none.contains("there is nothing to compare with"), "{none}");
    import_part(&here, TODAY, &[("compliance.csv", EXTRACT)]).await;
    let page = lead.get("/reconciliation").await.text();
    assert!(page.contains("1 of 2 lines differ."), "{page}");
    assert!(page.contains("ESR goes by a stored expiry (1)"), "{page}");
    assert!(page.contains("/passport/00123"), "{page}");
    let other = lead.get("/reconciliation?cause=not-required").await.text();
    assert!(other.contains(">0 lines"), "{other}");
    let csv = lead.get("/reconciliation.csv?cause=stored-expiry").await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let text = csv.text();
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(text.contains("00123,00123-1,") && text.contains("Not met,2026-06-01,Met,2027-05-03"));
    assert_eq!(lead.get("/reconciliation.csv?cause=x").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_desk_says_what_waits_and_leads_there() {
    let (_trust, here, mut lead) = lead().await;
    let awards = "Employee Number,Competence Name,Date Last Awarded\n00123,Lifting,2026-06-01\n";
    import(&here, TODAY, &[("awards.csv", awards)]).await;
    confirm(&mut lead, "/extensions", &extension()).await;
    let page = lead.get("/desk").await.text();
    for (words, href) in [
        ("1 unknown", "/competences/unmapped"),
        ("to see", "/data-health"),
        ("1 acting", "/extensions"),
        ("Nothing waits", "/queries"),
    ] {
        let link = format!("href=\"{href}\"");
        // The menu leads there too, and comes first.
        let task = page.rsplit("<li").find(|task| task.contains(&link)).unwrap_or_default();
        assert!(task.contains(words), "{words} beside {href}: {page}");
        assert_eq!(lead.get(href).await.status, StatusCode::OK, "{href}");
    }
}
