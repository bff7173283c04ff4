//! Supervision: what was discussed and agreed, for the manager and for the member
//! of staff.

use jiff::civil::Date;
use serde::Serialize;

use super::{Mistake, TypedDate};
use crate::Page;

/// Somebody's supervision, as their manager sees it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SupervisionPage {
    /// First and last name.
    pub name: String,
    /// The address of their passport.
    pub passport: String,
    /// Where the form is sent; marking an action done goes below it.
    pub action: String,
    /// The pack for this person alone.
    pub pack: String,
    /// The token against forged requests.
    pub csrf: String,
    /// What was done by the form before.
    pub done: Option<String>,
    /// Whether the form adds actions to the latest discussion only.
    pub adding: bool,
    /// The day of the discussion, as typed.
    pub on: TypedDate,
    /// The note, as typed.
    pub note: String,
    /// The actions, as typed.
    pub rows: Vec<ActionRow>,
    /// What was wrong.
    pub errors: Vec<Mistake>,
    /// What was recorded, the latest first.
    pub discussions: Vec<DiscussionView>,
}

/// One's own supervision.
#[derive(Clone, Debug, Default, Serialize)]
pub struct OwnSupervisionPage {
    /// The token against forged requests.
    pub csrf: String,
    /// What was done by the form before.
    pub done: Option<String>,
    /// The discussion whose form came back, as it was filled in.
    pub answered: i64,
    /// What was chosen there.
    pub agrees: String,
    /// The words typed there.
    pub words: String,
    /// What was wrong.
    pub errors: Vec<Mistake>,
    /// What was recorded, the latest first.
    pub discussions: Vec<DiscussionView>,
}

/// The fields of one action.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ActionRow {
    /// Which row.
    pub number: usize,
    /// What is to be done.
    pub what: String,
    /// `staff` or `manager`.
    pub doer: String,
    /// By when.
    pub due: TypedDate,
}

/// A discussion with all that followed.
#[derive(Clone, Debug, Serialize)]
pub struct DiscussionView {
    /// Its number.
    pub id: i64,
    /// The day.
    pub on: Date,
    /// Who recorded it, and when: `Recorded by Grace Okonkwo on 9 November 2026`.
    pub recorded: String,
    /// What should be remembered of it.
    pub note: String,
    /// What was agreed.
    pub actions: Vec<ActionView>,
    /// What the member of staff says of it, with a mark of whether they agree.
    pub answer: Option<AnswerView>,
}

/// What the member of staff says of a discussion.
#[derive(Clone, Debug, Serialize)]
pub struct AnswerView {
    /// Whether they agree.
    pub agrees: bool,
    /// With what they do not.
    pub words: String,
}

/// Something agreed.
#[derive(Clone, Debug, Serialize)]
pub struct ActionView {
    /// Its number.
    pub id: i64,
    /// What is to be done.
    pub what: String,
    /// `You`, `Ann Jones`, `Manager`.
    pub who: String,
    /// By when.
    pub due: Date,
    /// Whether the day has passed.
    pub late: bool,
    /// `Done on 12 November 2026, says Ann Jones`.
    pub done: Option<String>,
}

impl Page for SupervisionPage {
    const TEMPLATE: &'static str = "pages/supervision.html";

    fn heading(&self) -> String {
        if self.adding {
            format!("Add actions for {}", self.name)
        } else {
            format!("Supervision of {}", self.name)
        }
    }

    fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}

impl Page for OwnSupervisionPage {
    const TEMPLATE: &'static str = "pages/supervision_own.html";

    fn heading(&self) -> String {
        "Your supervision".to_owned()
    }

    fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}
