//! The databases that stages work on: SQLite files, and schemas of a PostgreSQL
//! server that go when they are done with.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result};
use passport_store::{Db, NewOrganisation, Organisation, Store, StoreError};
use tokio::runtime::{Builder, Runtime};

/// A database by its address.
pub struct Database {
    /// As the store opens it.
    pub url: String,
    goes: Option<Goes>,
}

/// What is taken away at the end.
enum Goes {
    File(PathBuf),
    Schema { server: String, name: String },
}

/// The PostgreSQL server to measure beside SQLite, if one is named.
pub fn server() -> Option<String> {
    std::env::var("PASSPORT_TEST_POSTGRES").ok().filter(|server| !server.is_empty())
}

/// Two threads, as on the machine the bars are set for.
pub fn runtime() -> Result<Runtime> {
    Ok(Builder::new_multi_thread().worker_threads(2).enable_all().build()?)
}

impl Database {
    /// For stages that need none.
    pub fn none() -> Self {
        Self::at("none".into())
    }

    /// At an address.
    pub fn at(url: String) -> Self {
        Self { url, goes: None }
    }

    /// A fresh schema on a server.
    pub fn schema(server: &str) -> Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::SeqCst);
        let name = format!("passport_bars_{}_{number}", std::process::id());
        run(server, format!("CREATE SCHEMA {name}"))?;
        let joint = if server.contains('?') { '&' } else { '?' };
        let url = format!("{server}{joint}options=-c%20search_path%3D{name}");
        Ok(Self { url, goes: Some(Goes::Schema { server: server.into(), name }) })
    }

    /// A copy of a SQLite file that nobody has open.
    pub fn copied(&self) -> Result<Self> {
        let file = self.url.strip_prefix("sqlite:").context("only a file can be copied")?;
        let copy = PathBuf::from(format!("{file}.copy"));
        std::fs::copy(file, &copy)?;
        let url = format!("sqlite:{}", copy.display());
        Ok(Self { url, goes: Some(Goes::File(copy)) })
    }

    /// The trust in it; added where the database is new.
    pub async fn open(&self) -> Result<(Store, Organisation)> {
        let store = Store::open(&self.url, true).await?;
        let trust = match store.organisation(Some("999")).await {
            Err(StoreError::NoOrganisationYet) => {
                let new = NewOrganisation {
                    code: "999".into(),
                    name: "Hartwell NHS Trust".into(),
                    vpd: "999".into(),
                    ods: "RZZ".into(),
                };
                store.add_organisation(&new, "bars", crate::trust::clock().now()).await?
            }
            found => found?,
        };
        Ok((store, trust))
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // What cannot be taken away now is in a folder that goes, or is harmless.
        let _ = match &self.goes {
            Some(Goes::File(file)) => std::fs::remove_file(file).map_err(Into::into),
            Some(Goes::Schema { server, name }) => {
                run(server, format!("DROP SCHEMA {name} CASCADE"))
            }
            None => Ok(()),
        };
    }
}

fn run(server: &str, sql: String) -> Result<()> {
    runtime()?.block_on(async {
        let db = Db::connect(server, true).await?;
        let mut tx = db.begin().await?;
        tx.execute(sql.leak(), Vec::new()).await?;
        tx.commit().await?;
        db.close().await;
        Ok(())
    })
}
