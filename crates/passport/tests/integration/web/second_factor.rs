//! Codes from an app beside the password: no way round them, and none is good twice.

use axum::http::StatusCode;
use jiff::civil::date;
use passport::access::Who;
use passport::access::credentials::Purpose;
use passport::accounts::{self, Invited};
use passport::clock::Clock;
use passport::web::{Kind, routes};
use passport_core::facts::{GrantedRole, SettingFact};

use super::entering::{
    App, PASSWORD, choose, grant, log_in, organisation, recovery_codes, set_up_app, with_password,
};
use super::support::{Browser, MANAGER, NURSE, Served, Trust, clock, clock_at};

const EMAIL: &str = "ann@hartwell.example.nhs.uk";

/// A trust in which the nurse is training lead too, and has set up an app at noon.
async fn with_app() -> (Trust, Browser, App, Vec<String>) {
    let trust = Trust::new(Served::Real).await;
    let mut browser = with_password(&trust, NURSE).await;
    grant(&trust, NURSE, GrantedRole::TrainingLead, "", None).await;
    let (app, codes) = set_up_app(&mut browser, clock()).await;
    (trust, browser, app, codes)
}

async fn give_code(browser: &mut Browser, code: &str) -> super::support::Answer {
    let csrf = browser.get("/log-in/code").await.hidden("csrf");
    browser.post("/log-in/code", &format!("csrf={csrf}&code={code}")).await
}

async fn give_recovery_code(browser: &mut Browser, code: &str) -> super::support::Answer {
    let csrf = browser.get("/log-in/code").await.hidden("csrf");
    browser.post("/log-in/recovery-code", &format!("csrf={csrf}&recovery={code}")).await
}

/// A browser at another moment in which the password was given.
async fn half(trust: &Trust, at: Clock) -> Browser {
    let mut browser = trust.at(at).await;
    let answer = log_in(&mut browser, EMAIL, PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert_eq!(browser.get("/").await.header("location"), "/log-in/code");
    browser
}

#[tokio::test]
async fn a_role_that_asks_for_it_opens_nothing_until_an_app_is_set_up() {
    let trust = Trust::new(Served::Real).await;
    let mut browser = with_password(&trust, NURSE).await;
    assert_eq!(browser.get("/passport").await.status, StatusCode::OK);
    // From the next request on.
    grant(&trust, NURSE, GrantedRole::TrainingLead, "", None).await;
    for route in routes().into_iter().filter(|route| {
        // Leaving is for those who are half in, too.
        route.who.needs_log_in() && route.who != Who::LoggedInOrHalf
    }) {
        let part = |part: &'static str| if part.starts_with('{') { NURSE } else { part };
        let address = route.path.split('/').map(part).collect::<Vec<_>>().join("/");
        let answer = match route.kind {
            Kind::Show => browser.get(&address).await,
            Kind::Act => {
                let csrf = browser.get("/log-in/second-factor").await.hidden("csrf");
                browser.post(&address, &format!("csrf={csrf}")).await
            }
        };
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{address}");
        assert_eq!(answer.header("location"), "/log-in/second-factor", "{address}");
    }
    let before = browser.cookie.clone();
    set_up_app(&mut browser, clock()).await;
    assert_eq!(browser.get("/people").await.status, StatusCode::OK);
    let mut thief = trust.browser();
    thief.cookie = before;
    assert_ne!(thief.get("/people").await.status, StatusCode::OK, "the token is a new one");
    assert_eq!(browser.get("/log-in/code").await.header("location"), "/", "nothing more to say");
}

#[tokio::test]
async fn a_code_lets_in_once_and_none_before_it_does() {
    let (trust, _, app, _) = with_app().await;
    let at = clock_at("2026-11-22T12:10:00Z");
    let mut browser = half(&trust, at).await;
    for wrong in ["", "000000", "12345", "abcdef", &app.code(clock_at("2026-11-22T12:20:00Z"))] {
        let answer = give_code(&mut browser, wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(answer.text().contains("<title>Error: "), "{wrong}");
    }
    // The phone's clock is a little slow.
    let code = app.code(clock_at("2026-11-22T12:09:40Z"));
    assert_eq!(give_code(&mut browser, &code).await.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.get("/people").await.status, StatusCode::OK);
    let mut other = half(&trust, at).await;
    let again = give_code(&mut other, &code).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "used");
    let earlier = app.code(clock_at("2026-11-22T12:09:29Z"));
    assert_eq!(give_code(&mut other, &earlier).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(other.get("/people").await.status, StatusCode::SEE_OTHER);
    assert_eq!(give_code(&mut other, &app.code(at)).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_code_that_set_an_app_up_does_not_let_in() {
    let (trust, _, app, _) = with_app().await;
    let mut browser = half(&trust, clock()).await;
    let answer = give_code(&mut browser, &app.code(clock())).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn of_two_who_give_one_code_at_once_one_is_let_in() {
    let (trust, _, app, codes) = with_app().await;
    let at = clock_at("2026-11-22T12:10:00Z");
    let (mut one, mut other) = (half(&trust, at).await, half(&trust, at).await);
    let code = app.code(at);
    let (first, second) = tokio::join!(give_code(&mut one, &code), give_code(&mut other, &code));
    let entered = [&first, &second].iter().filter(|a| a.status == StatusCode::SEE_OTHER).count();
    assert_eq!(entered, 1);
    let (mut one, mut other) = (half(&trust, at).await, half(&trust, at).await);
    let code = &codes[0];
    let (first, second) =
        tokio::join!(give_recovery_code(&mut one, code), give_recovery_code(&mut other, code));
    let entered = [&first, &second].iter().filter(|a| a.status == StatusCode::SEE_OTHER).count();
    assert_eq!(entered, 1);
}

#[tokio::test]
async fn a_recovery_code_lets_in_once_as_people_type_it() {
    let (trust, _, _, codes) = with_app().await;
    let at = clock_at("2026-11-22T12:10:00Z");
    let mut browser = half(&trust, at).await;
    for wrong in ["", "0000-0000-0000-0000", "ABCD", EMAIL] {
        let answer = give_recovery_code(&mut browser, wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let typed = codes[3].to_lowercase().replace('-', "+");
    assert_eq!(give_recovery_code(&mut browser, &typed).await.status, StatusCode::SEE_OTHER);
    assert!(browser.get("/account/second-factor").await.text().contains("9 recovery codes"));
    let mut other = half(&trust, at).await;
    let answer = give_recovery_code(&mut other, &codes[3]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "used");
    assert_eq!(give_recovery_code(&mut other, &codes[4]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn guessing_codes_is_slow_and_keeps_nobody_else_out() {
    let (trust, _, app, _) = with_app().await;
    let at = clock_at("2026-11-22T12:10:00Z");
    let mut browser = half(&trust, at).await;
    let mut tried = 0;
    while give_code(&mut browser, "000000").await.status == StatusCode::UNPROCESSABLE_ENTITY {
        tried += 1;
        assert!(tried < 20, "no end of guesses");
    }
    assert!(tried >= 5, "{tried}");
    let answer = give_code(&mut browser, &app.code(at)).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "the right one waits, too");
    // It takes the password to come so far: a stranger's guesses do not count.
    let later = clock_at("2026-11-22T12:31:00Z");
    let mut browser = half(&trust, later).await;
    assert_eq!(give_code(&mut browser, &app.code(later)).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_log_in_that_stops_half_way_is_over_after_a_quarter_of_an_hour() {
    let (trust, ..) = with_app().await;
    let begun = half(&trust, clock_at("2026-11-22T13:00:00Z")).await;
    let late = clock_at("2026-11-22T13:15:01Z");
    let mut browser = trust.at(late).await;
    browser.cookie = begun.cookie;
    assert_eq!(browser.get("/log-in/code").await.header("location"), "/");
    assert_eq!(browser.get("/people").await.header("location"), "/log-in");
}

#[tokio::test]
async fn who_is_half_in_can_leave() {
    let (trust, ..) = with_app().await;
    let mut browser = half(&trust, clock_at("2026-11-22T13:00:00Z")).await;
    let begun = browser.cookie.clone();
    let csrf = browser.get("/log-in/code").await.hidden("csrf");
    browser.post("/log-out", &format!("csrf={csrf}")).await;
    let mut next = trust.at(clock_at("2026-11-22T13:00:10Z")).await;
    next.cookie = begun;
    assert_eq!(next.get("/log-in/code").await.header("location"), "/", "nobody goes on from there");
}

#[tokio::test]
async fn a_strangers_guesses_do_not_keep_the_owner_from_changing_the_password() {
    let trust = Trust::new(Served::Real).await;
    let mut browser = with_password(&trust, NURSE).await;
    let mut stranger = trust.browser();
    for _ in 0..15 {
        log_in(&mut stranger, "account 1", "wrong wrong wrong").await;
    }
    let csrf = browser.get("/account").await.hidden("csrf");
    let password = PASSWORD.replace(' ', "+");
    let form = format!("csrf={csrf}&current={password}&new=seven+green+bicycles+sing");
    let answer = browser.post("/account/password", &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
}

#[tokio::test]
async fn a_new_password_by_link_does_not_go_round_the_app() {
    let (trust, mut before, app, _) = with_app().await;
    let organisation = organisation(&trust, "999").await;
    let account = organisation.account_of(NURSE).await.expect("asked").expect("an account");
    let at = clock_at("2026-11-22T12:10:00Z");
    let made = accounts::link(&organisation, account, Purpose::Reset, "test", at.now()).await;
    let Ok(Invited::Link(invitation)) = made else { panic!("{made:?}") };
    let mut browser = trust.at(at).await;
    let link = format!("/link/{}", invitation.token);
    choose(&mut browser, &link, "seven green bicycles sing").await;
    assert_eq!(browser.get("/people").await.header("location"), "/log-in/code");
    assert_eq!(before.get("/people").await.status, StatusCode::SEE_OTHER, "logged out");
    assert_eq!(give_code(&mut browser, &app.code(at)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.get("/people").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_app_is_removed_by_who_has_it_and_a_role_asks_for_the_next_at_once() {
    let (trust, _, app, codes) = with_app().await;
    let at = clock_at("2026-11-22T12:10:00Z");
    let mut browser = half(&trust, at).await;
    give_code(&mut browser, &app.code(at)).await;
    let remove = "/account/second-factor/remove";
    let csrf = browser.get("/account/second-factor").await.hidden("csrf");
    for wrong in ["", "000000", &app.code(at)] {
        let answer = browser.post(remove, &format!("csrf={csrf}&code={wrong}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let answer = browser.post(remove, &format!("csrf={csrf}&code={}", codes[0])).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.get("/people").await.header("location"), "/log-in/second-factor");
    let (new, _) = set_up_app(&mut browser, at).await;
    assert_ne!(new.code(at), app.code(at), "another secret");
    let mut other = half(&trust, clock_at("2026-11-22T12:20:00Z")).await;
    let old = give_recovery_code(&mut other, &codes[1]).await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY, "they went with it");
}

#[tokio::test]
async fn new_recovery_codes_replace_the_old_ones_and_take_a_code() {
    let (trust, _, app, codes) = with_app().await;
    let at = clock_at("2026-11-22T12:10:00Z");
    let mut browser = half(&trust, at).await;
    give_recovery_code(&mut browser, &codes[0]).await;
    let csrf = browser.get("/account/second-factor").await.hidden("csrf");
    let form = format!("csrf={csrf}&code={}", app.code(at));
    let page = browser.post("/account/second-factor/codes", &form).await;
    let new = recovery_codes(&page);
    let csrf = page.hidden("csrf");
    let out = browser.post("/log-out", &format!("csrf={csrf}")).await;
    assert_eq!(out.status, StatusCode::SEE_OTHER, "the page's own forms hold");
    let mut browser = half(&trust, at).await;
    let old = give_recovery_code(&mut browser, &codes[1]).await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(give_recovery_code(&mut browser, &new[1]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn anyone_may_set_an_app_up_who_knows_the_password() {
    let trust = Trust::new(Served::Real).await;
    let mut browser = with_password(&trust, NURSE).await;
    let page = browser.get("/account/second-factor").await;
    let csrf = page.hidden("csrf");
    let begin = "/account/second-factor";
    let answer = browser.post(begin, &format!("csrf={csrf}&password=nonsense")).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let password = PASSWORD.replace(' ', "+");
    let page = browser.post(begin, &format!("csrf={csrf}&password={password}")).await;
    let (app, offer, csrf) = (App::scan(&page), page.hidden("offer"), page.hidden("csrf"));
    let confirm = "/account/second-factor/confirm";
    let wrong = browser.post(confirm, &format!("csrf={csrf}&offer={offer}&code=000000")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(App::scan(&wrong).code(clock()), app.code(clock()), "the same picture again");
    // Somebody else's offer is not theirs.
    let mut manager = with_password(&trust, MANAGER).await;
    let its = manager.get("/account").await.hidden("csrf");
    let form = format!("csrf={its}&offer={offer}&code={}", app.code(clock()));
    assert_eq!(manager.post(confirm, &form).await.header("location"), "/");
    let form = format!("csrf={csrf}&offer={offer}&code={}", app.code(clock()));
    assert_eq!(browser.post(confirm, &form).await.status, StatusCode::OK);
    assert_eq!(browser.get("/passport").await.status, StatusCode::OK);
    half(&trust, clock_at("2026-11-22T12:10:00Z")).await;
}

#[tokio::test]
async fn how_long_one_stays_logged_in_is_the_organisations_to_set() {
    let trust = Trust::new(Served::Real).await;
    let first = with_password(&trust, NURSE).await;
    let organisation = organisation(&trust, "999").await;
    let set = |key: &str, value: &str| SettingFact {
        key: key.into(),
        value: value.into(),
        date_from: Some(date(2026, 11, 1)),
    };
    let settings = [set("session-idle-minutes", "240"), set("session-hours", "3")];
    let mut change = organisation.begin("test", "settings", clock().now()).await.expect("begun");
    change.record(&settings).await.expect("recorded");
    change.commit().await.expect("committed");
    for (at, status) in
        [("2026-11-22T14:59:00Z", StatusCode::OK), ("2026-11-22T15:00:01Z", StatusCode::SEE_OTHER)]
    {
        let mut browser = trust.at(clock_at(at)).await;
        browser.cookie = first.cookie.clone();
        assert_eq!(browser.get("/passport").await.status, status, "{at}");
    }
}

#[tokio::test]
async fn a_flood_of_strangers_does_not_keep_out_whoever_has_logged_in_here_before() {
    let trust = Trust::new(Served::Real).await;
    with_password(&trust, NURSE).await;
    let mut own = trust.browser();
    log_in(&mut own, EMAIL, PASSWORD).await;
    let csrf = own.get("/account").await.hidden("csrf");
    own.post("/log-out", &format!("csrf={csrf}")).await;
    let mut stranger = trust.browser();
    while log_in(&mut stranger, EMAIL, "wrong wrong wrong").await.status
        != StatusCode::TOO_MANY_REQUESTS
    {}
    let answer = log_in(&mut stranger, EMAIL, PASSWORD).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    let answer = log_in(&mut own, EMAIL, PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
}
