//! Reading the audit, newest first.

use jiff::Timestamp;
use serde_json::{Map, Value as Json};

use super::moment;
use crate::value::{Cells, Value};
use crate::{Organisation, StoreError, args};

/// An entry as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditEntry {
    /// Unique in the organisation.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// What, in a word or two.
    pub action: String,
    /// Who; empty once erased, as are the next two.
    pub actor: String,
    /// The employee number of the person it concerns, or empty.
    pub about: String,
    /// The address it came from, or empty.
    pub origin: String,
    /// Whatever else is known; `None` once erased.
    pub details: Option<Map<String, Json>>,
    /// Its number in the chain, once sealed.
    pub number: Option<i64>,
}

/// Which entries.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// About this employee number.
    pub about: Option<String>,
    /// From this instant on.
    pub from: Option<Timestamp>,
    /// Before this instant.
    pub to: Option<Timestamp>,
}

/// Where a page of entries ended: the next begins behind it, whatever has been
/// added meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditPlace {
    at: Timestamp,
    id: i64,
}

impl AuditEntry {
    /// Where it stands in the order of reading.
    #[must_use]
    pub const fn place(&self) -> AuditPlace {
        AuditPlace { at: self.at, id: self.id }
    }
}

impl Organisation {
    /// Entries that fit, newest first, `most` at a time, behind a place.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn audit_entries(
        &self,
        filter: &AuditFilter,
        behind: Option<&AuditPlace>,
        most: usize,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        let mut values: Vec<Value> = args![self.id];
        let mut sql = String::from(
            "SELECT id, at, action, actor, about, origin, payload, number FROM audit_entry
             WHERE organisation_id = $1",
        );
        if let Some(about) = &filter.about {
            values.extend(args![about]);
            // Said again, so that the index of those about somebody is used.
            sql.push_str(&format!(" AND about = ${} AND about <> ''", values.len()));
        }
        for (compare, bound) in [(">=", filter.from), ("<", filter.to)] {
            if let Some(bound) = bound {
                values.extend(args![moment(bound)]);
                sql.push_str(&format!(" AND at {compare} ${}", values.len()));
            }
        }
        if let Some(place) = behind {
            values.extend(args![moment(place.at), place.id]);
            sql.push_str(&format!(" AND (at, id) < (${}, ${})", values.len() - 1, values.len()));
        }
        sql.push_str(&format!(" ORDER BY at DESC, id DESC LIMIT {most}"));
        self.db.fetch_each(sql, values, |row| read(&mut row.cells())).await
    }

    /// What was done with one person's record since an instant, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn audit_of(
        &self,
        employee_number: &str,
        from: Timestamp,
        most: usize,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        let filter =
            AuditFilter { about: Some(employee_number.into()), from: Some(from), to: None };
        self.audit_entries(&filter, None, most).await
    }
}

fn read(cells: &mut Cells<'_>) -> Result<AuditEntry, StoreError> {
    Ok(AuditEntry {
        id: cells.int()?,
        at: cells.instant()?,
        action: cells.text()?,
        actor: cells.text()?,
        about: cells.text()?,
        origin: cells.text()?,
        // What is not ours to read is for `verify` to name, not a reason to show nothing.
        details: cells.optional_text()?.map(|text| serde_json::from_str(&text).unwrap_or_default()),
        number: cells.optional_int()?,
    })
}
