//! Queries, their steps, the files sent with them, and what training from
//! elsewhere is accepted. The bytes of a file lie apart from what is said of it.

use jiff::civil::Date;
use passport_core::facts::Recorded;
use passport_core::query::{
    AcceptanceFact, Claim, EvidenceFact, Media, QueryFact, QueryKind, StepFact, StepKind,
};

use crate::value::{Cells, Value};
use crate::{Change, Fact, Known, Organisation, Realm, StoreError, args};

impl Fact for QueryFact {
    const TABLE: &'static str = "query";
    const COLUMNS: &'static [&'static str] = &[
        "employee_number",
        "kind",
        "subject",
        "level",
        "words",
        "raised_on",
        "title",
        "provider",
        "provider_vpd",
        "provider_is_nhs",
        "completed_on",
        "printed_expiry",
    ];

    const REALMS: &'static [Realm] = &[Realm::People, Realm::Queries];

    fn cells(&self) -> Vec<Value> {
        let claim = self.claim.as_ref();
        args![
            &self.employee_number,
            self.kind.name(),
            &self.subject,
            &self.level,
            &self.words,
            self.raised_on,
            claim.map(|claim| claim.title.as_str()),
            claim.map(|claim| claim.provider.as_str()),
            claim.map(|claim| claim.provider_vpd.as_str()),
            claim.map(|claim| claim.is_nhs),
            claim.map(|claim| claim.completed_on),
            claim.and_then(|claim| claim.printed_expiry)
        ]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        let (employee_number, kind) = (cells.text()?, cells.text()?);
        Ok(Self {
            employee_number,
            kind: QueryKind::from_name(&kind).ok_or(StoreError::Unreadable(kind))?,
            subject: cells.text()?,
            level: cells.text()?,
            words: cells.text()?,
            raised_on: cells.date()?,
            claim: claim(cells)?,
        })
    }
}

/// The training that a claim speaks of; none where no day of it is kept.
fn claim(cells: &mut Cells<'_>) -> Result<Option<Claim>, StoreError> {
    let (title, provider) = (cells.optional_text()?, cells.optional_text()?);
    let (provider_vpd, is_nhs) = (cells.optional_text()?, cells.optional_bool()?);
    let (completed_on, printed_expiry) = (cells.optional_date()?, cells.optional_date()?);
    Ok(completed_on.map(|completed_on| Claim {
        title: title.unwrap_or_default(),
        provider: provider.unwrap_or_default(),
        provider_vpd: provider_vpd.unwrap_or_default(),
        is_nhs: is_nhs.unwrap_or_default(),
        completed_on,
        printed_expiry,
    }))
}

impl Fact for StepFact {
    const TABLE: &'static str = "query_step";
    const COLUMNS: &'static [&'static str] =
        &["employee_number", "query", "kind", "reason", "award", "made_on"];

    const REALMS: &'static [Realm] = &[Realm::People, Realm::Queries];

    fn cells(&self) -> Vec<Value> {
        args![
            &self.employee_number,
            self.query,
            self.kind.name(),
            &self.reason,
            self.award,
            self.made_on
        ]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        let (employee_number, query, kind) = (cells.text()?, cells.int()?, cells.text()?);
        Ok(Self {
            employee_number,
            query,
            kind: StepKind::from_name(&kind).ok_or(StoreError::Unreadable(kind))?,
            reason: cells.text()?,
            award: cells.optional_int()?,
            made_on: cells.date()?,
        })
    }
}

impl Fact for EvidenceFact {
    const TABLE: &'static str = "evidence";
    const COLUMNS: &'static [&'static str] =
        &["employee_number", "query", "name", "media", "bytes", "sha256"];

    const REALMS: &'static [Realm] = &[];

    fn cells(&self) -> Vec<Value> {
        args![
            &self.employee_number,
            self.query,
            &self.name,
            self.media.name(),
            self.bytes,
            &self.sha256
        ]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        let (employee_number, query, name) = (cells.text()?, cells.int()?, cells.text()?);
        let media = cells.text()?;
        Ok(Self {
            employee_number,
            query,
            name,
            media: Media::from_name(&media).ok_or(StoreError::Unreadable(media))?,
            bytes: cells.int()?,
            sha256: cells.text()?,
        })
    }
}

impl Fact for AcceptanceFact {
    const TABLE: &'static str = "acceptance_rule";
    const COLUMNS: &'static [&'static str] =
        &["subject", "any_nhs", "providers", "in_date", "evidence", "note", "date_from"];

    const REALMS: &'static [Realm] = &[];

    fn cells(&self) -> Vec<Value> {
        args![
            &self.subject,
            self.any_nhs,
            serde_json::to_string(&self.providers).unwrap_or_default(),
            self.in_date,
            self.evidence,
            &self.note,
            self.date_from
        ]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        let (subject, any_nhs, providers) = (cells.text()?, cells.bool()?, cells.text()?);
        Ok(Self {
            subject,
            any_nhs,
            providers: serde_json::from_str(&providers)
                .map_err(|_| StoreError::Unreadable(providers))?,
            in_date: cells.bool()?,
            evidence: cells.bool()?,
            note: cells.text()?,
            date_from: cells.optional_date()?,
        })
    }
}

/// That a step settles its query: one of the kinds that do, by their names of ours.
fn settles() -> String {
    let settling = StepKind::ALL.iter().filter(|(kind, ..)| kind.settles());
    let names: Vec<String> = settling.map(|(_, name, _)| format!("'{name}'")).collect();
    format!("step.voided IS NULL AND step.kind IN ({})", names.join(", "))
}

/// Queries that nothing settles.
fn open() -> String {
    format!(
        "AND NOT EXISTS (SELECT 1 FROM query_step AS step
             WHERE step.organisation_id = query.organisation_id AND step.query = query.id
               AND {}) ORDER BY id",
        settles()
    )
}

impl Organisation {
    /// Queries that are not settled, the oldest first.
    ///
    /// # Errors
    /// When the database fails, as below.
    pub async fn open_queries(&self) -> Result<Vec<Recorded<QueryFact>>, StoreError> {
        self.select(Known::Now, &open(), Vec::new()).await
    }

    /// What became of one query, step by step.
    pub async fn steps_of_query(&self, query: i64) -> Result<Vec<Recorded<StepFact>>, StoreError> {
        self.select(Known::Now, "AND query = $4 ORDER BY id", args![query]).await
    }

    /// The files sent with one query.
    pub async fn evidence_of_query(
        &self,
        query: i64,
    ) -> Result<Vec<Recorded<EvidenceFact>>, StoreError> {
        self.select(Known::Now, "AND query = $4 ORDER BY id", args![query]).await
    }

    /// The bytes of a file.
    pub async fn evidence_file(&self, evidence: i64) -> Result<Option<Vec<u8>>, StoreError> {
        let rows = self
            .db
            .fetch(
                "SELECT content FROM evidence_file WHERE organisation_id = $1 AND evidence = $2",
                args![self.id, evidence],
            )
            .await?;
        rows.first().map(|row| row.cells().bytes()).transpose()
    }
}

impl Change {
    /// Records a file with its bytes; its number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn record_evidence(
        &mut self,
        fact: EvidenceFact,
        content: Vec<u8>,
    ) -> Result<i64, StoreError> {
        let person = fact.employee_number.clone();
        let id = self.record(&[fact]).await?[0];
        self.tx
            .execute(
                "INSERT INTO evidence_file (organisation_id, evidence, employee_number, content)
                 VALUES ($1, $2, $3, $4)",
                args![self.organisation, id, person, content],
            )
            .await?;
        Ok(id)
    }
}

/// Files of queries that were settled before a day, but of those whose record is
/// kept longer.
fn settled() -> String {
    format!(
        "query IN (SELECT step.query FROM query_step AS step
             WHERE step.organisation_id = $1 AND {} AND step.made_on < $2)
         AND employee_number NOT IN (SELECT employee_number FROM retention_hold
             WHERE organisation_id = $1 AND voided IS NULL)
         AND employee_number NOT IN (SELECT employee_number FROM person
             WHERE organisation_id = $1 AND voided IS NULL AND retain_until >= $3)",
        settles()
    )
}

impl Organisation {
    /// How many files were sent with queries that were settled before a day, and are
    /// due on another.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn evidence_before(&self, day: Date, as_at: Date) -> Result<u64, StoreError> {
        let settled = settled();
        let sql = format!("SELECT COUNT(*) FROM evidence WHERE organisation_id = $1 AND {settled}");
        let rows = self.db.fetch_built(sql, args![self.id, day, as_at]).await?;
        Ok(rows.first().map_or(Ok(0), |row| row.cells().int())?.unsigned_abs())
    }
}

impl Change {
    /// Destroys the files of queries that were settled before a day; how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn destroy_evidence(&mut self, day: Date, as_at: Date) -> Result<u64, StoreError> {
        let values = || args![self.organisation, day, as_at];
        let settled = settled();
        let files = format!(
            "DELETE FROM evidence_file WHERE organisation_id = $1 AND evidence IN (
                 SELECT id FROM evidence WHERE organisation_id = $1 AND {settled})"
        );
        self.tx.execute_built(files, values()).await?;
        let facts = format!("DELETE FROM evidence WHERE organisation_id = $1 AND {settled}");
        self.tx.execute_built(facts, values()).await
    }
}

#[cfg(test)]
mod tests {
    use super::{StepKind, settles};

    #[test]
    fn the_store_settles_a_query_by_the_very_steps_that_the_rule_does() {
        let text = settles();
        for (kind, name, _) in StepKind::ALL {
            assert_eq!(text.contains(&format!("'{name}'")), kind.settles(), "{name}");
        }
    }
}
