//! What every answer carries, errors included.

use axum::http::{Method, StatusCode};
use passport::web::{Kind, routes};

use super::support::{LEAD, NURSE, Served, Trust};

#[tokio::test]
async fn every_answer_is_closed_to_scripts_frames_and_caches() {
    let trust = Trust::new(Served::Demo).await;
    let mut browser = trust.logged_in(LEAD).await;
    let mut addresses: Vec<String> = routes()
        .iter()
        .filter(|route| route.kind == Kind::Show)
        .map(|route| route.path.replace("{employee_number}", NURSE).replace("{number}", "1"))
        .collect();
    addresses.extend(["/nowhere", "/passport?as-at=x", "/imports/x"].map(String::from));
    for address in addresses {
        let answer = browser.get(&address).await;
        let policy = answer.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "script-src 'nonce-",
            "style-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
        ] {
            assert!(policy.contains(part), "{address}: {part}");
        }
        assert!(!policy.contains("unsafe"), "{address}");
        let again = browser.get(&address).await;
        assert_ne!(policy, again.header("content-security-policy"), "{address}: used twice");
        for script in answer.text().split("<script").skip(1) {
            let (_, nonce) = script.split_once("nonce=\"").expect("a number");
            let nonce = nonce.split('"').next().unwrap_or_default();
            assert!(policy.contains(&format!("'nonce-{nonce}'")), "{address}");
        }
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{address}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{address}");
        assert_eq!(answer.header("cache-control"), "no-store", "{address}");
        assert!(answer.headers.get("strict-transport-security").is_none(), "{address}");
        assert!(answer.header("x-request-id").len() >= 12, "{address}");
        if !answer.body.is_empty() {
            let kind = answer.header("content-type");
            assert!(
                kind == "text/html; charset=utf-8"
                    || kind == "text/plain; charset=utf-8"
                    || kind == "text/csv; charset=utf-8"
                    || kind == "application/json; charset=utf-8"
                    || kind == "application/pdf",
                "{address}: {kind}"
            );
        }
        // What is saved to a file is no page of ours, and carries its own style.
        if answer.header("content-disposition").starts_with("attachment;") {
            continue;
        }
        let text = answer.text();
        for inline in ["<style", " style=\"", " onclick=", "javascript:"] {
            assert!(!text.contains(inline), "{address} has {inline}");
        }
        assert!(!text.contains("<script>"), "{address} has a script inside");
    }
}

#[tokio::test]
async fn assets_are_kept_for_ever_and_come_compressed() {
    let trust = Trust::new(Served::Real).await;
    let mut browser = trust.browser();
    let home = browser.get("/").await.text();
    let mut found = 0;
    for path in home.split('"').filter(|text| text.starts_with("/assets/")) {
        let plain = browser.get(path).await;
        assert_eq!(plain.status, StatusCode::OK, "{path}");
        assert_eq!(plain.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(plain.header("x-content-type-options"), "nosniff");
        let small = browser.ask(Method::GET, path, "", &[("accept-encoding", "br, gzip")]).await;
        assert_eq!(small.header("content-encoding"), "gzip", "{path}");
        assert!(small.body.len() < plain.body.len(), "{path}");
        found += 1;
    }
    assert!(found >= 3, "stylesheet, script and icon");
    for path in ["/assets/pages.css", "/assets/../Cargo.toml", "/assets/", "/assets/%2e%2e/x"] {
        assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn over_https_the_cookie_is_bound_to_the_host() {
    let trust = Trust::new(Served::Secure).await;
    let answer = trust.browser().get("/demo").await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-passport="), "{cookie}");
    for part in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    let hsts = answer.header("strict-transport-security");
    assert_eq!(hsts, "max-age=63072000; includeSubDomains");
}

#[tokio::test]
async fn on_loopback_the_cookie_is_a_plain_one() {
    let trust = Trust::new(Served::Demo).await;
    let answer = trust.browser().get("/demo").await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("passport=") && !cookie.contains("Secure"), "{cookie}");
    assert!(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax"), "{cookie}");
}

#[tokio::test]
async fn other_methods_are_refused_by_name() {
    let trust = Trust::new(Served::Demo).await;
    let mut browser = trust.logged_in(NURSE).await;
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"] {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        for path in ["/", "/passport", "/demo/log-in"] {
            let answer = browser.ask(method.clone(), path, "", &[]).await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
            assert!(!answer.header("allow").is_empty(), "{method} {path}");
        }
    }
    for (method, path) in [(Method::POST, "/passport"), (Method::GET, "/log-out")] {
        let answer = browser.ask(method, path, "", &[]).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
    }
    let head = browser.ask(Method::HEAD, "/passport", "", &[]).await;
    assert_eq!(head.status, StatusCode::OK);
    assert!(head.body.is_empty());
}

#[tokio::test]
async fn an_error_says_nothing_of_the_inside() {
    let trust = Trust::new(Served::Demo).await;
    let mut browser = trust.logged_in(LEAD).await;
    // The database goes away under the server.
    trust.store.db().close().await;
    let answer = browser.get("/passport").await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    let text = answer.text();
    assert!(text.contains("there is a problem with the service"));
    assert!(text.contains(answer.header("x-request-id")), "the page names the log line");
    for inside in ["sqlite", "SQL", "pool", "panic", "src/"] {
        assert!(!text.contains(inside), "{inside}");
    }
    let ready = browser.get("/health/ready").await;
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(browser.get("/health/live").await.status, StatusCode::OK);
}
