//! Who may use whom, as ARCHITECTURE.md says it.

use std::path::Path;

use super::{code, files, name, none, root};

/// Our crates, and which of ours each may use.
const CRATES: [(&str, &[&str]); 7] = [
    ("passport-core", &[]),
    ("passport-store", &["passport_core"]),
    ("passport-chart", &["passport_core"]),
    ("passport-document", &["passport_core", "passport_chart"]),
    ("passport-pages", &["passport_core"]),
    ("passport-sample", &[]),
    (
        "passport",
        &[
            "passport_core",
            "passport_store",
            "passport_chart",
            "passport_document",
            "passport_pages",
            "passport_sample",
        ],
    ),
];

/// Used by anyone in the binary: they know nothing of the rooms.
const EVERYWHERE: [&str; 4] = ["clock", "telemetry", "private", "refusal"];

/// Modules of the binary, and which others each may use.
const MODULES: [(&str, &[&str]); 33] = [
    // Small things beneath the rooms.
    ("clock", &[]),
    ("private", &[]),
    ("refusal", &[]),
    ("worker", &[]),
    ("telemetry", &[]),
    ("cache", &[]),
    ("audit", &[]),
    // Rooms.
    ("record", &["compliance"]),
    ("import", &["record"]),
    ("compliance", &["cache"]),
    ("passports", &["compliance"]),
    ("data_health", &["compliance"]),
    ("published", &["compliance"]),
    ("queries", &["access", "compliance", "record"]),
    ("retention", &["compliance"]),
    ("requirements", &["compliance"]),
    ("delivery", &["worker"]),
    ("export", &["compliance", "passports"]),
    ("backup", &[]),
    ("settings", &["delivery"]),
    ("supervision", &[]),
    ("check", &["access", "accounts", "compliance", "delivery", "jobs", "retention"]),
    // What the month is made of, between compliance and delivery.
    ("letters", &["compliance", "passports", "delivery", "supervision"]),
    ("mailing", &["compliance", "delivery", "letters"]),
    ("reminders", &["compliance", "delivery", "passports", "worker"]),
    // Who is asking, and what they may hold.
    ("access", &["cache", "compliance"]),
    ("accounts", &["access", "compliance"]),
    ("directory", &["access", "compliance"]),
    ("account_mail", &["access", "delivery"]),
    ("identities", &["access", "compliance"]),
    // Doors. The command line opens the other two.
    (
        "cli",
        &[
            "access",
            "account_mail",
            "accounts",
            "audit",
            "backup",
            "cache",
            "check",
            "compliance",
            "data_health",
            "delivery",
            "export",
            "identities",
            "import",
            "jobs",
            "letters",
            "mailing",
            "passports",
            "published",
            "record",
            "reminders",
            "requirements",
            "retention",
            "settings",
            "web",
            "worker",
        ],
    ),
    // Jobs for the page that says what is due; delivery for the page that says what was sent.
    // Identities for those who come back from their identity provider.
    (
        "web",
        &[
            "access",
            "account_mail",
            "accounts",
            "audit",
            "cache",
            "compliance",
            "data_health",
            "delivery",
            "directory",
            "export",
            "identities",
            "import",
            "jobs",
            "passports",
            "queries",
            "record",
            "reminders",
            "requirements",
            "settings",
            "supervision",
        ],
    ),
    ("jobs", &["account_mail", "delivery", "import", "mailing", "reminders", "worker"]),
];

/// Libraries that one part of the project alone may see.
const LIBRARIES: [(&str, &[&str]); 18] = [
    ("sqlx", &["passport-store"]),
    ("pdf_writer", &["passport-document"]),
    ("rustybuzz", &["passport-document"]),
    ("minijinja", &["passport-pages"]),
    ("calamine", &["passport-core"]),
    ("encoding_rs", &["passport-core"]),
    ("argon2", &["passport/access"]),
    ("zxcvbn", &["passport/access"]),
    ("openidconnect", &["passport/access/sso"]),
    ("chrono", &["passport/access/sso"]),
    ("tokio_rustls", &["passport/access/sso"]),
    ("rustls_native_certs", &["passport/access/sso"]),
    ("axum", &["passport/web"]),
    ("tower_http", &["passport/web"]),
    ("lettre", &["passport/delivery", "passport/cli/check"]),
    ("mail_parser", &["passport/delivery"]),
    ("rust_xlsxwriter", &["passport/cli"]),
    ("clap", &["passport/cli", "passport/telemetry"]),
];

#[test]
fn crates_use_only_the_crates_below_them() {
    let mut broken = Vec::new();
    for (krate, may_use) in CRATES {
        for path in files(&root().join("crates").join(krate).join("src"), "rs") {
            for (line, text) in code(&path) {
                // Cargo itself forbids the binary below; `passport` is also a word.
                for (other, _) in CRATES.iter().filter(|(other, _)| *other != "passport") {
                    let other = other.replace('-', "_");
                    let names_it = text.contains(&format!("{other}::"));
                    let itself = other == krate.replace('-', "_");
                    if names_it && !itself && !may_use.contains(&other.as_str()) {
                        broken.push(format!(
                            "{}:{line}: {krate} may not use {other} (it may use: {may_use:?})",
                            name(&path)
                        ));
                    }
                }
            }
        }
    }
    none(&broken);
}

#[test]
fn modules_of_the_binary_use_only_those_they_may() {
    let source = root().join("crates/passport/src");
    let mut broken = Vec::new();
    for path in files(&source, "rs") {
        let module = module(&source, &path);
        if matches!(module.as_str(), "lib" | "main") {
            continue;
        }
        let Some((_, may_use)) = MODULES.iter().find(|(known, _)| *known == module) else {
            broken.push(format!(
                "{}: say in MODULES of this guard, and in ARCHITECTURE.md, whom {module} may use",
                name(&path)
            ));
            continue;
        };
        for (line, other) in uses(&path) {
            let fine = other == module
                || EVERYWHERE.contains(&other.as_str())
                || may_use.contains(&other.as_str());
            if !fine {
                broken.push(format!(
                    "{}:{line}: {module} may not use {other} (it may use: {may_use:?})",
                    name(&path)
                ));
            }
        }
    }
    none(&broken);
}

#[test]
fn a_library_is_seen_by_one_part_of_the_project_alone() {
    let crates = root().join("crates");
    let mut broken = Vec::new();
    for path in files(&crates, "rs") {
        let place = name(&path).replace("crates/", "").replace("/src/", "/");
        if !name(&path).contains("/src/") {
            continue;
        }
        for (line, text) in code(&path) {
            for (library, parts) in LIBRARIES {
                let starts = [format!("use {library}::"), format!(" {library}::")];
                let names_it = starts.iter().any(|start| text.contains(start));
                if names_it && !parts.iter().any(|part| place.starts_with(part)) {
                    broken
                        .push(format!("{}:{line}: {library} is for {parts:?} alone", name(&path)));
                }
            }
        }
    }
    none(&broken);
}

/// `access` alone hands out one organisation's data to a page.
#[test]
fn a_page_opens_no_database() {
    let mut broken = Vec::new();
    for path in files(&root().join("crates/passport/src/web"), "rs") {
        for (line, text) in code(&path) {
            for way in ["Store::open", "store.organisation(", "Db::"] {
                if text.contains(way) {
                    broken.push(format!(
                        "{}:{line}: {way}: a page is handed its data by access",
                        name(&path)
                    ));
                }
            }
        }
    }
    none(&broken);
}

/// The first folder or file below `src`: `web/team.rs` is in `web`.
fn module(source: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(source).expect("below src");
    let first = inside.components().next().expect("a file has a name");
    first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

/// The modules a file names after `crate::`, also in braces, with their lines.
fn uses(path: &Path) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut braces: Option<String> = None;
    for (line, text) in code(path) {
        if let Some(inside) = &mut braces {
            inside.push_str(&text);
        } else if let Some((_, inside)) = text.split_once("crate::{") {
            braces = Some(inside.to_owned());
        } else {
            let parts = text.split("crate::").skip(1);
            found.extend(parts.map(|part| (line, word(part))));
        }
        if let Some(inside) = &braces
            && inside.contains(';')
        {
            found.extend(outermost(inside).into_iter().map(|name| (line, name)));
            braces = None;
        }
    }
    found.retain(|(_, name)| !name.is_empty());
    found
}

fn word(text: &str) -> String {
    text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// The first word of each item of `a::{b, c}, d};`.
fn outermost(inside: &str) -> Vec<String> {
    let mut depth = 0;
    let mut items = vec![String::new()];
    for letter in inside.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => items.push(String::new()),
            _ if depth == 0 => items.last_mut().expect("one item").push(letter),
            _ => {}
        }
    }
    items.iter().map(|item| word(item)).collect()
}

#[test]
fn words_in_braces_are_found() {
    assert_eq!(outermost("a::{b, c}, d};"), ["a", "d"]);
}
