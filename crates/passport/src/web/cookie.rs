//! The cookies: the token of a session, or of a browser that has none yet; the marks
//! of those who have logged in with the browser before; and for some minutes the
//! secret of a log-in that is under way at a provider.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::access::Token;
use crate::access::sso::LONGEST;

/// The session's.
const SESSION: &str = "passport";
/// That of a log-in that is under way.
const SIGN_ON: &str = "passport-sign-on";
/// The marks.
const MARKS: &str = "passport-known";

/// Over https the prefix makes browsers hold the cookie to this host and to
/// https; over plain http on loopback they would refuse it.
fn named(name: &str, secure: bool) -> String {
    if secure { format!("__Host-{name}") } else { name.to_owned() }
}

/// As long as a mark holds: 180 days.
const MARKS_LAST: &str = "; Max-Age=15552000";

/// The token of a request's cookie.
pub(super) fn read(headers: &HeaderMap, secure: bool) -> Option<Token> {
    Token::read(value(headers, &named(SESSION, secure))?)
}

/// The secret of the log-in that is under way in this browser.
pub(super) fn read_sign_on(headers: &HeaderMap, secure: bool) -> Option<Token> {
    Token::read(value(headers, &named(SIGN_ON, secure))?)
}

/// The marks of a request's browser.
pub(super) fn marks(headers: &HeaderMap, secure: bool) -> String {
    value(headers, &named(MARKS, secure)).unwrap_or_default().to_owned()
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
    header_of(SESSION, &token.text(), "", secure)
}

/// The header that takes the token away.
pub(super) fn take(secure: bool) -> Option<HeaderValue> {
    header_of(SESSION, "", "; Max-Age=0", secure)
}

/// The header with which a browser keeps its marks.
pub(super) fn keep_marks(marks: &str, secure: bool) -> Option<HeaderValue> {
    header_of(MARKS, marks, MARKS_LAST, secure)
}

/// The header that gives a browser the secret of a log-in at a provider.
pub(super) fn give_sign_on(secret: &Token, secure: bool) -> Option<HeaderValue> {
    let age = format!("; Max-Age={}", LONGEST.as_secs());
    header_of(SIGN_ON, &secret.text(), &age, secure)
}

/// The header that takes it away.
pub(super) fn take_sign_on(secure: bool) -> Option<HeaderValue> {
    header_of(SIGN_ON, "", "; Max-Age=0", secure)
}

/// `Lax`, so that a browser brings it along when a provider sends it back.
fn header_of(name: &str, value: &str, more: &str, secure: bool) -> Option<HeaderValue> {
    let only_https = if secure { "; Secure" } else { "" };
    let name = named(name, secure);
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{only_https}{more}");
    HeaderValue::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, header};

    use super::{Token, give, give_sign_on, read, read_sign_on};

    #[test]
    fn over_https_each_cookie_is_held_to_this_host_and_one_is_not_the_other() {
        let secret = Token::new().expect("randomness");
        let given = give_sign_on(&secret, true).expect("a header");
        let text = given.to_str().expect("text").to_owned();
        assert!(text.starts_with("__Host-passport-sign-on="), "{text}");
        assert!(text.contains("; Path=/;") && text.contains("; Secure"), "{text}");
        let headers = |text: &str| {
            let mut headers = HeaderMap::new();
            let pair = text.split(';').next().unwrap_or_default();
            headers.insert(header::COOKIE, pair.parse().expect("a header"));
            headers
        };
        let sign_on = headers(&text);
        assert_eq!(read_sign_on(&sign_on, true), Some(secret.clone()));
        assert_eq!(read(&sign_on, true), None);
        assert_eq!(read_sign_on(&headers(&text.replace("__Host-", "")), true), None);
        let session = give(&secret, true).expect("a header");
        assert_eq!(read_sign_on(&headers(session.to_str().expect("text")), true), None);
    }
}
