//! Where facts are kept that training leads enter here and that no file brings.

use passport_core::entered::{AliasFact, DismissalFact, ReturnGraceFact};

use crate::value::{Cells, Value};
use crate::{Fact, Realm, StoreError, args};

impl Fact for AliasFact {
    const TABLE: &'static str = "competence_alias";
    const COLUMNS: &'static [&'static str] = &["name", "subject", "level"];
    const REALMS: &'static [Realm] = &[Realm::Rules];

    fn cells(&self) -> Vec<Value> {
        args![&self.name, &self.subject, &self.level]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        Ok(Self { name: cells.text()?, subject: cells.text()?, level: cells.text()? })
    }
}

impl Fact for ReturnGraceFact {
    const TABLE: &'static str = "return_grace";
    const COLUMNS: &'static [&'static str] =
        &["employee_number", "away_from", "back_on", "date_to", "reason", "approved_by"];
    const REALMS: &'static [Realm] = &[Realm::People];

    fn cells(&self) -> Vec<Value> {
        args![
            &self.employee_number,
            self.away_from,
            self.back_on,
            self.until,
            &self.reason,
            &self.approved_by
        ]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            employee_number: cells.text()?,
            away_from: cells.date()?,
            back_on: cells.date()?,
            until: cells.date()?,
            reason: cells.text()?,
            approved_by: cells.text()?,
        })
    }
}

impl Fact for DismissalFact {
    const TABLE: &'static str = "dismissal";
    const COLUMNS: &'static [&'static str] = &["kind", "employee_number", "mark", "reason"];
    const REALMS: &'static [Realm] = &[];

    fn cells(&self) -> Vec<Value> {
        args![&self.kind, &self.employee_number, &self.mark, &self.reason]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            kind: cells.text()?,
            employee_number: cells.text()?,
            mark: cells.text()?,
            reason: cells.text()?,
        })
    }
}
