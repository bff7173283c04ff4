//! Every flawed file in `samples/` gets the answer written beside it.
//!
//! The answers are read by a person before they are accepted. To write them anew
//! after a change: `UPDATE_EXPECTED=1 cargo test -p passport-core --test samples`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use passport_core::import::{FileSummary, InputFile, Limits, Reading, read};

#[test]
fn every_flawed_file_gets_its_answer() {
    let mut files: Vec<PathBuf> = std::fs::read_dir(samples())
        .expect("the samples folder")
        .map(|entry| entry.expect("a sample").path())
        .filter(|path| path.extension().is_none_or(|ending| ending != "expected" && ending != "md"))
        .collect();
    files.sort();
    assert!(files.len() >= 20, "only {} samples", files.len());
    let update = std::env::var_os("UPDATE_EXPECTED").is_some();
    let mut wrong = String::new();
    for file in files {
        let answer = answer(&file);
        let beside = file.with_extension("expected");
        if update {
            std::fs::write(&beside, &answer).expect("the answer is written");
        }
        let expected = std::fs::read_to_string(&beside).unwrap_or_default();
        if answer != expected {
            let _ =
                writeln!(wrong, "{}:\n--- expected\n{expected}--- got\n{answer}", beside.display());
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn nothing_sensitive_is_in_any_answer() {
    for entry in std::fs::read_dir(samples()).expect("the samples folder") {
        let path = entry.expect("a sample").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).expect("a sample");
        let reading = read(&[InputFile { name: &name, bytes: &bytes }], None, &Limits::default());
        let everything = format!("{reading:?}");
        for secret in
            ["QQ1234", "1980", "30000", "High Street", "0770090", "Anxiety", "Compassionate"]
        {
            assert!(!everything.contains(secret), "{name} lets {secret} through");
        }
    }
}

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples")
}

/// What a person is told of a file, and the rows it gave.
fn answer(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let bytes = std::fs::read(path).expect("a sample");
    let reading = read(&[InputFile { name: &name, bytes: &bytes }], None, &Limits::default());
    let file = &reading.files[0];
    assert_eq!(file.rows_read, file.rows_given + file.rows_refused, "{name}");
    let mut answer = told(file);
    for problem in &reading.problems {
        let _ = writeln!(answer, "{}: {problem}", problem.severity.word());
    }
    for row in rows(&reading) {
        let _ = writeln!(answer, "{row}");
    }
    answer
}

fn told(file: &FileSummary) -> String {
    let kind = file.kind.map_or("not recognised", |kind| kind.name());
    let mut told = format!(
        "{kind}: {} rows read, {} given, {} refused\n",
        file.rows_read, file.rows_given, file.rows_refused
    );
    if let Some(encoding) = file.encoding {
        let _ = writeln!(told, "encoding: {encoding:?}, delimiter: {:?}", file.delimiter);
    }
    if let Some(sheet) = &file.sheet {
        let _ = writeln!(told, "sheet: {sheet}");
    }
    for ignored in &file.headings_ignored {
        let _ = writeln!(
            told,
            "column {} left: {} ({:?})",
            ignored.column, ignored.theirs, ignored.why
        );
    }
    told
}

fn rows(reading: &Reading) -> Vec<String> {
    fn each<T: std::fmt::Debug>(
        rows: &[passport_core::import::Row<T>],
    ) -> impl Iterator<Item = String> {
        rows.iter().map(|row| format!("row {}: {}", row.place.row, brief(&row.value)))
    }
    let mut lines: Vec<String> = each(&reading.assignments)
        .chain(each(&reading.competences))
        .chain(each(&reading.requirements))
        .chain(each(&reading.awards))
        .chain(each(&reading.compliance))
        .chain(each(&reading.courses))
        .chain(each(&reading.classes))
        .chain(each(&reading.enrolments))
        .chain(each(&reading.exemptions))
        .chain(each(&reading.unit_changes))
        .collect();
    for outbound in &reading.outbound {
        lines.push(format!(
            "employer {:?}, sequence {:?}, extract date {:?}, extent {:?}",
            outbound.vpd, outbound.sequence, outbound.extract_date, outbound.extent
        ));
        lines.extend(each(&outbound.changes));
    }
    lines
}

/// A value without the fields that say nothing.
fn brief(value: &impl std::fmt::Debug) -> String {
    let mut brief = format!("{value:?}").replace(['\n', '\r'], " ");
    while let Some(at) = brief.find(": None").or_else(|| brief.find(": []")) {
        let length = if brief[at..].starts_with(": None") { 6 } else { 4 };
        let start = brief[..at].rfind([' ', '{']).map_or(0, |space| space + 1);
        let end = at + length;
        let end = if brief[end..].starts_with(", ") { end + 2 } else { end };
        brief.replace_range(start..end, "");
    }
    brief.replace(",  }", " }").replace(", }", " }")
}
