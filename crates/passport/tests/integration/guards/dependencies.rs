//! Every dependency says what it is for.

use super::{files, name, none, read, root};

#[test]
fn every_dependency_has_a_purpose() {
    let mut broken = Vec::new();
    for path in files(&root(), "toml") {
        if path.file_name().is_none_or(|file| file != "Cargo.toml") {
            continue;
        }
        let mut in_dependencies = false;
        // How many lines since the comment; a comment may speak for a few in a row.
        let mut since = usize::MAX;
        for (number, line) in (1..).zip(read(&path).lines()) {
            let line = line.trim();
            if line.starts_with('[') {
                in_dependencies = line.ends_with("dependencies]");
                since = usize::MAX;
            } else if line.is_empty() {
                since = usize::MAX;
            } else if line.starts_with('#') {
                since = 0;
            } else if in_dependencies {
                let ours = line.starts_with("passport-");
                if !ours && since >= 3 {
                    broken.push(format!("{}:{number}: say what {line} is for", name(&path)));
                }
                since = since.saturating_add(1);
            }
        }
    }
    none(&broken);
}
