//! Sessions: who is logged in. They are kept in the database, by the hash of
//! their token, and end by the clock, by their owner, or with the account.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use passport_store::{Organisation, SessionRow};

use super::{Asker, Authority};

/// Without a request for so long a session ends: a computer on a ward is left.
pub const IDLE: SignedDuration = SignedDuration::from_mins(30);
/// However busy, after so long it ends: longer than a shift with its handover.
pub const ABSOLUTE: SignedDuration = SignedDuration::from_hours(13);
/// A session's last use is noted to within this.
pub(super) const NOTED: SignedDuration = SignedDuration::from_mins(1);

/// Someone is logged in to an organisation, and what they may reach today.
#[derive(Debug)]
pub struct Session {
    /// Who.
    pub asker: Asker,
    /// To which organisation.
    pub(super) organisation: Organisation,
    pub(super) authority: Arc<Authority>,
    /// The organisation's last change when the request came.
    pub change: i64,
    /// Its token's hash, by which its owner ends it.
    pub token_hash: String,
}

/// Whether the clock has ended a session.
pub(super) fn is_over(row: &SessionRow, now: Timestamp) -> bool {
    // A minute more, since the last use is only noted to within one.
    now.duration_since(row.seen_at) > IDLE + NOTED || now.duration_since(row.began_at) > ABSOLUTE
}
