//! Sessions: who is logged in. A session is found by its token's hash alone,
//! before it is known to which organisation it belongs; everything after that
//! goes through the organisation's handle.

use jiff::Timestamp;

use crate::value::Row;
use crate::{Change, Latest, Organisation, Store, StoreError, args};

/// Someone is logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// The SHA-256 of the cookie's token, in hexadecimal.
    pub token_hash: String,
    /// Who.
    pub account: i64,
    /// How its person has proved who they are.
    pub proof: String,
    /// The browser in a few words.
    pub browser: String,
    /// When it began.
    pub began_at: Timestamp,
    /// The last request, to within a minute.
    pub seen_at: Timestamp,
    /// When it was ended.
    pub ended_at: Option<Timestamp>,
}

/// A session that may still be used, with whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenSession {
    /// The organisation's number.
    pub organisation: i64,
    /// The organisation's last changes.
    pub latest: Latest,
    /// The account's employee number; empty for someone who is not staff.
    pub employee_number: String,
    /// The account's name.
    pub name: String,
    /// Whether the account has a second factor.
    pub has_second_factor: bool,
    /// The session itself.
    pub session: SessionRow,
}

const SESSION: &str =
    "s.token_hash, s.account_id, s.proof, s.browser, s.began_at, s.seen_at, s.ended_at";

impl Store {
    /// The session of this token's hash, if it was not ended and its account is open.
    pub async fn session(&self, token_hash: &str) -> Result<Option<OpenSession>, StoreError> {
        let sql = format!(
            "SELECT o.id, {}, a.employee_number, a.name, f.created_at, {SESSION}
             FROM session AS s
             JOIN organisation AS o ON o.id = s.organisation_id
             JOIN account AS a ON a.organisation_id = s.organisation_id AND a.id = s.account_id
             LEFT JOIN second_factor AS f
                    ON f.organisation_id = s.organisation_id AND f.account_id = s.account_id
             WHERE s.token_hash = $1 AND s.ended_at IS NULL AND a.closed_at IS NULL",
            Latest::COLUMNS
        );
        let rows = self.db().fetch_built(sql, args![token_hash]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let mut cells = row.cells();
        Ok(Some(OpenSession {
            organisation: cells.int()?,
            latest: Latest::read(&mut cells)?,
            employee_number: cells.text()?,
            name: cells.text()?,
            has_second_factor: cells.optional_instant()?.is_some(),
            session: read(&mut cells)?,
        }))
    }
}

impl Organisation {
    /// Begins a session of an account, whose person has proved who they are so far.
    pub async fn begin_session(
        &self,
        account: i64,
        token_hash: &str,
        proof: &str,
        browser: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        tx.execute(
            "INSERT INTO session (organisation_id, token_hash, account_id, proof, browser,
                                  began_at, seen_at)
             VALUES ($1, $2, $3, $4, $5, $6, $6)",
            args![self.id, token_hash, account, proof, browser, at],
        )
        .await?;
        tx.commit().await
    }

    /// Notes that a session is in use.
    pub async fn touch_session(&self, token_hash: &str, at: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        tx.execute(
            "UPDATE session SET seen_at = $3 WHERE organisation_id = $1 AND token_hash = $2",
            args![self.id, token_hash, at],
        )
        .await?;
        tx.commit().await
    }

    /// Ends a session; its token opens nothing from then on.
    pub async fn end_session(&self, token_hash: &str, at: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.db.begin().await?;
        tx.execute(
            "UPDATE session SET ended_at = $3
             WHERE organisation_id = $1 AND token_hash = $2 AND ended_at IS NULL",
            args![self.id, token_hash, at],
        )
        .await?;
        tx.commit().await
    }

    /// The sessions of an account that were not ended, the latest used first.
    pub async fn sessions_of(&self, account: i64) -> Result<Vec<SessionRow>, StoreError> {
        let sql = format!(
            "SELECT {SESSION} FROM session AS s
             WHERE s.organisation_id = $1 AND s.account_id = $2 AND s.ended_at IS NULL
             ORDER BY s.seen_at DESC, s.token_hash"
        );
        let rows = self.db.fetch_built(sql, args![self.id, account]).await?;
        rows.iter().map(|row: &Row| read(&mut row.cells())).collect()
    }
}

impl Change {
    /// Ends every session of an account.
    pub async fn end_sessions(&mut self, account: i64, at: Timestamp) -> Result<(), StoreError> {
        self.tx
            .execute(
                "UPDATE session SET ended_at = $3
                 WHERE organisation_id = $1 AND account_id = $2 AND ended_at IS NULL",
                args![self.organisation, account, at],
            )
            .await?;
        Ok(())
    }
}

fn read(cells: &mut crate::Cells<'_>) -> Result<SessionRow, StoreError> {
    Ok(SessionRow {
        token_hash: cells.text()?,
        account: cells.int()?,
        proof: cells.text()?,
        browser: cells.text()?,
        began_at: cells.instant()?,
        seen_at: cells.instant()?,
        ended_at: cells.optional_instant()?,
    })
}
