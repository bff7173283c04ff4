//! Restoring a backup: read twice, first to know that it is whole, then into
//! the database in one transaction.

use std::io::BufRead;

use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use crate::backup::{Backup, Counted, FORMAT, Footer, Header, hexadecimal};
use crate::db::Tx;
use crate::tables::{from_json, names};
use crate::value::Value;
use crate::{Db, MIGRATIONS, StoreError, migrations};

/// Reads a whole backup without touching any database: its header, every row's
/// shape, their number and the checksum.
///
/// # Errors
/// When it is no backup, cut short, changed, or made by a newer version.
pub fn verify(reader: impl BufRead) -> Result<Backup, StoreError> {
    let mut lines = Lines::new(reader);
    let header = header(&mut lines)?;
    let mut rows = 0;
    for counted in &header.tables {
        for _ in 0..counted.rows {
            values(&mut lines, counted)?;
            rows += 1;
        }
    }
    let sha256 = hexadecimal(lines.hash.clone());
    let footer: Footer = lines.parse("its last line")?;
    if footer.rows != rows || footer.sha256 != sha256 {
        return Err(wrong("its checksum does not fit: the file was changed or damaged"));
    }
    Ok(Backup { made: header.made, tables: header.tables.len(), rows })
}

/// Puts a verified backup in place of whatever the database holds, all of it or
/// nothing. The tables are made anew as they were when the backup was made, and
/// what migrations came since is then done to its rows as to any others.
///
/// # Errors
/// When the backup or the database fails; nothing is changed then.
pub async fn restore(db: &Db, reader: impl BufRead) -> Result<(), StoreError> {
    let mut lines = Lines::new(reader);
    let header = header(&mut lines)?;
    let mut tx = db.begin().await?;
    for name in names(migrations::newest()).into_iter().rev() {
        tx.script(&format!("DROP TABLE {name}")).await?;
    }
    for (.., sql) in MIGRATIONS.iter().filter(|(version, ..)| *version <= header.migration) {
        tx.script(sql).await?;
    }
    for counted in &header.tables {
        load(&mut tx, &mut lines, counted).await?;
    }
    for (.., sql) in MIGRATIONS.iter().filter(|(version, ..)| *version > header.migration) {
        tx.script(sql).await?;
    }
    tx.commit().await
}

/// Most arguments of one statement; see `change`.
const MOST_ARGUMENTS: usize = 16_000;

async fn load(
    tx: &mut Tx,
    lines: &mut Lines<impl BufRead>,
    counted: &Counted,
) -> Result<(), StoreError> {
    let table = &counted.table;
    let width = table.columns.len();
    let chunk = (MOST_ARGUMENTS / width).min(500) as u64;
    let mut left = counted.rows;
    while left > 0 {
        let rows = left.min(chunk);
        let mut arguments = Vec::new();
        let mut sql = format!("INSERT INTO {} ({}) VALUES ", table.name, table.list());
        for row in 0..rows as usize {
            arguments.extend(values(lines, counted)?);
            let places: Vec<String> =
                (1..=width).map(|column| format!("${}", row * width + column)).collect();
            sql.push_str(if row == 0 { "(" } else { ", (" });
            sql.push_str(&places.join(", "));
            sql.push(')');
        }
        tx.execute_built(sql, arguments).await?;
        left -= rows;
    }
    Ok(())
}

fn header(lines: &mut Lines<impl BufRead>) -> Result<Header, StoreError> {
    let header: Header = lines.parse("its first line")?;
    if header.format != FORMAT {
        return Err(wrong("it is of another kind or a later format"));
    }
    if header.migration > migrations::newest() {
        return Err(wrong("a newer version of this product made it; restore it with that version"));
    }
    // Names go into statements: only those our own migrations make are let through.
    let known = names(header.migration);
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let word = |name: &str| !name.is_empty() && name.bytes().all(letter);
    for Counted { table, .. } in &header.tables {
        let columns = table.columns.iter().all(|column| word(&column.name));
        if !known.contains(&table.name.as_str()) || !columns || table.columns.is_empty() {
            return Err(wrong(&format!("it names a table {} that is not ours", table.name)));
        }
    }
    Ok(header)
}

fn values(lines: &mut Lines<impl BufRead>, counted: &Counted) -> Result<Vec<Value>, StoreError> {
    let table = &counted.table;
    let cells: Vec<Json> = lines.parse(&format!("a row of {}", table.name))?;
    let unlike = || wrong(&format!("a row of {} does not fit its columns", table.name));
    if cells.len() != table.columns.len() {
        return Err(unlike());
    }
    cells
        .into_iter()
        .zip(&table.columns)
        .map(|(cell, column)| from_json(cell, column.kind).ok_or_else(unlike))
        .collect()
}

struct Lines<R> {
    reader: R,
    hash: Sha256,
    line: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    fn new(reader: R) -> Self {
        Self { reader, hash: Sha256::new(), line: Vec::new() }
    }

    fn parse<T: serde::de::DeserializeOwned>(&mut self, what: &str) -> Result<T, StoreError> {
        self.line.clear();
        // A file that is not compressed at all, or cut short, fails here.
        self.reader
            .read_until(b'\n', &mut self.line)
            .map_err(|error| wrong(&format!("{what} cannot be read ({error})")))?;
        if self.line.is_empty() {
            return Err(wrong(&format!("it ends before {what}")));
        }
        self.hash.update(&self.line);
        serde_json::from_slice(&self.line).map_err(|_| wrong(&format!("{what} is not readable")))
    }
}

fn wrong(why: &str) -> StoreError {
    StoreError::Backup(why.into())
}
