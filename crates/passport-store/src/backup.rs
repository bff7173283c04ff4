//! Writing a backup: the whole database as lines of JSON, the same for both
//! engines, so that what one wrote the other restores.
//!
//! The first line is the [`Header`]: format, the newest migration, every table
//! with its columns and number of rows. Then come the rows, each an array, table
//! by table in the header's order. The last line is the [`Footer`] with the
//! SHA-256 of every byte before it: a file cut short or changed is known.

use std::io::Write;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use crate::tables::{Table, tables, to_json};
use crate::{Db, StoreError, args, instant, migrations};

/// How the first line of every backup begins its story.
pub(crate) const FORMAT: &str = "training-passport-backup-1";

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Header {
    pub format: String,
    /// The newest migration of the database it was made from.
    pub migration: i64,
    /// When it was made.
    pub made: String,
    pub tables: Vec<Counted>,
}

/// A table with the number of its rows.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Counted {
    #[serde(flatten)]
    pub table: Table,
    pub rows: u64,
}

/// The last line.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Footer {
    pub rows: u64,
    pub sha256: String,
}

/// What a backup holds, as told to the operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// When it was made.
    pub made: String,
    /// Tables in it.
    pub tables: usize,
    /// Rows in it.
    pub rows: u64,
}

/// Writes the whole database as it stands at one moment.
///
/// # Errors
/// When the database or the file fails.
pub async fn backup(db: &Db, at: Timestamp, out: &mut impl Write) -> Result<Backup, StoreError> {
    let mut tx = db.snapshot().await?;
    let migration = migrations::newest();
    let mut counted = Vec::new();
    for table in tables(db, &mut tx, migration).await? {
        let rows = tx.fetch_built(format!("SELECT COUNT(*) FROM {}", table.name), args![]).await?;
        let rows = rows.first().map_or(Ok(0), |row| row.cells().int())?;
        counted.push(Counted { table, rows: rows.unsigned_abs() });
    }
    let made = instant(at);
    let header = Header { format: FORMAT.into(), migration, made, tables: counted };
    let mut lines = Lines { out, hash: Sha256::new(), line: Vec::new() };
    lines.write(&header)?;
    let mut total = 0;
    for Counted { table, .. } in &header.tables {
        let sql = format!("SELECT {} FROM {}", table.list(), table.name);
        tx.each(sql, args![], |row| {
            let mut cells = row.cells();
            let values: Vec<Json> = table
                .columns
                .iter()
                .map(|column| to_json(&mut cells, column.kind))
                .collect::<Result<_, _>>()?;
            total += 1;
            lines.write(&values)
        })
        .await?;
    }
    let sha256 = hexadecimal(lines.hash.clone());
    lines.write(&Footer { rows: total, sha256 })?;
    lines.out.flush()?;
    Ok(Backup { made: header.made, tables: header.tables.len(), rows: total })
}

struct Lines<'o, W> {
    out: &'o mut W,
    hash: Sha256,
    line: Vec<u8>,
}

impl<W: Write> Lines<'_, W> {
    fn write(&mut self, value: &impl Serialize) -> Result<(), StoreError> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, value).map_err(std::io::Error::from)?;
        self.line.push(b'\n');
        self.hash.update(&self.line);
        self.out.write_all(&self.line)?;
        Ok(())
    }
}

pub(crate) fn hexadecimal(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
