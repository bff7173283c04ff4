//! The record: awards, exemptions and extensions. Added or voided, never edited.

use jiff::civil::Date;

use crate::framework::{CompetenceId, SubjectId};
use crate::requirement::Target;
use crate::span::Span;

/// A person achieved a competence on a date.
#[derive(Clone, Debug, PartialEq)]
pub struct Award {
    /// The fact's number in the store; 0 for one that is only supposed.
    pub id: i64,
    /// What was achieved.
    pub competence: CompetenceId,
    /// The day it was achieved.
    pub date: Date,
    /// The expiry printed in the imported record, kept as evidence.
    pub printed_expiry: Option<Date>,
    /// Where it comes from.
    pub source: Source,
    /// The course or certificate, as recorded; may be empty.
    pub title: String,
}

/// Where an award comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file of the employer's own record.
    Import,
    /// Another employer's record; holds its number (VPD).
    Transfer(String),
    /// Entered here, with its evidence.
    Entered,
    /// Supposed: a booked class taken as attended, or "if I do it on this day".
    Supposed,
}

impl Award {
    /// Whether another employer's expiry limits it.
    #[must_use]
    pub const fn is_transfer(&self) -> bool {
        matches!(self.source, Source::Transfer(_))
    }
}

/// A person need not hold a subject for a while. The reason is not here: it is
/// for the approver's eyes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exemption {
    /// The subject.
    pub subject: SubjectId,
    /// From a day to a day, both covered.
    pub span: Span,
    /// The days over which this decision was in force (a later extract may end it).
    pub applies: Span,
    /// Who agreed, as shown: `the training lead`.
    pub approved_by: String,
}

/// Time after leave to complete what ran out while the person was away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReturnGrace {
    /// The first day away.
    pub away_from: Date,
    /// The first day back: from then on it acts.
    pub back_on: Date,
    /// The last day of it.
    pub until: Date,
}

impl ReturnGrace {
    /// Whether a line whose last day in date was this one ran out while they were
    /// away.
    #[must_use]
    pub fn covers(&self, expiry: Date) -> bool {
        self.away_from <= expiry && expiry < self.back_on
    }
}

/// A dated decision that adds days to a subject's expiries, as when courses are
/// suspended (rules.md section 2).
#[derive(Clone, Debug, PartialEq)]
pub struct Extension {
    /// The subject.
    pub subject: SubjectId,
    /// Whom it is for.
    pub target: Target,
    /// The expiries it moves: those that fall within these days.
    pub expiring: Span,
    /// Days added.
    pub days: u16,
    /// Who decided, and why; shown on every line it touches.
    pub authority: String,
}

/// Everything recorded of one person.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// The employee number, as text.
    pub employee_number: String,
    /// Their assignments.
    pub assignments: Vec<crate::workforce::Assignment>,
    /// Their awards, voided ones left out, in date order.
    pub awards: Vec<Award>,
    /// Their exemptions.
    pub exemptions: Vec<Exemption>,
    /// Time they were given after leave.
    pub return_graces: Vec<ReturnGrace>,
}
