//! What a handler answers: a response, or a fault of ours that is logged once, by
//! the envelope, and shown as a reference.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use passport_document::DocumentError;
use passport_pages::RenderError;
use passport_store::StoreError;

use crate::access::BeginError;
use crate::delivery::DeliveryError;
use crate::telemetry;

/// What a handler answers.
pub(super) type Answer = Result<Response, Fault>;

/// Something failed that is not the asker's doing.
#[derive(Clone, Debug)]
pub(super) struct Fault(String);

impl Fault {
    /// A part of the server that does not fit another.
    pub fn broken(what: &str) -> Self {
        Self(what.to_owned())
    }

    /// A room failed.
    pub fn of(error: &anyhow::Error) -> Self {
        Self(telemetry::cause_of(error))
    }

    /// For the log: nothing personal.
    pub fn cause(&self) -> &str {
        &self.0
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self(telemetry::cause(&error))
    }
}

/// Rooms that pass on what failed below them.
impl From<anyhow::Error> for Fault {
    fn from(error: anyhow::Error) -> Self {
        match error.downcast::<StoreError>() {
            Ok(error) => error.into(),
            // It may quote anything of anybody's.
            Err(_) => Self("a room failed".to_owned()),
        }
    }
}

impl From<RenderError> for Fault {
    fn from(error: RenderError) -> Self {
        Self(error.to_string())
    }
}

impl From<DocumentError> for Fault {
    /// What cannot be drawn is part of a name or a title, so it is not repeated.
    fn from(_: DocumentError) -> Self {
        Self("a document could not be made".to_owned())
    }
}

impl From<DeliveryError> for Fault {
    fn from(error: DeliveryError) -> Self {
        match error {
            DeliveryError::Store(error) => error.into(),
            // The others quote addresses and files.
            _ => Self("the delivery room failed".to_owned()),
        }
    }
}

impl From<BeginError> for Fault {
    fn from(error: BeginError) -> Self {
        match error {
            BeginError::Store(error) => error.into(),
            BeginError::Randomness(error) => error.into(),
        }
    }
}

impl From<getrandom::Error> for Fault {
    fn from(error: getrandom::Error) -> Self {
        Self(format!("the operating system gives no randomness: {error}"))
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The response has its own words; the envelope leaves them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Worded;

/// Marks a response as having its own words.
pub(super) fn named(response: &mut Response) {
    response.extensions_mut().insert(Worded);
}

/// A page of HTML.
pub(super) fn html(status: StatusCode, html: String) -> Response {
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    let mut response = (status, [(header::CONTENT_TYPE, kind)], html).into_response();
    named(&mut response);
    response
}

/// Look there; always with GET.
pub(super) fn see(address: &str) -> Answer {
    let place = HeaderValue::from_str(address)
        .map_err(|_| Fault::broken("an address that no header can hold"))?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, place)]).into_response())
}

/// The same page, and look there again after so many seconds: without a script.
pub(super) fn refreshing(mut response: Response, seconds: u32, address: &str) -> Answer {
    let refresh = HeaderValue::from_str(&format!("{seconds}; url={address}"))
        .map_err(|_| Fault::broken("an address that no header can hold"))?;
    response.headers_mut().insert(header::REFRESH, refresh);
    Ok(response)
}
