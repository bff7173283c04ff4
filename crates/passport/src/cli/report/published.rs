//! `report compliance --published`: a month's figures as they were frozen and,
//! beside them, as they would be today.

use std::collections::BTreeMap;

use passport_core::compliance::{ClassFilter, Count, Dimension};
use passport_core::delivery::Month;
use passport_core::wording::long_date;
use passport_store::{Organisation, PublishedFigure};

use super::super::output::{Cell, Format, Table};
use super::super::{Done, Failure};
use super::{hundredths, tenths};
use crate::published::{Figures, GROUPINGS, frozen, grouping, work_out};

/// What is asked of a published month.
pub struct Asked<'a> {
    pub month: Month,
    pub by: &'a [Dimension],
    pub class: Option<ClassFilter>,
    /// The full path of a unit.
    pub unit: Option<&'a str>,
    pub format: Format,
}

type Key = (Vec<String>, ClassFilter);

/// Prints a published month.
pub async fn published(organisation: &Organisation, asked: &Asked<'_>) -> Done {
    let by = grouping(asked.by);
    if !GROUPINGS.iter().any(|known| grouping(known) == by) {
        return Err(Failure::usage_words(
            "A published month holds figures --by organisation, unit, subject, or unit,subject.",
        ));
    }
    let month = asked.month.to_string();
    let months = organisation.published_months().await?;
    let Some(published) = months.iter().find(|known| known.month == month) else {
        let known: Vec<String> = months.into_iter().map(|known| known.month).collect();
        let known = match known.as_slice() {
            [] => "none is yet".to_owned(),
            known => format!("those that are: {}", known.join(", ")),
        };
        return Err(Failure::usage_words(format!(
            "{} is not published ({known}): `passport publish {month}` freezes it.",
            asked.month.words()
        )));
    };
    let then = frozen(organisation, published).await?;
    let now = work_out(organisation, published.as_at, Some(then.count_by)).await?;
    let mut lines: BTreeMap<Key, [Option<PublishedFigure>; 2]> = BTreeMap::new();
    for (place, figures) in [&then, &now].into_iter().enumerate() {
        for (key, figure) in select(organisation, asked, figures) {
            lines.entry(key).or_default()[place] = Some(figure);
        }
    }
    let differing = lines.values().filter(|[then, now]| then != now).count();
    let rows: Vec<Vec<Cell>> = lines
        .into_iter()
        .map(|((keys, class), [then, now])| {
            let mut cells: Vec<Cell> = keys.into_iter().map(Cell::Text).collect();
            cells.push(Cell::text(class.code()));
            cells.extend(numbers(then.as_ref()));
            cells.extend(numbers(now.as_ref()));
            cells
        })
        .collect();
    let mut headings: Vec<&'static str> = asked.by.iter().map(|by| by.heading()).collect();
    headings.extend(["class", "counted", "compliant", "percent", "target", "excluded"]);
    headings.extend([
        "restated_counted",
        "restated_compliant",
        "restated_percent",
        "restated_target",
        "restated_excluded",
    ]);
    let total = rows.len();
    Table { headings, rows }.print(asked.format)?;
    eprintln!(
        "{} as at {}, published by {} with the facts known after change {}; {differing} of {total} figures would be different today.",
        asked.month.words(),
        long_date(published.as_at),
        published.actor,
        published.known_after
    );
    Ok(())
}

/// The figures asked for, by their keys. A unit's own figures by subject are
/// among those by unit and subject.
fn select<'f>(
    organisation: &'f Organisation,
    asked: &'f Asked<'_>,
    figures: &'f Figures,
) -> impl Iterator<Item = (Key, PublishedFigure)> + 'f {
    let has = |dimension| asked.by.contains(&dimension);
    let (by_unit, by_subject) = (has(Dimension::Unit), has(Dimension::Subject));
    let wanted = match (by_unit || asked.unit.is_some(), by_subject) {
        (false, false) => "organisation",
        (false, true) => "subject",
        (true, false) => "unit",
        (true, true) => "unit,subject",
    };
    figures.rows.iter().filter(move |row| row.grouped_by == wanted).filter_map(move |row| {
        let class = ClassFilter::from_code(&row.class)?;
        if asked.class.is_some_and(|only| only != class) {
            return None;
        }
        if let Some(unit) = asked.unit {
            let rest = row.unit.strip_prefix(unit)?;
            if !(rest.is_empty() || by_unit && rest.starts_with('|')) {
                return None;
            }
        }
        let keys = asked
            .by
            .iter()
            .map(|dimension| match dimension {
                Dimension::Unit => row.unit.clone(),
                Dimension::Subject => row.subject.clone(),
                _ => organisation.name.clone(),
            })
            .collect();
        Some(((keys, class), row.clone()))
    })
}

/// Counted, compliant, percent, target, excluded; empty where there is no such row.
fn numbers(figure: Option<&PublishedFigure>) -> Vec<Cell> {
    let Some(figure) = figure else { return vec![Cell::text(""); 5] };
    let lines = Count {
        counted: figure.counted.unsigned_abs(),
        compliant: figure.compliant.unsigned_abs(),
    };
    let target = u32::try_from(figure.target).unwrap_or(0);
    let excluded = figure.excluded + figure.not_yet_introduced + figure.exempt + figure.in_grace;
    vec![
        Cell::Count(lines.counted),
        Cell::Count(lines.compliant),
        Cell::Decimal(tenths(lines.percent_tenths())),
        Cell::Decimal(hundredths(target)),
        Cell::Count(excluded.unsigned_abs()),
    ]
}
