//! Imports: the list, and one with every problem it met.

use axum::extract::Path;
use axum::http::Uri;
use passport_core::changes::NAME_IT;
use passport_core::wording::count;
use passport_pages::Link;
use passport_pages::pages::{
    ConfirmPage, Count, ImportFile, ImportPage, ImportProblem, ImportRow, ImportsPage, Outcome,
    Paging, Severity,
};
use passport_store::{ImportFile as Stored, ImportRecord};
use serde::Deserialize;

use super::actors::Names;
use super::answer::{Answer, Fault, see};
use super::query;
use super::visit::Visit;
use crate::access::Access;
use crate::clock::london;
use crate::import::{Undo, undo as take_back, undoable, undone};

/// Rows to a page.
const PAGE: usize = 50;

/// A problem as its import keeps it.
#[derive(Debug, Deserialize)]
pub(super) struct Problem {
    severity: String,
    file: String,
    sheet: Option<String>,
    row: Option<u64>,
    column: Option<String>,
    heading: Option<String>,
    value: Option<String>,
    what: String,
    remedy: String,
}

pub(super) async fn list(visit: Visit, access: Access, uri: Uri) -> Answer {
    let Some(oversight) = access.oversight() else {
        return Err(Fault::broken("a training lead without oversight"));
    };
    let all = oversight.organisation().imports().await?;
    let Some(paging) = paging(&uri, all.len(), "/imports") else { return see("/imports") };
    let mut imports = Vec::new();
    for import in all.iter().skip((paging.current - 1) * PAGE).take(PAGE) {
        let files = oversight.organisation().import_files(import.number).await?;
        imports.push(ImportRow {
            number: import.number,
            href: format!("/imports/{}", import.number),
            at: import.at.to_zoned(london()).datetime(),
            extract_date: import.extract_date,
            files: names(&files),
            outcome: outcome(import, &problems(&files)),
            changes: import.summary.clone(),
        });
    }
    visit.page(&ImportsPage { imports, paging: Some(paging) })
}

pub(super) async fn one(
    visit: Visit,
    access: Access,
    uri: Uri,
    Path(number): Path<String>,
) -> Answer {
    let Some(oversight) = access.oversight() else {
        return Err(Fault::broken("a training lead without oversight"));
    };
    let organisation = oversight.organisation();
    let imports = organisation.imports().await?;
    let wanted: Option<i64> = number.parse().ok();
    let Some(import) = imports.iter().find(|import| Some(import.number) == wanted) else {
        return visit.not_found();
    };
    visit.note_list(organisation, "saw import", &import.number.to_string());
    let files = organisation.import_files(import.number).await?;
    let mut all = problems(&files);
    worst_first(&mut all);
    let sentence = sentence(&all);
    let address = format!("/imports/{}", import.number);
    let Some(paging) = paging(&uri, all.len(), &address) else { return see(&address) };
    let outcome = outcome(import, &all);
    let shown = all.into_iter().skip((paging.current - 1) * PAGE).take(PAGE);
    visit.page(&ImportPage {
        number: import.number,
        back: "/imports".to_owned(),
        at: import.at.to_zoned(london()).datetime(),
        extract_date: import.extract_date,
        by: Names::load(organisation).await?.of(&import.actor),
        undo: import.undone.is_none().then(|| format!("{address}/undo")),
        outcome,
        files: files.iter().map(file).collect(),
        changes: changes(&import.summary),
        problems_sentence: sentence,
        problems: shown.map(problem).collect(),
        paging: Some(paging),
    })
}

/// Asks once more before an import is taken back, and says what prevents it.
pub(super) async fn ask_to_undo(
    visit: Visit,
    access: Access,
    Path(number): Path<String>,
) -> Answer {
    let Some(oversight) = access.oversight() else {
        return Err(Fault::broken("a training lead without oversight"));
    };
    let Ok(number) = number.parse::<i64>() else { return visit.not_found() };
    let undoable = undoable(oversight.organisation(), number).await?;
    let (lines, button) = match &undoable {
        Err(Undo::Unknown) => return visit.not_found(),
        Err(prevented) => (vec![undone(number, prevented)], None),
        Ok(import) => {
            let lines = vec![
                format!("It changed: {}.", import.summary),
                "What it recorded is taken back, and what it ended stands again, for everyone at once. Passports and figures are then as they were without it. The same files can be imported again.".to_owned(),
            ];
            (lines, Some("Undo the import".to_owned()))
        }
    };
    let address = format!("/imports/{number}");
    visit.form(|csrf| ConfirmPage {
        csrf,
        heading: format!("Undo import {number}"),
        lines,
        action: format!("{address}/undo"),
        button,
        back: Link::new(format!("Import {number}"), address),
    })
}

/// Takes an import back.
pub(super) async fn undo(visit: Visit, access: Access, Path(number): Path<String>) -> Answer {
    let Some(oversight) = access.oversight() else {
        return Err(Fault::broken("a training lead without oversight"));
    };
    let Ok(number) = number.parse::<i64>() else { return visit.not_found() };
    let (actor, now) = (access.asker().actor(), visit.app.settings.clock.now());
    let organisation = oversight.organisation();
    // It may wait for another import to end, and is never left half done.
    match take_back(organisation, number, &actor, now).await? {
        Undo::Unknown => visit.not_found(),
        Undo::Done | Undo::Already => see(&format!("/imports/{number}")),
        // Prevented by what happened meanwhile: the page says by what.
        _ => see(&format!("/imports/{number}/undo")),
    }
}

/// Where in the list one is; `None` beyond its end.
fn paging(uri: &Uri, items: usize, address: &str) -> Option<Paging> {
    let (current, last) = (query::page(uri), items.div_ceil(PAGE).max(1));
    (current <= last).then(|| Paging { current, last, href: format!("{address}?page=") })
}

pub(super) fn problems(files: &[Stored]) -> Vec<Problem> {
    // Written by us; a form that an older version wrote otherwise is left out.
    files
        .iter()
        .flat_map(|file| serde_json::from_str::<Vec<Problem>>(&file.problems).unwrap_or_default())
        .collect()
}

/// Errors before warnings before notes.
pub(super) fn worst_first(problems: &mut [Problem]) {
    problems.sort_by_key(|problem| std::cmp::Reverse(weight(problem)));
}

fn weight(problem: &Problem) -> u8 {
    match problem.severity.as_str() {
        "error" => 2,
        "warning" => 1,
        _ => 0,
    }
}

pub(super) fn sentence(problems: &[Problem]) -> String {
    let of =
        |wanted: u8| problems.iter().filter(|problem| weight(problem) == wanted).count() as u64;
    format!(
        "{}, {} and {}.",
        count(of(2), "error", "errors"),
        count(of(1), "warning", "warnings"),
        count(of(0), "note", "notes")
    )
}

fn outcome(import: &ImportRecord, problems: &[Problem]) -> Outcome {
    if import.undone.is_some() {
        Outcome::Undone
    } else if problems.iter().any(|problem| weight(problem) > 0) {
        Outcome::Problems
    } else if import.touched.is_empty() {
        Outcome::NothingToDo
    } else {
        Outcome::Completed
    }
}

/// `assignments.csv and 3 more`.
fn names(files: &[Stored]) -> String {
    match files {
        [] => String::new(),
        [one] => one.name.clone(),
        [first, rest @ ..] => format!("{} and {} more", first.name, rest.len()),
    }
}

pub(super) fn file(stored: &Stored) -> ImportFile {
    let number = |value: i64| u64::try_from(value).unwrap_or_default();
    ImportFile {
        name: stored.name.clone(),
        kind: stored.kind.clone(),
        rows: number(stored.rows_read),
        used: number(stored.rows_used),
        unchanged: number(stored.rows_unchanged),
        refused: number(stored.rows_refused),
    }
}

/// The parts of an import's summary, `people added: 2,440; awards added: 57`.
pub(super) fn changes(summary: &str) -> Vec<Count> {
    summary
        .split("; ")
        .filter_map(|part| {
            let (what, number) = part.rsplit_once(": ")?;
            let mut letters = what.chars();
            let first = letters.next()?.to_uppercase();
            let what: String = first.chain(letters).collect();
            Some(Count::new(what, number.replace(',', "").parse().ok()?))
        })
        .collect()
}

pub(super) fn problem(problem: Problem) -> ImportProblem {
    let severity = match weight(&problem) {
        2 => Severity::Error,
        1 => Severity::Warning,
        _ => Severity::Note,
    };
    let file = match problem.sheet {
        Some(sheet) => format!("{}, sheet {sheet}", problem.file),
        None => problem.file,
    };
    ImportProblem {
        severity,
        file,
        row: problem.row,
        column: problem.column,
        heading: problem.heading,
        value: problem.value.unwrap_or_default(),
        what: problem.what,
        place: (problem.remedy == NAME_IT)
            .then(|| Link::new("Unknown names", "/competences/unmapped")),
        remedy: problem.remedy,
    }
}
