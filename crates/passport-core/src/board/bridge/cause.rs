//! The causes, and which of them moved a line.

use serde::Serialize;

use super::standing::{Line, Post};
use crate::compliance::Status;

/// Why a line moved: the first of these that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// What is known now of the first day is not what was known then: late entries,
    /// awards that were voided, imports taken back.
    Correction,
    /// The assignment or the line was left out of the figures, or came back: leave,
    /// long-term sickness, bank, an exemption.
    Exclusion,
    /// Began in a post here, and was in none of the organisation's before.
    Starter,
    /// Left, or moved into a post counted here or out of it.
    LeaverOrMover,
    /// Something came to be required, or is no longer; or its time to complete began or
    /// ended.
    Requirement,
    /// Ran out without being renewed.
    Lapse,
    /// Was completed.
    Completion,
}

impl Cause {
    /// Every cause in the order in which it is tried, and shown.
    pub const EACH: [Self; 7] = [
        Self::Correction,
        Self::Exclusion,
        Self::Starter,
        Self::LeaverOrMover,
        Self::Requirement,
        Self::Lapse,
        Self::Completion,
    ];

    /// As a board reads it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Correction => "Corrections",
            Self::Exclusion => "Leave and exemptions",
            Self::Starter => "Starters",
            Self::LeaverOrMover => "Leavers and movers",
            Self::Requirement => "Requirements",
            Self::Lapse => "Lapsed",
            Self::Completion => "Completed",
        }
    }

    /// One sentence below a chart.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Correction => "The record of the first day was put right later.",
            Self::Exclusion => "People went on leave or came back, or an exemption began or ended.",
            Self::Starter => "People began to work here.",
            Self::LeaverOrMover => "People left, or changed to another post.",
            Self::Requirement => {
                "Training came to be required or is no longer, or time to complete it ran out."
            }
            Self::Lapse => "Training ran out and was not renewed.",
            Self::Completion => "Training was completed that was missing before.",
        }
    }
}

/// The cause that moved a line between two days, as both are known now.
pub(super) fn between(before: Line, after: Line) -> Option<Cause> {
    if before == after {
        return None;
    }
    let left_out = |line: Line| matches!(line.status, Some(Status::Excluded | Status::Exempt));
    let in_force = |line: Line| !matches!(line.status, None | Some(Status::NotYetIntroduced));
    let compliant = |line: Line| line.status.is_some_and(Status::is_compliant);
    Some(if left_out(before) != left_out(after) {
        Cause::Exclusion
    } else if before.post != after.post {
        match (before.post, after.post) {
            (Post::None, Post::Here) => Cause::Starter,
            _ => Cause::LeaverOrMover,
        }
    } else if in_force(before) != in_force(after) {
        Cause::Requirement
    } else if compliant(before) && !compliant(after) {
        Cause::Lapse
    } else if !compliant(before) && compliant(after) {
        Cause::Completion
    } else {
        // Missing before and after, and counted in one alone: time to complete.
        Cause::Requirement
    })
}
