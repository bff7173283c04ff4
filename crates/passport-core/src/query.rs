//! Queries: what staff say is wrong with their passport, and training from
//! elsewhere that they ask to have accepted. Who answers and since when follows
//! from dates; nothing of it is stored (docs/decisions/0019-queries.md).

mod acceptance;
mod evidence;
mod follows;
mod turn;

use jiff::civil::Date;

pub use acceptance::{AcceptanceFact, Check, Verdict, acceptance, checks};
pub use evidence::{EvidenceFault, MOST_BYTES, MOST_FILES, Media, accept};
pub use follows::{Follows, follows};
pub use turn::{Desk, Patience, Turn, turns};

use crate::wording::long_date;

/// What somebody says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QueryKind {
    /// The training was done.
    Done,
    /// It need not be.
    NotNeeded,
    /// A date on the line is wrong.
    WrongDate,
    /// Something else.
    Other,
    /// Training was done elsewhere: a prior learning claim.
    PriorLearning,
}

impl QueryKind {
    /// Every kind with its name as stored, and in the person's own words.
    pub const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Done, "done", "I have done this"),
        (Self::NotNeeded, "not-needed", "I do not need this"),
        (Self::WrongDate, "wrong-date", "The date is wrong"),
        (Self::Other, "other", "Something else is wrong"),
        (Self::PriorLearning, "prior-learning", "I did this training elsewhere"),
    ];

    /// Its name as stored.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).map_or("", |(_, name, _)| name)
    }

    /// Its words.
    #[must_use]
    pub fn words(self) -> &'static str {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).map_or("", |(.., words)| words)
    }

    /// The kind of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == name).map(|(kind, ..)| *kind)
    }

    /// Whether an award may follow.
    #[must_use]
    pub const fn may_be_awarded(self) -> bool {
        !matches!(self, Self::NotNeeded)
    }
}

/// Something that somebody asks about their passport.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryFact {
    /// Whose passport.
    pub employee_number: String,
    /// What they say.
    pub kind: QueryKind,
    /// The subject; empty for a claim whose person is not sure.
    pub subject: String,
    /// The level of the line.
    pub level: String,
    /// What they add.
    pub words: String,
    /// The day.
    pub raised_on: Date,
    /// The training, of a prior learning claim.
    pub claim: Option<Claim>,
}

/// Training that was done elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Course or certificate.
    pub title: String,
    /// Who gave it.
    pub provider: String,
    /// The provider's employer number, if known.
    pub provider_vpd: String,
    /// Whether that is an NHS employer.
    pub is_nhs: bool,
    /// The day it was completed.
    pub completed_on: Date,
    /// The expiry on the certificate.
    pub printed_expiry: Option<Date>,
}

impl Claim {
    /// Where an award of it comes from: the employer's number, else the name of
    /// whoever gave it. Either way it is another's, and so a transfer.
    #[must_use]
    pub fn source(&self) -> &str {
        match self.provider_vpd.trim() {
            "" => self.provider.trim(),
            number => number,
        }
    }
}

/// What became of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepKind {
    /// The manager agrees; a training lead is to record it.
    PassedOn,
    /// It was right, and an award was recorded with the answer.
    Awarded,
    /// It was right, and is put right elsewhere.
    PutRight,
    /// It was not.
    Refused,
    /// The person took it back.
    Withdrawn,
    /// The answer was taken back.
    Reopened,
}

impl StepKind {
    /// Every kind with its name as stored, and what it says.
    pub const ALL: [(Self, &'static str, &'static str); 6] = [
        (Self::PassedOn, "passed-on", "Passed on to the training lead"),
        (Self::Awarded, "awarded", "Agreed, and recorded"),
        (Self::PutRight, "put-right", "Agreed, and put right elsewhere"),
        (Self::Refused, "refused", "Not agreed"),
        (Self::Withdrawn, "withdrawn", "Taken back"),
        (Self::Reopened, "reopened", "Opened again"),
    ];

    /// Its name as stored.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).map_or("", |(_, name, _)| name)
    }

    /// What it says.
    #[must_use]
    pub fn words(self) -> &'static str {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).map_or("", |(.., words)| words)
    }

    /// The kind of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == name).map(|(kind, ..)| *kind)
    }

    /// Whether nothing more is to be done after it.
    #[must_use]
    pub const fn settles(self) -> bool {
        !matches!(self, Self::PassedOn | Self::Reopened)
    }
}

/// A step of a query: it is passed on, answered, taken back or opened again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepFact {
    /// Whose query.
    pub employee_number: String,
    /// The query's number.
    pub query: i64,
    /// What became of it.
    pub kind: StepKind,
    /// Why.
    pub reason: String,
    /// The award that was recorded with it.
    pub award: Option<i64>,
    /// The day.
    pub made_on: Date,
}

/// A file that was sent with a query; its bytes are kept beside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceFact {
    /// Whose.
    pub employee_number: String,
    /// The query's number.
    pub query: i64,
    /// The file's name as it was sent.
    pub name: String,
    /// What it is, by its content.
    pub media: Media,
    /// How large, as kept.
    pub bytes: i64,
    /// SHA-256 of what is kept.
    pub sha256: String,
}

/// A line of somebody's passport that is under query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disputed {
    /// The subject.
    pub subject: String,
    /// The level.
    pub level: String,
    /// Since when.
    pub since: Date,
}

/// The lines that are under query on a day: asked about by then, and not settled.
#[must_use]
pub fn disputed<'f>(
    queries: impl IntoIterator<Item = (i64, &'f QueryFact)>,
    steps: &[StepFact],
    on: Date,
) -> Vec<Disputed> {
    let settled = |query: i64| {
        let mut its = steps.iter().filter(|step| step.query == query);
        its.any(|step| step.kind.settles() && step.made_on <= on)
    };
    queries
        .into_iter()
        .filter(|(id, fact)| fact.claim.is_none() && fact.raised_on <= on && !settled(*id))
        .map(|(_, fact)| Disputed {
            subject: fact.subject.clone(),
            level: fact.level.clone(),
            since: fact.raised_on,
        })
        .collect()
}

/// The mark on a line: every page, document and message has these words.
#[must_use]
pub fn under_query(since: Date) -> String {
    format!("Under query since {}", long_date(since))
}
