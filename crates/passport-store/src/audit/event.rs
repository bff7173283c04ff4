//! What happened, on its way into the audit.

use jiff::Timestamp;
use serde_json::{Map, Value as Json};

use super::chance;
use super::hash::Personal;
use super::moment;
use crate::value::Value;
use crate::{Organisation, StoreError, Tx, args};

/// Something that somebody did, saw, or was denied.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditEvent {
    /// When.
    pub at: Timestamp,
    /// Who: an account, `command line`, `timetable`.
    pub actor: String,
    /// What, in a word or two of ours: it is never erased, so nothing personal
    /// may stand in it.
    pub action: &'static str,
    /// The employee number of the person it concerns, or empty.
    pub about: String,
    /// The address it came from, or empty.
    pub origin: String,
    /// Whatever else is to be known, such as the reason.
    pub details: Map<String, Json>,
}

impl AuditEvent {
    /// The action of a change.
    pub const CHANGED: &str = "changed";
    /// The action of erasing the personal part of old entries.
    pub const ERASED: &str = "erased";

    /// Somebody did something.
    #[must_use]
    pub fn new(at: Timestamp, actor: impl Into<String>, action: &'static str) -> Self {
        let actor = actor.into();
        let (about, origin, details) = (String::new(), String::new(), Map::new());
        Self { at, actor, action, about, origin, details }
    }

    /// It concerns this person.
    #[must_use]
    pub fn about(mut self, employee_number: impl Into<String>) -> Self {
        self.about = employee_number.into();
        self
    }

    /// It came from this address.
    #[must_use]
    pub fn origin(mut self, origin: impl Into<String>) -> Self {
        self.origin = origin.into();
        self
    }

    /// With one more thing to be known.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Json>) -> Self {
        self.details.insert(name.into(), value.into());
        self
    }
}

impl Organisation {
    /// Writes events down, all of them or none, without waiting for anyone who
    /// seals. Their identifiers follow their order.
    ///
    /// # Errors
    /// When the database fails, or the system gives no randomness.
    pub async fn note(&self, events: &[AuditEvent]) -> Result<(), StoreError> {
        if events.is_empty() {
            return Ok(());
        }
        let mut tx = self.db.begin().await?;
        write(&mut tx, self.id, events).await?;
        tx.commit().await
    }
}

const COLUMNS: usize = 10;
/// Long statements cost SQLite the square of their length; see `change`.
const ROWS_AT_ONCE: usize = 50;

/// Writes events down within a write that is under way.
pub(crate) async fn write(
    tx: &mut Tx,
    organisation: i64,
    events: &[AuditEvent],
) -> Result<(), StoreError> {
    let first = chance::identifiers(events.len())?;
    let mut entries = (first..).zip(chance::salts(events.len())?).zip(events).peekable();
    while entries.peek().is_some() {
        let mut values = Vec::new();
        let mut sql = String::from(
            "INSERT INTO audit_entry (organisation_id, id, at, action, actor, about, origin,
                 payload, salt, payload_hash) VALUES ",
        );
        for (row, ((id, salt), event)) in entries.by_ref().take(ROWS_AT_ONCE).enumerate() {
            let places: Vec<String> =
                (1..=COLUMNS).map(|column| format!("${}", row * COLUMNS + column)).collect();
            sql.push_str(if row == 0 { "(" } else { ", (" });
            sql.push_str(&places.join(", "));
            sql.push(')');
            values.extend(cells(organisation, id, salt, event)?);
        }
        tx.execute_built(sql, values).await?;
    }
    Ok(())
}

fn cells(
    organisation: i64,
    id: i64,
    salt: String,
    event: &AuditEvent,
) -> Result<Vec<Value>, StoreError> {
    // One engine keeps no NUL in text: what is hashed is what will be read.
    let clean = |text: &str| text.replace('\0', "");
    let (actor, about, origin) = (clean(&event.actor), clean(&event.about), clean(&event.origin));
    let payload = serde_json::to_string(&event.details).map_err(std::io::Error::from)?;
    let personal =
        Personal { salt: &salt, actor: &actor, about: &about, origin: &origin, payload: &payload };
    let hash = personal.hash();
    let at = moment(event.at);
    Ok(args![organisation, id, at, event.action, actor, about, origin, payload, salt, hash])
}
