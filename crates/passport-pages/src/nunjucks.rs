//! What Nunjucks means where minijinja means something else: the run-time half of
//! the shim that lets the official component templates run (the other half,
//! `build/rewrite.rs`, changes their spelling at build time).

use minijinja::value::{Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Output, State, UndefinedBehavior};

use crate::attributes;

/// Teaches an environment the ways of Nunjucks.
pub(crate) fn install(environment: &mut Environment<'static>) {
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment.set_formatter(format);
    environment.set_unknown_method_callback(method);
    environment.add_global("null", Value::from(()));
    environment.add_function("nhsukAttributes", attributes::attributes);
    environment.add_filter("length", length);
    environment.add_filter("string", text);
    environment.add_filter("truncate", truncate);
    environment.add_filter("dump", |value: &Value| attributes::json(value));
    environment.add_test("string", |value: &Value| is_plain_string(value));
}

/// Booleans are written in lower case and nothing is written for none.
fn format(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    match value.kind() {
        ValueKind::None => Ok(()),
        ValueKind::Bool => out.write_str(&text(value)).map_err(Error::from),
        _ => minijinja::escape_formatter(out, state, value),
    }
}

/// The text of a value, as JavaScript writes it.
pub(crate) fn text(value: &Value) -> String {
    match value.kind() {
        ValueKind::Bool if value.is_true() => "true".to_owned(),
        ValueKind::Bool => "false".to_owned(),
        ValueKind::None | ValueKind::Undefined => String::new(),
        _ => value.to_string(),
    }
}

/// Text that is not marked as safe: in Nunjucks marked text is an object.
fn is_plain_string(value: &Value) -> bool {
    value.kind() == ValueKind::String && !value.is_safe()
}

/// The length of anything; nothing has length 0.
fn length(value: &Value) -> usize {
    value.len().unwrap_or(0)
}

/// `truncate(length, whole words, ending)`.
fn truncate(value: String, length: usize, cut: Option<bool>, ending: Option<String>) -> String {
    if value.chars().count() <= length {
        return value;
    }
    let mut short: String = value.chars().take(length).collect();
    if !cut.unwrap_or(false)
        && let Some(space) = short.rfind(' ')
    {
        short.truncate(space);
    }
    short + ending.as_deref().unwrap_or("...")
}

/// `list.unshift(item)`: a new list with the item first.
fn method(
    _state: &mut State,
    value: &Value,
    name: &str,
    arguments: &[Value],
) -> Result<Value, Error> {
    if name != "unshift" {
        return Err(Error::from(ErrorKind::UnknownMethod));
    }
    let rest = value.try_iter()?;
    Ok(arguments.iter().cloned().chain(rest).collect())
}
