//! Where a training lead begins, and our answers beside ESR's.

use jiff::civil::Date;
use serde::Serialize;

use crate::Page;
use crate::pages::{Choice, Paging};

/// What waits for a training lead.
#[derive(Clone, Debug, Serialize)]
pub struct DeskPage {
    /// What there is to see to.
    pub items: Vec<DeskItem>,
}

/// Something to see to.
#[derive(Clone, Debug, Serialize)]
pub struct DeskItem {
    /// What it is.
    pub text: String,
    /// Where it is seen to.
    pub href: String,
    /// What one does there.
    pub hint: String,
    /// `12 to see`; empty where nothing waits, `None` where nothing ever does.
    pub waiting: Option<String>,
}

/// Our answers beside ESR's.
#[derive(Clone, Debug, Serialize)]
pub struct ReconciliationPage {
    /// `12 of 240 lines differ.`; `None`: there is nothing to compare with.
    pub sentence: Option<String>,
    /// Causes with their counts.
    pub causes: Vec<Choice>,
    /// Which is shown.
    pub cause: String,
    /// Address of the same as CSV.
    pub csv: String,
    /// `12 lines`.
    pub found: String,
    /// Those of this page.
    pub lines: Vec<ReconciledRow>,
    /// Where in the list this page is.
    pub paging: Option<Paging>,
}

/// A line of the extract beside ours.
#[derive(Clone, Debug, Serialize)]
pub struct ReconciledRow {
    /// First and last name.
    pub name: String,
    /// The employee number.
    pub employee_number: String,
    /// Address of the passport.
    pub passport: String,
    /// The competence as the extract names it.
    pub competence: String,
    /// ESR's answer: `Met`.
    pub esr: String,
    /// ESR's expiry.
    pub esr_expiry: Option<Date>,
    /// Our answer.
    pub ours: String,
    /// Our expiry.
    pub our_expiry: Option<Date>,
    /// Why the two differ.
    pub reason: String,
}

impl Page for DeskPage {
    const TEMPLATE: &'static str = "pages/desk.html";

    fn heading(&self) -> String {
        "Your desk".to_owned()
    }
}

impl Page for ReconciliationPage {
    const TEMPLATE: &'static str = "pages/reconciliation.html";

    fn heading(&self) -> String {
        "Our answers beside ESR’s".to_owned()
    }

    fn paging(&self) -> Option<&Paging> {
        self.paging.as_ref()
    }
}
