//! A name for this process's work that no other worker has, on any server.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

/// A new name: the process's number, for the operator, and chance, for us.
#[must_use]
pub fn worker_name() -> String {
    let chance = RandomState::new().build_hasher().finish();
    format!("{}-{chance:016x}", std::process::id())
}
