//! Fifty people who log in at once, and somebody who looks at a passport meanwhile.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use passport::access::Keys;
use passport::access::credentials::{Hasher, Password};
use passport::audit::{Notebook, ROOM};
use passport::web::{App, Peer, Settings, router};
use passport_store::{Known, NewAccount};
use tower::ServiceExt;

use crate::database::{Database, runtime};
use crate::page::{ask, cookie_of, token_of};
use crate::stage::Reading;
use crate::trust::clock;

const PEOPLE: usize = 50;
const BURSTS: usize = 4;
const IDLE: usize = 600;
const PASSWORD: &str = "correct horse battery staple";

/// How many times as long the slowest twentieth of pages takes while fifty log in.
pub fn at_once(database: &Database) -> Result<Reading> {
    runtime()?.block_on(async {
        let (store, trust) = database.open().await?;
        let hash = Hasher::new()?.hash(&Password::typed(PASSWORD.to_owned())).await?;
        let now = clock().now();
        let mut change = trust.begin("bench", "accounts", now).await?;
        for (n, number) in
            trust.employee_numbers(Known::Now).await?.iter().take(PEOPLE + 1).enumerate()
        {
            let new = NewAccount {
                employee_number: number.clone(),
                name: format!("Person {n}"),
                email: email(n),
            };
            let id = change.open_account(&new, now).await?.context("the address is free")?;
            change.set_password(id, &hash, now).await?;
        }
        change.commit().await?;
        let settings = Settings {
            demo: None,
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
        let opened = open_form(&router, PEOPLE).await?;
        let cookie = log_in(&router, PEOPLE, opened).await?;
        for _ in 0..50 {
            ask(&router, &cookie).await?;
        }
        let mut idle = Vec::new();
        for _ in 0..IDLE {
            idle.push(timed(&router, &cookie).await?);
        }
        let mut busy = Vec::new();
        for _ in 0..BURSTS {
            let left = Arc::new(AtomicUsize::new(PEOPLE));
            // The page stands open before the shift begins; then everyone presses.
            let mut forms = Vec::new();
            for n in 0..PEOPLE {
                forms.push(open_form(&router, n).await?);
            }
            let mut people = Vec::new();
            for (n, form) in forms.into_iter().enumerate() {
                let (router, left) = (router.clone(), Arc::clone(&left));
                people.push(tokio::spawn(async move {
                    let entered = log_in(&router, n, form).await;
                    left.fetch_sub(1, Ordering::Relaxed);
                    entered
                }));
            }
            while left.load(Ordering::Relaxed) > 0 {
                busy.push(timed(&router, &cookie).await?);
            }
            for person in people {
                person.await??;
            }
        }
        writer.close().await?;
        store.db().close().await;
        eprintln!(
            "idle {:.2} ms, busy {:.2} ms at the 95th percentile",
            p95(&mut idle),
            p95(&mut busy)
        );
        Ok(Reading::one(p95(&mut busy) / p95(&mut idle)))
    })
}

fn email(n: usize) -> String {
    format!("person{n}@hartwell.example.nhs.uk")
}

/// Milliseconds until the page is there.
async fn timed(router: &Router, cookie: &str) -> Result<f64> {
    let began = Instant::now();
    ask(router, cookie).await?;
    Ok(began.elapsed().as_secs_f64() * 1000.0)
}

/// Everyone comes from an address of their own.
fn address(n: usize) -> Result<Peer> {
    Ok(Peer(IpAddr::V4(Ipv4Addr::new(10, 0, 0, u8::try_from(n)?))))
}

/// The log-in page, opened: its cookie and its token.
async fn open_form(router: &Router, n: usize) -> Result<(String, String)> {
    let mut request = Request::get("/log-in").body(Body::empty())?;
    request.extensions_mut().insert(address(n)?);
    let page = router.clone().oneshot(request).await?;
    let cookie = cookie_of(&page)?;
    Ok((cookie, token_of(page).await?))
}

/// Logs someone in; the session's cookie.
async fn log_in(router: &Router, n: usize, (cookie, csrf): (String, String)) -> Result<String> {
    let form = format!(
        "csrf={csrf}&email={}&password={}",
        email(n).replace('@', "%40"),
        PASSWORD.replace(' ', "+")
    );
    let mut request = Request::builder()
        .method(Method::POST)
        .uri("/log-in")
        .header(header::COOKIE, &cookie)
        .body(Body::from(form))?;
    request.extensions_mut().insert(address(n)?);
    let answer = router.clone().oneshot(request).await?;
    ensure!(answer.status() == StatusCode::SEE_OTHER, "{}", answer.status());
    cookie_of(&answer)
}

fn p95(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() * 95 / 100]
}
