//! One folder of migrations for both engines, embedded in the binary.

use std::future::Future;
use std::pin::Pin;

use sqlx::migrate::{Migration, MigrationSource, MigrationType, Migrator};
use sqlx::{AssertSqlSafe, SqlSafeStr, SqlitePool};

use crate::{Db, StoreError};

/// Version, name and text of every migration, oldest first. A guard test
/// checks that the folder holds no other.
pub const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "organisations and facts", include_str!("../migrations/0001_organisations_and_facts.sql")),
    (2, "outbox", include_str!("../migrations/0002_outbox.sql")),
    (3, "timetable", include_str!("../migrations/0003_timetable.sql")),
    (4, "demonstration", include_str!("../migrations/0004_demonstration.sql")),
    (5, "published months", include_str!("../migrations/0005_published_months.sql")),
    (6, "audit", include_str!("../migrations/0006_audit.sql")),
    (7, "whose outbound numbers", include_str!("../migrations/0007_whose_outbound_numbers.sql")),
    (8, "accounts", include_str!("../migrations/0008_accounts.sql")),
    (9, "second factor", include_str!("../migrations/0009_second_factor.sql")),
    (10, "single sign on", include_str!("../migrations/0010_single_sign_on.sql")),
    (11, "retention", include_str!("../migrations/0011_retention.sql")),
    (13, "account message", include_str!("../migrations/0013_account_message.sql")),
    (14, "supervision", include_str!("../migrations/0014_supervision.sql")),
    (15, "queries", include_str!("../migrations/0015_queries.sql")),
    (16, "requirement matrix", include_str!("../migrations/0016_requirement_matrix.sql")),
    (
        17,
        "entered beside the files",
        include_str!("../migrations/0017_entered_beside_the_files.sql"),
    ),
    (18, "reminders", include_str!("../migrations/0018_reminders.sql")),
    (19, "realms", include_str!("../migrations/0019_realms.sql")),
    (20, "answers put right", include_str!("../migrations/0020_answers_put_right.sql")),
    (23, "register", include_str!("../migrations/0023_register.sql")),
];

/// The number of the newest migration: what a database's tables look like.
#[must_use]
pub fn newest() -> i64 {
    MIGRATIONS.last().map_or(0, |(version, ..)| *version)
}

#[derive(Debug)]
struct Embedded;

impl MigrationSource<'static> for Embedded {
    fn resolve(
        self,
    ) -> Pin<Box<dyn Future<Output = Result<Vec<Migration>, sqlx::error::BoxDynError>> + Send>>
    {
        Box::pin(async {
            Ok(MIGRATIONS
                .iter()
                .map(|(version, name, sql)| {
                    Migration::new(
                        *version,
                        (*name).into(),
                        MigrationType::Simple,
                        AssertSqlSafe(*sql).into_sql_str(),
                        false,
                    )
                })
                .collect())
        })
    }
}

/// Applies what the database does not have yet; a repeat is harmless, and two
/// programs that start at once wait for one another.
pub(crate) async fn run(db: &Db) -> Result<(), StoreError> {
    let migrator = Migrator::new(Embedded).await?;
    match db {
        Db::Sqlite { writer, .. } if is_current(writer).await => migrator.run(writer).await?,
        // On PostgreSQL the migrator locks by itself; here the write lock does.
        Db::Sqlite { writer, .. } => {
            let mut tx = writer.begin_with("BEGIN IMMEDIATE").await?;
            migrator.run(&mut *tx).await?;
            tx.commit().await?;
        }
        Db::Postgres(pool) => migrator.run(pool).await?,
    }
    Ok(())
}

/// Whether nothing is left to apply, so that a reader need not wait for a writer.
async fn is_current(writer: &SqlitePool) -> bool {
    let applied: Result<Option<i64>, _> =
        sqlx::query_scalar("SELECT MAX(version) FROM _sqlx_migrations").fetch_one(writer).await;
    matches!(applied, Ok(Some(version)) if version >= newest())
}
