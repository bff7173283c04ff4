//! Addresses and methods that are not ours.

use axum::http::StatusCode;

/// No such address.
pub(super) async fn not_found() -> StatusCode {
    StatusCode::NOT_FOUND
}

/// No such method at this address; which there are stands in `Allow`.
pub(super) async fn method_not_allowed() -> StatusCode {
    StatusCode::METHOD_NOT_ALLOWED
}
