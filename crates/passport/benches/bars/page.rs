//! The passport page of the nurse with things to do, and the team page of a ward
//! manager, as a browser asks for them: through the whole router, logged in, the
//! rules loaded by an earlier request as on any server that has been up for a minute.

use anyhow::{Context, Result, ensure};
use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use passport::access::{Keys, ReportingLines};
use passport::audit::{Notebook, ROOM};
use passport::web::{App, Settings, router};
use passport_core::facts::PostingFact;
use passport_store::{Known, Organisation};
use tower::ServiceExt;

use crate::database::{Database, runtime};
use crate::stage::Reading;
use crate::trust::clock;

const RUNS: usize = 7;
const REQUESTS: u32 = 500;

/// How many people the team page of the bar has, as near as the trust comes.
const TEAM: usize = 30;
/// The part of its manager.
pub const TEAM_MANAGER: &str = "manager of the bar's team";

/// Milliseconds of processor time, of all threads together, for one passport page.
pub fn show(database: &Database) -> Result<Reading> {
    runtime()?.block_on(async {
        let (store, trust) = database.open().await?;
        let people = trust.demo_people().await?;
        let nurse = people.iter().find(|person| person.part == "staff nurse with reds");
        let nurse = nurse.context("no nurse")?.employee_number.clone();
        store.db().close().await;
        measure(database, &nurse, "/passport").await
    })
}

/// The same for the team page of a manager with 30 people.
pub fn team(database: &Database) -> Result<Reading> {
    runtime()?.block_on(async {
        let (store, trust) = database.open().await?;
        let people = trust.demo_people().await?;
        let manager = people.iter().find(|person| person.part == TEAM_MANAGER);
        let manager = manager.context("no manager")?.employee_number.clone();
        store.db().close().await;
        measure(database, &manager, "/team").await
    })
}

/// Whose team, everyone below, is nearest to the size of the bar's.
pub async fn manager(trust: &Organisation) -> Result<String> {
    let lines = ReportingLines::load(trust, clock().today()).await?;
    let postings = trust.facts::<PostingFact>(Known::Now).await?;
    let mut managers: Vec<String> =
        postings.into_iter().map(|posting| posting.fact.post.supervisor).collect();
    managers.sort_unstable();
    managers.dedup();
    let size = |manager: &String| {
        lines
            .everyone_below(manager, 2 * TEAM)
            .map_or(usize::MAX, |below| below.len().abs_diff(TEAM))
    };
    managers.into_iter().filter(|manager| !manager.is_empty()).min_by_key(size).context("nobody")
}

async fn measure(database: &Database, who: &str, path: &str) -> Result<Reading> {
    let (store, trust) = database.open().await?;
    let settings = Settings {
        demo: Some(trust),
        secure: false,
        keys: Keys::passing()?,
        set_up: None,
        site: None,
        clock: clock(),
        proxies: Vec::new(),
        sso: Default::default(),
    };
    let (notebook, writer) = Notebook::open(store.clone(), clock(), ROOM);
    let router = router(&App::new(store.clone(), settings, notebook).await?);
    let cookie = log_in(&router, who).await?;
    let mut figures = Vec::new();
    ask_for(&router, &cookie, path).await?;
    for _ in 0..RUNS {
        let before = processor_time()?;
        for _ in 0..REQUESTS {
            ask_for(&router, &cookie, path).await?;
        }
        figures.push((processor_time()? - before) * 1000.0 / f64::from(REQUESTS));
    }
    writer.close().await?;
    store.db().close().await;
    Ok(Reading::of(figures))
}

/// A passport page.
pub async fn ask(router: &Router, cookie: &str) -> Result<()> {
    ask_for(router, cookie, "/passport").await
}

async fn ask_for(router: &Router, cookie: &str, path: &str) -> Result<()> {
    let request = Request::get(path)
        .header(header::COOKIE, cookie)
        .header(header::ACCEPT_ENCODING, "gzip")
        .body(Body::empty())?;
    let response = router.clone().oneshot(request).await?;
    ensure!(response.status() == StatusCode::OK, "{}", response.status());
    let bytes = response.into_body().collect().await?.to_bytes();
    ensure!(bytes.len() > 2_000, "a page of {} bytes", bytes.len());
    Ok(())
}

/// The form's token of a page.
pub async fn token_of(page: Response<Body>) -> Result<String> {
    let html = String::from_utf8(page.into_body().collect().await?.to_bytes().to_vec())?;
    let csrf = html.split_once("name=\"csrf\"").and_then(|(_, rest)| rest.split_once("value=\""));
    Ok(csrf.and_then(|(_, rest)| rest.split_once('"')).context("no token")?.0.to_owned())
}

/// Takes the form's token from the page, and sends the form; the session's cookie.
async fn log_in(router: &Router, employee_number: &str) -> Result<String> {
    let page = router.clone().oneshot(Request::get("/demo").body(Body::empty())?).await?;
    let cookie = cookie_of(&page)?;
    let csrf = token_of(page).await?;
    let request = Request::builder()
        .method(Method::POST)
        .uri("/demo/log-in")
        .header(header::COOKIE, &cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("csrf={csrf}&person={employee_number}")))?;
    let answer = router.clone().oneshot(request).await?;
    ensure!(answer.status() == StatusCode::SEE_OTHER, "log-in: {}", answer.status());
    cookie_of(&answer)
}

pub fn cookie_of(response: &Response<Body>) -> Result<String> {
    let header = response.headers().get(header::SET_COOKIE).context("no cookie")?.to_str()?;
    Ok(header.split(';').next().unwrap_or_default().to_owned())
}

/// Seconds of processor time of this process, its own and the kernel's for it.
/// Linux counts them for programs in hundredths, on every machine.
fn processor_time() -> Result<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    // The name in brackets may hold anything; user and system time are the
    // twelfth and thirteenth words after it.
    let (_, after) = stat.rsplit_once(')').context("no name")?;
    let words: Vec<&str> = after.split_whitespace().collect();
    let hundredths =
        |place: usize| -> Result<f64> { Ok(words.get(place).context("short")?.parse()?) };
    Ok((hundredths(11)? + hundredths(12)?) / 100.0)
}
