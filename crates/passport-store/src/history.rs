//! What was recorded and voided when and by whom: the change sequence, and
//! everything that any table holds of one person.

use jiff::Timestamp;
use serde_json::Value as Json;

use crate::tables::{Kind, Table, tables, to_json};
use crate::{Organisation, Row, StoreError, args, migrations};

/// One write.
#[derive(Clone, Debug)]
pub struct ChangeRecord {
    /// Its number in the organisation.
    pub number: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// What.
    pub what: String,
}

/// A row that speaks of a person.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// The table it is kept in.
    pub table: String,
    /// The change that recorded it, where its table says so.
    pub recorded: Option<i64>,
    /// The change that voided it.
    pub voided: Option<i64>,
    /// Its other columns, in their order.
    pub cells: Vec<(String, Json)>,
}

impl Organisation {
    /// The change sequence, newest first.
    pub async fn changes(&self) -> Result<Vec<ChangeRecord>, StoreError> {
        let rows = self
            .db
            .fetch(
                "SELECT number, at, actor, what FROM change
                 WHERE organisation_id = $1 ORDER BY number DESC",
                args![self.id],
            )
            .await?;
        rows.iter().map(change).collect()
    }

    /// The changes of these numbers, in no order; a number may be given twice.
    pub async fn changes_of(&self, numbers: &[i64]) -> Result<Vec<ChangeRecord>, StoreError> {
        let mut numbers = numbers.to_vec();
        numbers.sort_unstable();
        numbers.dedup();
        let mut found = Vec::with_capacity(numbers.len());
        for chunk in numbers.chunks(500) {
            let list: Vec<String> = chunk.iter().map(i64::to_string).collect();
            let sql = format!(
                "SELECT number, at, actor, what FROM change
                 WHERE organisation_id = $1 AND number IN ({})",
                list.join(", ")
            );
            for row in self.db.fetch_built(sql, args![self.id]).await? {
                found.push(change(&row)?);
            }
        }
        Ok(found)
    }

    /// Everything recorded of one person, voided or not: each row of each table
    /// that has an employee number, and the rules made for them alone.
    pub async fn everything_of(&self, employee_number: &str) -> Result<Vec<Entry>, StoreError> {
        let mut tx = self.db.snapshot().await?;
        let mut out = Vec::new();
        for mut table in tables(&self.db, &mut tx, migrations::newest()).await? {
            // Files are large, and asked for one by one by the number of what is said of them.
            table.columns.retain(|column| column.kind != Kind::Bytes);
            let condition = if table.has("employee_number") {
                "employee_number = $2"
            } else if table.has("account_id") {
                "account_id IN (SELECT id FROM account
                     WHERE organisation_id = $1 AND employee_number = $2)"
            } else if table.has("target_kind") {
                "((target_kind = 'employee' AND target = $2)
                  OR (target_kind = 'assignment' AND target IN (
                      SELECT assignment_number FROM posting
                      WHERE organisation_id = $1 AND employee_number = $2)))"
            } else if table.has("about") {
                // The audit, of those who looked and of those who were denied, too.
                "about = $2 AND about <> ''"
            } else if table.has("address") {
                // Mail that came back is known by its address alone.
                "LOWER(address) IN (SELECT LOWER(email) FROM person
                     WHERE organisation_id = $1 AND employee_number = $2 AND email <> '')"
            } else {
                continue;
            };
            let order = match (table.has("about"), table.has("id")) {
                // Its identifiers come from chance.
                (true, _) => " ORDER BY at, id",
                (_, true) => " ORDER BY id",
                _ => "",
            };
            let sql = format!(
                "SELECT {} FROM {} WHERE organisation_id = $1 AND {condition}{order}",
                table.list(),
                table.name
            );
            for row in tx.fetch_built(sql, args![self.id, employee_number]).await? {
                out.push(entry(&table, &mut row.cells())?);
            }
        }
        Ok(out)
    }
}

fn change(row: &Row) -> Result<ChangeRecord, StoreError> {
    let mut cells = row.cells();
    Ok(ChangeRecord {
        number: cells.int()?,
        at: cells.instant()?,
        actor: cells.text()?,
        what: cells.text()?,
    })
}

/// Whether a column holds what proves who someone is, or a hash that keeps a chain.
fn proves(column: &str) -> bool {
    ["_hash", "secret", "seed", "token", "password"].iter().any(|part| column.contains(part))
}

fn entry(table: &Table, cells: &mut crate::Cells<'_>) -> Result<Entry, StoreError> {
    let mut entry = Entry { table: table.name.clone(), ..Entry::default() };
    for column in &table.columns {
        let cell = to_json(cells, column.kind)?;
        match column.name.as_str() {
            "organisation_id" => {}
            // What proves who someone is, is of no use to them and of some to others.
            name if proves(name) => {}
            // What keeps the audit's chain says nothing of anybody.
            "salt" | "chain" => {}
            "recorded" => entry.recorded = cell.as_i64(),
            "voided" => entry.voided = cell.as_i64(),
            _ => entry.cells.push((column.name.clone(), cell)),
        }
    }
    Ok(entry)
}
