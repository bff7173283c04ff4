//! The two icons of Making Data Count, as words and letters: how the figure varies, and
//! whether it can be relied on to reach its target.

use super::process::Thousandths;
use super::signals::Side;
use super::{FEWEST, Xmr};

/// Which way is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// As of compliance.
    Higher,
    /// As of lines that are overdue.
    Lower,
}

/// What the latest point says of how the figure varies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variation {
    /// Special cause, to the good.
    Improving(Side),
    /// Special cause, to the bad.
    Concerning(Side),
    /// Common cause: no more than it always varies.
    Common,
    /// Too few points to tell.
    TooFew,
}

/// Whether the figure can be relied on to reach its target while nothing changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assurance {
    /// Everything between the limits reaches it.
    Hit,
    /// Nothing between the limits does.
    Miss,
    /// Some of what lies between the limits does: reaching it is chance.
    HitAndMiss,
    /// Too few points to tell.
    TooFew,
}

impl Xmr {
    /// How the figure varies, by its latest point. Where special causes point both
    /// ways the improvement is shown, as in the programme's tool.
    #[must_use]
    pub fn variation(&self, better: Better) -> Variation {
        let Some((segment, point)) = self.latest() else { return Variation::TooFew };
        if !segment.process.has_limits() {
            return Variation::TooFew;
        }
        let (good, bad) = match better {
            Better::Higher => (Side::High, Side::Low),
            Better::Lower => (Side::Low, Side::High),
        };
        let points_to = |side| point.signals.iter().any(|signal| signal.side == side);
        if points_to(good) {
            Variation::Improving(good)
        } else if points_to(bad) {
            Variation::Concerning(bad)
        } else {
            Variation::Common
        }
    }

    /// Whether the target is reached whatever happens between the limits of the latest
    /// segment. A value on the target reaches it, as every figure here does.
    #[must_use]
    pub fn assurance(&self, better: Better, target: Thousandths) -> Assurance {
        let Some((segment, _)) = self.latest() else { return Assurance::TooFew };
        let process = &segment.process;
        if !process.has_limits() {
            return Assurance::TooFew;
        }
        // How far the target is on the good side of the mean.
        let ahead = match better {
            Better::Higher => process.distance(target),
            Better::Lower => -process.distance(target),
        };
        if ahead <= -process.reach() {
            Assurance::Hit
        } else if ahead > process.reach() {
            Assurance::Miss
        } else {
            Assurance::HitAndMiss
        }
    }
}

impl Variation {
    /// The letter in the icon, which tells it apart without colour.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Improving(Side::High) | Self::Concerning(Side::High) => "H",
            Self::Improving(Side::Low) | Self::Concerning(Side::Low) => "L",
            Self::Common => "~",
            Self::TooFew => "–",
        }
    }

    /// One sentence.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Improving(Side::High) => "Improving: higher than by chance".into(),
            Self::Improving(Side::Low) => "Improving: lower than by chance".into(),
            Self::Concerning(Side::High) => "Concerning: higher than by chance".into(),
            Self::Concerning(Side::Low) => "Concerning: lower than by chance".into(),
            Self::Common => "No significant change".into(),
            Self::TooFew => format!("Too few months to tell: {FEWEST} are needed"),
        }
    }
}

impl Assurance {
    /// The letter in the icon, which tells it apart without colour.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Hit => "P",
            Self::Miss => "F",
            Self::HitAndMiss => "?",
            Self::TooFew => "–",
        }
    }

    /// One sentence.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Hit => "Reaches the target consistently".into(),
            Self::Miss => "Misses the target consistently, and will until something changes".into(),
            Self::HitAndMiss => "Reaches the target in some months and misses it in others".into(),
            Self::TooFew => format!("Too few months to tell: {FEWEST} are needed"),
        }
    }
}
