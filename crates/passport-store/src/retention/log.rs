//! The destruction log: plans that were confirmed, and what went under which rule.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::Row as _;

use crate::db::Db;
use crate::value::Row;
use crate::{Change, Organisation, Realm, StoreError, args};

/// How often, and how far apart, it is tried to cut SQLite's log.
const CUT_TRIES: usize = 10;
const CUT_PAUSE: Duration = Duration::from_millis(200);

/// A plan that was confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DestructionRun {
    /// Its number in the organisation.
    pub number: i64,
    /// The day the plan was for.
    pub as_at: Date,
    /// The hash of the plan.
    pub plan_hash: String,
    /// The hash of what is left of it.
    pub remaining: String,
    /// When it was begun.
    pub begun_at: Timestamp,
    /// By whom.
    pub actor: String,
    /// When nothing was left.
    pub finished_at: Option<Timestamp>,
}

/// What was destroyed under a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destruction {
    /// Its number in the organisation.
    pub number: i64,
    /// Of which run.
    pub run: i64,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub actor: String,
    /// What it was.
    pub what: Destroyed,
}

/// What one step destroys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destroyed {
    /// The class of record.
    pub class: String,
    /// The rule, in words.
    pub rule: String,
    /// The plan's day, of what goes by its age alone.
    pub cutoff: Option<Date>,
    /// How many rows went.
    pub rows: u64,
    /// Figures up to this day may read differently than they did.
    pub differs_until: Option<Date>,
}

impl Organisation {
    /// The plans that were confirmed, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn destruction_runs(&self) -> Result<Vec<DestructionRun>, StoreError> {
        let rows = self
            .db
            .fetch(
                "SELECT number, as_at, plan_hash, remaining, begun_at, actor, finished_at
                 FROM destruction_run WHERE organisation_id = $1 ORDER BY number DESC",
                args![self.id],
            )
            .await?;
        rows.iter()
            .map(|row| {
                let mut cells = row.cells();
                Ok(DestructionRun {
                    number: cells.int()?,
                    as_at: cells.date()?,
                    plan_hash: cells.text()?,
                    remaining: cells.text()?,
                    begun_at: cells.instant()?,
                    actor: cells.text()?,
                    finished_at: cells.optional_instant()?,
                })
            })
            .collect()
    }

    /// What was destroyed, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn destructions(&self) -> Result<Vec<Destruction>, StoreError> {
        let rows = self
            .db
            .fetch(
                "SELECT number, run, at, actor, class, rule, cutoff, rows_destroyed, differs_until
                 FROM destruction WHERE organisation_id = $1 ORDER BY number DESC",
                args![self.id],
            )
            .await?;
        rows.iter().map(read).collect()
    }

    /// Lets what was destroyed go from the database's files as well. On SQLite the
    /// log beside the file is folded into it and cut; PostgreSQL gives up the rows'
    /// space for use anew. Whether it is done: while somebody reads an older state,
    /// SQLite's log cannot be cut.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn let_go(&self) -> Result<bool, StoreError> {
        match &self.db {
            Db::Sqlite { writer, .. } => {
                for _ in 0..CUT_TRIES {
                    let cut = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)");
                    let busy: i64 = cut.fetch_one(writer).await?.get(0);
                    if busy == 0 {
                        return Ok(true);
                    }
                    tokio::time::sleep(CUT_PAUSE).await;
                }
                Ok(false)
            }
            Db::Postgres(pool) => {
                sqlx::query("VACUUM").execute(pool).await?;
                Ok(true)
            }
        }
    }
}

impl Change {
    /// Begins to carry out a plan; the run's number.
    pub async fn begin_destruction(
        &mut self,
        as_at: Date,
        plan_hash: &str,
        at: Timestamp,
    ) -> Result<i64, StoreError> {
        let rows = self
            .tx
            .fetch(
                "INSERT INTO destruction_run (organisation_id, number, as_at, plan_hash, remaining,
                                              begun_at, actor)
                 SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $3, $4, $5
                 FROM destruction_run WHERE organisation_id = $1
                 RETURNING number",
                args![self.organisation, as_at, plan_hash, at, self.actor.clone()],
            )
            .await?;
        rows.first().map_or(Ok(1), |row| row.cells().int())
    }

    /// Writes down what this change destroyed, and what is left of the plan.
    pub async fn log_destruction(
        &mut self,
        run: i64,
        what: &Destroyed,
        remaining: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        // It goes round the facts' own ways of saying so.
        self.touch(Realm::ALL);
        self.tx
            .execute(
                "INSERT INTO destruction (organisation_id, number, run, at, actor, class, rule,
                                          cutoff, rows_destroyed, differs_until)
                 SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9
                 FROM destruction WHERE organisation_id = $1",
                args![
                    self.organisation,
                    run,
                    at,
                    self.actor.clone(),
                    &what.class,
                    &what.rule,
                    what.cutoff,
                    i64::try_from(what.rows).unwrap_or(i64::MAX),
                    what.differs_until
                ],
            )
            .await?;
        self.tx
            .execute(
                "UPDATE destruction_run SET remaining = $3
                 WHERE organisation_id = $1 AND number = $2",
                args![self.organisation, run, remaining],
            )
            .await?;
        self.describe("class", &what.class);
        self.describe("rule", &what.rule);
        self.describe("rows", &what.rows.to_string());
        Ok(())
    }

    /// Nothing is left of a plan.
    pub async fn end_destruction(&mut self, run: i64, at: Timestamp) -> Result<(), StoreError> {
        self.tx
            .execute(
                "UPDATE destruction_run SET finished_at = $3
                 WHERE organisation_id = $1 AND number = $2",
                args![self.organisation, run, at],
            )
            .await?;
        Ok(())
    }
}

fn read(row: &Row) -> Result<Destruction, StoreError> {
    let mut cells = row.cells();
    Ok(Destruction {
        number: cells.int()?,
        run: cells.int()?,
        at: cells.instant()?,
        actor: cells.text()?,
        what: Destroyed {
            class: cells.text()?,
            rule: cells.text()?,
            cutoff: cells.optional_date()?,
            rows: cells.int()?.unsigned_abs(),
            differs_until: cells.optional_date()?,
        },
    })
}
