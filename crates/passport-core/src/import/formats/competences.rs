//! Competences: the things a person can hold, each one level of a subject.

/// One competence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompetenceRow {
    /// `NHS|CSTF|Fire Safety - 2 Years|`.
    pub name: String,
    /// The subject it is a level of.
    pub subject: String,
    /// The level, where the subject has levels.
    pub level: Option<String>,
    /// How long an award lasts.
    pub refresher: Refresher,
    /// The class of requirements that name none.
    pub class: Option<Class>,
    /// The share of lines that should be complete.
    pub target: Option<Percent>,
    /// Months before expiry in which the passport says "renew".
    pub warning_months: Option<u32>,
    /// Whose expiry date counts.
    pub expiry: ExpiryRule,
    /// Only awards on or after the assignment's start count.
    pub once_per_assignment: bool,
    /// Where a renewal runs from.
    pub renewal: Renewal,
    /// What else satisfies it: each entry one alternative, which is the list of
    /// competence names needed together (one, or the parts of a composite).
    pub satisfied_by: Vec<Vec<String>>,
    /// Other names for it.
    pub aliases: Vec<String>,
}

/// How long an award of a competence lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refresher {
    /// So many calendar months.
    Months(u32),
    /// It does not expire.
    OnceOnly,
    /// The file has no column for it and the name states none.
    Unknown,
}

/// The class of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// C.
    Compulsory,
    /// R.
    RoleSpecific,
}

/// Whose expiry date counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ExpiryRule {
    /// Award date and our period.
    #[default]
    Ours,
    /// The date on the certificate.
    AsPrinted,
}

/// Where a renewal runs from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Renewal {
    /// From the day it was completed.
    #[default]
    FromCompletion,
    /// From the previous expiry, if made in the last so many months before it.
    KeepAnniversary {
        /// The months before the expiry.
        within_months: u32,
    },
}

/// A percentage, exact to a hundredth: 85% is `Percent { hundredths: 8500 }`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent {
    /// Hundredths of a per cent, 0 to 10,000.
    pub hundredths: u16,
}
