//! The two databases behind one door: a statement, its arguments, its rows.

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use futures_util::TryStreamExt;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, PgPool, Postgres, Sqlite, SqlitePool, Transaction,
};

use crate::value::{Row, Value, postgres_arguments, sqlite_arguments};
use crate::{StoreError, migrations};

/// How long a writer waits for another process's write on SQLite.
const BUSY: Duration = Duration::from_secs(30);
/// How many rows SQLite may be ahead of their reader.
const ROWS_AT_ONCE: usize = 512;

/// A database, with its connections.
#[derive(Clone, Debug)]
pub enum Db {
    /// Embedded. One connection writes, so that writes queue here rather than
    /// fail on the file's lock; several read beside it (WAL).
    Sqlite {
        /// The writing connection.
        writer: SqlitePool,
        /// The reading connections.
        readers: SqlitePool,
    },
    /// A PostgreSQL server.
    Postgres(PgPool),
}

impl Db {
    /// Opens the database at `sqlite:FILE` or `postgres://…` and brings its
    /// tables up to date. `create` makes a missing SQLite file.
    ///
    /// # Errors
    /// When the address is wrong or the database cannot be reached.
    pub async fn open(url: &str, create: bool) -> Result<Self, StoreError> {
        let db = Self::connect(url, create).await?;
        migrations::run(&db).await?;
        Ok(db)
    }

    /// As [`Db::open`], but leaves the tables as they are: `check` looks before
    /// anything is touched.
    ///
    /// # Errors
    /// When the address is wrong or the database cannot be reached.
    pub async fn connect(url: &str, create: bool) -> Result<Self, StoreError> {
        Ok(if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let options = PgConnectOptions::from_str(url)?.application_name("training-passport");
            // One connection first: it says at once what is wrong, where the pool
            // would try again for half a minute and then say only that it waited.
            options.connect().await?.close().await?;
            Self::Postgres(PgPoolOptions::new().max_connections(8).connect_with(options).await?)
        } else if url.starts_with("sqlite:") {
            Self::open_sqlite(url, create).await?
        } else {
            return Err(StoreError::Address(url.to_owned()));
        })
    }

    /// The file of a SQLite address; `None` for a server's.
    #[must_use]
    pub fn file(url: &str) -> Option<&Path> {
        let file = url.strip_prefix("sqlite:")?;
        Some(Path::new(file.strip_prefix("//").unwrap_or(file)))
    }

    async fn open_sqlite(url: &str, create: bool) -> Result<Self, StoreError> {
        let address = || StoreError::Address(url.to_owned());
        let file = Self::file(url).and_then(Path::to_str).ok_or_else(address)?;
        if file.is_empty() || file.starts_with(":memory:") {
            return Err(address());
        }
        if !create && !Path::new(file).exists() {
            return Err(StoreError::NoFile(file.to_owned()));
        }
        if create {
            make_private(file);
        }
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(create)
            .journal_mode(SqliteJournalMode::Wal)
            // Full: what was committed survives a power cut, which the outbox relies on.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            // What is destroyed is overwritten, not only forgotten.
            .pragma("secure_delete", "ON")
            // Rows come from a thread of their own: fewer would wake it again and again.
            .row_buffer_size(ROWS_AT_ONCE)
            .busy_timeout(BUSY);
        let writer = Self::writer(&options).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .connect_with(options.create_if_missing(false))
            .await?;
        Ok(Self::Sqlite { writer, readers })
    }

    /// The writing connection. Of two programs that open a new file at once one
    /// turns it into a log file while the other is told that it is locked, at
    /// once and not after [`BUSY`]: it asks again.
    async fn writer(options: &SqliteConnectOptions) -> Result<SqlitePool, StoreError> {
        const ASKED: u32 = 50;
        const PAUSE: Duration = Duration::from_millis(100);
        let mut asked = 0;
        loop {
            let pool = SqlitePoolOptions::new().max_connections(1);
            match pool.connect_with(options.clone()).await {
                Ok(writer) => return Ok(writer),
                Err(error) if asked < ASKED && is_locked(&error) => {
                    asked += 1;
                    tokio::time::sleep(PAUSE).await;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// `SQLite` or `PostgreSQL`, as told to an operator.
    #[must_use]
    pub const fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    /// The rows that answer a question.
    pub async fn fetch(
        &self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        self.fetch_built(sql.into(), values).await
    }

    /// The rows that answer a question whose text was put together from
    /// constants of ours (table and column names), never from input.
    pub(crate) async fn fetch_built(
        &self,
        sql: String,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        Ok(match self {
            Self::Sqlite { readers, .. } => {
                let rows = sqlx::query_with(AssertSqlSafe(sql), sqlite_arguments(values)?)
                    .fetch_all(readers)
                    .await?;
                rows.into_iter().map(Row::Sqlite).collect()
            }
            Self::Postgres(pool) => {
                let rows = sqlx::query_with(AssertSqlSafe(sql), postgres_arguments(values)?)
                    .fetch_all(pool)
                    .await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    /// As [`Db::fetch_built`], each row read as it comes: a row as the driver
    /// holds it is many times larger than what it says.
    pub(crate) async fn fetch_each<T>(
        &self,
        sql: String,
        values: Vec<Value>,
        read: fn(&Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut found = Vec::new();
        match self {
            Self::Sqlite { readers, .. } => {
                let query = sqlx::query_with(AssertSqlSafe(sql), sqlite_arguments(values)?);
                let mut rows = query.fetch(readers);
                while let Some(row) = rows.try_next().await? {
                    found.push(read(&Row::Sqlite(row))?);
                }
            }
            Self::Postgres(pool) => {
                let query = sqlx::query_with(AssertSqlSafe(sql), postgres_arguments(values)?);
                let mut rows = query.fetch(pool);
                while let Some(row) = rows.try_next().await? {
                    found.push(read(&Row::Postgres(row))?);
                }
            }
        }
        Ok(found)
    }

    /// Begins a write. On SQLite the write lock is taken at once, so that what
    /// is read within cannot change before it is written.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Tx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Begins a look at the whole database as it stands at one moment, whatever
    /// others write meanwhile.
    pub(crate) async fn snapshot(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Tx::Sqlite(readers.begin().await?),
            Self::Postgres(pool) => Tx::Postgres(
                pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?,
            ),
        })
    }

    /// Closes every connection; SQLite folds its write-ahead log into the file.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// SQLITE_BUSY and its kin.
fn is_locked(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|error| error.message().contains("locked"))
}

/// Makes a new database file that nobody else on the machine may read: SQLite
/// would make it as any other, and gives its log the same rights. What cannot be
/// made here, SQLite reports in its own words.
fn make_private(file: &str) {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let _ = options.open(file);
}

/// A write under way; dropped without [`Tx::commit`], it never happened.
#[derive(Debug)]
pub enum Tx {
    /// SQLite's.
    Sqlite(Transaction<'static, Sqlite>),
    /// PostgreSQL's.
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    /// Runs a statement; the number of rows it touched.
    pub async fn execute(
        &mut self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<u64, StoreError> {
        self.execute_built(sql.into(), values).await
    }

    pub(crate) async fn execute_built(
        &mut self,
        sql: String,
        values: Vec<Value>,
    ) -> Result<u64, StoreError> {
        Ok(match self {
            Self::Sqlite(tx) => sqlx::query_with(AssertSqlSafe(sql), sqlite_arguments(values)?)
                .execute(&mut **tx)
                .await?
                .rows_affected(),
            Self::Postgres(tx) => sqlx::query_with(AssertSqlSafe(sql), postgres_arguments(values)?)
                .execute(&mut **tx)
                .await?
                .rows_affected(),
        })
    }

    /// The rows that answer a question, as this write sees them.
    pub async fn fetch(
        &mut self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        self.fetch_built(sql.into(), values).await
    }

    pub(crate) async fn fetch_built(
        &mut self,
        sql: String,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        Ok(match self {
            Self::Sqlite(tx) => {
                let rows = sqlx::query_with(AssertSqlSafe(sql), sqlite_arguments(values)?)
                    .fetch_all(&mut **tx)
                    .await?;
                rows.into_iter().map(Row::Sqlite).collect()
            }
            Self::Postgres(tx) => {
                let rows = sqlx::query_with(AssertSqlSafe(sql), postgres_arguments(values)?)
                    .fetch_all(&mut **tx)
                    .await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    /// The rows that answer a question one by one, so that a large table need
    /// not fit in memory.
    pub(crate) async fn each(
        &mut self,
        sql: String,
        values: Vec<Value>,
        mut take: impl FnMut(&Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => {
                let query = sqlx::query_with(AssertSqlSafe(sql), sqlite_arguments(values)?);
                let mut rows = query.fetch(&mut **tx);
                while let Some(row) = rows.try_next().await? {
                    take(&Row::Sqlite(row))?;
                }
            }
            Self::Postgres(tx) => {
                let query = sqlx::query_with(AssertSqlSafe(sql), postgres_arguments(values)?);
                let mut rows = query.fetch(&mut **tx);
                while let Some(row) = rows.try_next().await? {
                    take(&Row::Postgres(row))?;
                }
            }
        }
        Ok(())
    }

    /// Runs several statements, as a migration has them.
    pub(crate) async fn script(&mut self, sql: &str) -> Result<(), StoreError> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(tx) => {
                sqlx::raw_sql(sql).execute(&mut **tx).await?;
            }
            Self::Postgres(tx) => {
                sqlx::raw_sql(sql).execute(&mut **tx).await?;
            }
        }
        Ok(())
    }

    /// `FOR UPDATE SKIP LOCKED` where the engine knows it, nothing on SQLite,
    /// whose writers already wait for one another: the one dialect difference.
    #[must_use]
    pub const fn skip_locked(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "",
            Self::Postgres(_) => " FOR UPDATE SKIP LOCKED",
        }
    }

    /// Makes the write permanent.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}
