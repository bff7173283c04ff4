//! Time and chance are arguments. The linter forbids the global ones
//! (clippy.toml); here stands who is excused.

use super::{code, files, name, none, root};

/// Ways to ask what time it is.
const TIME: [&str; 5] =
    ["Timestamp::now", "Zoned::now", "SystemTime::now", "UNIX_EPOCH.elapsed", "Local::now"];

/// Ways to throw dice.
const CHANCE: [&str; 4] = ["getrandom::", "RandomState", "rand::", "thread_rng"];

/// Who may throw them: a session, a token, a seal and a salt must not be guessed;
/// an error's reference, a worker's name and an audit entry's identifier must not
/// be met twice.
const MAY_CHANCE: [&str; 6] = [
    "crates/passport/src/access/",
    "crates/passport/src/web/answer.rs",
    "crates/passport/src/web/envelope.rs",
    "crates/passport/src/worker.rs",
    "crates/passport/src/backup.rs",
    "crates/passport-store/src/audit/chance.rs",
];

#[test]
fn only_the_clock_asks_what_time_it_is() {
    let mut broken = Vec::new();
    for path in sources() {
        if name(&path) == "crates/passport/src/clock.rs" {
            continue;
        }
        for (line, text) in code(&path) {
            if TIME.iter().any(|way| text.contains(way)) {
                broken.push(format!("{}:{line}: time is an argument: take a Clock", name(&path)));
            }
            if text.contains("clippy::disallowed_methods") {
                broken.push(format!(
                    "{}:{line}: only clock.rs is excused from the forbidden methods",
                    name(&path)
                ));
            }
        }
    }
    none(&broken);
}

#[test]
fn chance_is_used_only_for_what_must_not_be_guessed() {
    let mut broken = Vec::new();
    for path in sources() {
        if MAY_CHANCE.iter().any(|place| name(&path).starts_with(place)) {
            continue;
        }
        for (line, text) in code(&path) {
            let thrown = CHANCE.iter().any(|way| {
                text.split(way).next().is_some_and(|before| {
                    before.len() < text.len()
                        && !before.ends_with(|c: char| c.is_alphanumeric() || c == '_')
                })
            });
            if thrown {
                broken.push(format!("{}:{line}: chance is an argument", name(&path)));
            }
        }
    }
    none(&broken);
}

/// What goes into the product: no tests, benches or examples.
fn sources() -> Vec<std::path::PathBuf> {
    let all = files(&root().join("crates"), "rs");
    all.into_iter().filter(|path| name(path).contains("/src/")).collect()
}
