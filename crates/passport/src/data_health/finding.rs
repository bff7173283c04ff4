//! A finding: what is wrong with what, and what is proposed.

use sha2::{Digest, Sha256};

/// What kind of thing is wrong, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A requirement or extension that names what is not there.
    ReachesNobody,
    /// A name that no competence bears.
    Unmapped,
    /// *Satisfied By* names what no competence bears.
    UnknownSatisfier,
    /// A post of which nothing is required.
    WithoutRequirements,
    /// Somebody without a supervisor, in a unit without a named manager.
    NoSupervisor,
    /// Going up from supervisor to supervisor leads back.
    Circle,
    /// Two employee numbers that may be one person's.
    Twice,
    /// Dates that cannot be.
    ImpossibleDates,
    /// An award that has not been yet.
    FutureAward,
    /// Somebody without an address.
    NoEmail,
    /// What no font can draw.
    CannotBePrinted,
}

impl Kind {
    /// Every one of them.
    pub const ALL: [Self; 11] = [
        Self::ReachesNobody,
        Self::Unmapped,
        Self::UnknownSatisfier,
        Self::WithoutRequirements,
        Self::NoSupervisor,
        Self::Circle,
        Self::Twice,
        Self::ImpossibleDates,
        Self::FutureAward,
        Self::NoEmail,
        Self::CannotBePrinted,
    ];

    /// Its name, as the report prints it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::ReachesNobody => "requirement reaches nobody",
            Self::Unmapped => "unmapped competence",
            Self::UnknownSatisfier => "unknown competence in Satisfied By",
            Self::WithoutRequirements => "position without requirements",
            Self::NoSupervisor => "no supervisor",
            Self::Circle => "circular supervisor",
            Self::Twice => "the same person twice",
            Self::ImpossibleDates => "impossible dates",
            Self::FutureAward => "award in the future",
            Self::NoEmail => "no email address",
            Self::CannotBePrinted => "cannot be printed",
        }
    }

    /// Its name in addresses and in the database, whatever the words: `circular-supervisor`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ReachesNobody => "requirement-reaches-nobody",
            Self::Unmapped => "unmapped-competence",
            Self::UnknownSatisfier => "unknown-competence-in-satisfied-by",
            Self::WithoutRequirements => "position-without-requirements",
            Self::NoSupervisor => "no-supervisor",
            Self::Circle => "circular-supervisor",
            Self::Twice => "the-same-person-twice",
            Self::ImpossibleDates => "impossible-dates",
            Self::FutureAward => "award-in-the-future",
            Self::NoEmail => "no-email-address",
            Self::CannotBePrinted => "cannot-be-printed",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What it means, for whoever has not met it yet.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::ReachesNobody => "They name a competence, subject or unit that is not there.",
            Self::Unmapped => "Awards or extracts use names that no competence bears.",
            Self::UnknownSatisfier => "A competence is satisfied by one that is not there.",
            Self::WithoutRequirements => "Nothing is required of whoever holds them.",
            Self::NoSupervisor => "No manager sees their passports.",
            Self::Circle => "They supervise themselves, through others.",
            Self::Twice => "Two employee numbers with one name, and one address or start.",
            Self::ImpossibleDates => "A day before another that it must follow.",
            Self::FutureAward => "They count from their day, and not before.",
            Self::NoEmail => "Their passports are printed for the team.",
            Self::CannotBePrinted => "Their passports are sent without a PDF.",
        }
    }
}

/// What is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repair {
    /// Say what the name means.
    Name,
    /// Name a manager of the unit of this path.
    UnitManager(String),
    /// Void the award of this number.
    VoidAward(i64),
    /// Put it right where it comes from; says how.
    AtTheSource(&'static str),
}

/// Something that needs putting right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of thing it is.
    pub kind: Kind,
    /// What it is about: an employee number, a position, a competence.
    pub about: String,
    /// Whose it is; empty where it is nobody's.
    pub employee_number: String,
    /// What is wrong, in a sentence.
    pub what: String,
    /// What is proposed.
    pub repair: Repair,
    /// What makes it the same finding tomorrow; empty: what is wrong.
    pub same: String,
}

impl Finding {
    /// Something that is about no person.
    #[must_use]
    pub fn new(kind: Kind, about: &str, what: String, repair: Repair) -> Self {
        let (about, employee_number, same) = (about.to_owned(), String::new(), String::new());
        Self { kind, about, employee_number, what, repair, same }
    }

    /// By what it is known again: a hash, which names nobody.
    #[must_use]
    pub fn mark(&self) -> String {
        let same = if self.same.is_empty() { &self.what } else { &self.same };
        let text = [self.kind.words(), &self.about, same].join("\u{1f}");
        Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
