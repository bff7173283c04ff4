//! The reference is written from the code: `make reference` writes it again, and
//! every test run checks that it says what the code says.

use std::fmt::Write as _;
use std::fs;

use passport_core::import::known_files;
use passport_core::setting::SETTINGS;

use super::{commands, read, root};

const UPDATE: &str = "PASSPORT_UPDATE_REFERENCE";

#[test]
fn the_reference_of_commands_says_what_the_code_says() {
    let mut text = String::from(
        "# Commands\n\n\
         Written from `passport --help` by `make reference`; do not edit.\n\n\
         Exit status of every command: 0 done; 1 the input has problems (they are named, and\n\
         nothing changed); 2 wrong usage or configuration; 3 the environment failed (database,\n\
         mail, disk).\n",
    );
    for command in commands() {
        let title = ["passport".to_owned()].into_iter().chain(command.words).collect::<Vec<_>>();
        let _ = write!(text, "\n## {}\n\n```text\n{}\n```\n", title.join(" "), command.help.trim());
    }
    check("commands.md", &text);
}

#[test]
fn the_reference_of_settings_says_what_the_code_says() {
    let mut text = String::from(
        "# Settings\n\n\
         Written from the code by `make reference`; do not edit.\n\n\
         A setting belongs to an organisation and may have a date: `passport setting set KEY VALUE\n\
         --from DATE` holds from that day on, and dates before keep what held then.\n\
         `passport setting list` shows what holds today.\n\n\
         | Setting | Default | Meaning |\n|---|---|---|\n",
    );
    for setting in SETTINGS {
        let default = if setting.default.is_empty() {
            "empty".into()
        } else {
            format!("`{}`", setting.default)
        };
        let _ = writeln!(text, "| `{}` | {default} | {} |", setting.key, setting.meaning);
    }
    check("settings.md", &text);
}

/// The words of files.md are written by hand; its tables of headings stand
/// between `<!-- headings: KIND -->` and `<!-- end -->`.
#[test]
fn the_reference_of_headings_says_what_the_code_says() {
    let path = root().join("docs/reference/files.md");
    let mut text = read(&path);
    for file in known_files() {
        let start = format!("<!-- headings: {} -->\n", file.kind.name());
        let at =
            text.find(&start).unwrap_or_else(|| panic!("files.md has no {start}")) + start.len();
        let end = at + text[at..].find("<!-- end -->").expect("a table ends");
        let needed: Vec<String> = file.needed.iter().map(|group| group.join(" or ")).collect();
        let mut table =
            format!("\nNeeded: {}.\n\n| Heading | Also known as |\n|---|---|\n", needed.join("; "));
        for (ours, aliases) in file.headings {
            let _ = writeln!(table, "| {ours} | {} |", aliases.join(", "));
        }
        table.push('\n');
        text.replace_range(at..end, &table);
    }
    check("files.md", &text);
}

fn check(file: &str, text: &str) {
    let path = root().join("docs/reference").join(file);
    if std::env::var_os(UPDATE).is_some() {
        fs::write(&path, text).expect("the reference is written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == text, "docs/reference/{file} is not what the code says: run make reference");
}
