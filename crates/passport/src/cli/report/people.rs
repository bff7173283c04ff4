//! `report people`: one row a line.

use passport_core::compliance::{PeopleRow, person_rows};
use passport_core::present;
use passport_store::Organisation;

use super::super::output::{Cell, Format, Table};
use super::super::{Done, Place};
use super::{Common, find_unit};
use crate::compliance::{everyone, rules};
use crate::passports::Passports;

pub(super) async fn people(
    place: &Place,
    organisation: &Organisation,
    unit: Option<String>,
    common: &Common,
) -> Done {
    let as_at = place.as_at(common.as_at);
    let rules =
        rules(organisation, place.known(organisation, common.as_known).await?, as_at).await?;
    let policy = rules.book.settings.policy(as_at);
    let unit = unit.map(|unit| find_unit(&rules, &unit)).transpose()?;
    let path = unit.map(|id| rules.book.units.unit(id).path.clone());
    let within = |row: &PeopleRow| {
        path.as_ref().is_none_or(|path| {
            row.unit
                .strip_prefix(path.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('|'))
        })
    };
    // People read the name, the reason and the next step; the CSV is exact.
    let wide = common.format != Format::Csv;
    let passports = Passports::new(organisation, &rules, as_at).await?;
    let mut rows: Vec<(PeopleRow, Option<[String; 3]>)> = Vec::new();
    everyone(organisation, &rules, |people| {
        for loaded in people {
            let of_person = person_rows(&rules.book, &policy, &loaded.person, as_at);
            let shown = wide.then(|| passports.present(&loaded));
            for row in of_person.into_iter().filter(within) {
                let words = shown.as_ref().map(|passport| words(passport, &row));
                rows.push((row, words));
            }
        }
    })
    .await?;
    rows.sort_by(|(a, _), (b, _)| {
        (&a.employee_number, &a.assignment_number, &a.subject, &a.level, a.status).cmp(&(
            &b.employee_number,
            &b.assignment_number,
            &b.subject,
            &b.level,
            b.status,
        ))
    });
    let mut headings = vec![
        "employee_number",
        "assignment_number",
        "unit",
        "subject",
        "level",
        "class",
        "status",
        "award_date",
        "expiry_date",
        "counted",
        "compliant",
    ];
    if wide {
        headings.extend(["name", "reason", "next_step"]);
    }
    let rows = rows
        .into_iter()
        .map(|(row, words)| {
            let mut cells = vec![
                Cell::Text(row.employee_number),
                Cell::Text(row.assignment_number),
                Cell::Text(row.unit),
                Cell::Text(row.subject),
                Cell::Text(row.level),
                Cell::text(row.class.letter()),
                Cell::text(row.status.code()),
                Cell::Day(row.award_date),
                Cell::Day(row.expiry_date),
                Cell::Count(row.counted.into()),
                Cell::Count(row.compliant.into()),
            ];
            cells.extend(words.into_iter().flatten().map(Cell::Text));
            cells
        })
        .collect();
    Table { headings, rows }.print(common.format)?;
    Ok(())
}

/// The person's name, the line's reason and its next step, as the passport says them.
fn words(passport: &present::Passport, row: &PeopleRow) -> [String; 3] {
    let of_subject = || passport.lines.iter().filter(|line| line.subject == row.subject);
    // A level that another post's higher one displaces has no line of its own on
    // the passport, whose line for the subject then speaks for both.
    let line = of_subject().find(|line| line.level == row.level).or_else(|| of_subject().next());
    let why = line.map(|line| line.why.clone()).unwrap_or_default();
    let step = line.and_then(|line| line.next_step.as_ref()).map(present::NextStep::words);
    [passport.name.clone(), why, step.unwrap_or_default()]
}
