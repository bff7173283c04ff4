//! Sealing: entries get their numbers and the chain, a batch at a time, by one
//! writer at a time.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

use super::hash::Lasting;
use super::moment;
use crate::value::{Cells, Value};
use crate::{Organisation, StoreError, Tx, args};

/// The end of the chain. Written down elsewhere, it is the proof that nobody has
/// made the whole chain anew since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditHead {
    /// The number of the last sealed entry; 0 before the first.
    pub number: i64,
    /// Its chain hash, in hexadecimal.
    pub chain: String,
}

impl AuditHead {
    /// Before the first entry: sixty-four noughts.
    pub(super) fn beginning() -> Self {
        Self { number: 0, chain: "0".repeat(64) }
    }

    /// From a number and a chain, in this order.
    pub(super) fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        Ok(Self { number: cells.int()?, chain: cells.text()? })
    }
}

/// As it is written down: `1234:9f86…`.
impl fmt::Display for AuditHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.number, self.chain)
    }
}

impl FromStr for AuditHead {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let told = || "enter a number, a colon and a hash, as `passport audit head` prints them";
        let (number, chain) = text.trim().split_once(':').ok_or_else(told)?;
        let number = number.parse().map_err(|_| told())?;
        if number < 0 || chain.len() != 64 || !chain.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(told().into());
        }
        Ok(Self { number, chain: chain.to_ascii_lowercase() })
    }
}

/// Rows of one statement; see `change` for why so few.
const ROWS_AT_ONCE: usize = 100;

/// Begins the chain of a new organisation.
pub(crate) async fn begin_chain(tx: &mut Tx, organisation: i64) -> Result<(), StoreError> {
    let AuditHead { number, chain } = AuditHead::beginning();
    tx.execute(
        "INSERT INTO audit_head (organisation_id, number, chain) VALUES ($1, $2, $3)",
        args![organisation, number, chain],
    )
    .await?;
    Ok(())
}

impl Organisation {
    /// Seals entries of up to an instant, the oldest first, `most` at a time; how
    /// many. Nothing is written where nothing waits.
    ///
    /// # Errors
    /// When the database fails, or the chain's end is not what its head says: a
    /// broken chain is left as it was found.
    pub async fn seal_audit(&self, up_to: Timestamp, most: usize) -> Result<usize, StoreError> {
        let waiting = self
            .db
            .fetch(
                "SELECT id FROM audit_entry
                 WHERE organisation_id = $1 AND number IS NULL AND at <= $2 LIMIT 1",
                args![self.id, moment(up_to)],
            )
            .await?;
        if waiting.is_empty() {
            return Ok(0);
        }
        let mut tx = self.db.begin().await?;
        let mut head = take_head(&mut tx, self.id).await?;
        let sql = format!(
            "SELECT id, at, action, payload_hash FROM audit_entry
             WHERE organisation_id = $1 AND number IS NULL AND at <= $2
             ORDER BY at, id LIMIT {most}"
        );
        let rows = tx.fetch_built(sql, args![self.id, moment(up_to)]).await?;
        let mut sealed = Vec::with_capacity(rows.len());
        for row in &rows {
            let mut cells = row.cells();
            let (id, at, action) = (cells.int()?, cells.text()?, cells.text()?);
            let payload_hash = cells.text()?;
            let entry = Lasting { id, at: &at, action: &action, payload_hash: &payload_hash };
            head = entry.after(self.id, &head);
            sealed.push((id, head.clone()));
        }
        for chunk in sealed.chunks(ROWS_AT_ONCE) {
            put(&mut tx, self.id, chunk).await?;
        }
        tx.execute(
            "UPDATE audit_head SET number = $2, chain = $3 WHERE organisation_id = $1",
            args![self.id, head.number, head.chain],
        )
        .await?;
        tx.commit().await?;
        Ok(sealed.len())
    }

    /// Where the chain ends.
    ///
    /// # Errors
    /// When the database fails, or the head is missing.
    pub async fn audit_head(&self) -> Result<AuditHead, StoreError> {
        let rows = self
            .db
            .fetch(
                "SELECT number, chain FROM audit_head WHERE organisation_id = $1",
                args![self.id],
            )
            .await?;
        AuditHead::read(&mut rows.first().ok_or(StoreError::AuditBroken)?.cells())
    }
}

/// Takes the head in hand until the commit, and looks whether the chain does end
/// there: to go on from a broken end would hide where it broke.
async fn take_head(tx: &mut Tx, organisation: i64) -> Result<AuditHead, StoreError> {
    let rows = tx
        .fetch(
            "UPDATE audit_head SET number = number WHERE organisation_id = $1
             RETURNING number, chain",
            args![organisation],
        )
        .await?;
    let head = AuditHead::read(&mut rows.first().ok_or(StoreError::AuditBroken)?.cells())?;
    let rows = tx
        .fetch(
            "SELECT number, chain FROM audit_entry
             WHERE organisation_id = $1 AND number IS NOT NULL ORDER BY number DESC LIMIT 1",
            args![organisation],
        )
        .await?;
    let last = match rows.first() {
        Some(row) => {
            let mut cells = row.cells();
            AuditHead { number: cells.int()?, chain: cells.optional_text()?.unwrap_or_default() }
        }
        None => AuditHead::beginning(),
    };
    if last == head { Ok(head) } else { Err(StoreError::AuditBroken) }
}

async fn put(
    tx: &mut Tx,
    organisation: i64,
    sealed: &[(i64, AuditHead)],
) -> Result<(), StoreError> {
    let mut values: Vec<Value> = args![organisation];
    let mut rows = Vec::with_capacity(sealed.len());
    for (id, head) in sealed {
        let place = values.len();
        rows.push(format!("(${}, ${}, ${})", place + 1, place + 2, place + 3));
        values.extend(args![*id, head.number, &head.chain]);
    }
    // Both engines call the columns of a list of values column1, column2 and so on.
    let sql = format!(
        "UPDATE audit_entry SET number = sealed.column2, chain = sealed.column3
         FROM (VALUES {}) AS sealed
         WHERE audit_entry.organisation_id = $1 AND audit_entry.id = sealed.column1",
        rows.join(", ")
    );
    tx.execute_built(sql, values).await?;
    Ok(())
}
