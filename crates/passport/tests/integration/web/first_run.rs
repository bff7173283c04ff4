//! The first run: from an empty database to the first import, by a link that
//! works for nobody else and no longer than it must.

use axum::http::StatusCode;
use passport_core::facts::GrantedRole;

use super::entering::{PASSWORD, choose, encoded, grant, organisation, set_up_app};
use super::office::{enter, staff};
use super::support::{Answer, Browser, NURSE, Served, Trust, clock, files};

const ADMIN: &str = "alex@hartwell.example.nhs.uk";

async fn set_up(browser: &mut Browser, link: &str) -> Answer {
    let csrf = browser.get(link).await.hidden("csrf");
    let form = format!(
        "csrf={csrf}&name=Hartwell+NHS+Trust&vpd=999&ods=rzz&person=Alex+Admin&email={}",
        encoded(ADMIN)
    );
    browser.post(link, &form).await
}

/// An administrator who has gone all the way, and their browser.
async fn begun() -> (Trust, Browser) {
    let (trust, link) = Trust::blank().await;
    let mut browser = trust.browser();
    let answer = set_up(&mut browser, &link).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let choice = answer.header("location").to_owned();
    assert_eq!(choose(&mut browser, &choice, PASSWORD).await.status, StatusCode::SEE_OTHER);
    set_up_app(&mut browser, clock()).await;
    (trust, browser)
}

async fn preview(browser: &mut Browser, files: &[(&str, &str)]) -> Answer {
    let csrf = browser.get("/imports/new").await.hidden("csrf");
    browser.send_files("/imports/new", &[("csrf", &csrf), ("extract-date", "")], files).await
}

async fn confirm(browser: &mut Browser, page: &Answer) -> Answer {
    let (csrf, ticket) = (page.hidden("csrf"), page.hidden("ticket"));
    let more: String = ["skip-bad-rows", "accept-large-change"]
        .iter()
        .filter(|name| page.text().contains(&format!("name=\"{name}\"")))
        .map(|name| format!("&{name}=yes"))
        .collect();
    browser.post("/imports/confirm", &format!("csrf={csrf}&ticket={ticket}{more}")).await
}

#[tokio::test]
async fn an_empty_database_is_led_to_its_first_import() {
    let (trust, mut browser) = begun().await;
    assert_eq!(browser.get("/").await.header("location"), "/first-steps");
    let steps = browser.get("/first-steps").await.text();
    assert!(steps.contains("Hartwell NHS Trust"), "the name at the head of the page");
    assert!(steps.contains("https://passport.example.nhs.uk"), "as serve was told");
    let page = preview(&mut browser, &files()).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.text().contains("Nothing has been changed yet"));
    let known = organisation(&trust, "999").await;
    assert!(known.newest_import().await.expect("asked").is_none());
    let done = confirm(&mut browser, &page).await;
    assert_eq!(done.header("location"), "/first-steps", "{}", done.text());
    assert!(known.newest_import().await.expect("asked").is_some());
    // What comes after is the training lead's.
    assert_eq!(browser.get("/imports/new").await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get(&format!("/passport/{NURSE}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn of_two_first_imports_confirmed_at_once_one_is_the_first() {
    let (trust, mut alex) = begun().await;
    let known = organisation(&trust, "999").await;
    let other = staff(&known, "", "Bo Admin", &[(GrantedRole::Administrator, "")]).await;
    let mut bo = enter(&trust, &known, other).await;
    let mut others = files();
    let without = others[0].1.replace("Jones", "Smith");
    others[0].1 = &without;
    let one = preview(&mut alex, &files()).await;
    let two = preview(&mut bo, &others).await;
    for page in [&one, &two] {
        assert!(page.text().contains("Nothing has been changed yet"), "{}", page.text());
    }
    let (one, two) = tokio::join!(confirm(&mut alex, &one), confirm(&mut bo, &two));
    let answers = [&one, &two];
    let done = answers.iter().filter(|answer| answer.status == StatusCode::SEE_OTHER).count();
    assert_eq!(done, 1, "{} {}", one.text(), two.text());
    let told = answers.iter().find(|answer| answer.status == StatusCode::OK).expect("the other");
    let told = told.text();
    assert!(told.contains("import 1 was made meanwhile"), "{told}");
    assert!(!told.contains("Jones") && !told.contains("Smith"), "who is recorded is not told");
    assert_eq!(known.imports().await.expect("imports").len(), 1);
}

#[tokio::test]
async fn the_link_opens_nothing_once_an_administrator_can_log_in() {
    let (trust, link) = Trust::blank().await;
    for wrong in ["/set-up/x".to_owned(), format!("/set-up/{}", "0a".repeat(32))] {
        assert_eq!(trust.browser().get(&wrong).await.status, StatusCode::GONE, "{wrong}");
    }
    // Whoever closes the browser half way begins again.
    let mut browser = trust.browser();
    let first = set_up(&mut browser, &link).await.header("location").to_owned();
    let csrf = browser.get(&link).await.hidden("csrf");
    let form = format!("csrf={csrf}&person=Alex+Admin&email={}", encoded(ADMIN));
    let second = browser.post(&link, &form).await.header("location").to_owned();
    assert_eq!(trust.browser().get(&first).await.status, StatusCode::GONE, "spent by the second");
    choose(&mut browser, &second, PASSWORD).await;
    assert_eq!(trust.browser().get(&link).await.status, StatusCode::GONE);
    let form = format!("csrf={csrf}&person=Mallory&email=mallory%40example.com");
    let mut thief = trust.browser();
    thief.get("/log-in").await;
    assert_ne!(thief.post(&link, &form).await.status, StatusCode::SEE_OTHER);
    let here = organisation(&trust, "999").await;
    assert_eq!(here.accounts().await.expect("accounts").len(), 1);
    // Set up twice, it is one role: taken away, it is gone.
    let grants = passport::accounts::grants(&here).await.expect("grants");
    assert_eq!(grants.len(), 1);
    // And the link stays shut when later nobody administers any more.
    let mut change = here.begin("test", "taken away", clock().now()).await.expect("begun");
    change.void::<passport_core::facts::GrantFact>(&[grants[0].id]).await.expect("voided");
    change.commit().await.expect("committed");
    assert_eq!(trust.browser().get(&link).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn what_is_wrong_with_the_first_form_is_said_beside_the_fields() {
    let (trust, link) = Trust::blank().await;
    let mut browser = trust.browser();
    let csrf = browser.get(&link).await.hidden("csrf");
    let form = format!("csrf={csrf}&name=&vpd=%3Cscript%3E&person=&email=nobody");
    let answer = browser.post(&link, &form).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = answer.text();
    assert!(text.contains("<title>Error: "));
    for field in ["name", "vpd", "person", "email"] {
        assert!(text.contains(&format!("href=\"#{field}\"")), "{field}");
        assert!(text.contains(&format!("id=\"{field}-error\"")), "{field}");
    }
    assert!(!text.contains("<script>"));
    assert!(trust.store.organisations().await.expect("asked").is_empty());
}

#[tokio::test]
async fn of_two_who_set_up_at_once_one_makes_the_organisation() {
    let (trust, link) = Trust::blank().await;
    let (mut one, mut other) = (trust.browser(), trust.browser());
    let (first, second) = tokio::join!(set_up(&mut one, &link), set_up(&mut other, &link));
    for answer in [&first, &second] {
        assert!(!answer.status.is_server_error(), "{}", answer.text());
    }
    assert_eq!(trust.store.organisations().await.expect("asked").len(), 1);
}

#[tokio::test]
async fn a_real_trust_whose_server_was_given_no_link_has_no_set_up() {
    let trust = Trust::new(Served::Real).await;
    let link = format!("/set-up/{}", "0a".repeat(32));
    assert_eq!(trust.browser().get(&link).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn mail_is_tried_before_anyone_depends_on_it() {
    let (_trust, mut browser) = begun().await;
    let csrf = browser.get("/first-steps").await.hidden("csrf");
    let answer = browser.post("/first-steps/mail", &format!("csrf={csrf}")).await;
    assert!(answer.text().contains("mail-to is empty"), "{}", answer.text());
}

#[tokio::test]
async fn files_with_faults_are_shown_and_let_through_by_a_second_look_alone() {
    let (trust, mut browser) = begun().await;
    let nothing = preview(&mut browser, &[]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let strange = preview(&mut browser, &[("photo.csv", "\u{1}\u{2}not a table")]).await;
    assert!(!strange.text().contains("name=\"ticket\""), "{}", strange.text());
    let mut all = files();
    let broken = all[3].1.replace(
        "00123,NHS|CSTF|Fire Safety - 1 Year|,2026-05-03",
        "00123,NHS|CSTF|Fire Safety - 1 Year|,31/02/2026",
    );
    all[3].1 = &broken;
    let refused = preview(&mut browser, &all).await;
    assert!(refused.text().contains("cannot be used"), "{}", refused.text());
    let again = confirm(&mut browser, &refused).await;
    assert_eq!(again.status, StatusCode::OK, "shown once more");
    let done = confirm(&mut browser, &again).await;
    assert_eq!(done.header("location"), "/first-steps", "{}", done.text());
    let known = organisation(&trust, "999").await;
    assert!(known.newest_import().await.expect("asked").is_some());
}

#[tokio::test]
async fn files_wait_for_their_sender_alone_and_once() {
    let (trust, mut browser) = begun().await;
    let page = preview(&mut browser, &files()).await;
    let ticket = page.hidden("ticket");
    // Another training lead, with the ticket in hand.
    let known = organisation(&trust, "999").await;
    let opened = passport::accounts::first_administrator(
        &known,
        "Mallory",
        "mallory@hartwell.example.nhs.uk",
        "test",
        clock().now(),
    );
    let Ok(passport::accounts::Invited::Link(link)) = opened.await else { panic!("no link") };
    let mut other = trust.browser();
    choose(&mut other, &format!("/link/{}", link.token), PASSWORD).await;
    set_up_app(&mut other, clock()).await;
    let csrf = other.get("/imports/new").await.hidden("csrf");
    let stolen = other.post("/imports/confirm", &format!("csrf={csrf}&ticket={ticket}")).await;
    assert_eq!(stolen.header("location"), "/imports/new");
    assert!(known.newest_import().await.expect("asked").is_none());
    assert_eq!(confirm(&mut browser, &page).await.header("location"), "/first-steps");
    let again = confirm(&mut browser, &page).await;
    assert_ne!(again.header("location"), "/first-steps", "once");
}

#[tokio::test]
async fn nobody_sends_files_who_may_not() {
    let (trust, mut browser) = begun().await;
    let csrf = browser.get("/imports/new").await.hidden("csrf");
    let fields = [("csrf", csrf.as_str())];
    let stranger = trust.browser().send_files("/imports/new", &fields, &files()).await;
    assert_eq!(stranger.header("location"), "/log-in");
    let forged = browser.send_files("/imports/new", &[("csrf", "0a")], &files()).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    let twice = [("csrf", csrf.as_str()), ("csrf", csrf.as_str())];
    let twice = browser.send_files("/imports/new", &twice, &files()).await;
    assert_eq!(twice.status, StatusCode::FORBIDDEN);
    let plain = browser.post("/imports/new", &format!("csrf={csrf}")).await;
    assert_eq!(plain.status, StatusCode::BAD_REQUEST, "a form without files");
}

#[tokio::test]
async fn a_training_lead_imports_and_is_led_to_the_import() {
    let (trust, mut browser) = begun().await;
    let page = preview(&mut browser, &files()).await;
    confirm(&mut browser, &page).await;
    let mut lead = super::entering::with_password(&trust, NURSE).await;
    grant(&trust, NURSE, GrantedRole::TrainingLead, "", None).await;
    set_up_app(&mut lead, clock()).await;
    let more = [
        ("assignments.csv", files()[0].1),
        (
            "awards.csv",
            "Employee Number,Competence Name,Date Last Awarded\n200,NHS|CSTF|Fire Safety - 1 Year|,2026-06-03\n",
        ),
    ];
    let page = preview(&mut lead, &more).await;
    let done = confirm(&mut lead, &page).await;
    assert_eq!(done.header("location"), "/imports/2", "{}", done.text());
    assert_eq!(lead.get("/imports/2").await.status, StatusCode::OK);
}
