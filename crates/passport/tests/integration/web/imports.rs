//! Imports in the browser: watched, undone, and read by headings of a trust's own.

use std::time::Duration;

use super::entering::organisation;
use super::support::{Answer, Browser, LEAD, Served, Trust, clock};
use axum::http::StatusCode;

const AWARD: &str = "Employee Number,Competence Name,Date Last Awarded\n\
    00123,NHS|CSTF|Fire Safety - 1 Year|,2026-06-03\n";

async fn send(browser: &mut Browser, fields: &[(&str, &str)], file: (&str, &str)) -> Answer {
    let csrf = browser.get("/imports/new").await.hidden("csrf");
    let mut all = vec![("csrf", csrf.as_str())];
    all.extend(fields);
    browser.send_files("/imports/new", &all, &[file]).await
}

async fn go_on(browser: &mut Browser, page: &Answer) -> Answer {
    let (csrf, ticket) = (page.hidden("csrf"), page.hidden("ticket"));
    browser.post("/imports/confirm", &format!("csrf={csrf}&ticket={ticket}")).await
}

#[tokio::test]
async fn an_import_is_undone_in_the_browser_once_and_says_what_prevents_it() {
    let trust = Trust::new(Served::Demo).await;
    let mut browser = trust.logged_in(LEAD).await;
    let page = send(&mut browser, &[], ("awards.csv", AWARD)).await;
    assert!(page.text().contains("Award added: 1"), "{}", page.text());
    let done = go_on(&mut browser, &page).await;
    let address = done.header("location").to_owned();
    assert!(browser.get("/passport/00123").await.text().contains("3 June 2027"));

    let first = browser.get("/imports/1/undo").await;
    assert!(first.text().contains("later work changed the same records"), "{}", first.text());
    assert!(!first.text().contains("Undo the import"), "no button for what cannot be done");
    let csrf = first.hidden("csrf");
    let prevented = browser.post("/imports/1/undo", &format!("csrf={csrf}")).await;
    assert_eq!(prevented.header("location"), "/imports/1/undo");

    assert!(browser.get(&address).await.text().contains("Undo this import"));
    let ask = browser.get(&format!("{address}/undo")).await;
    let csrf = ask.hidden("csrf");
    let undone = browser.post(&format!("{address}/undo"), &format!("csrf={csrf}")).await;
    assert_eq!(undone.header("location"), address);
    assert!(!browser.get("/passport/00123").await.text().contains("3 June 2027"));
    let text = browser.get(&address).await.text();
    assert!(text.contains("Undone") && !text.contains("What changed<"), "{text}");
    assert!(text.contains("What changed, before it was taken back"), "{text}");
    let again = browser.get(&format!("{address}/undo")).await.text();
    assert!(again.contains("was undone already"), "{again}");
    assert_eq!(browser.get("/imports/77/undo").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn headings_of_a_trusts_own_are_mapped_once_and_kept() {
    let trust = Trust::new(Served::Demo).await;
    let mut browser = trust.logged_in(LEAD).await;
    let theirs = AWARD
        .replace("Employee Number", "Payroll Ref")
        .replace("Date Last Awarded", "Done & dusted")
        .replace("Competence Name", "NI Number,Competence Name")
        .replace("00123,", "00123,QQ123456C,");
    let page = send(&mut browser, &[], ("odd.csv", &theirs)).await;
    let text = page.text();
    assert!(
        text.contains("none of those we read") && text.contains("name=\"heading-Payroll Ref\""),
        "{text}"
    );
    assert!(!text.contains("name=\"heading-NI Number\""), "what is never read is not offered");
    let (csrf, ticket) = (page.hidden("csrf"), page.hidden("ticket"));
    let form = format!(
        "csrf={csrf}&ticket={ticket}&heading-Payroll+Ref=Employee+Number\
         &heading-Done+%26+dusted=Date+Last+Awarded&profile-name=payroll"
    );
    let mapped = browser.post("/imports/headings", &form).await;
    assert!(mapped.text().contains("Award added: 1"), "{}", mapped.text());
    let done = go_on(&mut browser, &mapped).await;
    assert!(done.header("location").starts_with("/imports/"));
    assert!(browser.get("/passport/00123").await.text().contains("3 June 2027"));

    let next = theirs.replace("2026-06-03", "2026-07-09");
    let page = send(&mut browser, &[("profile", "payroll")], ("odd.csv", &next)).await;
    assert!(page.text().contains("Award added: 1"), "{}", page.text());
    let unknown = send(&mut browser, &[("profile", "nobody's")], ("odd.csv", &next)).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn files_that_are_not_whole_end_nothing() {
    let trust = Trust::new(Served::Demo).await;
    let mut browser = trust.logged_in(LEAD).await;
    let one = "Employee Number,Assignment Number,First Name,Last Name,Org L1,Assignment Status,Start Date\n\
               00123,00123-1,Ann,Jones-Smith,Hartwell,Active Assignment,2020-01-01\n";
    let whole = send(&mut browser, &[], ("assignments.csv", one)).await.text();
    assert!(whole.contains("more than the organisation lets through"), "{whole}");
    let part = send(&mut browser, &[("partial", "yes")], ("assignments.csv", one)).await.text();
    assert!(part.contains("what they leave out goes on"), "{part}");
    assert!(!part.contains("more than the organisation lets through"), "{part}");
    // Whoever meets the brake says so there, and sends the files no second time.
    let page = send(&mut browser, &[], ("assignments.csv", one)).await;
    assert!(page.text().contains("Take them as a part"), "{}", page.text());
    let (csrf, ticket) = (page.hidden("csrf"), page.hidden("ticket"));
    let form = format!("csrf={csrf}&ticket={ticket}&partial=yes");
    let looked = browser.post("/imports/confirm", &form).await;
    assert!(looked.text().contains("what they leave out goes on"), "{}", looked.text());
    let done = go_on(&mut browser, &looked).await;
    assert!(done.header("location").starts_with("/imports/"), "{}", done.text());
    let ward = browser.get("/people?q=okonkwo").await.text();
    assert!(ward.contains("Grace Okonkwo") && !ward.contains("No post today"), "{ward}");
    let by = browser.get(done.header("location")).await.text();
    assert!(by.contains("Tess Lead") && !by.contains("account "), "{by}");
}

#[tokio::test]
async fn an_unknown_file_says_what_it_looks_like_and_chooses_what_looks_alike() {
    let trust = Trust::new(Served::Demo).await;
    let mut browser = trust.logged_in(LEAD).await;
    let theirs = AWARD.replace("Employee Number", "Staff Employee Number");
    let page = send(&mut browser, &[], ("odd.csv", &theirs)).await;
    let text = page.text();
    for said in [
        "we do not know what file odd.csv is",
        "It looks most like this kind of file: awards",
        "value=\"Employee Number\" selected",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!text.contains("there are rows that cannot be used"), "{text}");
}

/// ESR's word on one line.
const EXTRACT: &str = "Employee Number,Assignment Number,Org L1,Competence Name,Meets Requirement,Date Last Awarded\n\
    00123,00123-1,Hartwell,NHS|CSTF|Fire Safety - 1 Year|,Yes,2026-05-03\n";

/// Goes on from a preview with the extract for comparing only.
async fn compare_only(browser: &mut Browser, page: &Answer) -> Answer {
    let (csrf, ticket) = (page.hidden("csrf"), page.hidden("ticket"));
    let form = format!("csrf={csrf}&ticket={ticket}&compare-only=yes");
    browser.post("/imports/confirm", &form).await
}

#[tokio::test]
async fn an_extract_beside_requirements_is_taken_for_comparing_and_an_undo_takes_that_back() {
    let trust = Trust::new(Served::Demo).await;
    let mut browser = trust.logged_in(LEAD).await;
    let here = organisation(&trust, "999").await;
    let part = [("partial", "yes")];
    let page = send(&mut browser, &part, ("compliance.csv", EXTRACT)).await;
    assert!(page.text().contains("Take the extract for comparing only"), "{}", page.text());
    let looked = compare_only(&mut browser, &page).await;
    let text = looked.text();
    assert!(text.contains("The compliance extract is for comparing only"), "{text}");
    assert!(!text.contains("Requirement added"), "{text}");
    let before = here.settings().await.expect("settings");
    let today = clock().today();
    assert_eq!(before.get("compliance-extract", today), "require", "nothing is done yet");
    let done = go_on(&mut browser, &looked).await;
    let address = done.header("location").to_owned();
    let after = here.settings().await.expect("settings");
    assert_eq!(after.get("compliance-extract", today), "compare");
    let later = EXTRACT.replace("05-03", "06-03");
    let again = send(&mut browser, &part, ("compliance.csv", &later)).await;
    assert!(!again.text().contains("Take the extract for comparing only"));
    let csrf = browser.get(&format!("{address}/undo")).await.hidden("csrf");
    browser.post(&format!("{address}/undo"), &format!("csrf={csrf}")).await;
    let undone = here.settings().await.expect("settings");
    assert_eq!(undone.get("compliance-extract", today), "require");
}

#[tokio::test]
async fn an_import_that_takes_long_is_watched_until_it_is_done() {
    let trust = Trust::new(Served::Demo).await;
    let mut browser = trust.logged_in(LEAD).await;
    let page = send(&mut browser, &[], ("awards.csv", AWARD)).await;
    // Somebody else's change has the organisation's turn.
    let known = organisation(&trust, "999").await;
    let other = known.begin("test", "takes its time", clock().now()).await.expect("begun");
    let waiting = go_on(&mut browser, &page).await;
    assert_eq!(waiting.status, StatusCode::OK, "{}", waiting.text());
    assert!(waiting.text().contains("Comparing them with what is recorded"), "{}", waiting.text());
    let refresh = waiting.header("refresh").to_owned();
    let address = refresh.split("url=").nth(1).expect("an address").to_owned();
    let still = browser.get(&format!("{address}?still=yes")).await;
    assert!(still.headers.get("refresh").is_none(), "it stays as it is");
    let twice = go_on(&mut browser, &page).await;
    assert!(twice.text().contains("Importing"), "a second press only watches");
    drop(other);
    let mut done = browser.get(&address).await;
    for _ in 0..100 {
        if done.status != StatusCode::OK {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        done = browser.get(&address).await;
    }
    assert_eq!(done.header("location"), "/imports/2");
    assert_eq!(known.imports().await.expect("asked").len(), 2, "once");
    let nobody = browser.get("/imports/under-way/0a0b").await;
    assert_eq!(nobody.header("location"), "/imports/new");
}

#[tokio::test]
async fn comparing_is_not_taken_where_nothing_would_be_required_twice() {
    let trust = Trust::new(Served::Demo).await;
    let mut browser = trust.logged_in(LEAD).await;
    let here = organisation(&trust, "999").await;
    let page = send(&mut browser, &[], ("awards.csv", AWARD)).await;
    let looked = compare_only(&mut browser, &page).await;
    let text = looked.text();
    assert!(!text.contains("The compliance extract is for comparing only"), "{text}");
    let done = go_on(&mut browser, &looked).await;
    assert!(done.header("location").starts_with("/imports/"), "{}", done.text());
    let after = here.settings().await.expect("settings");
    assert_eq!(after.get("compliance-extract", clock().today()), "require");
}

#[tokio::test]
async fn comparing_alone_is_a_change_also_with_files_that_were_imported_already() {
    let trust = Trust::new(Served::Demo).await;
    let mut browser = trust.logged_in(LEAD).await;
    let here = organisation(&trust, "999").await;
    let part = [("partial", "yes")];
    let first = send(&mut browser, &part, ("compliance.csv", EXTRACT)).await;
    let brought = go_on(&mut browser, &first).await;
    let page = send(&mut browser, &part, ("compliance.csv", EXTRACT)).await;
    let looked = compare_only(&mut browser, &page).await;
    let done = go_on(&mut browser, &looked).await;
    assert_ne!(done.header("location"), brought.header("location"), "an import of its own");
    let after = here.settings().await.expect("settings");
    assert_eq!(after.get("compliance-extract", clock().today()), "compare");
}

#[tokio::test]
async fn a_name_that_nobody_knows_leads_to_where_its_meaning_is_said() {
    let trust = Trust::new(Served::Demo).await;
    let mut browser = trust.logged_in(LEAD).await;
    let unknown = AWARD.replace("Fire Safety", "Rocket Safety");
    let page = send(&mut browser, &[], ("awards.csv", &unknown)).await;
    let link = "href=\"/competences/unmapped\">Unknown names</a>";
    assert!(page.text().contains(link), "{}", page.text());
    let done = go_on(&mut browser, &page).await;
    let text = browser.get(done.header("location")).await.text();
    assert!(text.contains("Say what it means under Unknown names.") && text.contains(link));
}
