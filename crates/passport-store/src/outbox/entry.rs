//! One message of the outbox, and the questions asked of them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::delivery::{MailState, Month, Reason};

use crate::value::{Cells, parse};
use crate::{Organisation, StoreError, args};

/// A month's run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailRun {
    /// The month.
    pub month: Month,
    /// The day the passports speak of.
    pub as_at: Date,
    /// When it was first planned.
    pub planned_at: Timestamp,
    /// By whom.
    pub planned_by: String,
    /// When nothing was left to do.
    pub finished_at: Option<Timestamp>,
}

/// The road a message takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// A file in a folder: handing it over twice leaves one file.
    Folder,
    /// A mail server: handing it over twice sends two.
    Smtp,
}

impl Carrier {
    /// As stored.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Folder => "folder",
            Self::Smtp => "smtp",
        }
    }
}

/// One person's message of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxEntry {
    /// Whose passport it is.
    pub employee_number: String,
    /// Their name when it was planned.
    pub name: String,
    /// Where it goes; empty if nowhere.
    pub address: String,
    /// The path of their unit.
    pub unit: String,
    /// Its Message-ID, without angle brackets.
    pub message_id: String,
    /// Its Date.
    pub dated: Timestamp,
    /// The facts are those known after this change.
    pub change: i64,
    /// Where it stands.
    pub state: MailState,
    /// Why it did not reach the person, where it did not.
    pub reason: Option<Reason>,
    /// The status, the server's answer, or the like.
    pub detail: String,
    /// How often it was handed over or tried.
    pub attempts: i64,
    /// When it is tried next; `None` with a temporary failure: given up for now.
    pub next_attempt: Option<Timestamp>,
    /// Whether its acceptance was ever in doubt: it may have arrived twice.
    pub doubted: bool,
    /// Of the message as last handed over.
    pub sha256: Option<String>,
    /// When it reached its state.
    pub settled_at: Option<Timestamp>,
}

/// How many messages of a month stand where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailCounts {
    /// By state; states without any are left out.
    pub by_state: BTreeMap<MailState, i64>,
    /// Of those sent: how many may have arrived twice.
    pub sent_after_doubt: i64,
}

impl MailCounts {
    /// How many stand there.
    #[must_use]
    pub fn of(&self, state: MailState) -> i64 {
        self.by_state.get(&state).copied().unwrap_or(0)
    }

    /// All of them.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.by_state.values().sum()
    }
}

pub(crate) const ENTRY: &str = "employee_number, name, address, unit, message_id, dated, change, state, reason, detail, attempts, next_attempt, doubted, sha256, settled_at";

pub(crate) fn read(cells: &mut Cells<'_>) -> Result<OutboxEntry, StoreError> {
    Ok(OutboxEntry {
        employee_number: cells.text()?,
        name: cells.text()?,
        address: cells.text()?,
        unit: cells.text()?,
        message_id: cells.text()?,
        dated: cells.instant()?,
        change: cells.int()?,
        state: state(cells.text()?)?,
        reason: cells.optional_text()?.map(reason).transpose()?,
        detail: cells.text()?,
        attempts: cells.int()?,
        next_attempt: cells.optional_instant()?,
        doubted: cells.bool()?,
        sha256: cells.optional_text()?,
        settled_at: cells.optional_instant()?,
    })
}

fn state(name: String) -> Result<MailState, StoreError> {
    MailState::from_name(&name).ok_or(StoreError::Unreadable(name))
}

fn reason(name: String) -> Result<Reason, StoreError> {
    Reason::from_name(&name).ok_or(StoreError::Unreadable(name))
}

pub(crate) fn run(cells: &mut Cells<'_>) -> Result<MailRun, StoreError> {
    Ok(MailRun {
        month: parse(&cells.text()?)?,
        as_at: cells.date()?,
        planned_at: cells.instant()?,
        planned_by: cells.text()?,
        finished_at: cells.optional_instant()?,
    })
}

impl Organisation {
    /// A month's run, if it was planned.
    pub async fn mail_run(&self, month: Month) -> Result<Option<MailRun>, StoreError> {
        let rows = self
            .db
            .fetch(
                "SELECT month, as_at, planned_at, planned_by, finished_at FROM outbox_run
                 WHERE organisation_id = $1 AND month = $2",
                args![self.id, month.to_string()],
            )
            .await?;
        rows.first().map(|row| run(&mut row.cells())).transpose()
    }

    /// Every run, newest month first.
    pub async fn mail_runs(&self) -> Result<Vec<MailRun>, StoreError> {
        let rows = self
            .db
            .fetch(
                "SELECT month, as_at, planned_at, planned_by, finished_at FROM outbox_run
                 WHERE organisation_id = $1 ORDER BY month DESC",
                args![self.id],
            )
            .await?;
        rows.iter().map(|row| run(&mut row.cells())).collect()
    }

    /// How many messages of a month stand where.
    pub async fn mail_counts(&self, month: Month) -> Result<MailCounts, StoreError> {
        let rows = self
            .db
            .fetch(
                "SELECT state, doubted, COUNT(*) FROM outbox
                 WHERE organisation_id = $1 AND month = $2 GROUP BY state, doubted",
                args![self.id, month.to_string()],
            )
            .await?;
        let mut counts = MailCounts::default();
        for row in &rows {
            let mut cells = row.cells();
            let (state, doubted, many) = (state(cells.text()?)?, cells.bool()?, cells.int()?);
            *counts.by_state.entry(state).or_default() += many;
            if state == MailState::Sent && doubted {
                counts.sent_after_doubt += many;
            }
        }
        Ok(counts)
    }

    /// Every message of a month, in the order planned.
    pub async fn outbox(&self, month: Month) -> Result<Vec<OutboxEntry>, StoreError> {
        let sql = format!(
            "SELECT {ENTRY} FROM outbox WHERE organisation_id = $1 AND month = $2 ORDER BY position"
        );
        let rows = self.db.fetch_built(sql, args![self.id, month.to_string()]).await?;
        rows.iter().map(|row| read(&mut row.cells())).collect()
    }

    /// The messages of a month that are not with the person and have a reason,
    /// in the order planned: by team.
    pub async fn not_reached(&self, month: Month) -> Result<Vec<OutboxEntry>, StoreError> {
        let sql = format!(
            "SELECT {ENTRY} FROM outbox WHERE organisation_id = $1 AND month = $2
             AND state <> 'sent' AND reason IS NOT NULL ORDER BY position"
        );
        let rows = self.db.fetch_built(sql, args![self.id, month.to_string()]).await?;
        rows.iter().map(|row| read(&mut row.cells())).collect()
    }

    /// The messages to a person with their months, newest first.
    pub async fn outbox_of(
        &self,
        employee_number: &str,
    ) -> Result<Vec<(Month, OutboxEntry)>, StoreError> {
        let sql = format!(
            "SELECT month, {ENTRY} FROM outbox
             WHERE organisation_id = $1 AND employee_number = $2 ORDER BY month DESC"
        );
        let rows = self.db.fetch_built(sql, args![self.id, employee_number]).await?;
        let read = |row: &crate::Row| {
            let mut cells = row.cells();
            Ok((parse(&cells.text()?)?, read(&mut cells)?))
        };
        rows.iter().map(read).collect()
    }

    /// The message of this Message-ID (without angle brackets) and its month.
    pub async fn outbox_by_message_id(
        &self,
        message_id: &str,
    ) -> Result<Option<(Month, OutboxEntry)>, StoreError> {
        let sql = format!(
            "SELECT month, {ENTRY} FROM outbox WHERE organisation_id = $1 AND message_id = $2"
        );
        let rows = self.db.fetch_built(sql, args![self.id, message_id]).await?;
        let read = |row: &crate::Row| {
            let mut cells = row.cells();
            Ok((parse(&cells.text()?)?, read(&mut cells)?))
        };
        rows.first().map(read).transpose()
    }

    /// The newest message sent to this address and its month.
    pub async fn newest_sent_to(
        &self,
        address: &str,
    ) -> Result<Option<(Month, OutboxEntry)>, StoreError> {
        let sql = format!(
            "SELECT month, {ENTRY} FROM outbox WHERE organisation_id = $1
             AND LOWER(address) = $2 AND state = 'sent' ORDER BY month DESC, position LIMIT 1"
        );
        let rows = self.db.fetch_built(sql, args![self.id, address.to_ascii_lowercase()]).await?;
        let read = |row: &crate::Row| {
            let mut cells = row.cells();
            Ok((parse(&cells.text()?)?, read(&mut cells)?))
        };
        rows.first().map(read).transpose()
    }
}
