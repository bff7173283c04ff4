//! SQL lives in one crate.

use super::{code, files, name, none, root};

/// Words that only a statement puts together in this way.
const STATEMENTS: [(&str, &str); 6] = [
    ("SELECT ", " FROM "),
    ("INSERT INTO ", ""),
    ("DELETE FROM ", ""),
    ("UPDATE ", " SET "),
    ("CREATE TABLE ", ""),
    ("BEGIN IMMEDIATE", ""),
];

#[test]
fn no_sql_outside_the_store() {
    let mut broken = Vec::new();
    for path in files(&root().join("crates"), "rs") {
        let place = name(&path);
        let meddles = place.ends_with("/tests/integration/audit/meddling.rs");
        if place.starts_with("crates/passport-store/") || place.contains("/guards/") || meddles {
            continue;
        }
        for (line, text) in code(&path) {
            for (first, then) in STATEMENTS {
                let statement = text.find(first).is_some_and(|at| text[at..].contains(then));
                if statement {
                    broken.push(format!(
                        "{place}:{line}: SQL is for passport-store: give the question a name there"
                    ));
                }
            }
        }
    }
    none(&broken);
}
