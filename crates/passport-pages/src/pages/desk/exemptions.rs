//! Exemptions, and time after leave.

use jiff::civil::Date;
use serde::Serialize;

use crate::Page;
use crate::pages::{Choice, Mistake, Paging, PersonRow, TypedDate};

/// Everyone's exemptions.
#[derive(Clone, Debug, Serialize)]
pub struct ExemptionsPage {
    /// What was done by the form before.
    pub done: Option<String>,
    /// Which are shown.
    pub shows: Vec<Choice>,
    /// Which of them is chosen.
    pub show: String,
    /// `12 exemptions`.
    pub found: String,
    /// Those of this page.
    pub exemptions: Vec<ExemptionRow>,
    /// Where in the list this page is.
    pub paging: Option<Paging>,
}

/// An exemption.
#[derive(Clone, Debug, Serialize)]
pub struct ExemptionRow {
    /// First and last name.
    pub name: String,
    /// Address of its page.
    pub href: String,
    /// The subject.
    pub subject: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Option<Date>,
    /// `Standing`, `Ends soon`, `Not begun`, `Ended`.
    pub state: String,
    /// The colour that repeats it.
    pub colour: String,
    /// `Entered here`, `From a file`.
    pub origin: String,
}

/// One exemption with its reason, for those who approve.
#[derive(Clone, Debug, Serialize)]
pub struct ExemptionPage {
    /// First and last name.
    pub name: String,
    /// Address of the passport.
    pub passport: String,
    /// The exemption.
    pub row: ExemptionRow,
    /// Why.
    pub reason: String,
    /// Who agreed.
    pub approved_by: String,
    /// Where it is ended early, if it can be.
    pub end: Option<String>,
    /// Where it is voided, if it can be.
    pub void: Option<String>,
}

/// Giving an exemption, to one person or several.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NewExemptionPage {
    /// The token against forged requests.
    pub csrf: String,
    /// What was typed into the search for a person.
    pub query: String,
    /// Who was found, each with where they are chosen.
    pub found: Vec<PersonRow>,
    /// Employee numbers, one a line.
    pub people: String,
    /// Subjects to choose from.
    pub subjects: Vec<Choice>,
    /// Which is chosen.
    pub subject: String,
    /// The first day.
    pub from: TypedDate,
    /// Whether it ends: `until` or `never`.
    pub ends: String,
    /// The last day.
    pub to: TypedDate,
    /// Why.
    pub reason: String,
    /// Who agreed.
    pub approved_by: String,
    /// What was wrong.
    pub errors: Vec<Mistake>,
}

/// Who is back from leave, and who was given time.
#[derive(Clone, Debug, Serialize)]
pub struct ReturnsPage {
    /// What was done by the form before.
    pub done: Option<String>,
    /// How many days the organisation gives; 0: none.
    pub days: u32,
    /// Those who came back in the last 60 days and were given none.
    pub back: Vec<ReturnRow>,
    /// Those who were given time.
    pub given: Vec<GivenRow>,
}

/// Somebody who is back.
#[derive(Clone, Debug, Serialize)]
pub struct ReturnRow {
    /// First and last name.
    pub name: String,
    /// Where time is given.
    pub href: String,
    /// What the leave was.
    pub leave: String,
    /// The first day away.
    pub away_from: Date,
    /// The first day back.
    pub back_on: Date,
}

/// Somebody who was given time.
#[derive(Clone, Debug, Serialize)]
pub struct GivenRow {
    /// First and last name.
    pub name: String,
    /// Address of the passport.
    pub passport: String,
    /// The first day back.
    pub back_on: Date,
    /// The last day of it.
    pub until: Date,
    /// `Acts`, `Over`.
    pub state: String,
    /// Where it is taken back.
    pub void: String,
}

/// Giving somebody time after leave.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ReturnPage {
    /// The token against forged requests.
    pub csrf: String,
    /// How many days the organisation gives.
    pub days: u32,
    /// The employee number.
    pub person: String,
    /// The first day away.
    pub away: TypedDate,
    /// The first day back.
    pub back: TypedDate,
    /// The last day of it.
    pub until: TypedDate,
    /// Why.
    pub reason: String,
    /// Who agreed.
    pub approved_by: String,
    /// What was wrong.
    pub errors: Vec<Mistake>,
}

impl Page for ExemptionsPage {
    const TEMPLATE: &'static str = "pages/exemptions.html";

    fn heading(&self) -> String {
        "Exemptions".to_owned()
    }

    fn paging(&self) -> Option<&Paging> {
        self.paging.as_ref()
    }
}

impl Page for ExemptionPage {
    const TEMPLATE: &'static str = "pages/exemption.html";

    fn heading(&self) -> String {
        format!("Exemption of {}", self.name)
    }
}

impl Page for NewExemptionPage {
    const TEMPLATE: &'static str = "pages/new_exemption.html";

    fn heading(&self) -> String {
        "Give an exemption".to_owned()
    }

    fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}

impl Page for ReturnsPage {
    const TEMPLATE: &'static str = "pages/returns.html";

    fn heading(&self) -> String {
        "Back from leave".to_owned()
    }
}

impl Page for ReturnPage {
    const TEMPLATE: &'static str = "pages/return.html";

    fn heading(&self) -> String {
        "Give time after leave".to_owned()
    }

    fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}
