//! Names and addresses made to break pages.

use axum::http::StatusCode;

use super::support::{HOSTILE, LEAD, MANAGER, Served, Trust};

#[tokio::test]
async fn a_name_is_text_wherever_it_appears() {
    let trust = Trust::new(Served::Demo).await;
    for (person, page) in [
        (HOSTILE, "/passport".to_owned()),
        (HOSTILE, "/demo".to_owned()),
        (MANAGER, "/team".to_owned()),
        (MANAGER, format!("/passport/{HOSTILE}")),
        (LEAD, format!("/passport/{HOSTILE}")),
        (LEAD, "/figures".to_owned()),
        (LEAD, "/people?q=%3Cscript%3Ealert(1)".to_owned()),
    ] {
        let answer = trust.logged_in(person).await.get(&page).await;
        assert_eq!(answer.status, StatusCode::OK, "{person} at {page}");
        let text = answer.text();
        for harm in ["<script>alert", "<img src=x", "<b>Ward</b>", ">49 O"] {
            assert!(!text.contains(harm), "{person} at {page}: {harm}");
        }
        if page != "/figures" {
            assert!(text.contains("&lt;script&gt;alert(1)"), "{page} keeps the name");
        }
    }
}

#[tokio::test]
async fn a_document_is_made_of_any_name_and_saved_under_a_safe_one() {
    let trust = Trust::new(Served::Demo).await;
    let answer = trust.logged_in(HOSTILE).await.get("/passport.pdf").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "application/pdf");
    let name = answer.header("content-disposition");
    assert_eq!(name, "inline; filename=\"training-passport-666.pdf\"");
    assert!(answer.body.starts_with(b"%PDF-"));
    let odd = trust.logged_in(LEAD).await.get("/passport/500%2Fa%20b.pdf").await;
    let name = odd.header("content-disposition");
    assert_eq!(name, "inline; filename=\"training-passport-500_a_b.pdf\"");
}

#[tokio::test]
async fn odd_addresses_are_answered_without_being_repeated() {
    let trust = Trust::new(Served::Demo).await;
    let mut browser = trust.logged_in(LEAD).await;
    for path in [
        "/passport/%22%3E%3Cscript%3Ealert(9)%3C%2Fscript%3E",
        "/passport/%00",
        "/passport/%FF%FE",
        "/passport?as-at=%22%3E%3Cscript%3Ealert(9)",
        "/passport?as-at=9999-99-99",
        "/passport?as-at=2026-11-22&as-at=2026-11-23",
        "/imports?page=99999999999999999999",
        "/imports?page=-1",
        "/imports/9223372036854775808",
        "/team/%2e%2e",
        "/deliveries/%0d%0aset-cookie:x",
        "/%E2%80%AE",
    ] {
        let answer = browser.get(path).await;
        assert!(!answer.status.is_server_error(), "{path}: {}", answer.status);
        assert!(!answer.text().contains("alert(9)"), "{path}");
        assert!(answer.headers.get("set-cookie").is_none(), "{path}");
    }
}
