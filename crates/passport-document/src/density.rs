//! How much a passport tells, and how closely it is set.
//!
//! A passport is brought to supervision, so one page is worth more than
//! detail: what the page online tells anyway gives way first, the size of the
//! type last, and it is never below 8.5 points.

use passport_core::present::{Group, Line};

/// How much the rows tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// Why each line is required, the course behind each award, every class.
    All,
    /// Why for what is to do now only; of an award the date and how it was
    /// recorded; the soonest class and how many are later.
    ToDo,
    /// As [`Detail::ToDo`], with no reasons.
    Least,
}

impl Detail {
    /// Whether a line says why it is required.
    pub(crate) fn tells_why(self, line: &Line) -> bool {
        match self {
            Self::All => !line.why.is_empty(),
            Self::ToDo => line.group == Group::ToDo && !line.why.is_empty(),
            Self::Least => false,
        }
    }

    /// Texts below a line that each take at least one line of type.
    fn least_below(self, line: &Line) -> usize {
        usize::from(self.tells_why(line)) + usize::from(line.next_step.is_some())
    }
}

/// How closely the rows are set.
#[derive(Clone, Copy)]
pub(crate) struct Density {
    pub(crate) size: f32,
    /// Line height over type size.
    pub(crate) leading: f32,
    /// Space above and below a row's text.
    pub(crate) pad: f32,
}

impl Density {
    /// The least height of a line, known before its texts are shaped.
    pub(crate) fn least(self, line: &Line, detail: Detail) -> f32 {
        let lines = 1 + detail.least_below(line);
        lines as f32 * self.size * self.leading + self.pad * 2.0
    }
}

/// From telling much to telling little, each from roomy to close: the first
/// that fits one page is used.
pub(crate) const LADDER: [(Detail, &[Density]); 3] = [
    (
        Detail::All,
        &[
            Density { size: 9.6, leading: 1.2, pad: 3.4 },
            Density { size: 9.0, leading: 1.2, pad: 2.6 },
        ],
    ),
    (
        Detail::ToDo,
        &[
            Density { size: 9.4, leading: 1.2, pad: 3.2 },
            Density { size: 9.2, leading: 1.2, pad: 2.4 },
            Density { size: 9.0, leading: 1.18, pad: 1.9 },
            Density { size: 8.8, leading: 1.17, pad: 1.6 },
        ],
    ),
    (
        Detail::Least,
        &[
            Density { size: 9.2, leading: 1.18, pad: 2.1 },
            Density { size: 8.8, leading: 1.17, pad: 1.7 },
            Density { size: 8.5, leading: 1.16, pad: 1.3 },
            Density { size: 8.5, leading: 1.1, pad: 0.8 },
            Density { size: 8.5, leading: 1.08, pad: 0.6 },
        ],
    ),
];

/// How a passport is set that needs several pages in any case.
pub(crate) const FLOWING: (Detail, Density) =
    (Detail::ToDo, Density { size: 9.0, leading: 1.18, pad: 2.2 });
