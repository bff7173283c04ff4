//! One idea a file: a long one is looked at twice.

use super::{files, name, none, read, root};

const MOST: usize = 500;

/// Longer files, each with its reason.
const LONG: [(&str, &str); 3] = [
    ("crates/passport-store/src/facts.rs", "one short impl for each kind of fact, side by side"),
    (
        "crates/passport-document/tests/support/mod.rs",
        "one sample passport for each layout, side by side",
    ),
    ("crates/passport-core/src/import/date.rs", "every date style with the examples beside it"),
];

#[test]
fn a_file_over_500_lines_has_a_reason() {
    let mut broken = Vec::new();
    for path in files(&root().join("crates"), "rs") {
        let lines = read(&path).lines().count();
        let listed = LONG.iter().any(|(file, _)| *file == name(&path));
        if lines > MOST && !listed {
            broken.push(format!(
                "{}: {lines} lines: look for the second idea, or list it here with a reason",
                name(&path)
            ));
        }
        if lines <= MOST && listed {
            broken.push(format!("{}: it is short now: take it off the list", name(&path)));
        }
    }
    none(&broken);
}
