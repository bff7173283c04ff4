//! Reading what follows the question mark, and forms: the last of several fields
//! of one name would be a guess, so there is none.

use axum::http::Uri;

/// The one value of a field of a form or a query.
pub(super) fn field(bytes: &[u8], name: &str) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut values = text
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .filter(|(key, _)| decode(key).as_deref() == Some(name))
        .map(|(_, value)| value);
    let value = values.next()?;
    if values.next().is_some() { None } else { decode(value) }
}

/// The fields whose names begin so, by the rest of their names.
pub(super) fn fields_after<'f>(
    bytes: &'f [u8],
    beginning: &'f str,
) -> impl Iterator<Item = (String, String)> + 'f {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    text.split('&').filter_map(move |pair| {
        let (name, value) = pair.split_once('=')?;
        let name = decode(name)?;
        Some((name.strip_prefix(beginning)?.to_owned(), decode(value)?))
    })
}

/// The one value of a field of an address.
pub(super) fn parameter(uri: &Uri, name: &str) -> Option<String> {
    field(uri.query().unwrap_or_default().as_bytes(), name)
}

/// What was typed into the field of a search; nobody types more.
pub(super) fn asked(uri: &Uri) -> String {
    let asked = parameter(uri, "q").unwrap_or_default();
    asked.trim().chars().take(100).collect()
}

/// No list has more pages.
const MOST_PAGES: usize = 1_000_000;

/// The number of a page of a list; the first where none or nonsense is asked.
pub(super) fn page(uri: &Uri) -> usize {
    parameter(uri, "page").and_then(|page| page.parse().ok()).unwrap_or(1).clamp(1, MOST_PAGES)
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
                let (high, low) = (digit(rest.next())?, digit(rest.next())?);
                u8::try_from(high * 16 + low).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn fields_are_read_as_browsers_write_them() {
        let form = b"csrf=ab12&person=00%C5%81%2F+x&twice=1&twice=2&broken=%zz&empty=";
        assert_eq!(field(form, "csrf").as_deref(), Some("ab12"));
        assert_eq!(field(form, "person").as_deref(), Some("00\u{141}/ x"));
        assert_eq!(field(form, "twice"), None);
        assert_eq!(field(form, "broken"), None);
        assert_eq!(field(form, "empty").as_deref(), Some(""));
        assert_eq!(field(form, "absent"), None);
    }
}
