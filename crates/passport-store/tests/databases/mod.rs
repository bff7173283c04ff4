//! An empty database of each engine with one organisation in it, for every kind
//! of test of the store.

use std::future::Future;

use jiff::{SignedDuration, Timestamp};
use passport_store::{Db, NewOrganisation, Organisation, Store};

/// Runs a test on every database there is, each time on an empty one.
pub async fn on_both<F, T>(name: &str, test: F)
where
    F: Fn(Store, Organisation) -> T,
    T: Future<Output = ()>,
{
    let folder = std::env::temp_dir().join(format!("passport-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let url = format!("sqlite:{}", folder.join("test.db").display());
    let store = Store::open(&url, true).await.expect("SQLite opens");
    test(store.clone(), organisation(&store).await).await;
    store.db().close().await;
    std::fs::remove_dir_all(&folder).expect("the folder goes");
    let Ok(server) = std::env::var("PASSPORT_TEST_POSTGRES") else { return };
    let schema = format!("{name}_{}", std::process::id()).replace('-', "_");
    let admin = Db::connect(&server, true).await.expect("PostgreSQL opens");
    run(&admin, &format!("CREATE SCHEMA {schema}")).await;
    let joint = if server.contains('?') { '&' } else { '?' };
    let url = format!("{server}{joint}options=-c%20search_path%3D{schema}");
    let store = Store::open(&url, true).await.expect("PostgreSQL opens");
    test(store.clone(), organisation(&store).await).await;
    store.db().close().await;
    run(&admin, &format!("DROP SCHEMA {schema} CASCADE")).await;
    admin.close().await;
}

/// Does something to the database behind the store's back.
pub async fn run(db: &Db, sql: &str) -> u64 {
    let mut tx = db.begin().await.expect("begins");
    let rows = tx.execute(sql.to_owned().leak(), Vec::new()).await.expect("runs");
    tx.commit().await.expect("commits");
    rows
}

async fn organisation(store: &Store) -> Organisation {
    let new = NewOrganisation {
        code: "999".into(),
        name: "Hartwell NHS Trust".into(),
        vpd: "999".into(),
        ods: "RHW".into(),
    };
    store.add_organisation(&new, "test", at(0)).await.expect("added")
}

/// The first of November 2026 at seven, and so many seconds.
pub fn at(seconds: i64) -> Timestamp {
    let seven: Timestamp = "2026-11-01T07:00:00Z".parse().expect("an instant");
    seven + SignedDuration::from_secs(seconds)
}
