//! Retention: the personal part of old entries goes, the chain stays.

use jiff::Timestamp;

use super::event::{AuditEvent, write};
use super::moment;
use crate::{Organisation, StoreError, Tx, args};

impl Organisation {
    /// Erases the personal part of every entry from before an instant: who, about
    /// whom, from where, the details and their salt. When, what, and the hash
    /// stay. That it was done is an entry itself, and the only thing that makes
    /// an erased entry a sound one. How many were erased.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn erase_audit_payloads(
        &self,
        before: Timestamp,
        actor: &str,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        // Nothing that is yet to happen: it could be erased unseen.
        let before = moment(before.min(at));
        let mut tx = self.db.begin().await?;
        let erased = tx
            .execute(
                "UPDATE audit_entry
                 SET actor = '', about = '', origin = '', payload = NULL, salt = NULL
                 WHERE organisation_id = $1 AND at < $2 AND salt IS NOT NULL",
                args![self.id, &before],
            )
            .await?;
        if erased == 0 {
            return Ok(0);
        }
        let event = AuditEvent::new(at, actor, AuditEvent::ERASED)
            .with(BEFORE, before.as_str())
            .with("entries", erased);
        write(&mut tx, self.id, &[event]).await?;
        tx.commit().await?;
        Ok(erased)
    }
}

const BEFORE: &str = "before";

/// The instant before which entries were erased by the store itself; empty where
/// none ever was. Once the details of such an entry are erased in their turn, a
/// later one says at least as much.
pub(super) async fn erased_before(tx: &mut Tx, organisation: i64) -> Result<String, StoreError> {
    let rows = tx
        .fetch(
            "SELECT payload FROM audit_entry
             WHERE organisation_id = $1 AND action = $2 AND payload IS NOT NULL",
            args![organisation, AuditEvent::ERASED],
        )
        .await?;
    let mut latest = String::new();
    for row in rows {
        let payload: serde_json::Value =
            serde_json::from_str(&row.cells().text()?).unwrap_or_default();
        if let Some(before) = payload[BEFORE].as_str().filter(|before| **before > *latest) {
            latest = before.to_owned();
        }
    }
    Ok(latest)
}
