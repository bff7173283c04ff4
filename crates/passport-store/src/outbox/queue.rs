//! The queue: reserve, begin, settle. Several servers may work on one month;
//! each step is one short transaction.

use jiff::{SignedDuration, Timestamp};
use passport_core::delivery::{MailState, Month, Reason};

use super::entry::{ENTRY, read};
use super::{Carrier, OutboxEntry};
use crate::{Organisation, StoreError, Tx, args};

/// Who takes messages in hand, and until when nobody else may.
#[derive(Clone, Debug)]
pub struct Reservation {
    /// A name no other worker has.
    pub worker: String,
    /// The road.
    pub carrier: Carrier,
    /// How many at most.
    pub most: usize,
    /// How long for.
    pub lease: SignedDuration,
    /// Whether messages in doubt are sent again.
    pub resend_in_doubt: bool,
}

/// How handing a message over went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was accepted, or lies in the folder.
    Sent {
        /// The server's answer.
        detail: String,
    },
    /// It was refused for now.
    Again {
        /// When to try again; `None`: given up until send is run again.
        next: Option<Timestamp>,
        /// The server's answer.
        detail: String,
    },
    /// It was refused for good, or could not be made.
    Failed {
        /// Why.
        reason: Reason,
        /// The server's answer.
        detail: String,
    },
    /// It may have been accepted.
    InDoubt {
        /// When to send it again; `None`: held for a person to decide.
        next: Option<Timestamp>,
        /// What happened.
        detail: String,
    },
    /// It was not handed over, through no fault of its own: it waits as before.
    Back,
}

/// What one step of a worker came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// How many messages it sent, leaving out what another worker sent too.
    pub sent: u64,
    /// For each to begin, whether it is still this worker's.
    pub begun: Vec<bool>,
}

impl Organisation {
    /// Takes messages in hand. None are left for this worker when the answer is empty.
    pub async fn reserve_mail(
        &self,
        month: Month,
        how: &Reservation,
        at: Timestamp,
    ) -> Result<Vec<OutboxEntry>, StoreError> {
        let mut tx = self.db.begin().await?;
        let mut found = Vec::new();
        let free = "(lease_until IS NULL OR lease_until <= $4)";
        let mut conditions = vec![
            ("planned", free.to_owned()),
            ("failed-temporarily", format!("next_attempt <= $4 AND {free}")),
        ];
        if how.resend_in_doubt {
            conditions.push(("in-doubt", format!("next_attempt <= $4 AND {free}")));
        }
        if how.carrier == Carrier::Folder {
            // Whoever has them writes the same files: no need to wait for a dead worker's lease.
            let other = "via = 'folder' AND lease_until > $4 AND worker <> $5".to_owned();
            conditions.push(("planned", other));
        }
        for (state, condition) in conditions {
            let room = how.most.saturating_sub(found.len());
            let others = condition.starts_with("via");
            if room == 0 || (others && !found.is_empty()) {
                break;
            }
            let sql = format!(
                "SELECT {ENTRY} FROM outbox WHERE organisation_id = $1 AND month = $2
                 AND state = $3 AND {condition} ORDER BY position LIMIT {room}{}",
                tx.skip_locked()
            );
            let mut values = args![self.id, month.to_string(), state, at];
            if others {
                values.extend(args![&how.worker]);
            }
            let rows = tx.fetch_built(sql, values).await?;
            for row in &rows {
                found.push(read(&mut row.cells())?);
            }
        }
        for entry in &found {
            tx.execute(
                "UPDATE outbox SET worker = $4, via = $5, lease_until = $6
                 WHERE organisation_id = $1 AND month = $2 AND employee_number = $3",
                args![
                    self.id,
                    month.to_string(),
                    &entry.employee_number,
                    &how.worker,
                    how.carrier.name(),
                    at + how.lease
                ],
            )
            .await?;
        }
        tx.commit().await?;
        Ok(found)
    }

    /// Settles what was handed over and begins what is next, in one step.
    pub async fn settle_and_begin(
        &self,
        month: Month,
        how: &Reservation,
        at: Timestamp,
        settled: &[(String, Outcome)],
        begin: &[(String, String)],
    ) -> Result<Step, StoreError> {
        let mut tx = self.db.begin().await?;
        let mut step = Step::default();
        for (number, outcome) in settled {
            let taken = self.settle(&mut tx, month, &how.worker, at, number, outcome).await?;
            step.sent += u64::from(taken && matches!(outcome, Outcome::Sent { .. }));
        }
        for (number, sha256) in begin {
            let touched = tx
                .execute(
                    "UPDATE outbox SET state = 'sending', sha256 = $5, lease_until = $6,
                         attempts = attempts + 1
                     WHERE organisation_id = $1 AND month = $2 AND employee_number = $3
                       AND worker = $4 AND state IN ('planned', 'failed-temporarily', 'in-doubt')",
                    args![self.id, month.to_string(), number, &how.worker, sha256, at + how.lease],
                )
                .await?;
            step.begun.push(touched > 0);
        }
        tx.commit().await?;
        Ok(step)
    }

    async fn settle(
        &self,
        tx: &mut Tx,
        month: Month,
        worker: &str,
        at: Timestamp,
        number: &str,
        outcome: &Outcome,
    ) -> Result<bool, StoreError> {
        let step = Settled::of(outcome, at);
        let mut touched = tx
            .execute(
                "UPDATE outbox SET
                     state = CASE WHEN $5 = 'back' THEN
                         CASE WHEN state <> 'sending' THEN state
                              WHEN doubted THEN 'in-doubt' ELSE 'planned' END
                         ELSE $5 END,
                     reason = CASE WHEN $5 = 'back' THEN reason ELSE $6 END,
                     detail = CASE WHEN $5 = 'back' THEN detail ELSE $7 END,
                     next_attempt = CASE WHEN $5 = 'back' THEN COALESCE(next_attempt, $9) ELSE $8 END,
                     settled_at = $9, doubted = doubted OR $10,
                     attempts = CASE WHEN $5 = 'back' AND state = 'sending'
                                     THEN attempts - 1 ELSE attempts END,
                     worker = NULL, lease_until = NULL
                 WHERE organisation_id = $1 AND month = $2 AND employee_number = $3 AND worker = $4",
                args![
                    self.id,
                    month.to_string(),
                    number,
                    worker,
                    step.state,
                    step.reason,
                    step.detail,
                    step.next,
                    at,
                    step.doubted
                ],
            )
            .await?;
        if touched == 0 && matches!(outcome, Outcome::Sent { .. }) {
            // Another server took our lease for over; now the doubt is gone.
            touched = tx
                .execute(
                    "UPDATE outbox SET state = 'sent', reason = NULL, detail = $4, settled_at = $5,
                         next_attempt = NULL, worker = NULL, lease_until = NULL
                     WHERE organisation_id = $1 AND month = $2 AND employee_number = $3
                       AND state IN ('in-doubt', 'held') AND worker IS NULL",
                    args![self.id, month.to_string(), number, step.detail, at],
                )
                .await?;
        }
        Ok(touched > 0)
    }

    /// Keeps a worker's messages its own for longer, those whose lease is over
    /// and which nobody took in between too.
    pub async fn renew_mail_lease(
        &self,
        month: Month,
        how: &Reservation,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        tx.execute(
            "UPDATE outbox SET lease_until = $4
             WHERE organisation_id = $1 AND month = $2 AND worker = $3",
            args![self.id, month.to_string(), &how.worker, at + how.lease],
        )
        .await?;
        tx.commit().await
    }

    /// Messages being sent by another worker that is gone are in doubt from now
    /// on: to be sent again, or held. How many.
    pub async fn doubt_abandoned_mail(
        &self,
        month: Month,
        how: &Reservation,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        let mut tx = self.db.begin().await?;
        let touched = tx
            .execute(
                "UPDATE outbox SET state = $4, reason = 'in-doubt', detail = $5, doubted = TRUE,
                     next_attempt = $6, settled_at = $3, worker = NULL, lease_until = NULL
                 WHERE organisation_id = $1 AND month = $2 AND state = 'sending'
                   AND lease_until <= $3 AND worker <> $7",
                args![
                    self.id,
                    month.to_string(),
                    at,
                    if how.resend_in_doubt { "in-doubt" } else { "held" },
                    "the sender stopped while handing it over",
                    how.resend_in_doubt.then_some(at),
                    &how.worker
                ],
            )
            .await?;
        tx.commit().await?;
        Ok(touched)
    }

    /// Messages given up for now are tried again: send was run anew.
    pub async fn revive_mail(&self, month: Month, at: Timestamp) -> Result<u64, StoreError> {
        let mut tx = self.db.begin().await?;
        let touched = tx
            .execute(
                "UPDATE outbox SET next_attempt = $3, attempts = 0
                 WHERE organisation_id = $1 AND month = $2 AND state = 'failed-temporarily'
                   AND next_attempt IS NULL",
                args![self.id, month.to_string(), at],
            )
            .await?;
        tx.commit().await?;
        Ok(touched)
    }

    /// Messages refused for a reason that was not theirs wait as before.
    pub async fn plan_again(&self, month: Month, numbers: &[String]) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        for number in numbers {
            tx.execute(
                "UPDATE outbox SET state = 'planned', reason = NULL, detail = '', attempts = 0
                 WHERE organisation_id = $1 AND month = $2 AND employee_number = $3
                   AND state = 'failed-permanently' AND reason = 'refused'",
                args![self.id, month.to_string(), number],
            )
            .await?;
        }
        tx.commit().await
    }

    /// When there may be something to do again: a message's next attempt, or the
    /// end of another worker's lease. `None`: nothing is left.
    pub async fn next_mail_at(
        &self,
        month: Month,
        resend_in_doubt: bool,
    ) -> Result<Option<Timestamp>, StoreError> {
        let rows = self
            .db
            .fetch(
                "SELECT MIN(CASE WHEN lease_until IS NOT NULL THEN lease_until
                                 WHEN state = 'planned' THEN '1970-01-01T00:00:00Z'
                                 ELSE next_attempt END)
                 FROM outbox WHERE organisation_id = $1 AND month = $2
                   AND (state IN ('planned', 'sending', 'failed-temporarily')
                        OR (state = 'in-doubt' AND $3))",
                args![self.id, month.to_string(), resend_in_doubt],
            )
            .await?;
        match rows.first() {
            Some(row) => row.cells().optional_instant(),
            None => Ok(None),
        }
    }

    /// Takes the next place in the pace: `None` if a message may go now (the
    /// place is then taken), else when.
    pub async fn take_pace(
        &self,
        per_minute: u32,
        at: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        if per_minute == 0 {
            return Ok(None);
        }
        let interval = (60_000 + i64::from(per_minute) - 1) / i64::from(per_minute);
        let now = at.as_millisecond();
        let mut tx = self.db.begin().await?;
        let rows = tx
            .fetch(
                // Updating locks the row on both engines, so that servers take turns.
                "INSERT INTO mail_pace (organisation_id, next_at) VALUES ($1, $2)
                 ON CONFLICT (organisation_id) DO UPDATE SET next_at = mail_pace.next_at
                 RETURNING next_at",
                args![self.id, now],
            )
            .await?;
        let next = rows.first().map_or(Ok(now), |row| row.cells().int())?;
        // A place further off than a minute is another clock's or an older limit's.
        if next > now && next - now <= 60_000 {
            return Ok(Timestamp::from_millisecond(next).ok());
        }
        tx.execute(
            "UPDATE mail_pace SET next_at = $2 WHERE organisation_id = $1",
            args![self.id, now + interval],
        )
        .await?;
        tx.commit().await?;
        Ok(None)
    }

    /// A team's passports are printed.
    pub async fn mark_printed(
        &self,
        month: Month,
        numbers: &[String],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        for number in numbers {
            tx.execute(
                "UPDATE outbox SET state = 'printed', settled_at = $4
                 WHERE organisation_id = $1 AND month = $2 AND employee_number = $3
                   AND state = 'not-sent'",
                args![self.id, month.to_string(), number, at],
            )
            .await?;
        }
        tx.commit().await
    }
}

/// What an outcome writes.
struct Settled<'o> {
    state: &'static str,
    reason: Option<&'static str>,
    detail: &'o str,
    next: Option<Timestamp>,
    doubted: bool,
}

impl<'o> Settled<'o> {
    fn of(outcome: &'o Outcome, at: Timestamp) -> Self {
        let step = |state: MailState, reason: Option<Reason>, detail, next| Self {
            state: state.name(),
            reason: reason.map(Reason::name),
            detail,
            next,
            doubted: false,
        };
        match outcome {
            Outcome::Sent { detail } => step(MailState::Sent, None, detail, None),
            Outcome::Again { next, detail } => {
                step(MailState::FailedTemporarily, Some(Reason::RefusedForNow), detail, *next)
            }
            Outcome::Failed { reason, detail } => {
                step(MailState::FailedPermanently, Some(*reason), detail, None)
            }
            Outcome::InDoubt { next, detail } => {
                let state = if next.is_some() { MailState::InDoubt } else { MailState::Held };
                Self { doubted: true, ..step(state, Some(Reason::InDoubt), detail, *next) }
            }
            Outcome::Back => {
                Self { state: "back", reason: None, detail: "", next: Some(at), doubted: false }
            }
        }
    }
}
