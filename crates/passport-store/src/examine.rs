//! Questions about the database itself, which `check` asks.

use jiff::Timestamp;

use crate::value::parse;
use crate::{Db, StoreError, args, migrations};

/// What a look at the database found.
#[derive(Clone, Debug)]
pub struct Examined {
    /// The engine and its version: `SQLite 3.50.4`.
    pub version: String,
    /// The newest migration it has; `None` for an empty database.
    pub migration: Option<i64>,
    /// What is wrong inside, one sentence each.
    pub damage: Vec<String>,
    /// The server's clock; `None` for SQLite, which has none of its own.
    pub clock: Option<Timestamp>,
}

impl Db {
    /// Looks at the database: version, migration, integrity.
    ///
    /// # Errors
    /// When it cannot be asked.
    pub async fn examine(&self) -> Result<Examined, StoreError> {
        let one = |sql: &'static str| async move {
            let rows = self.fetch(sql, args![]).await?;
            rows.first().map(|row| row.cells().optional_text()).transpose().map(Option::flatten)
        };
        let (version, damage, clock) = match self {
            Self::Sqlite { .. } => {
                let rows = self.fetch("PRAGMA integrity_check", args![]).await?;
                let mut damage: Vec<String> =
                    rows.iter().map(|row| row.cells().text()).collect::<Result<_, _>>()?;
                damage.retain(|line| line != "ok");
                let rows = self.fetch("PRAGMA foreign_key_check", args![]).await?;
                if !rows.is_empty() {
                    damage.push(format!("{} rows refer to rows that are not there", rows.len()));
                }
                (one("SELECT sqlite_version()").await?, damage, None)
            }
            Self::Postgres(_) => {
                let version = one("SELECT CAST(current_setting('server_version') AS TEXT)").await?;
                let now = one("SELECT to_char(now() AT TIME ZONE 'UTC',
                                              'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')")
                .await?;
                (version, Vec::new(), now.as_deref().map(parse).transpose()?)
            }
        };
        Ok(Examined {
            version: format!("{} {}", self.engine(), version.unwrap_or_default()),
            migration: self.migration().await?,
            damage,
            clock,
        })
    }

    /// The newest migration the database has.
    async fn migration(&self) -> Result<Option<i64>, StoreError> {
        let there = match self {
            Self::Sqlite { .. } => {
                "SELECT COUNT(*) FROM sqlite_master WHERE name = '_sqlx_migrations'"
            }
            Self::Postgres(_) => {
                "SELECT COUNT(*) FROM information_schema.tables
                 WHERE table_schema = current_schema() AND table_name = '_sqlx_migrations'"
            }
        };
        let rows = self.fetch(there, args![]).await?;
        if rows.first().map_or(Ok(0), |row| row.cells().int())? == 0 {
            return Ok(None);
        }
        let rows = self.fetch("SELECT MAX(version) FROM _sqlx_migrations", args![]).await?;
        rows.first().map_or(Ok(None), |row| row.cells().optional_int())
    }

    /// Whether migrations are missing, or the database is of a newer version.
    #[must_use]
    pub fn is_current(examined: &Examined) -> bool {
        examined.migration == Some(migrations::newest())
    }

    /// Writes and takes it back: whether this account may write here.
    ///
    /// # Errors
    /// When it may not.
    pub async fn try_writing(&self) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        tx.execute("CREATE TABLE write_check (number BIGINT)", args![]).await?;
        tx.execute("INSERT INTO write_check (number) VALUES (1)", args![]).await?;
        // Dropped without a commit, so it never happened.
        drop(tx);
        Ok(())
    }
}
