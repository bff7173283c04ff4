//! Facts that training leads enter here and that no file brings: other names of
//! competences, time to catch up after leave, and findings that were set aside. A
//! later file neither removes nor ends them
//! (docs/decisions/0021-entered-beside-the-files.md).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Where a decision comes from, where both a file and a training lead may make it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// A file, which states all there are: what a later one leaves out has ended.
    #[default]
    File,
    /// Entered here: it stands until it is ended here.
    Entered,
}

/// Another name of a competence, in every fact that uses it, whatever the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AliasFact {
    /// The name as an award or an extract has it.
    pub name: String,
    /// The subject of the competence that it means.
    pub subject: String,
    /// Its level; empty where the subject has one.
    pub level: String,
}

/// Time that a person has after leave to complete what ran out meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnGraceFact {
    /// Whose it is.
    pub employee_number: String,
    /// The first day away.
    pub away_from: Date,
    /// The first day back: from then on it acts.
    pub back_on: Date,
    /// The last day of it.
    pub until: Date,
    /// Why; for the approver's eyes.
    pub reason: String,
    /// Who agreed.
    pub approved_by: String,
}

/// A finding of data health that somebody looked at and set aside. It stays aside
/// while what was found is the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DismissalFact {
    /// The kind of finding, by its code.
    pub kind: String,
    /// The person it is about; empty where it is about none.
    pub employee_number: String,
    /// What was found, by hash: another finding of the kind has another.
    pub mark: String,
    /// Why it was set aside.
    pub reason: String,
}
