//! What somebody does to the tables behind the program's back: the one place
//! outside the store with SQL.

use passport_store::Db;

/// What is done.
#[derive(Clone, Copy, Debug)]
pub enum Meddling {
    /// The first entry names another actor.
    Actor,
    /// The head says the chain ends at the first entry.
    Head,
    /// The second entry is gone.
    Second,
}

/// Does it to the database at this address.
pub async fn meddle(url: &str, how: Meddling) {
    let sql = match how {
        Meddling::Actor => "UPDATE audit_entry SET actor = 'nobody' WHERE number = 1",
        Meddling::Head => "UPDATE audit_head SET number = 1",
        Meddling::Second => "DELETE FROM audit_entry WHERE number = 2",
    };
    let db = Db::connect(url, false).await.expect("the database opens");
    let mut tx = db.begin().await.expect("begins");
    assert_eq!(tx.execute(sql, Vec::new()).await.expect("runs"), 1);
    tx.commit().await.expect("commits");
    db.close().await;
}
