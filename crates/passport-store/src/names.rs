//! What the organisation's facts name: competences, units, people.

use std::collections::HashSet;

use crate::value::{Row, Value};
use crate::{Known, Organisation, StoreError, args};

impl Organisation {
    /// Every competence name that awards and extracts use, first met first; those of
    /// records that were destroyed too.
    pub async fn competence_names(&self, known: Known) -> Result<Vec<String>, StoreError> {
        let (condition, change) = known.condition();
        let sql = format!(
            "SELECT competence_name, MIN(id) AS id FROM award
             WHERE organisation_id = $1 AND {condition} GROUP BY competence_name"
        );
        let rows = self.db.fetch_built(sql, args![self.id, change, change]).await?;
        let awards: Vec<(i64, String)> = read_met(&rows)?;
        self.competence_names_with(known, awards).await
    }

    /// As [`Organisation::competence_names`], where those of awards are at hand, each
    /// with the first fact that uses it.
    pub async fn competence_names_with(
        &self,
        known: Known,
        mut met: Vec<(i64, String)>,
    ) -> Result<Vec<String>, StoreError> {
        let (condition, change) = known.condition();
        let sql = format!(
            "SELECT competence_name, id FROM requirement
             WHERE organisation_id = $1 AND {condition} AND competence_name <> ''
             UNION ALL
             SELECT name, first_fact FROM name_met
             WHERE organisation_id = $1 AND kind = 'competence'"
        );
        let rows = self.db.fetch_built(sql, args![self.id, change, change]).await?;
        met.extend(read_met(&rows)?);
        met.sort_unstable();
        let mut names = Vec::new();
        let mut seen = HashSet::new();
        for (_, name) in met {
            if seen.insert(name.clone()) {
                names.push(name);
            }
        }
        Ok(names)
    }

    /// Who holds awards under these names, and how many each.
    pub async fn holders_of(
        &self,
        names: &[String],
    ) -> Result<Vec<(String, String, u64)>, StoreError> {
        let mut found = Vec::new();
        for chunk in names.chunks(500) {
            let places: Vec<String> = (2..chunk.len() + 2).map(|n| format!("${n}")).collect();
            let sql = format!(
                "SELECT competence_name, employee_number, COUNT(*) FROM award
                 WHERE organisation_id = $1 AND voided IS NULL AND competence_name IN ({})
                 GROUP BY competence_name, employee_number",
                places.join(", ")
            );
            let mut values = args![self.id];
            values.extend(chunk.iter().map(|name| Value::from(name.as_str())));
            for row in self.db.fetch_built(sql, values).await? {
                let mut cells = row.cells();
                found.push((cells.text()?, cells.text()?, cells.int()?.unsigned_abs()));
            }
        }
        Ok(found)
    }

    /// The path of every unit that a posting is or was in, destroyed ones too.
    pub async fn unit_paths(&self, known: Known) -> Result<Vec<String>, StoreError> {
        let (condition, change) = known.condition();
        let sql = format!(
            "SELECT unit, MIN(id) FROM (
                 SELECT unit, id FROM posting
                 WHERE organisation_id = $1 AND {condition} AND unit <> ''
                 UNION ALL
                 SELECT name, first_fact FROM name_met
                 WHERE organisation_id = $1 AND kind = 'unit'
             ) AS met GROUP BY unit ORDER BY MIN(id)"
        );
        self.texts(sql, change).await
    }

    /// Every employee number, in the database's own order of text.
    pub async fn employee_numbers(&self, known: Known) -> Result<Vec<String>, StoreError> {
        let (condition, change) = known.condition();
        let sql = format!(
            "SELECT employee_number FROM person
             WHERE organisation_id = $1 AND {condition} ORDER BY employee_number"
        );
        self.texts(sql, change).await
    }

    async fn texts(&self, sql: String, change: i64) -> Result<Vec<String>, StoreError> {
        let rows = self.db.fetch_built(sql, args![self.id, change, change]).await?;
        rows.iter().map(|row| row.cells().text()).collect()
    }
}

/// Names, each with its first fact.
fn read_met(rows: &[Row]) -> Result<Vec<(i64, String)>, StoreError> {
    rows.iter()
        .map(|row| {
            let mut cells = row.cells();
            let name = cells.text()?;
            Ok((cells.int()?, name))
        })
        .collect()
}
