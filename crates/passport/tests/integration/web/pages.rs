//! What the pages say.

use axum::http::StatusCode;

use super::support::{DIRECTOR, LEAD, MANAGER, NURSE, Served, Trust};

#[tokio::test]
async fn a_nurse_sees_what_is_red_and_why() {
    let trust = Trust::new(Served::Demo).await;
    let page = trust.logged_in(NURSE).await.get("/passport").await.text();
    assert!(page.contains("Your training passport"));
    assert!(page.contains("1 to do"), "Moving and Handling was never completed");
    assert!(page.contains("Moving and Handling") && page.contains("Fire Safety"));
    assert!(page.contains("/passport.pdf"));
    assert!(page.contains("Training data as at 22 November 2026"));
}

#[tokio::test]
async fn a_past_day_can_be_asked() {
    let trust = Trust::new(Served::Demo).await;
    let mut browser = trust.logged_in(NURSE).await;
    let page = browser.get("/passport?as-at=2026-04-01").await.text();
    assert!(page.contains("As at 1 April 2026"));
    assert!(page.contains("/passport.pdf?as-at=2026-04-01"));
    let wrong = browser.get("/passport?as-at=1%20April").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert!(wrong.text().contains("That is not a date"));
}

#[tokio::test]
async fn what_is_imported_shows_at_once() {
    let trust = Trust::new(Served::Demo).await;
    let mut browser = trust.logged_in(NURSE).await;
    assert!(browser.get("/passport").await.text().contains("1 to do"));
    let organisation = trust.store.organisation(Some("999")).await.expect("the trust");
    let award = "Employee Number,Competence Name,Date Last Awarded\n\
        00123,NHS|CSTF|Moving and Handling - 2 Years|,2026-11-20\n";
    let upload = passport::import::Upload { name: "more.csv".into(), bytes: award.into() };
    let request = passport::import::Request {
        partial: true,
        ..passport::import::Request::new(jiff::civil::date(2026, 11, 22), "test")
    };
    let now = super::support::clock().now();
    passport::import::import(
        passport::import::Whose::Known(&organisation),
        &[upload],
        &request,
        now,
    )
    .await
    .expect("an import");
    assert!(!browser.get("/passport").await.text().contains("1 to do"));
}

#[tokio::test]
async fn a_manager_sees_who_has_most_to_do_first() {
    let trust = Trust::new(Served::Demo).await;
    let page = trust.logged_in(MANAGER).await.get("/team").await.text();
    assert!(page.contains("4 of 4 people have something to do"));
    let place = |name: &str| page.find(name).unwrap_or_else(|| panic!("{name} is missing"));
    assert!(place("Łukasz Nguyễn") < place("Ann Jones"), "two to do before one");
    assert!(page.contains("href=\"/passport/00123\""));
}

#[tokio::test]
async fn a_training_lead_sees_the_imports() {
    let trust = Trust::new(Served::Demo).await;
    let mut browser = trust.logged_in(LEAD).await;
    let list = browser.get("/imports").await.text();
    assert!(list.contains("Import 1") && list.contains("assignments.csv and 3 more"));
    let one = browser.get("/imports/1").await.text();
    assert!(one.contains("awards.csv") && one.contains("Person added"), "{one}");
    assert_eq!(browser.get("/imports/2").await.status, StatusCode::NOT_FOUND);
    let beyond = browser.get("/imports?page=7").await;
    assert_eq!(beyond.header("location"), "/imports");
}

#[tokio::test]
async fn a_training_lead_finds_a_person_by_any_part_of_the_name() {
    let trust = Trust::new(Served::Demo).await;
    let mut browser = trust.logged_in(LEAD).await;
    assert!(!browser.get("/people").await.text().contains("found"));
    for asked in ["lukasz", "NGUY%E1%BB%84N", "300", "student+ashdown"] {
        let page = browser.get(&format!("/people?q={asked}")).await.text();
        assert!(page.contains("1 person found") && page.contains("/passport/300"), "{asked}");
    }
    let nobody = browser.get("/people?q=same+number").await.text();
    assert!(nobody.contains("Nobody found"), "who works at another trust is not found");
    let short = browser.get("/people?q=e").await.text();
    assert!(short.contains("Type at least 2 letters") && !short.contains("found"), "{short}");
    let all = browser.get("/people?q=porter").await.text();
    assert!(all.contains("href=\"/passport/500%2Fa%20b\""), "an odd number is a safe address");
}

#[tokio::test]
async fn a_manager_finds_her_own_people_and_nobody_elses() {
    let trust = Trust::new(Served::Demo).await;
    let mut browser = trust.logged_in(MANAGER).await;
    let page = browser.get("/people?q=lukasz").await.text();
    assert!(page.contains("1 person found") && page.contains("/passport/300"), "{page}");
    let slip = browser.get("/people?q=lukazs").await.text();
    assert!(slip.contains("spelt much like it") && slip.contains("/passport/300"), "{slip}");
    let all = browser.get("/people?q=2").await.text();
    let team = browser.get("/team").await.text();
    for link in all.split("href=\"/passport/").skip(1) {
        let number = link.split('"').next().unwrap_or_default();
        assert!(team.contains(&format!("/passport/{number}\"")), "{number} is of her team");
    }
    let other = browser.get("/people?q=lead").await.text();
    assert!(other.contains("Nobody found"), "{other}");
}

#[tokio::test]
async fn a_nurse_asks_when_a_line_falls_due_if_she_does_it_on_a_day_to_come() {
    let trust = Trust::new(Served::Demo).await;
    let mut browser = trust.logged_in(NURSE).await;
    let passport = browser.get("/passport").await.text();
    assert!(passport.contains("href=\"/passport/lines/moving-and-handling"), "{passport}");
    let key =
        passport.split("href=\"/passport/lines/").nth(1).and_then(|rest| rest.split('"').next());
    let page = format!("/passport/lines/{}", key.expect("a line"));
    let text = browser.get(&page).await.text();
    assert!(text.contains("Why it is required") && text.contains("Required of"), "{text}");
    let answer = browser.get(&format!("{page}?on-day=1&on-month=12&on-year=2026")).await.text();
    assert!(answer.contains("If you complete it on 1 December 2026"), "{answer}");
    for (past, said) in [
        ("on-day=1&on-month=6&on-year=2026", "it next falls due on 1 June 2028"),
        ("on-day=1&on-month=1&on-year=2020", "it ran out on 1 January 2022"),
    ] {
        let answer = browser.get(&format!("{page}?{past}")).await.text();
        assert!(answer.contains(said), "{said}: {answer}");
    }
    // Nothing was asked of her before she came.
    for wrong in
        ["on-day=31&on-month=2&on-year=2027", "on-day=31&on-month=12&on-year=2019", "on-day=x"]
    {
        let page = browser.get(&format!("{page}?{wrong}")).await.text();
        assert!(
            page.contains("There is a problem") && !page.contains("If you complete"),
            "{wrong}"
        );
    }
    assert_eq!(browser.get("/passport/lines/of-nobody").await.status, StatusCode::NOT_FOUND);
    let key = key.expect("a line");
    let hers = format!("/passport/{NURSE}/lines/{key}");
    let mut manager = trust.logged_in(MANAGER).await;
    assert!(manager.get(&hers).await.text().contains("Ann Jones"));
    let mut director = trust.logged_in(DIRECTOR).await;
    assert_eq!(director.get(&hers).await.status, StatusCode::NOT_FOUND);
}
