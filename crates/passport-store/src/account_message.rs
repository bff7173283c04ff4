//! Messages that let someone in: written down when asked for, claimed by whoever
//! sends them, settled once.

use std::collections::HashSet;

use jiff::Timestamp;

use crate::value::Row;
use crate::{Change, Organisation, StoreError, Tx, args};

/// A message to someone with an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountMessage {
    /// Its number in the organisation.
    pub id: i64,
    /// To whom.
    pub account: i64,
    /// What its link is for.
    pub purpose: String,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// By whom.
    pub asked_by: String,
    /// How often it was tried.
    pub tries: i64,
    /// When it was sent or given up.
    pub settled_at: Option<Timestamp>,
    /// `sent`, `refused` or `given up`; empty until then.
    pub outcome: String,
    /// What the mail server said last.
    pub answer: String,
}

const COLUMNS: &str =
    "id, account_id, purpose, asked_at, asked_by, tries, settled_at, outcome, answer";

impl Organisation {
    /// Asks for a message; one that waits already is enough.
    pub async fn ask_message(
        &self,
        account: i64,
        purpose: &str,
        by: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        ask(&mut tx, self.id, account, purpose, by, at).await?;
        tx.commit().await
    }

    /// Claims messages that are due, oldest first: nobody else gets them until then.
    pub async fn claim_messages(
        &self,
        now: Timestamp,
        until: Timestamp,
        most: usize,
    ) -> Result<Vec<AccountMessage>, StoreError> {
        let mut tx = self.db.begin().await?;
        let sql = format!(
            "UPDATE account_message SET next_at = $3, tries = tries + 1
             WHERE organisation_id = $1 AND next_at <= $2 AND settled_at IS NULL
               AND id IN (SELECT id FROM account_message
                          WHERE organisation_id = $1 AND next_at <= $2 AND settled_at IS NULL
                          ORDER BY id LIMIT {most})
             RETURNING {COLUMNS}"
        );
        let rows = tx.fetch_built(sql, args![self.id, now, until]).await?;
        let mut claimed = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        tx.commit().await?;
        claimed.sort_by_key(|message| message.id);
        Ok(claimed)
    }

    /// Says what became of a message.
    pub async fn settle_message(
        &self,
        id: i64,
        outcome: &str,
        answer: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        tx.execute(
            "UPDATE account_message SET settled_at = $3, outcome = $4, answer = $5
             WHERE organisation_id = $1 AND id = $2 AND settled_at IS NULL",
            args![self.id, id, at, outcome, answer],
        )
        .await?;
        tx.commit().await
    }

    /// A message is tried again, not before a time.
    pub async fn postpone_message(
        &self,
        id: i64,
        answer: &str,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        tx.execute(
            "UPDATE account_message SET next_at = $3, answer = $4
             WHERE organisation_id = $1 AND id = $2 AND settled_at IS NULL",
            args![self.id, id, until, answer],
        )
        .await?;
        tx.commit().await
    }

    /// The employee numbers of those who were sent a link since an instant that was
    /// not used, or to whom a message waits.
    pub async fn invited_since(&self, since: Timestamp) -> Result<HashSet<String>, StoreError> {
        let rows = self
            .db
            .fetch(
                "SELECT DISTINCT a.employee_number FROM account AS a
                 JOIN account_message AS m
                      ON m.organisation_id = a.organisation_id AND m.account_id = a.id
                 WHERE a.organisation_id = $1 AND a.employee_number <> ''
                   AND (m.settled_at IS NULL OR (m.outcome = 'sent' AND m.settled_at >= $2))",
                args![self.id, since],
            )
            .await?;
        rows.iter().map(|row| row.cells().text()).collect()
    }

    /// The messages to an account, newest first.
    pub async fn messages_of(&self, account: i64) -> Result<Vec<AccountMessage>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM account_message
             WHERE organisation_id = $1 AND account_id = $2 ORDER BY id DESC"
        );
        let rows = self.db.fetch_built(sql, args![self.id, account]).await?;
        rows.iter().map(read).collect()
    }

    /// How many messages wait, and how many were refused or given up.
    pub async fn message_counts(&self) -> Result<(u64, u64), StoreError> {
        let rows = self
            .db
            .fetch(
                "SELECT COUNT(CASE WHEN settled_at IS NULL THEN 1 END),
                        COUNT(CASE WHEN outcome IN ('refused', 'given up') THEN 1 END)
                 FROM account_message WHERE organisation_id = $1",
                args![self.id],
            )
            .await?;
        let Some(row) = rows.first() else { return Ok((0, 0)) };
        let mut cells = row.cells();
        Ok((cells.int()?.unsigned_abs(), cells.int()?.unsigned_abs()))
    }
}

impl Change {
    /// Asks for a message in the same write that opens the account.
    pub async fn ask_message(
        &mut self,
        account: i64,
        purpose: &str,
        by: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        ask(&mut self.tx, self.organisation, account, purpose, by, at).await
    }
}

async fn ask(
    tx: &mut Tx,
    organisation: i64,
    account: i64,
    purpose: &str,
    by: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    // The organisation's row is held, so that of two at once each gets its number.
    tx.execute("UPDATE organisation SET code = code WHERE id = $1", args![organisation]).await?;
    tx.execute(
        "INSERT INTO account_message (organisation_id, id, account_id, purpose, asked_at,
                                      asked_by, next_at, tries, outcome, answer)
         SELECT $1, (SELECT COALESCE(MAX(id), 0) + 1 FROM account_message
                     WHERE organisation_id = $1), $2, $3, $4, $5, $4, 0, '', ''
         WHERE NOT EXISTS (SELECT 1 FROM account_message WHERE organisation_id = $1
                           AND account_id = $2 AND purpose = $3 AND settled_at IS NULL)",
        args![organisation, account, purpose, at, by],
    )
    .await?;
    Ok(())
}

fn read(row: &Row) -> Result<AccountMessage, StoreError> {
    let mut cells = row.cells();
    Ok(AccountMessage {
        id: cells.int()?,
        account: cells.int()?,
        purpose: cells.text()?,
        asked_at: cells.instant()?,
        asked_by: cells.text()?,
        tries: cells.int()?,
        settled_at: cells.optional_instant()?,
        outcome: cells.text()?,
        answer: cells.text()?,
    })
}
