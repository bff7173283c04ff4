//! Published months: figures frozen with their day, rules and exclusions.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::value::Value;
use crate::{Change, Organisation, StoreError, args};

/// A month that was published.
#[derive(Clone, Debug)]
pub struct PublishedMonth {
    /// `2026-11`.
    pub month: String,
    /// Its last day.
    pub as_at: Date,
    /// The change that published it.
    pub change: i64,
    /// The facts and rules are those known after this change.
    pub known_after: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// What a line was: `assignment` or `person`.
    pub count_by: String,
    /// The organisation's target, in hundredths of a per cent.
    pub target: i64,
}

/// One frozen figure.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct PublishedFigure {
    /// The grouping columns, joined by commas.
    pub grouped_by: String,
    /// Full path of the unit, or empty.
    pub unit: String,
    /// The subject, or empty.
    pub subject: String,
    /// `C`, `R` or `all`.
    pub class: String,
    /// Lines counted.
    pub counted: i64,
    /// Lines compliant.
    pub compliant: i64,
    /// People with a line counted.
    pub people: i64,
    /// People all of whose lines counted are compliant.
    pub people_complete: i64,
    /// The target in hundredths of a per cent.
    pub target: i64,
    /// Lines of excluded assignments.
    pub excluded: i64,
    /// Lines announced, not yet introduced.
    pub not_yet_introduced: i64,
    /// Lines exempt.
    pub exempt: i64,
    /// Lines in grace that are not counted.
    pub in_grace: i64,
}

/// Assignments left out of the frozen figures for one reason.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PublishedExclusion {
    /// The reason.
    pub reason: String,
    /// Bank and honorary, which are reported apart.
    pub apart: bool,
    /// How many assignments.
    pub assignments: i64,
    /// How many lines they would have.
    pub lines: i64,
}

impl Organisation {
    /// Every published month, newest first.
    pub async fn published_months(&self) -> Result<Vec<PublishedMonth>, StoreError> {
        let rows = self
            .db
            .fetch(
                "SELECT month, as_at, change, known_after, at, actor, count_by, target_hundredths
                 FROM published_month WHERE organisation_id = $1 ORDER BY month DESC",
                args![self.id],
            )
            .await?;
        rows.iter()
            .map(|row| {
                let mut cells = row.cells();
                Ok(PublishedMonth {
                    month: cells.text()?,
                    as_at: cells.date()?,
                    change: cells.int()?,
                    known_after: cells.int()?,
                    at: cells.instant()?,
                    actor: cells.text()?,
                    count_by: cells.text()?,
                    target: cells.int()?,
                })
            })
            .collect()
    }

    /// A published month's figures, in no order.
    pub async fn published_figures(&self, month: &str) -> Result<Vec<PublishedFigure>, StoreError> {
        let rows = self
            .db
            .fetch(
                "SELECT grouped_by, unit, subject, class, counted, compliant, people,
                        people_complete, target_hundredths, excluded, not_yet_introduced, exempt,
                        in_grace
                 FROM published_figure WHERE organisation_id = $1 AND month = $2",
                args![self.id, month],
            )
            .await?;
        rows.iter()
            .map(|row| {
                let mut cells = row.cells();
                Ok(PublishedFigure {
                    grouped_by: cells.text()?,
                    unit: cells.text()?,
                    subject: cells.text()?,
                    class: cells.text()?,
                    counted: cells.int()?,
                    compliant: cells.int()?,
                    people: cells.int()?,
                    people_complete: cells.int()?,
                    target: cells.int()?,
                    excluded: cells.int()?,
                    not_yet_introduced: cells.int()?,
                    exempt: cells.int()?,
                    in_grace: cells.int()?,
                })
            })
            .collect()
    }

    /// What a published month left out, in no order.
    pub async fn published_exclusions(
        &self,
        month: &str,
    ) -> Result<Vec<PublishedExclusion>, StoreError> {
        let rows = self
            .db
            .fetch(
                "SELECT reason, apart, assignments, lines
                 FROM published_exclusion WHERE organisation_id = $1 AND month = $2",
                args![self.id, month],
            )
            .await?;
        rows.iter()
            .map(|row| {
                let mut cells = row.cells();
                Ok(PublishedExclusion {
                    reason: cells.text()?,
                    apart: cells.bool()?,
                    assignments: cells.int()?,
                    lines: cells.int()?,
                })
            })
            .collect()
    }
}

impl Change {
    /// Freezes a month.
    pub async fn publish(
        &mut self,
        month: &PublishedMonth,
        figures: &[PublishedFigure],
        exclusions: &[PublishedExclusion],
    ) -> Result<(), StoreError> {
        self.tx
            .execute(
                "INSERT INTO published_month (organisation_id, month, as_at, change, known_after,
                     at, actor, count_by, target_hundredths)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                args![
                    self.organisation,
                    &month.month,
                    month.as_at,
                    self.number,
                    month.known_after,
                    month.at,
                    &month.actor,
                    &month.count_by,
                    month.target
                ],
            )
            .await?;
        for chunk in figures.chunks(500) {
            self.insert_figures(&month.month, chunk).await?;
        }
        for exclusion in exclusions {
            self.tx
                .execute(
                    "INSERT INTO published_exclusion (organisation_id, month, reason, apart,
                         assignments, lines) VALUES ($1, $2, $3, $4, $5, $6)",
                    args![
                        self.organisation,
                        &month.month,
                        &exclusion.reason,
                        exclusion.apart,
                        exclusion.assignments,
                        exclusion.lines
                    ],
                )
                .await?;
        }
        Ok(())
    }

    async fn insert_figures(
        &mut self,
        month: &str,
        figures: &[PublishedFigure],
    ) -> Result<(), StoreError> {
        const COLUMNS: usize = 15;
        let mut sql = String::from(
            "INSERT INTO published_figure (organisation_id, month, grouped_by, unit, subject,
                 class, counted, compliant, people, people_complete, target_hundredths, excluded,
                 not_yet_introduced, exempt, in_grace) VALUES ",
        );
        let mut values: Vec<Value> = Vec::with_capacity(figures.len() * COLUMNS);
        for (row, figure) in figures.iter().enumerate() {
            let places: Vec<String> =
                (1..=COLUMNS).map(|column| format!("${}", row * COLUMNS + column)).collect();
            sql.push_str(if row == 0 { "(" } else { ", (" });
            sql.push_str(&places.join(", "));
            sql.push(')');
            values.extend(args![
                self.organisation,
                month,
                &figure.grouped_by,
                &figure.unit,
                &figure.subject,
                &figure.class,
                figure.counted,
                figure.compliant,
                figure.people,
                figure.people_complete,
                figure.target,
                figure.excluded,
                figure.not_yet_introduced,
                figure.exempt,
                figure.in_grace
            ]);
        }
        self.tx.execute_built(sql, values).await?;
        Ok(())
    }
}
