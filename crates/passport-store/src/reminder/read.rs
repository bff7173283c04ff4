//! The questions asked of reminders.

use std::collections::HashSet;

use jiff::civil::Date;
use passport_core::delivery::MailState;
use passport_core::reminder::Audience;

use super::{Reminder, ReminderKind, ReminderLine};
use crate::value::Row;
use crate::{Organisation, StoreError, args};

/// What rules have said so far.
#[derive(Clone, Debug, Default)]
pub struct Said {
    lines: HashSet<(String, String, Date, String, Audience)>,
}

impl Said {
    /// Whether a rule has spoken of a line, of whatever title.
    #[must_use]
    pub fn includes(&self, line: &ReminderLine) -> bool {
        self.lines.contains(&key(line))
    }
}

fn key(line: &ReminderLine) -> (String, String, Date, String, Audience) {
    let (person, key) = (line.employee_number.clone(), line.line.clone());
    (person, key, line.deadline, line.rule.clone(), line.audience)
}

pub(super) const COLUMNS: &str = "id, kind, employee_number, day, asked_by, note, dated, address, message_id, subject, state, detail, attempts, doubted, settled_at";
/// People asked about in one statement.
const MOST_AT_ONCE: usize = 500;
const LINE: &str = "employee_number, line, deadline, rule, audience, title";

pub(super) fn read(row: &Row) -> Result<Reminder, StoreError> {
    let mut cells = row.cells();
    let unreadable = |text: String| StoreError::Unreadable(text);
    Ok(Reminder {
        id: cells.int()?,
        kind: cells
            .text()
            .and_then(|kind| ReminderKind::from_name(&kind).ok_or_else(|| unreadable(kind)))?,
        employee_number: cells.text()?,
        day: cells.date()?,
        asked_by: cells.text()?,
        note: cells.text()?,
        dated: cells.instant()?,
        address: cells.text()?,
        message_id: cells.text()?,
        subject: cells.text()?,
        state: cells
            .text()
            .and_then(|state| MailState::from_name(&state).ok_or_else(|| unreadable(state)))?,
        detail: cells.text()?,
        attempts: cells.int()?,
        doubted: cells.bool()?,
        settled_at: cells.optional_instant()?,
    })
}

fn read_line(row: &Row) -> Result<ReminderLine, StoreError> {
    let mut cells = row.cells();
    Ok(ReminderLine {
        employee_number: cells.text()?,
        line: cells.text()?,
        deadline: cells.date()?,
        rule: cells.text()?,
        audience: cells
            .text()
            .and_then(|name| Audience::from_name(&name).ok_or(StoreError::Unreadable(name)))?,
        title: cells.text()?,
    })
}

impl Organisation {
    /// What rules have said so far of these people's lines, from a deadline on.
    pub async fn reminders_said(&self, people: &[&str], since: Date) -> Result<Said, StoreError> {
        let mut said = Said::default();
        for chunk in people.chunks(MOST_AT_ONCE) {
            let mut values = args![self.id, since];
            values.extend(chunk.iter().map(|number| (*number).into()));
            let places: Vec<String> = (3..values.len() + 1).map(|n| format!("${n}")).collect();
            let sql = format!(
                "SELECT {LINE} FROM reminder_line
                 WHERE organisation_id = $1 AND deadline >= $2 AND employee_number IN ({})",
                places.join(", ")
            );
            for row in &self.db.fetch_built(sql, values).await? {
                said.lines.insert(key(&read_line(row)?));
            }
        }
        Ok(said)
    }

    /// The lines a message speaks of, by person.
    pub async fn reminder_lines(&self, id: i64) -> Result<Vec<ReminderLine>, StoreError> {
        let sql = format!(
            "SELECT {LINE} FROM reminder_line WHERE organisation_id = $1 AND reminder = $2"
        );
        let rows = self.db.fetch_built(sql, args![self.id, id]).await?;
        let mut lines = rows.iter().map(read_line).collect::<Result<Vec<_>, _>>()?;
        lines.sort_by(|a, b| (&a.employee_number, &a.title).cmp(&(&b.employee_number, &b.title)));
        Ok(lines)
    }

    /// The messages written to a person, newest first.
    pub async fn reminders_to(&self, employee_number: &str) -> Result<Vec<Reminder>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM reminder
             WHERE organisation_id = $1 AND employee_number = $2 ORDER BY id DESC"
        );
        let rows = self.db.fetch_built(sql, args![self.id, employee_number]).await?;
        rows.iter().map(read).collect()
    }

    /// One message.
    pub async fn reminder(&self, id: i64) -> Result<Option<Reminder>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM reminder WHERE organisation_id = $1 AND id = $2");
        let rows = self.db.fetch_built(sql, args![self.id, id]).await?;
        rows.first().map(read).transpose()
    }

    /// Who was written to in messages of a kind since a day.
    pub async fn reminded_since(
        &self,
        kind: ReminderKind,
        day: Date,
    ) -> Result<HashSet<String>, StoreError> {
        let rows = self
            .db
            .fetch(
                "SELECT DISTINCT employee_number FROM reminder
                 WHERE organisation_id = $1 AND kind = $2 AND day >= $3 AND state <> 'not-sent'",
                args![self.id, kind.name(), day],
            )
            .await?;
        rows.iter().map(|row| row.cells().text()).collect()
    }

    /// Who gets, or has had, the monthly passport that speaks of this very day.
    pub async fn monthly_passport_of(&self, day: Date) -> Result<HashSet<String>, StoreError> {
        let rows = self
            .db
            .fetch(
                "SELECT employee_number FROM outbox WHERE organisation_id = $1
                 AND month IN (SELECT month FROM outbox_run
                               WHERE organisation_id = $1 AND as_at = $2)
                 AND state NOT IN ('not-sent', 'failed-permanently')",
                args![self.id, day],
            )
            .await?;
        rows.iter().map(|row| row.cells().text()).collect()
    }

    /// How many messages wait to be sent.
    pub async fn reminders_waiting(&self) -> Result<u64, StoreError> {
        let rows = self
            .db
            .fetch(
                "SELECT COUNT(*) FROM reminder WHERE organisation_id = $1 AND settled_at IS NULL",
                args![self.id],
            )
            .await?;
        Ok(rows.first().map_or(Ok(0), |row| row.cells().int())?.unsigned_abs())
    }

    /// The message of this Message-ID, without angle brackets.
    pub async fn reminder_by_message_id(
        &self,
        message_id: &str,
    ) -> Result<Option<Reminder>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM reminder WHERE organisation_id = $1 AND message_id = $2"
        );
        let rows = self.db.fetch_built(sql, args![self.id, message_id]).await?;
        rows.first().map(read).transpose()
    }
}
