//! The requirement matrix, for training leads: what is required of whom, changes
//! of it in a shared draft, their rehearsal, and where we ask more than the nation.

pub(super) mod cell;
pub(super) mod draft;
pub(super) mod matrix;
pub(super) mod propose;
pub(super) mod publication;
pub(super) mod publish;
pub(super) mod rehearsal;
pub(super) mod variations;
mod words;

use passport_store::Organisation;

use super::answer::Fault;
use crate::access::Access;

/// Where a training lead works; the guard has let nobody else in.
fn workplace(access: &Access) -> Result<&Organisation, Fault> {
    let handle = access.requirements();
    let handle = handle.ok_or_else(|| Fault::broken("a training lead without requirements"))?;
    Ok(handle.organisation())
}
