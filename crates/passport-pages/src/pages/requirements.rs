//! The requirement matrix: targets with what is required of each, one cell with its
//! story, the form that proposes a change, and the draft of all such changes.

use passport_core::wording::count;
use serde::Serialize;

use super::{Choice, Mistake, Paging, TypedDate, Which};
use crate::Page;

/// The matrix.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RequirementsPage {
    /// The kind of target shown; empty: all.
    pub kind: String,
    /// The kinds to choose from.
    pub kinds: Vec<Choice>,
    /// The words looked for in targets.
    pub query: String,
    /// The subject shown; empty: all.
    pub subject: String,
    /// The subjects to choose from.
    pub subjects: Vec<Choice>,
    /// `36 targets`.
    pub found: String,
    /// Those of this page.
    pub targets: Vec<TargetCard>,
    /// How many changes are in the draft.
    pub drafted: u64,
    /// Where a new requirement is proposed.
    pub propose: String,
    /// Where in the list this page is.
    pub paging: Option<Paging>,
}

/// A target with what is required of it.
#[derive(Clone, Debug, Serialize)]
pub struct TargetCard {
    /// `Job role`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// What is required, by subject.
    pub cells: Vec<CellLine>,
}

/// One requirement in a cell.
#[derive(Clone, Debug, Serialize)]
pub struct CellLine {
    /// Where the cell is opened.
    pub href: String,
    /// Subject and level: `Fire Safety, level 2`.
    pub subject: String,
    /// `C`, `R`, or empty where the subject is lifted.
    pub class: String,
    /// Whatever is not plain: unit, dates, period.
    pub notes: Vec<String>,
    /// Whether a change of it is in the draft.
    pub drafted: bool,
}

/// One cell.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RequirementCellPage {
    /// The target in words: `Job role: Staff Nurse`.
    pub target: String,
    /// The subject.
    pub subject: String,
    /// What was done by the form before.
    pub done: Option<String>,
    /// What is required, today and to come.
    pub standing: Vec<TermsCard>,
    /// What is proposed.
    pub proposed: Vec<TermsCard>,
    /// Where another requirement is proposed.
    pub propose: String,
    /// What was recorded and taken out, the newest first.
    pub story: Vec<StoryLine>,
}

/// The terms of a requirement, or of a proposal for one.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TermsCard {
    /// `Level 2` or the subject.
    pub title: String,
    /// `C`, `R`, or empty where the subject is lifted.
    pub class: String,
    /// What it says, name by name.
    pub terms: Vec<(String, String)>,
    /// Where it is changed.
    pub change: Option<String>,
    /// Where it is ended.
    pub end: Option<String>,
    /// What stands in its way, of a proposal.
    pub stale: Option<String>,
}

/// One step of a cell's story.
#[derive(Clone, Debug, Serialize)]
pub struct StoryLine {
    /// When: `22 November 2026, 12:01pm`.
    pub at: String,
    /// Who.
    pub who: String,
    /// What: `Recorded`, `Taken out`.
    pub what: String,
    /// The terms in a sentence.
    pub terms: String,
    /// Why.
    pub reason: String,
    /// Who agreed.
    pub approved_by: String,
}

/// The form that proposes a change.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ProposeRequirementPage {
    /// The token against forged requests.
    pub csrf: String,
    /// `add`, `change` or `end`.
    pub act: String,
    /// The requirement it is about; empty for a new one.
    pub against: String,
    /// The proposal it takes the place of; empty if none.
    pub replaces: String,
    /// What stood in the cell when the form was opened.
    pub seen: String,
    /// The target in words, where it is settled.
    pub settled: Option<String>,
    /// The kind of target.
    pub kind: String,
    /// The kinds to choose from.
    pub kinds: Vec<Choice>,
    /// The target.
    pub target: String,
    /// The subject.
    pub subject: String,
    /// The subjects to choose from.
    pub subjects: Vec<Choice>,
    /// The level.
    pub level: String,
    /// The levels of the subject, where it is settled.
    pub levels: Vec<Choice>,
    /// C, R or none.
    pub class: String,
    /// The classes to choose from.
    pub classes: Vec<Choice>,
    /// Only within this unit.
    pub within: String,
    /// The first day.
    pub from: TypedDate,
    /// The last day.
    pub to: TypedDate,
    /// The day it counts from.
    pub introduced: TypedDate,
    /// `competence`, `months` or `once`.
    pub period: String,
    /// The periods to choose from.
    pub periods: Vec<Choice>,
    /// The months of its own period.
    pub months: String,
    /// Days of grace.
    pub grace: String,
    /// Why.
    pub reason: String,
    /// Who agreed.
    pub approved_by: String,
    /// What others changed in the cell since the form was opened.
    pub meanwhile: Vec<TermsCard>,
    /// Where the cell is.
    pub back: String,
    /// Fields in which it is asked which is meant.
    pub which: Vec<Which>,
    /// What was wrong.
    pub errors: Vec<Mistake>,
}

/// All proposed changes.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RequirementDraftPage {
    /// The token against forged requests.
    pub csrf: String,
    /// What was done by the form before.
    pub done: Option<String>,
    /// The changes.
    pub proposals: Vec<ProposalLine>,
    /// What was published, the newest first.
    pub published: Vec<PublicationLine>,
    /// What was wrong.
    pub errors: Vec<Mistake>,
}

/// A proposed change.
#[derive(Clone, Debug, Serialize)]
pub struct ProposalLine {
    /// Its number.
    pub id: i64,
    /// `New`, `Change` or `End`.
    pub act: String,
    /// Target, subject and level.
    pub title: String,
    /// Where its cell is.
    pub href: String,
    /// What it says in a sentence.
    pub terms: String,
    /// Why, and who agreed.
    pub reason: String,
    /// Who proposed it and when.
    pub by: String,
    /// Why it cannot be published.
    pub stale: Option<String>,
    /// Where it is rehearsed alone.
    pub rehearse: String,
}

/// A publication.
#[derive(Clone, Debug, Serialize)]
pub struct PublicationLine {
    /// Its change's number.
    pub change: i64,
    /// When and by whom.
    pub by: String,
    /// What it made, each in a sentence.
    pub made: Vec<String>,
    /// Whether it was taken back.
    pub taken_back: bool,
}

impl RequirementsPage {
    /// How many targets, in words.
    #[must_use]
    pub fn found_words(number: u64) -> String {
        match number {
            0 => "No targets to show".to_owned(),
            _ => count(number, "target", "targets"),
        }
    }
}

impl Page for RequirementsPage {
    const TEMPLATE: &'static str = "pages/requirements.html";

    fn heading(&self) -> String {
        "Requirements".to_owned()
    }

    fn paging(&self) -> Option<&Paging> {
        self.paging.as_ref()
    }
}

impl Page for RequirementCellPage {
    const TEMPLATE: &'static str = "pages/requirement_cell.html";

    fn heading(&self) -> String {
        self.subject.clone()
    }
}

impl Page for ProposeRequirementPage {
    const TEMPLATE: &'static str = "pages/propose_requirement.html";

    fn heading(&self) -> String {
        match self.act.as_str() {
            "change" => "Change a requirement",
            "end" => "End a requirement",
            _ => "Add a requirement",
        }
        .to_owned()
    }

    fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}

impl Page for RequirementDraftPage {
    const TEMPLATE: &'static str = "pages/requirement_draft.html";

    fn heading(&self) -> String {
        "Draft of requirements".to_owned()
    }

    fn is_wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}
