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
    /// What makes it the same finding tomorrow, beside its kind and what it is about:
    /// numbers and names, never the words in which it is said.
    pub same: String,
}

impl Finding {
    /// Something that is about no person, and that there is once of what it is about.
    #[must_use]
    pub fn new(kind: Kind, about: &str, what: String, repair: Repair) -> Self {
        let (about, employee_number, same) = (about.to_owned(), String::new(), String::new());
        Self { kind, about, employee_number, what, repair, same }
    }

    /// What tells it from others of its kind about the same.
    #[must_use]
    pub fn known_by(self, same: &str) -> Self {
        Self { same: same.to_owned(), ..self }
    }

    /// By what it is known again: a hash, which names nobody.
    #[must_use]
    pub fn mark(&self) -> String {
        hash([self.kind.code(), &self.about, &self.same])
    }

    /// By what it was known when its words were a part of that: what was set aside then
    /// stays aside.
    #[must_use]
    pub fn old_mark(&self) -> String {
        let same = match self.kind {
            Kind::WithoutRequirements => "nothing required",
            _ => &self.what,
        };
        hash([self.kind.words(), &self.about, same])
    }
}

fn hash(parts: [&str; 3]) -> String {
    let text = parts.join("\u{1f}");
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{Finding, Kind, Repair};

    fn finding(kind: Kind, what: &str) -> Finding {
        Finding::new(kind, "00123", what.to_owned(), Repair::Name)
    }

    #[test]
    fn a_finding_said_in_other_words_is_the_same_and_one_of_another_thing_is_not() {
        let said = finding(Kind::NoSupervisor, "No supervisor is recorded.");
        let again = finding(Kind::NoSupervisor, "Nobody is recorded as supervisor.");
        assert_eq!(said.mark(), again.mark());
        assert_ne!(said.mark(), said.clone().known_by("999").mark());
        assert_ne!(said.mark(), finding(Kind::NoEmail, "No supervisor is recorded.").mark());
    }

    #[test]
    fn what_was_set_aside_by_an_old_mark_is_still_known() {
        let said = finding(Kind::NoSupervisor, "No supervisor is recorded.");
        assert_eq!(
            said.known_by("anything").old_mark(),
            "537a84a87ba65983b9d873e9aa733e938a7c3ab864b871143de6a227a87a3735",
            "no supervisor, 00123, and the sentence"
        );
        let post = finding(Kind::WithoutRequirements, "2 assignments have nothing required.");
        let grown = finding(Kind::WithoutRequirements, "3 assignments have nothing required.");
        assert_eq!(post.old_mark(), grown.old_mark(), "however many hold it");
    }
}
