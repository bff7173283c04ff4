//! Whether the server lives, and whether it can do its work.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

use super::answer::named;
use super::app::App;

/// The process answers.
pub(super) async fn live() -> Response {
    say(StatusCode::OK, "live\n")
}

/// The database answers too.
pub(super) async fn ready(State(app): State<Arc<App>>) -> Response {
    match app.store.organisations().await {
        Ok(_) => say(StatusCode::OK, "ready\n"),
        Err(_) => say(StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}

fn say(status: StatusCode, words: &'static str) -> Response {
    let mut response = (status, words).into_response();
    named(&mut response);
    response
}
