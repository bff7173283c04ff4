//! Accounts on both databases: SQLite always, PostgreSQL where
//! `PASSPORT_TEST_POSTGRES` holds the address of a server.

#[path = "../databases/mod.rs"]
mod databases;
mod identities;
mod latest;
mod messages;
mod second_factor;
mod sessions;

use databases::{at, on_both};
use passport_store::{NewAccount, Organisation};

/// Opens an account; its number.
async fn account(trust: &Organisation, email: &str) -> i64 {
    let new =
        NewAccount { employee_number: "123".into(), name: "Ann Jones".into(), email: email.into() };
    let mut change = trust.begin("test", "opened", at(0)).await.expect("begun");
    let id = change.open_account(&new, at(0)).await.expect("opened").expect("the address is free");
    change.commit().await.expect("committed");
    id
}
