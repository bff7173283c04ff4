//! What keeps a record, corrects it or restricts it: facts as others are.

use jiff::civil::Date;
use passport_core::correction::{CorrectionFact, DetailField};

use crate::value::{Cells, Value};
use crate::{Fact, Realm, StoreError, args};

/// Nothing of this person is destroyed while it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Whose record is held.
    pub employee_number: String,
    /// Why.
    pub reason: String,
}

/// The record is shown to its owner and training leads alone, and is not mailed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restriction {
    /// Whose record is restricted.
    pub employee_number: String,
    /// Since when.
    pub from: Date,
    /// Why.
    pub reason: String,
}

impl Fact for Hold {
    const TABLE: &'static str = "retention_hold";
    const COLUMNS: &'static [&'static str] = &["employee_number", "reason"];
    const REALMS: &'static [Realm] = &[];

    fn cells(&self) -> Vec<Value> {
        args![&self.employee_number, &self.reason]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        Ok(Self { employee_number: cells.text()?, reason: cells.text()? })
    }
}

impl Fact for Restriction {
    const TABLE: &'static str = "restriction";
    const COLUMNS: &'static [&'static str] = &["employee_number", "date_from", "reason"];
    const REALMS: &'static [Realm] = &[Realm::Lines];

    fn cells(&self) -> Vec<Value> {
        args![&self.employee_number, self.from, &self.reason]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        Ok(Self { employee_number: cells.text()?, from: cells.date()?, reason: cells.text()? })
    }
}

impl Fact for CorrectionFact {
    const TABLE: &'static str = "correction";
    const COLUMNS: &'static [&'static str] =
        &["employee_number", "field", "was", "value", "reason"];
    const REALMS: &'static [Realm] = &[];

    fn cells(&self) -> Vec<Value> {
        args![&self.employee_number, self.field.name(), &self.was, &self.value, &self.reason]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        let (employee_number, field) = (cells.text()?, cells.text()?);
        Ok(Self {
            employee_number,
            field: DetailField::from_name(&field).ok_or(StoreError::Unreadable(field))?,
            was: cells.text()?,
            value: cells.text()?,
            reason: cells.text()?,
        })
    }
}
