//! A fresh organisation on each database.

use std::future::Future;

use jiff::{SignedDuration, Timestamp};
use passport_core::delivery::{Month, Reason};
use passport_store::{
    Carrier, Db, MonthPlan, NewOrganisation, Organisation, PlannedPerson, Reservation, Store,
};

/// Runs a test on every database there is, each time on an empty one.
pub async fn on_both<F, T>(name: &str, test: F)
where
    F: Fn(Organisation) -> T,
    T: Future<Output = ()>,
{
    let folder = std::env::temp_dir().join(format!("passport-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let url = format!("sqlite:{}", folder.join("test.db").display());
    let store = Store::open(&url, true).await.expect("SQLite opens");
    test(organisation(&store).await).await;
    store.db().close().await;
    std::fs::remove_dir_all(&folder).expect("the folder goes");
    let Ok(server) = std::env::var("PASSPORT_TEST_POSTGRES") else { return };
    let schema = format!("{name}_{}", std::process::id()).replace('-', "_");
    let admin = Db::connect(&server, true).await.expect("PostgreSQL opens");
    run(&admin, format!("CREATE SCHEMA {schema}")).await;
    let joint = if server.contains('?') { '&' } else { '?' };
    let url = format!("{server}{joint}options=-c%20search_path%3D{schema}");
    let store = Store::open(&url, true).await.expect("PostgreSQL opens");
    test(organisation(&store).await).await;
    store.db().close().await;
    run(&admin, format!("DROP SCHEMA {schema} CASCADE")).await;
    admin.close().await;
}

async fn run(db: &Db, sql: String) {
    let mut tx = db.begin().await.expect("begins");
    tx.execute(sql.leak(), Vec::new()).await.expect("runs");
    tx.commit().await.expect("commits");
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

pub fn month() -> Month {
    "2026-11".parse().expect("a month")
}

/// The first of November 2026 at seven, and so many seconds.
pub fn at(seconds: i64) -> Timestamp {
    let seven: Timestamp = "2026-11-01T07:00:00Z".parse().expect("an instant");
    seven + SignedDuration::from_secs(seconds)
}

pub fn plan_at(seconds: i64) -> MonthPlan {
    MonthPlan {
        month: month(),
        as_at: "2026-11-01".parse().expect("a date"),
        change: 1,
        actor: "test".into(),
        at: at(seconds),
    }
}

pub fn person(number: &str) -> PlannedPerson {
    PlannedPerson {
        employee_number: number.into(),
        name: format!("Person {number}"),
        address: format!("p{number}@example.nhs.uk"),
        unit: "Hartwell NHS Trust|Ashdown Ward".into(),
        message_id: format!("passport-2026-11.{number}@example.nhs.uk"),
        not_sent: None,
    }
}

pub fn without_address(number: &str) -> PlannedPerson {
    PlannedPerson {
        address: String::new(),
        message_id: format!("passport-2026-11.{number}-none@example.nhs.uk"),
        not_sent: Some((Reason::NoAddress, String::new())),
        ..person(number)
    }
}

pub fn people(many: usize) -> Vec<PlannedPerson> {
    (1..=many).map(|number| person(&format!("{number:05}"))).collect()
}

pub fn worker(name: &str) -> Reservation {
    Reservation {
        worker: name.into(),
        carrier: Carrier::Smtp,
        most: 10,
        lease: SignedDuration::from_secs(30),
        resend_in_doubt: true,
    }
}
