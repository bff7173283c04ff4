//! Queries and prior learning on pages: asked, looked at, answered.

mod evidence;
mod list;
mod new;
mod one;
mod rules;
mod shown;
mod words;

pub(super) use evidence::show as evidence;
pub(super) use list::{claims, list, notices};
pub(super) use new::{ask, ask_claim, raise, raise_claim};
pub(super) use one::{answer, one, reopen, withdraw};
pub(super) use rules::{rule, rules, set_rule};

use passport_core::query::{MOST_BYTES, MOST_FILES};

/// The most that a form with evidence may send: its files, and what is typed.
pub(super) const MOST_SENT: usize = MOST_FILES * MOST_BYTES + 64 * 1024;
