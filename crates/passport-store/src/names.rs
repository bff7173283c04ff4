//! What the organisation's facts name: competences, units, people.

use crate::{Known, Organisation, StoreError, args};

impl Organisation {
    /// Every competence name that awards and extracts use, first met first; those of
    /// records that were destroyed too.
    pub async fn competence_names(&self, known: Known) -> Result<Vec<String>, StoreError> {
        let (condition, change) = known.condition();
        let sql = format!(
            "SELECT competence_name, MIN(id) FROM (
                 SELECT competence_name, MIN(id) AS id FROM award
                 WHERE organisation_id = $1 AND {condition} GROUP BY competence_name
                 UNION ALL
                 SELECT competence_name, id FROM requirement
                 WHERE organisation_id = $1 AND {condition} AND competence_name <> ''
                 UNION ALL
                 SELECT name, first_fact FROM name_met
                 WHERE organisation_id = $1 AND kind = 'competence'
             ) AS met GROUP BY competence_name ORDER BY MIN(id)"
        );
        self.texts(sql, change).await
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
