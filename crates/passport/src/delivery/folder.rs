//! Into a folder: one .eml a person. Handed over twice it is still one file, so
//! nothing is ever in doubt.

use passport_core::delivery::{Month, Reason};
use passport_store::Outcome;

use crate::delivery::DeliveryError;
use crate::delivery::carry::{Load, Made};
use crate::delivery::fault::{Faults, Step};
use crate::delivery::files::{Folder, Part, safe_name};

/// Files written at once.
const AT_ONCE: usize = 8;

/// The name of one person's file.
pub(crate) fn file_name(month: Month, employee_number: &str) -> String {
    format!("{month}-{}.eml", safe_name(employee_number))
}

/// Writes every message, several at a time: most of it is waiting for the disk.
fn write_all(
    folder: &Folder,
    messages: &[(String, String, Vec<u8>)],
) -> Result<Vec<Part>, DeliveryError> {
    let share = messages.len().div_ceil(AT_ONCE).max(1);
    std::thread::scope(|scope| {
        let hands: Vec<_> = messages
            .chunks(share)
            .map(|chunk| {
                scope.spawn(move || {
                    let one =
                        |(name, _, bytes): &(String, String, Vec<u8>)| folder.write(name, bytes);
                    chunk.iter().map(one).collect::<Result<Vec<_>, _>>()
                })
            })
            .collect();
        let mut parts = Vec::with_capacity(messages.len());
        for hand in hands {
            match hand.join() {
                Ok(written) => parts.extend(written?),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        Ok(parts)
    })
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
    let mut messages = Vec::with_capacity(load.len());
    for (entry, made) in load {
        let number = entry.employee_number;
        match made {
            Made::Message { bytes, .. } => {
                messages.push((file_name(month, &number), number, bytes));
            }
            Made::Not(detail) => {
                settled.push((number, Outcome::Failed { reason: Reason::NotComposed, detail }));
            }
        }
    }
    let parts = write_all(folder, &messages)?;
    for ((name, employee_number, _), part) in messages.into_iter().zip(parts) {
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
