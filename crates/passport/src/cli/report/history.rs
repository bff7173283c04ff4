//! `report imports`, `report changes` and `report jobs`: what was done when and
//! by whom.

use passport_store::Organisation;

use super::super::Done;
use super::super::output::{Cell, Format, Table};
use crate::clock::london;

/// Every import, newest first.
pub async fn imports(organisation: &Organisation, format: Format) -> Done {
    let mut rows = Vec::new();
    for import in organisation.imports().await? {
        let files = organisation.import_files(import.number).await?;
        let sum = |of: fn(&passport_store::ImportFile) -> i64| {
            Cell::Count(files.iter().map(of).sum::<i64>().unsigned_abs())
        };
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        rows.push(vec![
            Cell::Count(import.number.unsigned_abs()),
            Cell::Day(Some(import.extract_date)),
            Cell::Text(moment(import.at)),
            Cell::Text(import.actor),
            Cell::text(if import.partial { "partial" } else { "full" }),
            Cell::Text(names.join("; ")),
            sum(|file| file.rows_read),
            sum(|file| file.rows_used),
            sum(|file| file.rows_unchanged),
            sum(|file| file.rows_refused),
            Cell::Text(import.summary),
            Cell::Count(import.change.unsigned_abs()),
            Cell::number(import.undone),
        ]);
    }
    let headings = vec![
        "import",
        "extract_date",
        "at",
        "by",
        "extent",
        "files",
        "rows_read",
        "rows_used",
        "rows_unchanged",
        "rows_refused",
        "summary",
        "change",
        "undone_by_change",
    ];
    Ok(Table { headings, rows }.print(format)?)
}

/// The change sequence, newest first.
pub async fn changes(organisation: &Organisation, format: Format) -> Done {
    let rows = organisation
        .changes()
        .await?
        .into_iter()
        .map(|change| {
            vec![
                Cell::Count(change.number.unsigned_abs()),
                Cell::Text(moment(change.at)),
                Cell::Text(change.actor),
                Cell::Text(change.what),
            ]
        })
        .collect();
    Ok(Table { headings: vec!["change", "at", "by", "what"], rows }.print(format)?)
}

/// What the timetable did, newest first.
pub async fn jobs(organisation: &Organisation, format: Format) -> Done {
    /// Some years of nights and months.
    const MOST: i64 = 2_000;
    let rows = organisation
        .job_runs(0, MOST)
        .await?
        .into_iter()
        .map(|run| {
            vec![
                Cell::Text(run.kind),
                Cell::Text(run.occurrence),
                Cell::Count(run.attempt.unsigned_abs()),
                Cell::Text(moment(run.started_at)),
                Cell::Text(run.ended_at.map(moment).unwrap_or_default()),
                Cell::text(run.outcome.name()),
                Cell::Text(run.detail),
            ]
        })
        .collect();
    let headings =
        vec!["job", "occurrence", "attempt", "started_at", "ended_at", "outcome", "detail"];
    Ok(Table { headings, rows }.print(format)?)
}

/// Local time, to the second, with its distance from UTC: exact and readable.
fn moment(at: jiff::Timestamp) -> String {
    at.to_zoned(london()).strftime("%Y-%m-%d %H:%M:%S %:z").to_string()
}
