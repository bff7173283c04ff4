//! The tables as the migrations make them, with their columns as the database
//! tells them: what a backup walks through and a person's record is looked for in.
//! Nothing here names a table, so that a new one cannot be forgotten.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::db::Tx;
use crate::value::{Cells, Value};
use crate::{Db, MIGRATIONS, StoreError, args};

/// What a column holds: the few types both engines share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    Int,
    Text,
    Bool,
    Bytes,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Column {
    pub name: String,
    pub kind: Kind,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Table {
    pub name: String,
    pub columns: Vec<Column>,
}

/// The tables that the migrations up to this one make, in the order made: a
/// table comes after those it refers to.
pub(crate) fn names(up_to: i64) -> Vec<&'static str> {
    MIGRATIONS
        .iter()
        .filter(|(version, ..)| *version <= up_to)
        .flat_map(|(.., sql)| sql.lines())
        .filter_map(|line| line.strip_prefix("CREATE TABLE "))
        .filter_map(|rest| rest.split([' ', '(']).find(|word| !word.is_empty()))
        .collect()
}

/// Every table of ours in this database with its columns.
pub(crate) async fn tables(db: &Db, tx: &mut Tx, up_to: i64) -> Result<Vec<Table>, StoreError> {
    let sql = match db {
        Db::Sqlite { .. } => {
            "SELECT m.name, c.name, c.type FROM sqlite_master AS m, pragma_table_info(m.name) AS c
             WHERE m.type = 'table' ORDER BY m.name, c.cid"
        }
        // The catalogue's own types of text are cast to TEXT.
        Db::Postgres(_) => {
            "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT), CAST(data_type AS TEXT)
             FROM information_schema.columns WHERE table_schema = current_schema()
             ORDER BY table_name, ordinal_position"
        }
    };
    let mut columns: HashMap<String, Vec<Column>> = HashMap::new();
    for row in tx.fetch(sql, args![]).await? {
        let mut cells = row.cells();
        let (table, name) = (cells.text()?, cells.text()?);
        let kind = kind(&cells.text()?);
        columns.entry(table).or_default().push(Column { name, kind });
    }
    names(up_to)
        .into_iter()
        .map(|name| {
            let columns = columns
                .remove(name)
                .ok_or_else(|| StoreError::Unreadable(format!("no table {name}")))?;
            Ok(Table { name: name.into(), columns })
        })
        .collect()
}

fn kind(declared: &str) -> Kind {
    match declared.to_ascii_uppercase().as_str() {
        "BIGINT" | "INTEGER" => Kind::Int,
        "BOOLEAN" => Kind::Bool,
        "TEXT" => Kind::Text,
        _ => Kind::Bytes,
    }
}

impl Table {
    /// Its columns, as a statement lists them.
    pub fn list(&self) -> String {
        let names: Vec<&str> = self.columns.iter().map(|column| column.name.as_str()).collect();
        names.join(", ")
    }

    /// Whether it has a column of this name.
    pub fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|known| known.name == column)
    }
}

/// The next cell as JSON; bytes in hexadecimal.
pub(crate) fn to_json(cells: &mut Cells<'_>, kind: Kind) -> Result<Json, StoreError> {
    Ok(match kind {
        Kind::Int => cells.optional_int()?.into(),
        Kind::Text => cells.optional_text()?.into(),
        Kind::Bool => cells.optional_bool()?.into(),
        Kind::Bytes => cells
            .optional_bytes()?
            .map(|bytes| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
            .into(),
    })
}

/// A value from JSON as [`to_json`] writes it; `None` where it is of another kind.
pub(crate) fn from_json(cell: Json, kind: Kind) -> Option<Value> {
    Some(match (kind, cell) {
        (Kind::Int, Json::Null) => Value::Int(None),
        (Kind::Int, Json::Number(number)) => Value::Int(Some(number.as_i64()?)),
        (Kind::Text, Json::Null) => Value::Text(None),
        (Kind::Text, Json::String(text)) => Value::Text(Some(text)),
        (Kind::Bool, Json::Null) => Value::Bool(None),
        (Kind::Bool, Json::Bool(yes)) => Value::Bool(Some(yes)),
        (Kind::Bytes, Json::Null) => Value::Bytes(None),
        (Kind::Bytes, Json::String(hex)) => {
            let pairs = (0..hex.len()).step_by(2);
            let bytes = pairs.map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok());
            Value::Bytes(Some(bytes.collect::<Option<_>>()?))
        }
        _ => return None,
    })
}
