//! The components' attributes macro, as a native function: it is called for
//! nearly every element, and as a macro it would take most of a page's time.
//!
//! Follows `macros/attributes.njk` of nhsuk-frontend 10.6.1.

use std::fmt::Write as _;

use minijinja::value::{Value, ValueKind};
use minijinja::{Error, ErrorKind};

use crate::nunjucks::text;

/// ` name="value"` for each attribute of a map; text is passed through.
pub(crate) fn attributes(attributes: Option<Value>) -> Value {
    let attributes = attributes.unwrap_or_default();
    let mut html = String::new();
    match attributes.kind() {
        ValueKind::String => html = attributes.to_string(),
        ValueKind::Map => {
            for name in attributes.try_iter().into_iter().flatten() {
                let item = attributes.get_item(&name).unwrap_or_default();
                attribute(&mut html, &text(&name), &item);
            }
        }
        _ => {}
    }
    Value::from_safe_string(html)
}

fn attribute(html: &mut String, name: &str, item: &Value) {
    let option = |key: &str| item.get_attr(key).unwrap_or_default();
    let has_options = item.kind() == ValueKind::Map;
    let (value, optional) = if has_options {
        (option("value"), option("optional").is_true())
    } else {
        (item.clone(), false)
    };
    let is_bool = value.kind() == ValueKind::Bool;
    let is_missing = value.is_none() || value.is_undefined();
    if optional && is_bool && value.is_true() {
        html.push(' ');
        escape(html, name);
        return;
    }
    if optional && (is_missing || is_bool) {
        return;
    }
    let is_list = has_options && option("type").as_str() == Some("array");
    let mut escaped = String::new();
    if value.is_safe() {
        escaped = value.to_string();
    } else if is_list && value.try_iter().is_ok() {
        escaped = json(&value).unwrap_or_default();
    } else {
        escape(&mut escaped, &text(&value));
    }
    let quote = if escaped.contains('"') { '\'' } else { '"' };
    html.push(' ');
    escape(html, name);
    // Writing to a string does not fail.
    let _ = write!(html, "={quote}{escaped}{quote}");
}

/// JSON that is safe inside an element or a quoted attribute.
pub(crate) fn json(value: &Value) -> Result<String, Error> {
    let json = serde_json::to_string(value)
        .map_err(|error| Error::new(ErrorKind::BadSerialization, error.to_string()))?;
    Ok(json
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\'', "\\u0027"))
}

/// Appends text with the characters that mean something in HTML replaced.
pub(crate) fn escape(html: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
}
