//! What the organisation's facts name: competences, units, people.

use crate::{Organisation, StoreError, args};

impl Organisation {
    /// Every competence name that awards and extracts use, first met first.
    pub async fn competence_names(&self) -> Result<Vec<String>, StoreError> {
        self.texts(
            "SELECT competence_name, MIN(id) FROM (
                 SELECT competence_name, id FROM award
                 WHERE organisation_id = $1 AND voided IS NULL
                 UNION ALL
                 SELECT competence_name, id FROM requirement
                 WHERE organisation_id = $1 AND voided IS NULL AND competence_name <> ''
             ) AS met GROUP BY competence_name ORDER BY MIN(id)",
        )
        .await
    }

    /// The path of every unit that a posting is or was in.
    pub async fn unit_paths(&self) -> Result<Vec<String>, StoreError> {
        self.texts(
            "SELECT unit, MIN(id) FROM posting
             WHERE organisation_id = $1 AND voided IS NULL AND unit <> ''
             GROUP BY unit ORDER BY MIN(id)",
        )
        .await
    }

    /// Every employee number, in the database's own order of text.
    pub async fn employee_numbers(&self) -> Result<Vec<String>, StoreError> {
        self.texts(
            "SELECT employee_number FROM person
             WHERE organisation_id = $1 AND voided IS NULL ORDER BY employee_number",
        )
        .await
    }

    /// The employee number of the person whose email address this is, in any case.
    pub async fn employee_number_of(&self, email: &str) -> Result<Option<String>, StoreError> {
        let rows = self
            .db
            .fetch(
                "SELECT employee_number FROM person
                 WHERE organisation_id = $1 AND voided IS NULL AND LOWER(email) = LOWER($2)",
                args![self.id, email],
            )
            .await?;
        rows.first().map(|row| row.cells().text()).transpose()
    }

    async fn texts(&self, sql: &'static str) -> Result<Vec<String>, StoreError> {
        let rows = self.db.fetch(sql, args![self.id]).await?;
        rows.iter().map(|row| row.cells().text()).collect()
    }
}
