//! The audit: who saw or changed what, when, from where and why; denials too.
//!
//! An entry is written in the transaction it belongs to, without waiting for any
//! other writer, and sealed a little later: it gets the next number, and a hash
//! over the one before it. What is changed, added or taken away afterwards breaks
//! the chain, and [`crate::Organisation::verify_audit`] says where. The personal
//! part of an entry can be erased and the chain still holds
//! (docs/decisions/0011-audit.md).

mod chance;
mod event;
mod hash;
mod read;
mod retain;
mod seal;
mod verify;

pub use event::AuditEvent;
pub(crate) use event::write;
pub use read::{AuditEntry, AuditFilter, AuditPlace};
pub(crate) use retain::{count_before, erase_about, erase_before, like, names};
pub use seal::AuditHead;
pub(crate) use seal::begin_chain;
pub use verify::{AuditBreak, AuditFault, AuditVerdict};

/// An instant as the audit keeps it: to the microsecond, so that what several
/// processes write within a second stays in order.
fn moment(at: jiff::Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}
