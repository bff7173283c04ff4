//! Where supervision is kept: facts as others are.

use passport_core::supervision::{ActionFact, AnswerFact, DiscussionFact, Doer, DoneFact};

use crate::value::{Cells, Value};
use crate::{Fact, Realm, StoreError, args};

impl Fact for DiscussionFact {
    const TABLE: &'static str = "supervision_discussion";
    const COLUMNS: &'static [&'static str] =
        &["employee_number", "discussed_on", "note", "recorded_by"];

    const REALMS: &'static [Realm] = &[];

    fn cells(&self) -> Vec<Value> {
        args![&self.employee_number, self.on, &self.note, &self.recorded_by]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            employee_number: cells.text()?,
            on: cells.date()?,
            note: cells.text()?,
            recorded_by: cells.text()?,
        })
    }
}

impl Fact for ActionFact {
    const TABLE: &'static str = "supervision_action";
    const COLUMNS: &'static [&'static str] =
        &["employee_number", "discussion", "what", "doer", "agreed_for"];

    const REALMS: &'static [Realm] = &[];

    fn cells(&self) -> Vec<Value> {
        args![&self.employee_number, self.discussion, &self.what, self.doer.name(), self.due]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        let (employee_number, discussion) = (cells.text()?, cells.int()?);
        let (what, doer) = (cells.text()?, cells.text()?);
        let doer = Doer::from_name(&doer).ok_or(StoreError::Unreadable(doer))?;
        Ok(Self { employee_number, discussion, what, doer, due: cells.date()? })
    }
}

impl Fact for AnswerFact {
    const TABLE: &'static str = "supervision_answer";
    const COLUMNS: &'static [&'static str] = &["employee_number", "discussion", "agrees", "words"];

    const REALMS: &'static [Realm] = &[];

    fn cells(&self) -> Vec<Value> {
        args![&self.employee_number, self.discussion, self.agrees, &self.words]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            employee_number: cells.text()?,
            discussion: cells.int()?,
            agrees: cells.bool()?,
            words: cells.text()?,
        })
    }
}

impl Fact for DoneFact {
    const TABLE: &'static str = "supervision_done";
    const COLUMNS: &'static [&'static str] = &["employee_number", "action", "done_on", "said_by"];

    const REALMS: &'static [Realm] = &[];

    fn cells(&self) -> Vec<Value> {
        args![&self.employee_number, self.action, self.on, &self.said_by]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            employee_number: cells.text()?,
            action: cells.int()?,
            on: cells.date()?,
            said_by: cells.text()?,
        })
    }
}
