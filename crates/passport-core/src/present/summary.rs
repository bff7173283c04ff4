//! The counts at the top of the passport and their sentence.

use jiff::civil::Date;

use super::passport::{Group, Line, Summary};
use crate::compliance::{Line as Evaluated, Status};
use crate::wording::long_date;

/// Counts the lines; `soon_until` is the last day of the default warning window.
pub(super) fn summary(lines: &[(Line, &Evaluated)], soon_until: Date) -> Summary {
    let count = |wanted: fn(Status) -> bool| lines.iter().filter(|l| wanted(l.0.status)).count();
    let to_do = count(|status| matches!(status, Status::Expired | Status::NeverCompleted));
    let soon = count(|status| status == Status::RenewSoon);
    let expiries = lines.iter().filter(|l| l.0.group == Group::Soon).filter_map(|l| l.0.expiry);
    let due = lines.iter().filter(|l| l.0.status == Status::InGrace).filter_map(|l| l.1.due);
    Summary {
        to_do,
        soon,
        soon_until,
        complete: count(Status::is_compliant),
        // What is not asked of the person yet, or not at all, is nothing to be in date with.
        lines: lines.len()
            - count(|status| matches!(status, Status::NotYetIntroduced | Status::Exempt)),
        // A competence may warn earlier than the organisation does.
        sentence: sentence(lines.len(), to_do, due, soon, expiries.fold(soon_until, Date::max)),
    }
}

/// `2 to do, 1 to complete by 14 January 2027, 3 run out by 28 February 2027`.
fn sentence(
    lines: usize,
    to_do: usize,
    due: impl Iterator<Item = Date> + Clone,
    soon: usize,
    by: Date,
) -> String {
    if lines == 0 {
        return "No training is required".into();
    }
    let mut parts = Vec::new();
    if to_do > 0 {
        parts.push(format!("{to_do} to do"));
    }
    if let (Some(first), Some(last)) = (due.clone().min(), due.clone().max()) {
        let by = if first == last { "" } else { ", the first" };
        parts.push(format!("{} to complete{by} by {}", due.count(), long_date(first)));
    }
    if soon > 0 {
        let verb = if soon == 1 { "runs" } else { "run" };
        parts.push(format!("{soon} {verb} out by {}", long_date(by)));
    }
    if parts.is_empty() { "Everything is up to date".into() } else { parts.join(", ") }
}
