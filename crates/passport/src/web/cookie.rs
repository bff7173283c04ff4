//! The one cookie: a token, of a session or of a browser that has none yet.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::access::Token;

/// Over https the prefix makes browsers hold the cookie to this host and to
/// https; over plain http on loopback they would refuse it.
const fn name(secure: bool) -> &'static str {
    if secure { "__Host-passport" } else { "passport" }
}

/// The token of a request's cookie. Two cookies of the name are none: one of them
/// was put there by someone else.
pub(super) fn read(headers: &HeaderMap, secure: bool) -> Option<Token> {
    let name = name(secure);
    let mut values = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(key, _)| *key == name)
        .map(|(_, value)| value);
    let value = values.next()?;
    if values.next().is_some() {
        return None;
    }
    Token::read(value)
}

/// The header that gives a browser a token until it is closed.
pub(super) fn give(token: &Token, secure: bool) -> Option<HeaderValue> {
    header_of(&token.text(), "", secure)
}

/// The header that takes the token away.
pub(super) fn take(secure: bool) -> Option<HeaderValue> {
    header_of("", "; Max-Age=0", secure)
}

fn header_of(value: &str, more: &str, secure: bool) -> Option<HeaderValue> {
    let only_https = if secure { "; Secure" } else { "" };
    let name = name(secure);
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{only_https}{more}");
    HeaderValue::from_str(&text).ok()
}
