//! Writing reminders down, within a change.

use jiff::Timestamp;
use passport_core::delivery::{MailState, Reason};

use super::NewReminder;
use crate::{Change, StoreError, args};

impl Change {
    /// Writes a message down with the lines it speaks of; its number. Lines of which
    /// the rule has spoken already are left out: None where there are no others, or
    /// where the person has one of its kind that day.
    pub async fn write_reminder(
        &mut self,
        new: &NewReminder,
        at: Timestamp,
    ) -> Result<Option<i64>, StoreError> {
        // The organisation's row is held by the change: nobody else takes the number.
        // One whose message was destroyed is not given again: lines of others keep it.
        let rows = self
            .tx
            .fetch(
                "INSERT INTO reminder (organisation_id, id, kind, employee_number, day, asked_by,
                     note, dated, name, address, message_id, subject, state, detail, attempts,
                     doubted)
                 VALUES ($1, (SELECT COALESCE(MAX(number), 0) + 1 FROM (
                                  SELECT MAX(id) AS number FROM reminder
                                  WHERE organisation_id = $1
                                  UNION ALL
                                  SELECT MAX(reminder) FROM reminder_line
                                  WHERE organisation_id = $1) AS given),
                         $2, $3, $4, $5, $6, $7, '', '', '', '', 'planned', '', 0, FALSE)
                 ON CONFLICT (organisation_id, kind, employee_number, day) DO NOTHING
                 RETURNING id",
                args![
                    self.organisation,
                    new.kind.name(),
                    &new.employee_number,
                    new.day,
                    &self.actor,
                    &new.note,
                    at
                ],
            )
            .await?;
        let Some(id) = rows.first().map(|row| row.cells().int()).transpose()? else {
            return Ok(None);
        };
        let mut written = 0;
        for line in &new.lines {
            written += self
                .tx
                .execute(
                    "INSERT INTO reminder_line (organisation_id, employee_number, line, deadline,
                         rule, audience, title, reminder)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                     ON CONFLICT (organisation_id, employee_number, line, deadline, rule, audience)
                         DO NOTHING",
                    args![
                        self.organisation,
                        &line.employee_number,
                        &line.line,
                        line.deadline,
                        &line.rule,
                        line.audience.name(),
                        &line.title,
                        id
                    ],
                )
                .await?;
        }
        if written == 0 {
            self.tx
                .execute(
                    "DELETE FROM reminder WHERE organisation_id = $1 AND id = $2",
                    args![self.organisation, id],
                )
                .await?;
            return Ok(None);
        }
        Ok(Some(id))
    }

    /// A reminder that was sent came back.
    pub async fn mark_reminder_bounced(
        &mut self,
        id: i64,
        detail: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.tx
            .execute(
                "UPDATE reminder SET state = $3, detail = $4, settled_at = $5, next_attempt = NULL,
                     worker = NULL, lease_until = NULL
                 WHERE organisation_id = $1 AND id = $2 AND state IN ('sent', 'in-doubt', 'held')",
                args![
                    self.organisation,
                    id,
                    MailState::FailedPermanently.name(),
                    Reason::Bounced.words(detail),
                    at
                ],
            )
            .await?;
        Ok(())
    }
}
