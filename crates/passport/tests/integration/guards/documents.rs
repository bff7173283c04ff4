//! What the documents say is there, is there: commands, options, settings, make
//! targets, files and pictures.

use std::path::PathBuf;

use passport_core::setting::SETTINGS;

use super::{Known, commands, files, name, none, read, root};

/// Everything written for people, but what is written from the code.
fn documents() -> Vec<PathBuf> {
    let all = files(&root(), "md").into_iter();
    let hidden = |path: &PathBuf| name(path).split('/').any(|part| part.starts_with('.'));
    all.filter(|path| !hidden(path) && name(path) != "docs/reference/commands.md").collect()
}

/// Lines of code in a document: in a fence, or in single marks in the text.
fn pieces(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut fenced = false;
    let mut waiting = String::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if fenced {
            waiting.push_str(line);
            // A command may go on over several lines.
            if let Some(more) = waiting.strip_suffix('\\') {
                waiting = more.to_owned();
            } else {
                found.push((number, std::mem::take(&mut waiting)));
            }
        } else {
            found
                .extend(line.split('`').skip(1).step_by(2).map(|piece| (number, piece.to_owned())));
        }
    }
    found
}

#[test]
fn commands_and_options_in_the_documents_exist() {
    let known = commands();
    let mut broken = Vec::new();
    for path in documents() {
        for (line, piece) in pieces(&read(&path)) {
            for problem in problems(&known, &piece) {
                broken.push(format!("{}:{line}: {problem}", name(&path)));
            }
        }
    }
    none(&broken);
}

/// What is wrong with a piece of code, where it runs `passport` or names an option.
fn problems(known: &[Known], piece: &str) -> Vec<String> {
    let words: Vec<&str> = piece.split_whitespace().collect();
    let names = ["passport", "passport-admin"];
    let runs = |word: &&str| names.contains(word) || word.ends_with("/passport");
    let Some(at) = words.iter().position(runs) else {
        let lone = words.first().filter(|word| words.len() <= 2 && word.starts_with("--"));
        let lone = lone.map(|word| option(word));
        let exists = |option: &&str| known.iter().any(|c| c.options.iter().any(|o| o == option));
        let other_tools = ["--icu-locale", "--demo"];
        return lone
            .filter(|option| !exists(option) && !other_tools.contains(option))
            .map(|option| format!("no command has the option {option}"))
            .into_iter()
            .collect();
    };
    // A user, a folder or a program of that name, not the command with arguments.
    let is_argument = at > 0 && !words[at - 1].contains(['$', '=', '|']) && words[at - 1] != "sudo";
    if is_argument {
        return Vec::new();
    }
    let mut command = known.iter().find(|c| c.words.is_empty()).expect("passport itself");
    let mut found = Vec::new();
    for word in &words[at + 1..] {
        if ["|", ">", "&&", ";"].contains(word) || word.starts_with('#') {
            break;
        }
        let next = [command.words.clone(), vec![(*word).to_owned()]].concat();
        if word.starts_with("--") {
            let option = option(word);
            if !command.options.iter().any(|o| o == option) {
                found
                    .push(format!("`passport {}` has no option {option}", command.words.join(" ")));
            }
        } else if let Some(below) = known.iter().find(|c| c.words == next) {
            command = below;
        } else if !command.below.is_empty() && !is_value(command, &words, word) {
            found.push(format!("there is no command `passport {}`", next.join(" ")));
            break;
        }
    }
    let setting = words.windows(3).find(|w| w[0] == "setting" && w[1] == "set").map(|w| w[2]);
    if let Some(key) = setting
        && key != "KEY"
        && !SETTINGS.iter().any(|setting| setting.key == key)
    {
        found.push(format!("there is no setting {key}"));
    }
    found
}

/// `--as-at=DATE…` without its value and punctuation.
fn option(word: &str) -> &str {
    let end = word.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(word.len());
    &word[..end]
}

/// Whether a word is the value of the option before it, or a stand-in.
fn is_value(command: &Known, words: &[&str], word: &str) -> bool {
    let at = words.iter().position(|other| *other == word).unwrap_or_default();
    let stands_in = word.starts_with(['<', '[', '…']) || word == "COMMAND";
    stands_in || at > 0 && command.options.iter().any(|o| o == words[at - 1])
}

#[test]
fn make_targets_in_the_documents_exist() {
    let makefile = read(&root().join("Makefile"));
    let mut broken = Vec::new();
    for path in documents() {
        for (line, piece) in pieces(&read(&path)) {
            let Some(rest) = piece.strip_prefix("make ") else { continue };
            let target = rest.split_whitespace().next().unwrap_or_default();
            if !makefile.contains(&format!("\n{target}:")) {
                broken.push(format!("{}:{line}: there is no make {target}", name(&path)));
            }
        }
    }
    none(&broken);
}

#[test]
fn links_in_the_documents_lead_somewhere() {
    let mut broken = Vec::new();
    for path in documents() {
        let folder = path.parent().expect("a document lies in a folder");
        for (number, line) in (1..).zip(read(&path).lines()) {
            for part in line.split("](").skip(1) {
                let Some((link, _)) = part.split_once(')') else { continue };
                let target = link.split('#').next().unwrap_or_default();
                let elsewhere = link.contains("://") || link.starts_with("mailto:");
                if !elsewhere && !target.is_empty() && !folder.join(target).exists() {
                    broken.push(format!("{}:{number}: {link} is not there", name(&path)));
                }
            }
        }
    }
    none(&broken);
}

#[test]
fn the_test_command_of_the_readme_is_what_every_change_must_pass() {
    assert!(read(&root().join("README.md")).contains("make test"));
    assert!(read(&root().join(".ci/run")).lines().any(|line| line.ends_with(" make test")));
}

#[test]
fn a_made_up_command_or_option_is_found() {
    let known = commands();
    for (piece, faults) in [
        ("passport import --check assignments.csv", 0),
        ("passport --database sqlite:a.db report people --format csv", 0),
        ("passport report nonsense", 1),
        ("passport frobnicate", 1),
        ("sudo passport-admin check", 0),
        ("sudo passport-admin frobnicate", 1),
        ("passport import --frobnicate x.csv", 1),
        ("passport setting set no-such-key 1", 1),
        ("--skip-bad-rows", 0),
        ("--no-such-option", 1),
    ] {
        assert_eq!(problems(&known, piece).len(), faults, "{piece}: {:?}", problems(&known, piece));
    }
}
