//! Two cookies: a token, of a session or of a browser that has none yet; and the
//! marks of those who have logged in with the browser before.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::access::Token;

/// Over https the prefix makes browsers hold the cookie to this host and to
/// https; over plain http on loopback they would refuse it.
const fn name(secure: bool) -> &'static str {
    if secure { "__Host-passport" } else { "passport" }
}

/// As long as a mark holds: 180 days.
const MARKS_LAST: &str = "; Max-Age=15552000";

/// Likewise, for the marks.
const fn marks_name(secure: bool) -> &'static str {
    if secure { "__Host-passport-known" } else { "passport-known" }
}

/// The token of a request's cookie.
pub(super) fn read(headers: &HeaderMap, secure: bool) -> Option<Token> {
    Token::read(value(headers, name(secure))?)
}

/// The marks of a request's browser.
pub(super) fn marks(headers: &HeaderMap, secure: bool) -> String {
    value(headers, marks_name(secure)).unwrap_or_default().to_owned()
}

/// The one value of a cookie. Two cookies of the name are none: one of them was put
/// there by someone else.
fn value<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let mut values = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(key, _)| *key == name)
        .map(|(_, value)| value);
    let value = values.next()?;
    if values.next().is_some() { None } else { Some(value) }
}

/// The header that gives a browser a token until it is closed.
pub(super) fn give(token: &Token, secure: bool) -> Option<HeaderValue> {
    header_of(name(secure), &token.text(), "", secure)
}

/// The header that takes the token away.
pub(super) fn take(secure: bool) -> Option<HeaderValue> {
    header_of(name(secure), "", "; Max-Age=0", secure)
}

/// The header with which a browser keeps its marks.
pub(super) fn keep_marks(marks: &str, secure: bool) -> Option<HeaderValue> {
    header_of(marks_name(secure), marks, MARKS_LAST, secure)
}

fn header_of(name: &str, value: &str, more: &str, secure: bool) -> Option<HeaderValue> {
    let only_https = if secure { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{only_https}{more}");
    HeaderValue::from_str(&text).ok()
}
