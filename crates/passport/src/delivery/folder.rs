//! Into a folder: one .eml a person. Handed over twice it is still one file, so
//! nothing is ever in doubt.

use passport_core::delivery::{Month, Reason};
use passport_store::{OutboxEntry, Outcome};

use crate::delivery::DeliveryError;
use crate::delivery::carry::{Load, Made};
use crate::delivery::fault::{Faults, Step};
use crate::delivery::files::{Folder, safe_name};

/// The name of one person's file.
pub(crate) fn file_name(month: Month, employee_number: &str) -> String {
    format!("{month}-{}.eml", safe_name(employee_number))
}

/// Whether the worker lived through it.
pub(crate) enum Put {
    /// What became of each.
    Settled(Vec<(String, Outcome)>),
    /// A test stopped it here.
    Died,
}

/// Puts a batch of messages into the folder: all written, then all named, then
/// the folder itself made to last.
pub(crate) fn put(
    folder: &Folder,
    month: Month,
    load: Load,
    faults: &Faults,
) -> Result<Put, DeliveryError> {
    let mut settled = Vec::with_capacity(load.len());
    let mut parts = Vec::with_capacity(load.len());
    for (entry, made) in load {
        match made {
            Made::Message { bytes, .. } => {
                let name = file_name(month, &entry.employee_number);
                parts.push((entry, folder.write(&name, &bytes)?, name));
            }
            Made::Not(detail) => settled.push((
                entry.employee_number,
                Outcome::Failed { reason: Reason::NotComposed, detail },
            )),
        }
    }
    for (OutboxEntry { employee_number, .. }, part, name) in parts {
        if faults.dies(Step::Written, &employee_number) {
            return Ok(Put::Died);
        }
        part.name()?;
        if faults.dies(Step::Named, &employee_number) {
            return Ok(Put::Died);
        }
        settled.push((employee_number, Outcome::Sent { detail: name }));
    }
    folder.sync()?;
    Ok(Put::Settled(settled))
}
