//! Around every answer: who asks is found, headers are set, an error gets a page
//! that tells an attacker nothing, and one line is logged.

use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use passport_pages::pages::ErrorPage;

use super::answer::{Fault, Worded};
use super::app::App;
use super::cookie;
use super::visit::{Peer, Visit};
use crate::access::{Access, Entry, Session};
use crate::cache::Moment;
use crate::queries::{Open, Waiting};

/// No page takes longer to make.
const LONGEST: Duration = Duration::from_secs(30);
/// But an import, of a large trust on a small machine: a proxy must wait as long.
const LONGEST_IMPORT: Duration = Duration::from_secs(300);
/// A photograph from a telephone where reception is poor.
const LONGEST_UPLOAD: Duration = Duration::from_secs(180);

/// Our own files only, and of scripts only those that the page names with this
/// answer's number: none inside a page, no frame around it, no form to elsewhere.
fn policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self'; \
         form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
    )
}

/// What every answer says, whatever it is.
const HEADERS: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    // To ourselves only; a form needs its origin known, so not `no-referrer`.
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// Two years, sub-domains included.
const HTTPS_ONLY: HeaderValue = HeaderValue::from_static("max-age=63072000; includeSubDomains");

/// Takes a request in and sends its answer out.
pub(super) async fn around(
    State(app): State<Arc<App>>,
    mut request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let mut visit = match visit(&app, &request) {
        Ok(visit) => visit,
        Err(fault) => {
            tracing::error!(event = "fault", cause = fault.cause());
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let entered = enter(&mut visit).await;
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    request.extensions_mut().insert(visit.clone());
    let imports = method == Method::POST && route.starts_with("/imports/");
    let sends =
        method == Method::POST && matches!(route.as_str(), "/queries/new" | "/prior-learning/new");
    let longest = match (imports, sends) {
        (true, _) => LONGEST_IMPORT,
        (_, true) => LONGEST_UPLOAD,
        _ => LONGEST,
    };
    let answered = match entered {
        Ok(()) => tokio::time::timeout(longest, next.run(request)).await,
        Err(fault) => Ok(fault.into_response()),
    };
    let response = answered.unwrap_or_else(|_| StatusCode::SERVICE_UNAVAILABLE.into_response());
    let mut response = with_words(&visit, response);
    headers(&app, &visit, response.headers_mut());
    tracing::info!(
        event = "request",
        reference = visit.reference,
        method = method.as_str(),
        route,
        status = response.status().as_u16(),
        microseconds = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX),
    );
    response
}

fn visit(app: &Arc<App>, request: &Request) -> Result<Visit, Fault> {
    let headers = request.headers();
    let peer = request.extensions().get::<Peer>();
    let mut bytes = [0; 22];
    getrandom::fill(&mut bytes)?;
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let (reference, nonce) = (hex(&bytes[..6]), hex(&bytes[6..]));
    let token = cookie::read(headers, app.settings.secure);
    Ok(Visit {
        app: Arc::clone(app),
        reference,
        nonce,
        token,
        session: None,
        half: None,
        waiting: Waiting::default(),
        path: request.uri().path().to_owned(),
        address: peer.map(|peer| behind(&app.settings.proxies, peer.0, headers)),
        browser: browser(headers),
    })
}

/// Where a request comes from: the connection, or what our own proxy says of it,
/// which it writes last.
fn behind(proxies: &[IpAddr], peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    if !proxies.contains(&peer) {
        return peer;
    }
    let last = headers.get_all("x-forwarded-for").iter().next_back();
    let last = last.and_then(|value| value.to_str().ok()).and_then(|text| text.rsplit(',').next());
    last.and_then(|text| text.trim().parse().ok()).unwrap_or(peer)
}

/// Finds who is logged in. Files and health tell nobody apart, and answer while
/// the database does not.
async fn enter(visit: &mut Visit) -> Result<(), Fault> {
    let for_all = visit.path.starts_with("/assets/") || visit.path.starts_with("/health/");
    if let Some(token) = visit.token.as_ref().filter(|_| !for_all) {
        match visit.app.gate.enter(token).await? {
            Some(Entry::Whole(session)) => {
                visit.waiting = waiting(&visit.app, &session).await;
                visit.session = Some(session);
            }
            Some(Entry::Half(half)) => visit.half = Some(half),
            None => {}
        }
    }
    Ok(())
}

/// How much waits for somebody to answer: the menu says it. A page is shown without
/// where it cannot be told.
async fn waiting(app: &App, session: &Arc<Session>) -> Waiting {
    let access = Access::new(Arc::clone(session));
    let handle = access.queries();
    if !handle.answers() {
        return Waiting::default();
    }
    let (organisation, day) = (handle.organisation(), app.settings.clock.today());
    let latest = access.latest();
    // The clock that says whose turn it is stands in the settings.
    let change = latest.queries.max(latest.rules);
    let moment = Moment { organisation: organisation.id, change, day };
    let open = app.open_queries.get(moment, Open::load(organisation, day)).await;
    open.map(|open| open.waiting(&handle, day)).unwrap_or_default()
}

/// The browser in a few words, for the list of sessions that its owner sees:
/// enough to tell a phone from a ward's computer, and no more.
fn browser(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    let agent = agent.unwrap_or_default();
    let first = |known: &[(&'static str, &'static str)]| {
        known.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    // In this order: each of them also names those below it.
    let program = first(&[
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ]);
    format!("{} on {}", program.unwrap_or("A browser"), system.unwrap_or("an unknown device"))
}

/// An error without words gets a page; a fault of ours is logged under the
/// reference that the page shows.
fn with_words(visit: &Visit, response: Response) -> Response {
    let status = response.status();
    if let Some(fault) = response.extensions().get::<Fault>() {
        tracing::error!(event = "fault", reference = visit.reference, cause = fault.cause());
    }
    if !(status.is_client_error() || status.is_server_error())
        || response.extensions().get::<Worded>().is_some()
    {
        return response;
    }
    let page = match status {
        StatusCode::NOT_FOUND => ErrorPage::not_found(),
        StatusCode::METHOD_NOT_ALLOWED => {
            ErrorPage::new("That cannot be done here", &["Go back and use the links of the page."])
        }
        StatusCode::PAYLOAD_TOO_LARGE => {
            ErrorPage::new("That is too large", &["Send less at once."])
        }
        status if status.is_client_error() => ErrorPage::new(
            "That cannot be answered",
            &["Check the web address, or go back and try again."],
        ),
        _ => ErrorPage::failed(&visit.reference),
    };
    let allow = response.headers().get(header::ALLOW).cloned();
    let mut worded = visit.page_with(status, &page).unwrap_or_else(|fault| {
        tracing::error!(event = "fault", reference = visit.reference, cause = fault.cause());
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    });
    if let Some(allow) = allow {
        worded.headers_mut().insert(header::ALLOW, allow);
    }
    worded
}

fn headers(app: &App, visit: &Visit, headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::from_str(&policy(&visit.nonce)) {
        // What somebody sent us has a stricter one of its own.
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    }
    // Pages say who someone is and what they lack: no cache keeps them.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if app.settings.secure {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HTTPS_ONLY);
    }
    if let Ok(reference) = HeaderValue::from_str(&visit.reference) {
        headers.insert(HeaderName::from_static("x-request-id"), reference);
    }
}

/// A handler that panics answers 500 and takes nothing else with it.
pub(super) async fn catch(request: Request, next: Next) -> Response {
    let mut answering = std::pin::pin!(next.run(request));
    std::future::poll_fn(|context| {
        let polled =
            std::panic::catch_unwind(AssertUnwindSafe(|| answering.as_mut().poll(context)));
        polled.unwrap_or_else(|_| {
            tracing::error!(event = "fault", cause = "a panic");
            Poll::Ready(StatusCode::INTERNAL_SERVER_ERROR.into_response())
        })
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use axum::http::HeaderMap;

    use super::behind;

    #[test]
    fn only_our_own_proxy_says_where_a_request_comes_from() {
        let address = |text: &str| -> IpAddr { text.parse().expect("an address") };
        let (proxy, other) = (address("10.0.0.1"), address("10.0.0.2"));
        let mut headers = HeaderMap::new();
        let said = "198.51.100.7, 203.0.113.9".parse().expect("a header");
        headers.insert("x-forwarded-for", said);
        assert_eq!(behind(&[proxy], proxy, &headers), address("203.0.113.9"));
        assert_eq!(behind(&[proxy], other, &headers), other);
        assert_eq!(behind(&[], proxy, &headers), proxy);
        headers.insert("x-forwarded-for", "nonsense".parse().expect("a header"));
        assert_eq!(behind(&[proxy], proxy, &headers), proxy);
    }
}
