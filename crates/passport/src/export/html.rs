//! A person's whole record as a page to read and print: one file, no script,
//! nothing loaded from elsewhere.

use std::fmt::Write;

use jiff::Timestamp;
use passport_core::present::Passport;
use passport_core::wording::long_date;
use serde_json::Value as Json;

use super::{Export, Fact, Step};
use crate::clock::london;

const STYLE: &str = "body{font-family:Arial,sans-serif;color:#212b32;line-height:1.5;\
max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%;\
margin:0 0 1.5rem}th,td{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;\
border-bottom:1px solid #d8dde0;overflow-wrap:anywhere}th{width:14rem;font-weight:600}\
caption{text-align:left;font-weight:600;padding:.5rem 0}\
@media(max-width:40rem){th,td{display:block;width:auto;padding-right:0}th{border:0;\
padding-bottom:0}}@media print{body{margin:0;max-width:none}table{break-inside:avoid}}";

/// The page.
#[must_use]
pub fn html(export: &Export) -> String {
    let mut out = String::new();
    let number = escaped(&export.employee_number);
    let organisation = escaped(&export.organisation);
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Everything kept of {number} – {organisation}</title>\n<style>{STYLE}</style>\n\
         </head>\n<body>\n<main>\n<h1>Everything kept of employee number {number}</h1>\n\
         <p>{organisation}, training record, as it stood on {}. Facts are added or voided, never \
         edited; what was voided is listed too, and counts as though it had never been.</p>\n",
        moment(export.made)
    );
    if let Some(today) = &export.today {
        statuses(&mut out, today);
    }
    for section in &export.sections {
        let _ = writeln!(out, "<h2>{}</h2>", escaped(&section.title));
        for (place, fact) in (1..).zip(&section.facts) {
            table(&mut out, place, section.facts.len(), fact);
        }
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// What is required today, a line each.
fn statuses(out: &mut String, today: &Passport) {
    let _ = writeln!(
        out,
        "<h2>What is required of you on {}</h2>\n<p>{}.</p>",
        long_date(today.as_at),
        escaped(&today.summary.sentence)
    );
    for (place, line) in (1..).zip(&today.lines) {
        let of = today.lines.len();
        let _ = writeln!(out, "<table>\n<caption>{place} of {of}</caption>");
        row(out, "Subject", &line.title);
        row(out, "Class", line.class.letter());
        row(out, "Status", &line.words);
        row(out, "Why", &line.why);
        out.push_str("</table>\n");
    }
}

fn table(out: &mut String, place: usize, of: usize, fact: &Fact) {
    let void = if fact.voided.is_some() { ", void" } else { "" };
    let _ = writeln!(out, "<table>\n<caption>{place} of {of}{void}</caption>");
    for (name, cell) in &fact.says {
        let text = plain(cell);
        if !text.is_empty() {
            row(out, &heading(name), &text);
        }
    }
    if let Some(step) = &fact.recorded {
        row(out, "Recorded", &story(step));
    }
    if let Some(step) = &fact.voided {
        row(out, "Voided", &story(step));
    }
    out.push_str("</table>\n");
}

fn row(out: &mut String, name: &str, text: &str) {
    let _ = writeln!(
        out,
        "<tr><th scope=\"row\">{}</th><td>{}</td></tr>",
        escaped(name),
        escaped(text)
    );
}

fn heading(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

fn plain(cell: &Json) -> String {
    match cell {
        Json::Null => String::new(),
        Json::Bool(true) => "yes".into(),
        Json::Bool(false) => "no".into(),
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

fn story(step: &Step) -> String {
    let at = step.at.map(|at| format!("{}, ", moment(at))).unwrap_or_default();
    format!("{at}by {}: {} (change {})", step.by, step.what, step.change)
}

fn moment(at: Timestamp) -> String {
    at.to_zoned(london()).strftime("%-d %B %Y, %H:%M").to_string()
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::Section;

    #[test]
    fn what_a_file_held_is_text_and_never_markup() {
        let says = vec![("last_name".to_owned(), Json::String("\"><script>x</script>".into()))];
        let export = Export {
            organisation: "A & B".into(),
            employee_number: "<1>".into(),
            made: Timestamp::UNIX_EPOCH,
            today: None,
            sections: vec![Section {
                kept_in: "person".into(),
                title: "Who you are".into(),
                facts: vec![Fact { says, recorded: None, voided: None }],
            }],
        };
        let page = html(&export);
        assert!(!page.contains("<script") && !page.contains("<1>"));
        assert!(page.contains("A &amp; B") && page.contains("&quot;&gt;&lt;script&gt;"));
    }
}
