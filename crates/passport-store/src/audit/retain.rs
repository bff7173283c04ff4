//! Retention: the personal part of entries goes, by age or with the person they
//! are about; the chain stays.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::Value as Json;

use super::event::{AuditEvent, write};
use super::moment;
use crate::value::Value;
use crate::{Organisation, StoreError, Tx, args};

const ERASE: &str = "UPDATE audit_entry
    SET actor = '', about = '', origin = '', payload = NULL, salt = NULL
    WHERE organisation_id = $1 AND salt IS NOT NULL";

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
        let mut tx = self.db.begin().await?;
        let erased = erase_before(&mut tx, self.id, before, actor, at).await?;
        tx.commit().await?;
        Ok(erased)
    }
}

/// As [`Organisation::erase_audit_payloads`], in a write that is under way.
pub(crate) async fn erase_before(
    tx: &mut Tx,
    organisation: i64,
    before: Timestamp,
    actor: &str,
    at: Timestamp,
) -> Result<u64, StoreError> {
    // Nothing that is yet to happen: it could be erased unseen.
    let before = moment(before.min(at));
    let sql = format!("{ERASE} AND at < $2");
    let erased = tx.execute_built(sql, args![organisation, &before]).await?;
    if erased > 0 {
        let event = AuditEvent::new(at, actor, AuditEvent::ERASED)
            .with(BEFORE, before.as_str())
            .with("entries", erased);
        write(tx, organisation, &[event]).await?;
    }
    Ok(erased)
}

/// The statement that counts what erasing would erase.
pub(crate) fn count_before(organisation: i64, before: Timestamp) -> (String, Vec<Value>) {
    let sql = "SELECT COUNT(*) FROM audit_entry
        WHERE organisation_id = $1 AND salt IS NOT NULL AND at < $2";
    (sql.into(), args![organisation, moment(before)])
}

/// Erases the personal part of every entry about one person, or whose details
/// name them. The entry that says so names the entries and not the person; such
/// an entry is never one of them, though an identifier or a count in it may look
/// like somebody's number: without it, what it erased would not be sound.
pub(crate) async fn erase_about(
    tx: &mut Tx,
    organisation: i64,
    employee_number: &str,
    actor: &str,
    at: Timestamp,
) -> Result<u64, StoreError> {
    let rows = tx
        .fetch(
            "SELECT id, about, payload FROM audit_entry
             WHERE organisation_id = $1 AND salt IS NOT NULL AND at <= $4 AND action <> $5
               AND ((about = $2 AND about <> '') OR payload LIKE '%' || $3 || '%')",
            args![
                organisation,
                employee_number,
                like(employee_number),
                moment(at),
                AuditEvent::ERASED
            ],
        )
        .await?;
    let mut ids = Vec::new();
    for row in rows {
        let mut cells = row.cells();
        let (id, about) = (cells.int()?, cells.text()?);
        let payload = cells.optional_text()?.unwrap_or_default();
        if about == employee_number || names(&payload, employee_number) {
            ids.push(id);
        }
    }
    for chunk in ids.chunks(500) {
        let list: Vec<String> = chunk.iter().map(i64::to_string).collect();
        let sql = format!("{ERASE} AND id IN ({})", list.join(", "));
        tx.execute_built(sql, args![organisation]).await?;
    }
    if !ids.is_empty() {
        let event = AuditEvent::new(at, actor, AuditEvent::ERASED)
            .with("entries", ids.len())
            .with(ONLY, ids.iter().copied().map(Json::from).collect::<Vec<_>>());
        write(tx, organisation, &[event]).await?;
    }
    Ok(ids.len() as u64)
}

const BEFORE: &str = "before";
const ONLY: &str = "only";

/// What LIKE takes as a sign is looked for as any letter.
pub(crate) fn like(text: &str) -> String {
    text.replace(['%', '_', '\\'], "_")
}

/// A shorter number stands for too much else in words: for an import, a change.
const SHORTEST: usize = 5;

/// Whether a text names a number, and not a longer one of which it is a part.
pub(crate) fn names(text: &str, number: &str) -> bool {
    if number.chars().count() < SHORTEST {
        return false;
    }
    let whole = |edge: Option<char>| edge.is_none_or(|letter| !letter.is_alphanumeric());
    text.match_indices(number).any(|(at, found)| {
        whole(text[..at].chars().next_back()) && whole(text[at + found.len()..].chars().next())
    })
}

/// What the store itself has erased.
#[derive(Debug, Default)]
pub(super) struct ErasedByUs {
    /// Everything before this instant; empty where that never was.
    before: String,
    /// Entries by their identifiers, with the instant of the entry that says so.
    only: HashMap<i64, String>,
}

impl ErasedByUs {
    /// Whether it erased this entry.
    pub(super) fn covers(&self, id: i64, at: &str) -> bool {
        at < self.before.as_str() || self.only.get(&id).is_some_and(|erased| at <= erased.as_str())
    }
}

/// What entries of the audit say was erased. Once the details of such an entry are
/// erased in their turn, a later one says at least as much.
pub(super) async fn erased_by_us(tx: &mut Tx, organisation: i64) -> Result<ErasedByUs, StoreError> {
    let rows = tx
        .fetch(
            "SELECT at, payload FROM audit_entry
             WHERE organisation_id = $1 AND action = $2 AND payload IS NOT NULL",
            args![organisation, AuditEvent::ERASED],
        )
        .await?;
    let mut erased = ErasedByUs::default();
    for row in rows {
        let mut cells = row.cells();
        let at = cells.text()?;
        let payload: Json = serde_json::from_str(&cells.text()?).unwrap_or_default();
        if let Some(before) = payload[BEFORE].as_str().filter(|before| **before > *erased.before) {
            erased.before = before.to_owned();
        }
        let only = payload[ONLY].as_array().into_iter().flatten();
        erased.only.extend(only.filter_map(Json::as_i64).map(|id| (id, at.clone())));
    }
    Ok(erased)
}

#[cfg(test)]
mod tests {
    use super::{like, names};

    #[test]
    fn a_number_is_named_only_as_a_whole() {
        assert!(names("award added for 77101: reason", "77101"));
        assert!(names("77101-2", "77101") && names("77101", "77101"));
        assert!(!names("award added for 771010", "77101") && !names("277101", "77101"));
        assert!(names("771010 and 77101", "77101"));
        assert!(!names("undo import 12", "12"));
    }

    #[test]
    fn a_number_with_signs_of_its_own_is_looked_for_widely() {
        assert_eq!(like("5%_\\a"), "5___a");
    }
}
