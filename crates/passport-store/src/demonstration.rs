//! What makes an organisation a demonstration: the list of invented people to
//! log in as.

use crate::{Change, Organisation, StoreError, args};

/// Someone to log in as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoPerson {
    /// The employee number.
    pub employee_number: String,
    /// The part they play, e.g. `ward manager`.
    pub part: String,
}

impl Organisation {
    /// The people of a demonstration, in their order; empty for a real organisation.
    pub async fn demo_people(&self) -> Result<Vec<DemoPerson>, StoreError> {
        let rows = self
            .db
            .fetch(
                "SELECT employee_number, part FROM demo_person
                 WHERE organisation_id = $1 ORDER BY position",
                args![self.id],
            )
            .await?;
        rows.iter()
            .map(|row| {
                let mut cells = row.cells();
                Ok(DemoPerson { employee_number: cells.text()?, part: cells.text()? })
            })
            .collect()
    }
}

impl Change {
    /// Makes the organisation a demonstration with these people.
    pub async fn mark_demonstration(&mut self, people: &[DemoPerson]) -> Result<(), StoreError> {
        for (position, person) in (1_i64..).zip(people) {
            self.tx
                .execute(
                    "INSERT INTO demo_person (organisation_id, position, employee_number, part)
                     VALUES ($1, $2, $3, $4)",
                    args![self.organisation, position, &person.employee_number, &person.part],
                )
                .await?;
        }
        Ok(())
    }
}
