//! How far an import has come, for whoever waits for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

/// What an import is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// It waits for another import to end.
    #[default]
    Waiting,
    /// Reading the files.
    Reading,
    /// Comparing them with what is recorded.
    Comparing,
    /// Recording what is different: so many of so many facts.
    Recording {
        /// Facts recorded or voided.
        done: u64,
        /// All there are.
        of: u64,
    },
}

/// Shared between the import and whoever looks; one that nobody looks at costs
/// nothing.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<Told>);

#[derive(Debug, Default)]
struct Told {
    stage: AtomicU8,
    done: AtomicU64,
    of: AtomicU64,
}

impl Progress {
    /// How far it has come.
    #[must_use]
    pub fn stage(&self) -> Stage {
        match self.0.stage.load(Ordering::Acquire) {
            0 => Stage::Waiting,
            1 => Stage::Reading,
            2 => Stage::Comparing,
            _ => Stage::Recording {
                done: self.0.done.load(Ordering::Relaxed),
                of: self.0.of.load(Ordering::Relaxed),
            },
        }
    }

    pub(super) fn reading(&self) {
        self.0.stage.store(1, Ordering::Release);
    }

    pub(super) fn comparing(&self) {
        self.0.stage.store(2, Ordering::Release);
    }

    pub(super) fn recording(&self, of: u64) {
        self.0.done.store(0, Ordering::Relaxed);
        self.0.of.store(of, Ordering::Relaxed);
        self.0.stage.store(3, Ordering::Release);
    }

    pub(super) fn recorded(&self, more: u64) {
        self.0.done.fetch_add(more, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::{Progress, Stage};

    #[test]
    fn who_waits_is_told_how_many_facts_are_recorded() {
        let (import, looking) = (Progress::default(), Progress::default());
        let looker = import.clone();
        assert_eq!(looker.stage(), Stage::Waiting);
        import.reading();
        assert_eq!(looker.stage(), Stage::Reading);
        import.comparing();
        import.recording(10);
        import.recorded(3);
        import.recorded(4);
        assert_eq!(looker.stage(), Stage::Recording { done: 7, of: 10 });
        assert_eq!(looking.stage(), Stage::Waiting, "another import's is its own");
    }
}
