//! What belongs to no page in particular: the log, other origins, and the
//! document that says which test proves what.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use axum::http::{Method, StatusCode};
use passport_core::facts::GrantedRole;
use tracing_subscriber::fmt::MakeWriter;

use super::entering::{PASSWORD, grant, log_in, set_up_app, with_password};
use super::support::{HOSTILE, MANAGER, NURSE, Served, Trust, clock, files};

/// A log that is kept in memory.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("the log").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for Log {
    type Writer = Self;

    fn make_writer(&'w self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn nobody_is_named_in_the_log() {
    let log = Log::default();
    let written = log.clone();
    // Where there is one subscriber alone, the library asks whichever thread comes
    // first whether a line is wanted, and the other tests' threads want none.
    let _other = tracing::Dispatch::new(tracing_subscriber::fmt().with_writer(io::sink).finish());
    let subscriber = tracing_subscriber::fmt().json().with_writer(log).finish();
    let _here = tracing::subscriber::set_default(subscriber);
    let trust = Trust::new(Served::Real).await;
    let mut nurse = with_password(&trust, NURSE).await;
    log_in(&mut trust.browser(), "ann@hartwell.example.nhs.uk", "wrong wrong wrong").await;
    log_in(&mut trust.browser(), "nobody@hartwell.example.nhs.uk", PASSWORD).await;
    grant(&trust, NURSE, GrantedRole::TrainingLead, "", None).await;
    let (_, codes) = set_up_app(&mut nurse, clock()).await;
    for path in [
        "/passport".to_owned(),
        format!("/passport/{MANAGER}"),
        format!("/passport/{MANAGER}.pdf"),
        format!("/passport/{HOSTILE}"),
        "/people?q=Okonkwo".to_owned(),
        "/passport/Ann%20Jones%0aevent=forged".to_owned(),
        "/account/export/record.json".to_owned(),
    ] {
        nurse.get(&path).await;
    }
    let csrf = nurse.get("/imports/new").await.hidden("csrf");
    nurse.send_files("/imports/new", &[("csrf", &csrf)], &files()).await;
    nurse.post("/log-out", "csrf=forged").await;
    trust.store.db().close().await;
    nurse.get("/passport").await;
    let text = String::from_utf8(written.0.lock().expect("the log").clone()).expect("text");
    assert!(
        text.lines().count() > 20 && text.contains("\"fault\""),
        "something was logged: {text}"
    );
    for line in text.lines() {
        let said: serde_json::Value = serde_json::from_str(line).expect("a line is one object");
        assert!(said.is_object());
    }
    let token = nurse.cookie.as_deref().and_then(|c| c.split_once('=')).map_or("", |(_, t)| t);
    let hidden = [
        "Ann",
        "Jones",
        "Okonkwo",
        "hartwell.example",
        NURSE,
        "alert(1)",
        PASSWORD,
        token,
        &codes[0],
    ];
    for word in hidden {
        assert!(!text.contains(word), "{word} is in the log");
    }
}

#[tokio::test]
async fn no_other_origin_is_told_that_it_may_read() {
    let trust = Trust::new(Served::Demo).await;
    let mut browser = trust.logged_in(NURSE).await;
    let origin = [("origin", "https://evil.example"), ("access-control-request-method", "GET")];
    for path in ["/", "/passport", "/nowhere", "/health/ready"] {
        for method in [Method::GET, Method::OPTIONS] {
            let answer = browser.ask(method, path, "", &origin).await;
            let told =
                answer.headers.keys().any(|name| name.as_str().starts_with("access-control"));
            assert!(!told, "{path}");
        }
    }
}

#[tokio::test]
async fn a_form_from_another_site_changes_nothing() {
    let trust = Trust::new(Served::Real).await;
    let mut nurse = with_password(&trust, NURSE).await;
    let csrf = nurse.get("/account").await.hidden("csrf");
    for route in passport::web::routes().iter().filter(|r| r.kind == passport::web::Kind::Act) {
        let part = |part: &'static str| if part.starts_with('{') { "1" } else { part };
        let path = route.path.split('/').map(part).collect::<Vec<_>>().join("/");
        for site in ["cross-site", "same-site"] {
            let form = format!("csrf={csrf}");
            let from = [("sec-fetch-site", site)];
            let answer = nurse.ask(Method::POST, &path, &form, &from).await;
            let refused = [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND, StatusCode::SEE_OTHER];
            assert!(refused.contains(&answer.status), "{path} from {site}: {}", answer.status);
        }
    }
    assert_eq!(nurse.get("/passport").await.status, StatusCode::OK, "still logged in");
}

/// Every test that the document of the security baseline names.
#[test]
fn the_security_baseline_names_tests_that_are_there() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let document = std::fs::read_to_string(root.join("docs/security.md")).expect("the document");
    let mut sources = String::new();
    let mut folders = vec![root.join("crates")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                sources += &std::fs::read_to_string(&path).expect("a source");
            }
        }
    }
    let is_name = |text: &&str| {
        text.len() > 20
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    let named: BTreeSet<&str> = document.split('`').skip(1).step_by(2).filter(is_name).collect();
    assert!(named.len() > 40, "the document names tests");
    for test in named {
        assert!(sources.contains(&format!("fn {test}(")), "there is no test {test}");
    }
}
