//! What must be taken from chance: a salt, because it must not be guessed, and
//! where a process begins to count its entries, because two processes must not
//! meet and neither is to wait for a lock.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::StoreError;

/// Bytes of a salt.
const SALT: usize = 16;

/// Where this process goes on counting. Entries of one second are then in the
/// order in which the process wrote them.
static NEXT: OnceLock<AtomicI64> = OnceLock::new();

/// The first of so many identifiers in a row.
pub(super) fn identifiers(many: usize) -> Result<i64, StoreError> {
    let next = match NEXT.get() {
        Some(next) => next,
        None => {
            let mut bytes = [0; 8];
            fill(&mut bytes)?;
            // Half of what is positive, so that counting up never leaves it.
            let first = i64::from_be_bytes(bytes) & (i64::MAX >> 1);
            NEXT.get_or_init(|| AtomicI64::new(first))
        }
    };
    Ok(next.fetch_add(i64::try_from(many).unwrap_or(i64::MAX >> 2), Ordering::Relaxed))
}

/// So many salts, in hexadecimal.
pub(super) fn salts(many: usize) -> Result<Vec<String>, StoreError> {
    let mut bytes = vec![0; many * SALT];
    fill(&mut bytes)?;
    let hex = |salt: &[u8]| salt.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(bytes.chunks(SALT).map(hex).collect())
}

fn fill(bytes: &mut [u8]) -> Result<(), StoreError> {
    getrandom::fill(bytes).map_err(|error| StoreError::Chance(error.to_string()))
}
