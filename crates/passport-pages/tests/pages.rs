//! Every page and email, rendered with samples: well formed, safe and as the NHS
//! writes. `cargo run --example render` writes the same files to be looked at.

#[path = "support/samples.rs"]
mod samples;
#[path = "support/showcase/mod.rs"]
mod showcase;
mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use support::tree;

/// Name and content of everything there is.
fn everything() -> Vec<(String, String)> {
    showcase::all("/assets").expect("every template renders with its sample")
}

fn html_pages() -> Vec<(String, String)> {
    everything().into_iter().filter(|(name, _)| name.ends_with(".html")).collect()
}

fn is_email(name: &str) -> bool {
    name.starts_with("email-")
}

#[test]
fn every_page_template_has_a_sample() {
    let shown: BTreeSet<String> = html_pages().into_iter().map(|(name, _)| name).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/pages");
    for entry in fs::read_dir(folder).expect("the templates") {
        let name = entry.expect("an entry").file_name().into_string().expect("UTF-8");
        let stem = name.trim_end_matches(".html");
        assert!(shown.iter().any(|shown| shown.starts_with(stem)), "no sample shows {name}");
    }
}

#[test]
fn every_tag_is_closed_and_every_id_is_used_once() {
    const VOID: &[&str] = &["br", "hr", "img", "input", "link", "meta", "path"];
    for (name, html) in html_pages() {
        let mut open = Vec::new();
        let mut ids = BTreeSet::new();
        for node in tree(&html) {
            let tag = |text: &str| text.split([' ', '>']).next().unwrap_or_default().to_owned();
            if let Some(closed) = node.strip_prefix("</") {
                assert_eq!(open.pop(), Some(tag(closed)), "{name}: {node}");
            } else if let Some(opened) = node.strip_prefix('<').filter(|_| node.ends_with('>'))
                && opened != "!doctype>"
            {
                if let Some((_, id)) = opened.split_once(" id=\"") {
                    let id = id.split('"').next().unwrap_or_default();
                    assert!(ids.insert(id.to_owned()), "{name}: id {id} twice");
                }
                if !VOID.contains(&tag(opened).as_str()) {
                    open.push(tag(opened));
                }
            }
        }
        assert!(open.is_empty(), "{name}: not closed: {open:?}");
    }
}

#[test]
fn names_are_text_wherever_they_appear() {
    for (name, html) in html_pages() {
        assert!(!html.contains("<script>alert"), "{name} runs a script from a name");
        assert!(!html.contains("&gt;49"), "{name} evaluates a name as a template");
        for bad in ["javascript:", "data:text"] {
            assert!(!html.contains(&format!("href=\"{bad}")), "{name} links to {bad}");
        }
    }
    let hostile: Vec<_> =
        everything().into_iter().filter(|(name, _)| name.contains("hostile")).collect();
    assert_eq!(hostile.len(), 3, "a page, an email as HTML and one as text");
    for (name, content) in hostile {
        assert!(content.contains("{{7*7}}"), "{name} keeps the name as it is written");
    }
}

#[test]
fn no_page_has_script_or_style_of_its_own() {
    for (name, html) in html_pages().iter().filter(|(name, _)| !is_email(name)) {
        for node in tree(html) {
            assert!(!node.starts_with("<style"), "{name}: {node}");
            assert!(!node.contains(" style=\"") && !node.contains(" onclick="), "{name}: {node}");
            if node.starts_with("<script") {
                assert!(node.contains(" src=\"/assets/") && node.contains(" nonce=\""), "{node}");
            }
        }
        assert_eq!(html.matches("<script").count(), 1, "{name}");
        assert!(!html.contains("nhsuk-header__logo"), "{name} shows the national logo");
    }
}

#[test]
fn an_organisation_may_bring_its_own_logo() {
    let frame = passport_pages::Frame { logo: Some("/logo.svg".into()), ..showcase::frame() };
    let html = passport_pages::Pages::new()
        .render(&frame, &passport_pages::pages::ErrorPage::not_found())
        .expect("a page");
    let nodes = tree(&html);
    let logo = nodes.iter().find(|node| node.starts_with("<img ")).expect("an image");
    assert!(logo.contains("src=\"/logo.svg\"") && logo.contains("alt=\"Hartwell NHS Trust\""));
}

#[test]
fn every_asset_a_page_names_is_served() {
    for (name, html) in html_pages() {
        for part in html.split("/assets/").skip(1) {
            let path = part.split('"').next().unwrap_or_default();
            assert!(passport_pages::asset(path).is_some(), "{name}: {path}");
        }
    }
}

#[test]
fn a_title_says_page_service_and_organisation() {
    for (name, html) in html_pages().iter().filter(|(name, _)| !is_email(name)) {
        assert_eq!(html.matches("<h1").count(), 1, "{name} has one level-one heading");
        assert!(html.contains(" – Training passport – Hartwell NHS Trust</title>"), "{name}");
    }
    let (_, jobs) = html_pages().into_iter().find(|(name, _)| name == "jobs.html").expect("jobs");
    assert!(jobs.contains("<title>Timetable (page 7 of 14) – Training passport"));
}

#[test]
fn every_form_carries_its_token() {
    for (name, html) in html_pages() {
        let posts = html.matches("method=\"post\"").count();
        assert_eq!(html.matches("name=\"csrf\"").count(), posts, "{name}");
    }
}

#[test]
fn every_line_says_its_letter_and_its_words() {
    let passport = samples::nurse();
    let (_, html) = html_pages().remove(0);
    let nodes = tree(&html);
    for line in &passport.lines {
        assert!(nodes.contains(&line.words), "{}", line.words);
        assert!(nodes.contains(&line.title), "{}", line.title);
    }
    let letters = nodes.iter().filter(|node| *node == "C" || *node == "R").count();
    let words = nodes.iter().filter(|node| *node == "Compulsory" || *node == "Role specific");
    assert_eq!(letters, words.count());
    assert_eq!(letters, passport.lines.len(), "each line stands once");
}

#[test]
fn an_email_is_small_enough_for_every_mail_reader() {
    for (name, html) in html_pages().iter().filter(|(name, _)| is_email(name)) {
        assert!(html.len() <= 90_000, "{name}: {} bytes", html.len());
        assert!(!html.contains(" class=\"") && !html.contains("<img"), "{name}");
    }
}

#[test]
fn an_email_subject_is_one_line_whatever_the_names_hold() {
    let mut passport = samples::nurse();
    passport.summary.sentence = "2 to do\r\nBcc: everyone@example.nhs.uk".into();
    let pages = passport_pages::Pages::new();
    let subject = passport_pages::email_subject(&pages, &showcase::email(&passport));
    assert_eq!(
        subject.expect("a subject"),
        "Your training passport, November 2026: 2 to do Bcc: everyone@example.nhs.uk"
    );
}

/// Read `tests/email-nurse.txt` before accepting a change of it.
#[test]
fn the_email_reads_as_it_was_approved() {
    let (_, text) =
        everything().into_iter().find(|(name, _)| name == "email-nurse.txt").expect("the email");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/email-nurse.txt");
    if std::env::var_os("ACCEPT").is_some() {
        fs::write(&path, &text).expect("write the approved text");
    }
    let approved = fs::read_to_string(&path).expect("the approved text");
    assert_eq!(text, approved, "if the new text is right, run this test with ACCEPT=1");
}
