//! What goes by its age alone: an award that another stands in for, the names on
//! old messages, ended log-ins, the values that old imports quoted, and the
//! personal part of old entries of the audit.

use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::delivery::Month;

use crate::audit::{count_before, erase_before};
use crate::value::Value;
use crate::{Change, Organisation, StoreError, args};

/// Messages that nothing more is to be done with.
const SETTLED: &str = "state IN ('sent', 'printed', 'not-sent', 'failed-permanently')
    AND (name <> '' OR address <> '' OR unit <> '' OR detail <> '')";
/// The same of reminders; which rule has spoken of which line stays.
const REMINDED: &str = "day < $2 AND settled_at IS NOT NULL
    AND (name <> '' OR address <> '' OR note <> '' OR detail <> '')";
/// What lets people in and is over: links, messages that were settled, and ended
/// links of an identity that has a later one. The latest stays though it is ended:
/// without it the identity would be taken for one that comes for the first time,
/// and let in again.
const OVER: [(&str, &str); 3] = [
    ("one_time_link", "created_at < $2"),
    ("account_message", "settled_at < $2"),
    (
        "external_identity",
        "unlinked_at < $2 AND EXISTS (SELECT 1 FROM external_identity AS later
             WHERE later.organisation_id = $1 AND later.issuer = external_identity.issuer
               AND later.subject = external_identity.subject AND later.id > external_identity.id)",
    ),
];
/// Log-ins that were ended or forgotten.
const ENDED: &str = "COALESCE(ended_at, seen_at) < $2";
const PROBLEMS: &str = "problems <> '[]' AND problems <> '' AND import IN (
    SELECT number FROM import WHERE organisation_id = $1 AND at < $2)";

impl Organisation {
    /// How many messages and reminders of before a month still say to whom they went.
    ///
    /// # Errors
    /// When the database fails, as below.
    pub async fn messages_before(&self, month: Month) -> Result<u64, StoreError> {
        let sql = format!(
            "SELECT COUNT(*) FROM outbox WHERE organisation_id = $1 AND month < $2 AND {SETTLED}"
        );
        let monthly = self.count(sql, args![self.id, month.to_string()]).await?;
        let sql =
            format!("SELECT COUNT(*) FROM reminder WHERE organisation_id = $1 AND {REMINDED}");
        Ok(monthly + self.count(sql, args![self.id, month.first()]).await?)
    }

    /// How many log-ins, links, messages with them and ended identities are from
    /// before an instant.
    pub async fn log_ins_before(&self, before: Timestamp) -> Result<u64, StoreError> {
        let sessions =
            format!("SELECT COUNT(*) FROM session WHERE organisation_id = $1 AND {ENDED}");
        let mut many = self.count(sessions, args![self.id, before]).await?;
        for (table, over) in OVER {
            let sql = format!("SELECT COUNT(*) FROM {table} WHERE organisation_id = $1 AND {over}");
            many += self.count(sql, args![self.id, before]).await?;
        }
        Ok(many)
    }

    /// How many files imported before an instant have problems on record.
    pub async fn problems_before(&self, before: Timestamp) -> Result<u64, StoreError> {
        let sql =
            format!("SELECT COUNT(*) FROM import_file WHERE organisation_id = $1 AND {PROBLEMS}");
        self.count(sql, args![self.id, before]).await
    }

    /// How many entries of the audit from before an instant are not erased.
    pub async fn audit_before(&self, before: Timestamp) -> Result<u64, StoreError> {
        let (sql, values) = count_before(self.id, before);
        self.count(sql, values).await
    }

    async fn count(&self, sql: String, values: Vec<Value>) -> Result<u64, StoreError> {
        let rows = self.db.fetch_built(sql, values).await?;
        Ok(rows.first().map_or(Ok(0), |row| row.cells().int())?.unsigned_abs())
    }
}

impl Change {
    /// Destroys an award, with what was voided of the same day and name; how many
    /// rows went. A later file does not bring it back.
    pub async fn destroy_award(&mut self, id: i64) -> Result<u64, StoreError> {
        self.tx
            .execute(
                "INSERT INTO name_met (organisation_id, kind, name, first_fact, destroyed_to)
                 SELECT $1, 'competence', competence_name, id, award_date FROM award
                 WHERE organisation_id = $1 AND id = $2
                 ON CONFLICT (organisation_id, kind, name) DO UPDATE SET
                     first_fact = CASE WHEN excluded.first_fact < name_met.first_fact
                         THEN excluded.first_fact ELSE name_met.first_fact END,
                     destroyed_to = CASE WHEN COALESCE(name_met.destroyed_to, '') < excluded.destroyed_to
                         THEN excluded.destroyed_to ELSE name_met.destroyed_to END",
                args![self.organisation, id],
            )
            .await?;
        let twins = self
            .tx
            .execute(
                "DELETE FROM award WHERE organisation_id = $1 AND voided IS NOT NULL
                 AND (employee_number, competence_name, award_date) IN (
                     SELECT employee_number, competence_name, award_date FROM award
                     WHERE organisation_id = $1 AND id = $2)",
                args![self.organisation, id],
            )
            .await?;
        let gone = self
            .tx
            .execute(
                "DELETE FROM award WHERE organisation_id = $1 AND id = $2",
                args![self.organisation, id],
            )
            .await?;
        Ok(gone + twins)
    }

    /// Takes names, addresses and units off the messages of before a month, and names,
    /// addresses and managers' words off reminders. That they were sent stays, so
    /// that they are never sent again.
    pub async fn clear_messages(&mut self, month: Month) -> Result<u64, StoreError> {
        self.concerns_post_only().await?;
        let sql = format!(
            "UPDATE outbox SET name = '', address = '', unit = '', detail = ''
             WHERE organisation_id = $1 AND month < $2 AND {SETTLED}"
        );
        let monthly = args![self.organisation, month.to_string()];
        let cleared = self.tx.execute_built(sql, monthly).await?;
        let sql = format!(
            "UPDATE reminder SET name = '', address = '', note = '', detail = ''
             WHERE organisation_id = $1 AND {REMINDED}"
        );
        let reminders = args![self.organisation, month.first()];
        Ok(cleared + self.tx.execute_built(sql, reminders).await?)
    }

    /// Destroys log-ins, links, messages with them and ended identities from before
    /// an instant.
    pub async fn destroy_log_ins(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        let values = || args![self.organisation, before];
        let sessions = format!("DELETE FROM session WHERE organisation_id = $1 AND {ENDED}");
        let mut gone = self.tx.execute_built(sessions, values()).await?;
        for (table, over) in OVER {
            let sql = format!("DELETE FROM {table} WHERE organisation_id = $1 AND {over}");
            gone += self.tx.execute_built(sql, values()).await?;
        }
        Ok(gone)
    }

    /// Destroys the problems of imports from before an instant; their counts stay.
    pub async fn destroy_problems(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        let sql = format!(
            "UPDATE import_file SET problems = '[]' WHERE organisation_id = $1 AND {PROBLEMS}"
        );
        self.tx.execute_built(sql, args![self.organisation, before]).await
    }

    /// Erases the personal part of the audit's entries from before an instant.
    pub async fn erase_audit(
        &mut self,
        before: Timestamp,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        let actor = self.actor.clone();
        erase_before(&mut self.tx, self.organisation, before, &actor, at).await
    }
}

impl Organisation {
    /// Up to which day superseded awards of each competence name were destroyed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn awards_destroyed(&self) -> Result<Vec<(String, Date)>, StoreError> {
        let rows = self
            .db
            .fetch(
                "SELECT name, destroyed_to FROM name_met
                 WHERE organisation_id = $1 AND destroyed_to IS NOT NULL ORDER BY name",
                args![self.id],
            )
            .await?;
        rows.iter()
            .map(|row| {
                let mut cells = row.cells();
                Ok((cells.text()?, cells.date()?))
            })
            .collect()
    }
}
