//! Log-in by address and password, from the invitation to the day someone leaves.

use axum::http::StatusCode;
use jiff::civil::date;
use passport::access::credentials::Purpose;
use passport::accounts::{self, Invited};
use passport_core::facts::{GrantFact, GrantedRole, PostingFact};
use passport_store::{Known, NewAccount};

use super::entering::{
    PASSWORD, choose, encoded, grant, invited, log_in, organisation, set_up_app, with_password,
};
use super::support::{MANAGER, NURSE, PORTER, SISTER, STUDENT, Served, Trust, clock, clock_at};

#[tokio::test]
async fn an_invitation_leads_to_a_password_and_to_ones_own_passport() {
    let trust = Trust::new(Served::Real).await;
    let link = invited(&trust, NURSE).await;
    let mut browser = trust.browser();
    // Mail systems open links before people do: looking changes nothing.
    for _ in 0..3 {
        assert_eq!(trust.browser().get(&link).await.status, StatusCode::OK);
    }
    for (weak, says) in
        [("short", "12 characters"), ("passwordpassword", ""), ("Ann Jones 2026!", "")]
    {
        let refused = choose(&mut browser, &link, weak).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{weak}");
        assert!(refused.text().contains(says), "{weak}: {}", refused.text());
    }
    let entered = choose(&mut browser, &link, PASSWORD).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER);
    let page = browser.get("/passport").await;
    assert!(page.text().contains("Ann Jones"));
    // Once only.
    assert_eq!(trust.browser().get(&link).await.status, StatusCode::GONE);
    let mut later = trust.browser();
    let answer = log_in(&mut later, " ANN@hartwell.example.nhs.uk", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert!(later.get("/passport").await.text().contains("Ann Jones"));
}

#[tokio::test]
async fn a_link_is_good_for_its_time() {
    let trust = Trust::new(Served::Real).await;
    let link = invited(&trust, NURSE).await;
    let mut late = trust.at(clock_at("2026-12-07T12:00:00Z")).await;
    assert_eq!(late.get(&link).await.status, StatusCode::GONE);
    assert_eq!(Purpose::Invitation.name(), "invitation");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_are_answered_alike() {
    let trust = Trust::new(Served::Real).await;
    with_password(&trust, NURSE).await;
    let wrong =
        log_in(&mut trust.browser(), "ann@hartwell.example.nhs.uk", "not the password").await;
    let unknown =
        log_in(&mut trust.browser(), "ann@hartwell.example.nhs.ux", "not the password").await;
    // Invited, but without a password yet.
    invited(&trust, SISTER).await;
    let blank = log_in(&mut trust.browser(), "sara@hartwell.example.nhs.uk", "").await;
    for answer in [&wrong, &unknown, &blank] {
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let plain = |answer: &super::support::Answer| {
        answer.without_chance().replace("nhs.ux", "nhs.uk").replace("sara@", "ann@")
    };
    assert_eq!(plain(&wrong), plain(&unknown));
    assert_eq!(plain(&wrong), plain(&blank));
}

#[tokio::test]
async fn guessing_is_slowed_and_the_right_password_waits_too() {
    let trust = Trust::new(Served::Real).await;
    with_password(&trust, NURSE).await;
    let mut browser = trust.browser();
    let mut waiting = None;
    for attempt in 0..40 {
        let answer = log_in(&mut browser, "ann@hartwell.example.nhs.uk", "wrong wrong wrong").await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            waiting = Some(attempt);
            break;
        }
    }
    assert!(waiting.is_some_and(|attempts| attempts >= 5), "{waiting:?}");
    let answer = log_in(&mut browser, "ann@hartwell.example.nhs.uk", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    let later = trust.at(clock_at("2026-11-22T13:00:00Z")).await;
    let mut later = later;
    let answer = log_in(&mut later, "ann@hartwell.example.nhs.uk", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_leaver_is_shut_out_in_the_middle_of_a_session() {
    let trust = Trust::new(Served::Real).await;
    let mut browser = with_password(&trust, NURSE).await;
    assert_eq!(browser.get("/passport").await.status, StatusCode::OK);
    let organisation = organisation(&trust, "999").await;
    let postings = organisation.facts_of::<PostingFact>(Known::Now, NURSE).await.expect("postings");
    let mut ended = postings[0].fact.clone();
    ended.post.end = Some(date(2026, 11, 21));
    let mut change = organisation.begin("test", "an import", clock().now()).await.expect("begun");
    change.void::<PostingFact>(&[postings[0].id]).await.expect("voided");
    change.record(&[ended]).await.expect("recorded");
    change.commit().await.expect("committed");
    assert_eq!(browser.get("/passport").await.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.get("/account").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_deputy_sees_the_managers_people_until_the_last_day() {
    let trust = Trust::new(Served::Real).await;
    let organisation = organisation(&trust, "999").await;
    // The porter has no address in the record: an administrator opens the account.
    let new = NewAccount {
        employee_number: PORTER.into(),
        name: "Paul Porter".into(),
        email: "paul@hartwell.example.nhs.uk".into(),
    };
    let opened =
        accounts::open(&organisation, &new, Purpose::Invitation, None, "test", clock().now()).await;
    let Ok(Invited::Link(invitation)) = opened else { panic!("{opened:?}") };
    let mut browser = trust.browser();
    choose(&mut browser, &format!("/link/{}", invitation.token), PASSWORD).await;
    assert_eq!(browser.get("/team").await.status, StatusCode::FORBIDDEN);
    grant(&trust, PORTER, GrantedRole::Deputy, MANAGER, Some(date(2026, 11, 22))).await;
    assert!(browser.get("/team").await.text().contains("Ann Jones"));
    for (record, seen) in [(NURSE, true), (STUDENT, true), ("600", false)] {
        let answer = browser.get(&format!("/passport/{record}")).await;
        let expected = if seen { StatusCode::OK } else { StatusCode::NOT_FOUND };
        assert_eq!(answer.status, expected, "{record}");
    }
    let mut tomorrow = trust.at(clock_at("2026-11-23T00:00:30Z")).await;
    log_in(&mut tomorrow, "paul@hartwell.example.nhs.uk", PASSWORD).await;
    assert_eq!(tomorrow.get("/passport").await.status, StatusCode::OK);
    assert_eq!(tomorrow.get("/team").await.status, StatusCode::FORBIDDEN);
    assert_eq!(tomorrow.get(&format!("/passport/{NURSE}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_named_manager_of_a_unit_sees_who_works_there_whoever_supervises_them() {
    let trust = Trust::new(Served::Real).await;
    let mut browser = with_password(&trust, NURSE).await;
    grant(&trust, NURSE, GrantedRole::Manager, "Hartwell|Estates", None).await;
    let team = browser.get("/team").await.text();
    assert!(team.contains("Paul Porter"), "{team}");
    assert!(!team.contains("Grace Okonkwo"));
    assert_eq!(browser.get("/passport/500%2Fa%20b").await.status, StatusCode::OK);
    assert_eq!(browser.get(&format!("/passport/{MANAGER}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_administrator_who_is_not_staff_sees_no_record() {
    let trust = Trust::new(Served::Real).await;
    let organisation = organisation(&trust, "999").await;
    let new = NewAccount {
        employee_number: String::new(),
        name: "Alex Admin".into(),
        email: "alex@hartwell.example.nhs.uk".into(),
    };
    let role = GrantFact {
        account: 0,
        role: GrantedRole::Administrator,
        scope: String::new(),
        date_from: None,
        date_to: None,
        reason: "first".into(),
    };
    let purpose = Purpose::FirstAdministrator;
    let opened =
        accounts::open(&organisation, &new, purpose, Some(role), "test", clock().now()).await;
    let Ok(Invited::Link(invitation)) = opened else { panic!("{opened:?}") };
    let mut browser = trust.browser();
    choose(&mut browser, &format!("/link/{}", invitation.token), PASSWORD).await;
    set_up_app(&mut browser, clock()).await;
    assert!(browser.get("/account").await.text().contains("administrator"));
    for path in ["/passport", "/team", "/people", "/figures", "/imports"] {
        assert_eq!(browser.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    for record in ["", NURSE] {
        let answer = browser.get(&format!("/passport/{record}")).await;
        assert_ne!(answer.status, StatusCode::OK, "{record}");
    }
}

#[tokio::test]
async fn a_session_ends_by_the_clock_by_its_owner_and_with_the_password() {
    let trust = Trust::new(Served::Real).await;
    let first = with_password(&trust, NURSE).await;
    // Left alone for more than half an hour.
    let mut idle = trust.at(clock_at("2026-11-22T12:32:00Z")).await;
    idle.cookie = first.cookie;
    assert_eq!(idle.get("/passport").await.status, StatusCode::SEE_OTHER);
    let email = "ann@hartwell.example.nhs.uk";
    let (mut here, mut there) = (trust.browser(), trust.browser());
    log_in(&mut here, email, PASSWORD).await;
    log_in(&mut there, email, PASSWORD).await;
    // Its owner ends the other one.
    let page = here.get("/account").await;
    let csrf = page.hidden("csrf");
    let session = page.hidden("session");
    here.post("/account/sessions", &format!("csrf={csrf}&session={session}")).await;
    assert_eq!(there.get("/passport").await.status, StatusCode::SEE_OTHER);
    assert_eq!(here.get("/passport").await.status, StatusCode::OK);
    // A new password ends every other.
    log_in(&mut there, email, PASSWORD).await;
    let csrf = here.get("/account").await.hidden("csrf");
    let wrong =
        format!("csrf={csrf}&current=nonsense&new={}", encoded("seven green bicycles sing"));
    assert_eq!(
        here.post("/account/password", &wrong).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let right = format!(
        "csrf={csrf}&current={}&new={}",
        encoded(PASSWORD),
        encoded("seven green bicycles sing")
    );
    let before = here.cookie.clone();
    assert_eq!(here.post("/account/password", &right).await.status, StatusCode::SEE_OTHER);
    assert_ne!(here.cookie, before, "a new token");
    assert_eq!(here.get("/passport").await.status, StatusCode::OK);
    assert_eq!(there.get("/passport").await.status, StatusCode::SEE_OTHER);
    // Logged out, the cookie is dead, also for whoever copied it.
    let stolen = here.cookie.clone();
    let csrf = here.get("/account").await.hidden("csrf");
    here.post("/log-out", &format!("csrf={csrf}")).await;
    let mut thief = trust.browser();
    thief.cookie = stolen;
    assert_eq!(thief.get("/passport").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_account_of_one_organisation_opens_nothing_at_another() {
    let trust = Trust::new(Served::Real).await;
    with_password(&trust, NURSE).await;
    let mut browser = trust.browser();
    let csrf = browser.get("/log-in").await.hidden("csrf");
    let form = format!(
        "csrf={csrf}&email=ann%40hartwell.example.nhs.uk&password={}&organisation=111",
        encoded(PASSWORD)
    );
    assert_eq!(browser.post("/log-in", &form).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut manager = with_password(&trust, MANAGER).await;
    // The same number at the other trust is another person, and nobody of this one.
    assert_eq!(manager.get("/passport/900").await.status, StatusCode::NOT_FOUND);
    assert!(!manager.get("/team").await.text().contains("Other Person"));
}

#[tokio::test]
async fn who_looked_at_whom_is_in_the_audit() {
    let trust = Trust::new(Served::Real).await;
    let mut browser = with_password(&trust, MANAGER).await;
    browser.get(&format!("/passport/{NURSE}")).await;
    browser.get("/passport/600").await;
    let mut nurse = with_password(&trust, NURSE).await;
    let organisation = organisation(&trust, "999").await;
    trust.writer.close().await.expect("written");
    let of = |number: &'static str| {
        let organisation = organisation.clone();
        async move {
            let entries = organisation
                .audit_of(number, jiff::Timestamp::UNIX_EPOCH, 50)
                .await
                .expect("entries");
            entries.into_iter().map(|entry| entry.action).collect::<Vec<String>>()
        }
    };
    assert!(of(NURSE).await.contains(&"saw passport".to_owned()));
    assert!(of("600").await.contains(&"denied".to_owned()));
    assert!(of(MANAGER).await.contains(&"logged in".to_owned()));
    // Its owner is told, and nobody else.
    let page = nurse.get("/looks").await.text();
    assert!(page.contains("Grace Okonkwo") && page.contains("Saw passport"), "{page}");
    assert!(!browser.get("/looks").await.text().contains("Saw passport"), "that is the nurse's");
}

#[tokio::test]
async fn a_persons_export_holds_their_account_and_nothing_that_proves_who_they_are() {
    let trust = Trust::new(Served::Real).await;
    with_password(&trust, NURSE).await;
    grant(&trust, NURSE, GrantedRole::Board, "", None).await;
    let organisation = organisation(&trust, "999").await;
    let export = passport::export::gather(&organisation, NURSE, clock().now()).await;
    let text = passport::export::json(&export.expect("asked").expect("a person")).expect("JSON");
    for said in ["Your account", "Where you were logged in", "Roles given to you", "board"] {
        assert!(text.contains(said), "{said}");
    }
    for secret in ["$argon2", "password_hash", "token_hash"] {
        assert!(!text.contains(secret), "{secret}");
    }
}
