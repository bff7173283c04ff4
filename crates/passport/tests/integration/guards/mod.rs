//! Guards: what a reviewer forgets to look for. Each names the rule that was
//! broken and where.

mod clock;
mod dependencies;
mod documents;
mod layers;
mod reference;
mod sizes;
mod sql;
mod tables;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of the project.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("crates/passport lies two folders down").to_owned()
}

/// Every file of an extension below a folder, in order.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return found };
    for entry in entries.map(|entry| entry.expect("a folder entry")) {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() {
            if name != "target" && name != "node_modules" {
                found.extend(files(&path, extension));
            }
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A path as a person names it: from the project's folder, with slashes.
fn name(path: &Path) -> String {
    let path = path.strip_prefix(root()).unwrap_or(path);
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// The code of a Rust file, line by line with its number, without comments.
fn code(path: &Path) -> Vec<(usize, String)> {
    (1..)
        .zip(read(path).lines())
        .map(|(number, line)| {
            let trimmed = line.trim_start();
            let code = if trimmed.starts_with("//") { "" } else { line };
            (number, code.split(" // ").next().unwrap_or_default().to_owned())
        })
        .filter(|(_, line)| !line.trim().is_empty())
        .collect()
}

/// Fails with everything that was found, so that one run tells it all.
fn none(broken: &[String]) {
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

/// What `passport` prints when it is asked for help on a command.
fn help(command: &[String]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_passport"))
        .args(command)
        .arg("--help")
        .env_remove("PASSPORT_DATABASE_URL")
        .output()
        .expect("passport runs");
    assert!(output.status.success(), "passport {} --help fails", command.join(" "));
    String::from_utf8(output.stdout).expect("help is UTF-8")
}

/// A command with its options and the commands below it.
struct Known {
    /// `setting set`; empty for `passport` itself.
    words: Vec<String>,
    help: String,
    options: Vec<String>,
    below: Vec<String>,
}

/// Every command there is, from the help that each prints.
fn commands() -> Vec<Known> {
    let mut found = Vec::new();
    let mut waiting = vec![Vec::new()];
    while let Some(words) = waiting.pop() {
        let help = help(&words);
        let below = below(&help);
        for name in below.iter().rev() {
            waiting.push([words.clone(), vec![name.clone()]].concat());
        }
        let options = help
            .lines()
            .map(str::trim_start)
            .filter(|line| line.starts_with('-'))
            .flat_map(|line| line.split([' ', ',', '<', '=']))
            .filter(|word| word.starts_with('-') && word.len() > 1)
            .map(Into::into)
            .collect();
        found.push(Known { words, help, options, below });
    }
    found
}

/// The names in the list of commands.
fn below(help: &str) -> Vec<String> {
    help.lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(Into::into)
        .collect()
}
