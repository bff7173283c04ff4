//! Whether a file is the one its series expects: a file that was missed would
//! leave the record wrong without anybody noticing.

use super::Numbers;
use crate::changes::Plan;
use crate::import::{Extent, Kind, Outbound, Place, Problem, Reading, Severity};

/// Whether the file is the first, the last again, the one after it, or a full
/// one, which begins the series anew. A file that is not is refused whole.
pub(super) fn accept(
    plan: &mut Plan<'_>,
    reading: &Reading,
    file: &Outbound,
    numbers: &mut Numbers,
) -> bool {
    let Some(sequence) = file.sequence else { return true };
    let vpd = file.vpd.as_deref().unwrap_or("");
    // Each version is a series of its own; version 1 is full unless it says not.
    let first = file.version == Kind::OutboundV1;
    let series = if first { format!("1:{vpd}") } else { vpd.to_owned() };
    let full = file.extent == Some(Extent::Full) || (first && file.extent.is_none());
    let recorded = numbers.series.get(&series).copied();
    let wrong = match recorded {
        _ if full => None,
        None => None,
        Some(None) => Some(
            "The number of the last file of this series was recorded and cannot be read, so a missing file would not be noticed.".to_owned(),
        ),
        Some(Some(last)) if sequence == last || last.checked_add(1) == Some(sequence) => None,
        Some(Some(last)) => {
            let next = last.checked_add(1).map(|next| format!(" or {next}")).unwrap_or_default();
            Some(format!(
                "The file's number is {sequence}; the last of this series was {last}, so this can only be {last}{next}."
            ))
        }
    };
    let name = &reading.files[file.file].name;
    if let Some(what) = wrong {
        plan.problems.push(Problem::with_file(
            Severity::Error,
            name,
            what,
            "Import the files between, in order, or a full file, which begins the series anew.",
        ));
        for row in &file.changes {
            plan.tally.refused(row.place);
        }
        return false;
    }
    if let Some(Some(last)) = recorded
        && sequence < last
    {
        plan.problems.push(Problem::with_file(
            Severity::Warning,
            name,
            format!("The full file's number, {sequence}, is below the last of this series, {last}: the series begins anew with it."),
            "Check that it is not an old file.",
        ));
    }
    if recorded != Some(Some(sequence)) {
        numbers.series.insert(series, Some(sequence));
        if let Some(row) = file.header_row {
            plan.tally.used(Place { file: file.file, row });
        }
    }
    true
}
