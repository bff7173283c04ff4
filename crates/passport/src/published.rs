//! Published months: a month's figures frozen at its last day, and the same month
//! worked out again today beside them (rules.md section 5).

use anyhow::Result;
use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::compliance::{Dimension, ExcludedRow, FigureRow, Question, Tally, exclusions};
use passport_core::delivery::Month;
use passport_core::setting::{CountBy, Policy};
use passport_store::{
    Known, Organisation, PublishedExclusion, PublishedFigure, PublishedMonth, StoreError,
};

use crate::compliance::{everyone, rules};

/// The groupings that are frozen.
pub const GROUPINGS: [&[Dimension]; 4] = [
    &[Dimension::Organisation],
    &[Dimension::Unit],
    &[Dimension::Subject],
    &[Dimension::Unit, Dimension::Subject],
];

/// A month's figures, frozen or worked out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Every figure, sorted.
    pub rows: Vec<PublishedFigure>,
    /// Assignments left out, by reason.
    pub exclusions: Vec<PublishedExclusion>,
    /// The change whose facts they are of.
    pub known_after: i64,
    /// What a line is.
    pub count_by: CountBy,
    /// The organisation's target in hundredths of a per cent.
    pub target: u32,
}

/// What came of publishing a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Publication {
    /// It is published: this many figures.
    Done(usize),
    /// It was published already, and nothing is different.
    Same,
    /// It was published already and would read differently now.
    Different,
    /// The month has not come to its last day.
    NotOver,
    /// No extract speaks of it yet: its figures would be reconstructed.
    BeforeFirstExtract(Option<Date>),
}

/// As stored: `unit,subject`.
#[must_use]
pub fn grouping(by: &[Dimension]) -> String {
    let codes: Vec<&str> = by.iter().map(|dimension| dimension.code()).collect();
    codes.join(",")
}

/// Freezes a month's figures at its last day.
///
/// # Errors
/// When the database fails.
pub async fn publish(
    organisation: &Organisation,
    month: Month,
    actor: &str,
    now: Timestamp,
    today: Date,
) -> Result<Publication> {
    let as_at = month.last();
    if as_at > today {
        return Ok(Publication::NotOver);
    }
    let mut change = organisation.begin(actor, &format!("publish {month}"), now).await?;
    let imports = organisation.imports().await?;
    let kept = imports.iter().filter(|import| import.undone.is_none());
    let first = kept.map(|import| import.extract_date).min();
    if first.is_none_or(|first| as_at < first) {
        return Ok(Publication::BeforeFirstExtract(first));
    }
    let known = organisation.published_months().await?;
    let month = month.to_string();
    if let Some(published) = known.iter().find(|known| known.month == month) {
        let frozen = frozen(organisation, published).await?;
        let again = work_out(organisation, as_at, None).await?;
        let same = frozen.rows == again.rows
            && frozen.exclusions == again.exclusions
            && frozen.count_by == again.count_by;
        return Ok(if same { Publication::Same } else { Publication::Different });
    }
    let figures = work_out(organisation, as_at, None).await?;
    let published = PublishedMonth {
        month,
        as_at,
        change: change.number,
        known_after: figures.known_after,
        at: now,
        actor: actor.into(),
        count_by: count_by_code(figures.count_by).into(),
        target: figures.target.into(),
    };
    change.publish(&published, &figures.rows, &figures.exclusions).await?;
    change.commit().await?;
    Ok(Publication::Done(figures.rows.len()))
}

/// The figures as they were frozen.
///
/// # Errors
/// When the database fails.
pub async fn frozen(
    organisation: &Organisation,
    published: &PublishedMonth,
) -> Result<Figures, StoreError> {
    let mut rows = organisation.published_figures(&published.month).await?;
    rows.sort();
    let mut exclusions = organisation.published_exclusions(&published.month).await?;
    exclusions.sort();
    Ok(Figures {
        rows,
        exclusions,
        known_after: published.known_after,
        count_by: count_by(&published.count_by),
        target: u32::try_from(published.target).unwrap_or(0),
    })
}

/// The figures of a day as the facts stand now, in one pass over everyone.
/// `count_by` as given, else as the organisation has it.
///
/// # Errors
/// When the database fails.
pub async fn work_out(
    organisation: &Organisation,
    as_at: Date,
    count_by: Option<CountBy>,
) -> Result<Figures, StoreError> {
    let rules = rules(organisation, Known::Now, as_at).await?;
    let mut policy: Policy = rules.book.settings.policy(as_at);
    policy.count_by = count_by.unwrap_or(policy.count_by);
    let question =
        |by| Question { as_at, by, class: None, unit: None, organisation: &organisation.name };
    let mut tallies = GROUPINGS.map(|by| Tally::new(&rules.book, &policy, question(by)));
    let mut left_out: Vec<ExcludedRow> = Vec::new();
    everyone(organisation, &rules, |people| {
        for loaded in &people {
            for tally in &mut tallies {
                tally.add(&loaded.person);
            }
        }
        let people = people.iter().map(|loaded| &loaded.person);
        left_out.extend(exclusions(&rules.book, &policy, people, as_at, None));
    })
    .await?;
    let mut rows: Vec<PublishedFigure> = GROUPINGS
        .iter()
        .zip(&tallies)
        .flat_map(|(by, tally)| tally.rows().into_iter().map(|row| figure(by, &row)))
        .collect();
    rows.sort();
    Ok(Figures {
        rows,
        exclusions: by_reason(left_out),
        known_after: rules.change,
        count_by: policy.count_by,
        target: policy.target,
    })
}

fn figure(by: &[Dimension], row: &FigureRow) -> PublishedFigure {
    let key = |wanted: Dimension| {
        let mut keys = by.iter().zip(&row.keys);
        keys.find(|(dimension, _)| **dimension == wanted).map_or("", |(_, key)| key).to_owned()
    };
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    PublishedFigure {
        grouped_by: grouping(by),
        unit: key(Dimension::Unit),
        subject: key(Dimension::Subject),
        class: row.class.code().into(),
        counted: number(row.lines.counted),
        compliant: number(row.lines.compliant),
        people: number(row.people_complete.counted),
        people_complete: number(row.people_complete.compliant),
        target: row.target.into(),
        excluded: number(row.not_counted.excluded),
        not_yet_introduced: number(row.not_counted.not_yet_introduced),
        exempt: number(row.not_counted.exempt),
        in_grace: number(row.not_counted.in_grace),
    }
}

fn by_reason(mut rows: Vec<ExcludedRow>) -> Vec<PublishedExclusion> {
    rows.sort();
    rows.chunk_by(|a, b| (&a.reason, a.apart) == (&b.reason, b.apart))
        .map(|of_reason| PublishedExclusion {
            reason: of_reason[0].reason.clone(),
            apart: of_reason[0].apart,
            assignments: of_reason.len() as i64,
            lines: of_reason.iter().map(|row| row.lines as i64).sum(),
        })
        .collect()
}

const fn count_by_code(count_by: CountBy) -> &'static str {
    match count_by {
        CountBy::Assignment => "assignment",
        CountBy::Person => "person",
    }
}

fn count_by(code: &str) -> CountBy {
    match code {
        "person" => CountBy::Person,
        _ => CountBy::Assignment,
    }
}
