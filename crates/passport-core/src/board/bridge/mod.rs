//! Why a figure moved between two days.
//!
//! Each person is evaluated three times: on the first day as it was known then, on the
//! first day as it is known now, and on the second day as it is known now. Between the
//! first two lies what was put right since; between the last two what happened. Each
//! line that differs across either has one cause there, the first that fits, and the
//! causes add up: lines counted and lines compliant, exactly.
//!
//! A line that was put right and then also lapsed differs across both, and has a cause
//! in each: two corrections that cancel out are two things that happened, not none.
//!
//! Counts add up, percentages do not. So the causes are taken in their order, and the
//! points of each are what the percentage moved when its lines were added to those before.

mod cause;
mod standing;

use std::collections::BTreeSet;

use serde::Serialize;

pub use cause::Cause;
pub use standing::{Key, Line, Post, Scope, Standing};

use crate::compliance::Count;

/// What one cause did to the figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Movement {
    /// The cause.
    pub cause: Cause,
    /// How many lines it moved.
    pub lines: u64,
    /// By how much it moved lines counted.
    pub counted: i64,
    /// By how much it moved lines compliant.
    pub compliant: i64,
}

/// A step of the bridge: the figure before a cause and after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What moved it.
    pub movement: Movement,
    /// The figure with all causes before this one.
    pub from: Count,
    /// The figure with this one too.
    pub to: Count,
}

/// The way from one figure to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bridge {
    /// The figure of the first day, as it was known then.
    pub from: Count,
    /// The figure of the second day, as it is known now.
    pub to: Count,
    movements: [Movement; Cause::EACH.len()],
}

impl Default for Bridge {
    fn default() -> Self {
        Self {
            from: Count::default(),
            to: Count::default(),
            movements: Cause::EACH.map(|cause| Movement {
                cause,
                lines: 0,
                counted: 0,
                compliant: 0,
            }),
        }
    }
}

impl Bridge {
    /// Adds one person, whole: a person is added once.
    ///
    /// `then` is the first day as it was known then, `corrected` the first day as it is
    /// known now, `now` the second day as it is known now.
    pub fn add(&mut self, then: &Standing, corrected: &Standing, now: &Standing) {
        let keys: BTreeSet<&Key> =
            [then, corrected, now].into_iter().flat_map(Standing::keys).collect();
        for key in keys {
            let [then, corrected, now] = [then, corrected, now].map(|standing| standing.line(key));
            self.from = plus(self.from, then.count());
            self.to = plus(self.to, now.count());
            self.note((then != corrected).then_some(Cause::Correction), then, corrected);
            self.note(cause::between(corrected, now), corrected, now);
        }
    }

    fn note(&mut self, cause: Option<Cause>, before: Line, after: Line) {
        let (before, after) = (before.count(), after.count());
        let Some(cause) = cause.filter(|_| before != after) else { return };
        let difference =
            |before: u64, after: u64| i64::from(after > before) - i64::from(after < before);
        let movement = &mut self.movements[cause as usize];
        movement.lines += 1;
        movement.counted += difference(before.counted, after.counted);
        movement.compliant += difference(before.compliant, after.compliant);
    }

    /// What each cause did, in their order, those that did nothing too.
    #[must_use]
    pub const fn movements(&self) -> &[Movement] {
        &self.movements
    }

    /// The bridge as it is drawn: each cause that moved a line, with the figure before
    /// and after it. The first begins at [`Bridge::from`], the last ends at [`Bridge::to`].
    #[must_use]
    pub fn steps(&self) -> Vec<Step> {
        let mut at = self.from;
        let moved = self.movements.iter().filter(|movement| movement.lines > 0);
        moved
            .map(|movement| {
                let from = at;
                at = Count {
                    counted: at.counted.saturating_add_signed(movement.counted),
                    compliant: at.compliant.saturating_add_signed(movement.compliant),
                };
                Step { movement: *movement, from, to: at }
            })
            .collect()
    }
}

impl Step {
    /// What the percentage moved, in hundredths of a point, to the nearest; `None` where
    /// nothing is counted before or after.
    #[must_use]
    pub fn points(&self) -> Option<i64> {
        let share = |count: Count| {
            (count.counted > 0).then(|| count.compliant as f64 / count.counted as f64 * 10_000.0)
        };
        Some((share(self.to)? - share(self.from)?).round() as i64)
    }
}

fn plus(all: Count, one: Count) -> Count {
    Count { counted: all.counted + one.counted, compliant: all.compliant + one.compliant }
}

#[cfg(test)]
mod tests;
