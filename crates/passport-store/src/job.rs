//! The timetable's log, and the claim by which two servers do a job once.

use jiff::{SignedDuration, Timestamp};

use crate::value::Row;
use crate::{Organisation, StoreError, args};

/// How an attempt ended, or stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobOutcome {
    /// It runs.
    Running,
    /// It did what it should.
    Done,
    /// It failed; tried again if attempts are left.
    Failed,
    /// Its server stopped while it ran.
    Abandoned,
}

impl JobOutcome {
    const ALL: [Self; 4] = [Self::Running, Self::Done, Self::Failed, Self::Abandoned];

    /// As stored and shown.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Abandoned => "abandoned",
        }
    }
}

/// One attempt at one occurrence of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRun {
    /// What: `monthly-run`, `nightly-import`.
    pub kind: String,
    /// Which: `2026-11`, `2026-11-22`.
    pub occurrence: String,
    /// The how-manieth attempt, from 1.
    pub attempt: i64,
    /// The server that did it.
    pub worker: String,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// How.
    pub outcome: JobOutcome,
    /// In a sentence.
    pub detail: String,
}

/// Who claims an occurrence, and on what terms.
#[derive(Clone, Debug)]
pub struct JobClaim<'c> {
    /// The job's kind.
    pub kind: &'c str,
    /// The occurrence.
    pub occurrence: &'c str,
    /// A name no other server has.
    pub worker: &'c str,
    /// How long it is the worker's without being renewed.
    pub lease: SignedDuration,
    /// How often a failing job is tried.
    pub attempts: i64,
    /// How long after a failure it is tried again.
    pub pause: SignedDuration,
}

const COLUMNS: &str = "kind, occurrence, attempt, worker, started_at, ended_at, outcome, detail";

impl Organisation {
    /// Since when a job is on the timetable; the first to ask puts it there.
    pub async fn job_since(&self, kind: &str, at: Timestamp) -> Result<Timestamp, StoreError> {
        let find = "SELECT since FROM job WHERE organisation_id = $1 AND kind = $2";
        if let Some(row) = self.db.fetch(find, args![self.id, kind]).await?.first() {
            return row.cells().instant();
        }
        let mut tx = self.db.begin().await?;
        tx.execute(
            "INSERT INTO job (organisation_id, kind, since) VALUES ($1, $2, $3)
             ON CONFLICT (organisation_id, kind) DO NOTHING",
            args![self.id, kind, at],
        )
        .await?;
        let rows = tx.fetch(find, args![self.id, kind]).await?;
        tx.commit().await?;
        rows.first().map_or(Ok(at), |row| row.cells().instant())
    }

    /// A job is off the timetable; switched on again it begins anew.
    pub async fn forget_job(&self, kind: &str) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        tx.execute(
            "DELETE FROM job WHERE organisation_id = $1 AND kind = $2",
            args![self.id, kind],
        )
        .await?;
        tx.commit().await
    }

    /// Claims an occurrence: the number of our attempt, or `None` where it is
    /// done, runs elsewhere, or has failed too often or too lately.
    pub async fn claim_job(
        &self,
        claim: &JobClaim<'_>,
        at: Timestamp,
    ) -> Result<Option<i64>, StoreError> {
        let mut tx = self.db.begin().await?;
        let rows = tx
            .fetch(
                "SELECT attempt, outcome, lease_until, ended_at FROM job_run
                 WHERE organisation_id = $1 AND kind = $2 AND occurrence = $3
                 ORDER BY attempt DESC LIMIT 1",
                args![self.id, claim.kind, claim.occurrence],
            )
            .await?;
        let mut attempt = 1;
        if let Some(row) = rows.first() {
            let mut cells = row.cells();
            let (last, outcome) = (cells.int()?, outcome(&cells.text()?)?);
            let (lease, ended) = (cells.instant()?, cells.optional_instant()?);
            attempt = last + 1;
            match outcome {
                JobOutcome::Done => return Ok(None),
                JobOutcome::Running if lease > at => return Ok(None),
                JobOutcome::Running => {
                    tx.execute(
                        "UPDATE job_run SET outcome = 'abandoned', ended_at = lease_until,
                             detail = 'the server stopped while it ran'
                         WHERE organisation_id = $1 AND kind = $2 AND occurrence = $3
                           AND attempt = $4 AND outcome = 'running'",
                        args![self.id, claim.kind, claim.occurrence, last],
                    )
                    .await?;
                }
                JobOutcome::Failed if ended.is_some_and(|ended| at < ended + claim.pause) => {
                    return Ok(None);
                }
                JobOutcome::Failed | JobOutcome::Abandoned => {}
            }
            if last >= claim.attempts {
                tx.commit().await?;
                return Ok(None);
            }
        }
        let added = tx
            .execute(
                "INSERT INTO job_run (organisation_id, kind, occurrence, attempt, worker,
                     lease_until, started_at, outcome, detail)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, 'running', '')
                 ON CONFLICT (organisation_id, kind, occurrence, attempt) DO NOTHING",
                args![
                    self.id,
                    claim.kind,
                    claim.occurrence,
                    attempt,
                    claim.worker,
                    at + claim.lease,
                    at
                ],
            )
            .await?;
        if added == 0 {
            return Ok(None);
        }
        tx.commit().await?;
        Ok(Some(attempt))
    }

    /// Keeps an attempt the worker's own for longer; whether it still is.
    pub async fn renew_job(
        &self,
        claim: &JobClaim<'_>,
        attempt: i64,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.db.begin().await?;
        let touched = tx
            .execute(
                "UPDATE job_run SET lease_until = $6
                 WHERE organisation_id = $1 AND kind = $2 AND occurrence = $3 AND attempt = $4
                   AND worker = $5 AND outcome = 'running'",
                args![
                    self.id,
                    claim.kind,
                    claim.occurrence,
                    attempt,
                    claim.worker,
                    at + claim.lease
                ],
            )
            .await?;
        tx.commit().await?;
        Ok(touched > 0)
    }

    /// Notes how an attempt ended.
    pub async fn end_job(
        &self,
        claim: &JobClaim<'_>,
        attempt: i64,
        outcome: JobOutcome,
        detail: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        tx.execute(
            "UPDATE job_run SET outcome = $6, detail = $7, ended_at = $8
             WHERE organisation_id = $1 AND kind = $2 AND occurrence = $3 AND attempt = $4
               AND worker = $5",
            args![
                self.id,
                claim.kind,
                claim.occurrence,
                attempt,
                claim.worker,
                outcome.name(),
                detail,
                at
            ],
        )
        .await?;
        tx.commit().await
    }

    /// The log, newest first.
    pub async fn job_runs(&self, offset: i64, most: i64) -> Result<Vec<JobRun>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM job_run WHERE organisation_id = $1
             ORDER BY started_at DESC, kind, occurrence DESC, attempt DESC LIMIT $2 OFFSET $3"
        );
        let rows = self.db.fetch_built(sql, args![self.id, most, offset]).await?;
        rows.iter().map(read).collect()
    }

    /// How many attempts the log holds.
    pub async fn job_run_count(&self) -> Result<i64, StoreError> {
        let rows = self
            .db
            .fetch("SELECT COUNT(*) FROM job_run WHERE organisation_id = $1", args![self.id])
            .await?;
        rows.first().map_or(Ok(0), |row| row.cells().int())
    }
}

fn outcome(name: &str) -> Result<JobOutcome, StoreError> {
    JobOutcome::ALL
        .into_iter()
        .find(|outcome| outcome.name() == name)
        .ok_or_else(|| StoreError::Unreadable(name.to_owned()))
}

fn read(row: &Row) -> Result<JobRun, StoreError> {
    let mut cells = row.cells();
    Ok(JobRun {
        kind: cells.text()?,
        occurrence: cells.text()?,
        attempt: cells.int()?,
        worker: cells.text()?,
        started_at: cells.instant()?,
        ended_at: cells.optional_instant()?,
        outcome: outcome(&cells.text()?)?,
        detail: cells.text()?,
    })
}
