//! Dated decisions that add days to a subject's expiries.

use jiff::civil::Date;
use serde::Serialize;

use crate::Page;
use crate::pages::{Choice, Mistake, TypedDate, Which};

/// Every decision.
#[derive(Clone, Debug, Serialize)]
pub struct ExtensionsPage {
    /// What was done by the form before.
    pub done: Option<String>,
    /// The newest first.
    pub extensions: Vec<ExtensionRow>,
}

/// A decision.
#[derive(Clone, Debug, Serialize)]
pub struct ExtensionRow {
    /// The subject.
    pub subject: String,
    /// `90 days`.
    pub days: String,
    /// Whom it is for.
    pub whom: String,
    /// The first expiry it moves.
    pub from: Date,
    /// The last one.
    pub to: Option<Date>,
    /// Who decided.
    pub authority: String,
    /// Where it is voided; `None`: it is void.
    pub void: Option<String>,
}

/// Deciding.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NewExtensionPage {
    /// The token against forged requests.
    pub csrf: String,
    /// Subjects to choose from.
    pub subjects: Vec<Choice>,
    /// Which is chosen.
    pub subject: String,
    /// Days added.
    pub days: String,
    /// The first expiry it moves.
    pub from: TypedDate,
    /// The last one.
    pub to: TypedDate,
    /// Kinds of target.
    pub kinds: Vec<Choice>,
    /// Which is chosen.
    pub kind: String,
    /// Its name or number.
    pub target: String,
    /// Who decided.
    pub authority: String,
    /// Why.
    pub reason: String,
    /// Fields in which it is asked which is meant.
    pub which: Vec<Which>,
    /// What was wrong.
    pub errors: Vec<Mistake>,
}

impl Page for ExtensionsPage {
    const TEMPLATE: &'static str = "pages/extensions.html";

    fn heading(&self) -> String {
        "Extensions".to_owned()
    }
}

impl Page for NewExtensionPage {
    const TEMPLATE: &'static str = "pages/new_extension.html";

    fn heading(&self) -> String {
        "Extend a subject".to_owned()
    }

    fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}
