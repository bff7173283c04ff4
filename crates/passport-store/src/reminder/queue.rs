//! The queue of reminders: claim, begin, settle. Several servers may work on it;
//! each step is one short transaction. What was begun and not settled when its
//! lease is over is in doubt; what was only claimed is not.

use jiff::{SignedDuration, Timestamp};
use passport_core::delivery::MailState;

use super::read::{COLUMNS, read};
use super::{Reminder, ReminderLine};
use crate::outbox::Outcome;
use crate::{Organisation, StoreError, args};

/// What may be claimed, at the instant `$2`.
const FREE: &str = "settled_at IS NULL AND (lease_until IS NULL OR lease_until <= $2)
    AND (next_attempt IS NULL OR next_attempt <= $2)";

impl Organisation {
    /// Takes the oldest message that waits in hand: nobody else gets it until the
    /// lease is over. What died between begun and settled is sent again, or held.
    pub async fn claim_reminder(
        &self,
        worker: &str,
        lease: SignedDuration,
        resend_in_doubt: bool,
        at: Timestamp,
    ) -> Result<Option<Reminder>, StoreError> {
        let mut tx = self.db.begin().await?;
        if !resend_in_doubt {
            tx.execute(
                "UPDATE reminder SET state = 'held', doubted = TRUE, settled_at = $2,
                     worker = NULL, lease_until = NULL
                 WHERE organisation_id = $1 AND state = 'sending' AND lease_until <= $2",
                args![self.id, at],
            )
            .await?;
        }
        // Found and locked first: PostgreSQL may ask a subquery again for each row it
        // looks at, and would lock another every time.
        let found = tx
            .fetch_built(
                format!(
                    "SELECT id FROM reminder WHERE organisation_id = $1 AND {FREE}
                     ORDER BY id LIMIT 1{}",
                    tx.skip_locked()
                ),
                args![self.id, at],
            )
            .await?;
        let Some(row) = found.first() else {
            tx.commit().await?;
            return Ok(None);
        };
        let sql = format!(
            "UPDATE reminder SET worker = $3, lease_until = $4,
                 doubted = doubted OR state = 'sending'
             WHERE organisation_id = $1 AND id = $2 RETURNING {COLUMNS}"
        );
        let values = args![self.id, row.cells().int()?, worker, at + lease];
        let rows = tx.fetch_built(sql, values).await?;
        let claimed = rows.first().map(read).transpose()?;
        tx.commit().await?;
        Ok(claimed)
    }

    /// Begins a message, before the mail server hears of it: what is known of it
    /// now, and what of its lines is said. Whether it is still this worker's.
    pub async fn begin_reminder(
        &self,
        begun: &Reminder,
        name: &str,
        worker: &str,
        until: Timestamp,
        left_out: &[ReminderLine],
    ) -> Result<bool, StoreError> {
        let mut tx = self.db.begin().await?;
        let touched = tx
            .execute(
                "UPDATE reminder SET state = 'sending', attempts = attempts + 1, name = $4,
                     address = $5, message_id = $6, subject = $7, lease_until = $8
                 WHERE organisation_id = $1 AND id = $2 AND worker = $3 AND settled_at IS NULL",
                args![
                    self.id,
                    begun.id,
                    worker,
                    name,
                    &begun.address,
                    &begun.message_id,
                    &begun.subject,
                    until
                ],
            )
            .await?;
        if touched == 0 {
            return Ok(false);
        }
        for line in left_out {
            // Not said after all: the rule may speak of it another day.
            tx.execute(
                "DELETE FROM reminder_line WHERE organisation_id = $1 AND reminder = $2
                   AND employee_number = $3 AND line = $4 AND rule = $5 AND audience = $6",
                args![
                    self.id,
                    begun.id,
                    &line.employee_number,
                    &line.line,
                    &line.rule,
                    line.audience.name()
                ],
            )
            .await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// A message with nothing left to say is not sent; its rules have not spoken.
    /// One that may have arrived already stays as it is, and is settled.
    pub async fn drop_reminder(
        &self,
        message: &Reminder,
        worker: &str,
        why: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let state = if message.doubted { MailState::Held } else { MailState::NotSent };
        let mut tx = self.db.begin().await?;
        let touched = tx
            .execute(
                "UPDATE reminder SET state = $4, detail = $5, settled_at = $6, worker = NULL,
                     lease_until = NULL, next_attempt = NULL
                 WHERE organisation_id = $1 AND id = $2 AND worker = $3 AND settled_at IS NULL",
                args![self.id, message.id, worker, state.name(), why, at],
            )
            .await?;
        if touched > 0 && state == MailState::NotSent {
            tx.execute(
                "DELETE FROM reminder_line WHERE organisation_id = $1 AND reminder = $2",
                args![self.id, message.id],
            )
            .await?;
        }
        tx.commit().await
    }

    /// Says how handing a message over went; whether it was still this worker's.
    pub async fn settle_reminder(
        &self,
        id: i64,
        worker: &str,
        outcome: &Outcome,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let (state, detail, next) = match outcome {
            Outcome::Sent { detail } => (MailState::Sent, detail.as_str(), None),
            Outcome::Again { next, detail } => {
                (MailState::FailedTemporarily, detail.as_str(), *next)
            }
            Outcome::Failed { detail, .. } => (MailState::FailedPermanently, detail.as_str(), None),
            Outcome::InDoubt { next: None, detail } => (MailState::Held, detail.as_str(), None),
            Outcome::InDoubt { next, detail } => (MailState::InDoubt, detail.as_str(), *next),
            Outcome::Back => (MailState::Planned, "", Some(at)),
        };
        let doubted = matches!(outcome, Outcome::InDoubt { .. });
        let settled = next.is_none().then_some(at);
        let mut tx = self.db.begin().await?;
        let touched = tx
            .execute(
                "UPDATE reminder SET state = $4, detail = $5, next_attempt = $6, settled_at = $7,
                     doubted = doubted OR $8, worker = NULL, lease_until = NULL
                 WHERE organisation_id = $1 AND id = $2 AND worker = $3 AND settled_at IS NULL",
                args![self.id, id, worker, state.name(), detail, next, settled, doubted],
            )
            .await?;
        tx.commit().await?;
        Ok(touched > 0)
    }
}
