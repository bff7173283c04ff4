//! The library that unpacks workbooks is tested on sound ones; a damaged one
//! must never take the whole import with it.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Does the work; `None` where it panicked.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    GUARDED.set(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(false);
    done.ok()
}

/// Whether a panic on this thread, now, is one that the reader answers for: a
/// program's panic hook need not print it.
#[must_use]
pub fn is_guarded() -> bool {
    GUARDED.get()
}
