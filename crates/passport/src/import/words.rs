//! What an import says of itself.

use passport_core::changes::{Brake, Changes, Ending};
use passport_core::import::{Problem, Severity};
use passport_core::wording::{list, long_date, thousands};

use super::{End, Outcome, Request, Undo};

/// `2,440 people added, 57 awards added`.
#[must_use]
pub fn summary(changes: &Changes) -> String {
    if changes.counts.is_empty() {
        return "Nothing changed".into();
    }
    let parts: Vec<String> = changes
        .counts
        .iter()
        .map(|(kind, count)| format!("{}: {}", kind, thousands(*count as u64)))
        .collect();
    parts.join("; ")
}

/// Why an import did not commit; empty where it did, or could.
#[must_use]
pub fn reason(outcome: &Outcome, request: &Request) -> String {
    match &outcome.end {
        End::Committed(_) | End::Unchanged(_) | End::Checked => String::new(),
        End::Repeated(number) => format!("These files are import {number}; nothing changed."),
        End::Refused => refused(outcome),
        End::Braked => format!(
            "Nothing was changed: {}. That is more than the organisation lets through at once.",
            braked(&outcome.changes.brake)
        ),
        End::TooOld(number, date) => format!(
            "Nothing was changed: import {number} already speaks of {}, later than {}. History is never rewritten.",
            long_date(*date),
            long_date(request.extract_date)
        ),
        End::NotFirst(number) => format!(
            "Nothing was changed: import {number} was made meanwhile, and training leads make those after the first."
        ),
    }
}

/// What a refusal is for: whole files, or rows of them.
fn refused(outcome: &Outcome) -> String {
    let files = &outcome.reading.files;
    // One without headings is empty or broken, and says so itself.
    let unknown = files.iter().filter(|file| file.kind.is_none());
    let unknown = unknown.filter(|file| !file.headings_ignored.is_empty());
    let unknown: Vec<String> = unknown.map(|file| file.name.clone()).collect();
    let whole = |problem: &Problem| problem.severity == Severity::Error && problem.row.is_none();
    match unknown.as_slice() {
        [] if outcome.reading.problems.iter().any(whole) => {
            "Nothing was changed: there is a file that cannot be used as it is.".into()
        }
        [] => "Nothing was changed: there are rows that cannot be used.".into(),
        [one] => format!("Nothing was changed: we do not know what file {one} is."),
        several => format!("Nothing was changed: we do not know what files {} are.", list(several)),
    }
}

/// The same with what to type instead.
#[must_use]
pub fn explanation(outcome: &Outcome, request: &Request) -> String {
    let reason = reason(outcome, request);
    match &outcome.end {
        End::Refused => {
            "Nothing was changed: correct the errors, or use --skip-bad-rows to leave those rows out.".into()
        }
        End::Braked => format!("{reason} If it is right, repeat with --accept-large-change."),
        End::TooOld(number, _) => {
            format!("{reason} Undo import {number} first, or give the right --extract-date.")
        }
        _ => reason,
    }
}

/// What the brake holds for.
fn braked(brake: &Brake) -> String {
    let mut parts = Vec::new();
    let movement = brake.movement;
    if movement.too_large {
        parts.push(format!(
            "{} of {} people would leave and {} would move",
            thousands(movement.leaving as u64),
            thousands(movement.people as u64),
            thousands(movement.moving as u64)
        ));
    }
    let mut ending = |what: &str, ending: Ending| {
        if ending.too_large {
            parts.push(format!(
                "{} of {} {what} would end, as the file no longer holds them",
                thousands(ending.ending as u64),
                thousands(ending.held as u64)
            ));
        }
    };
    ending("requirements", brake.requirements);
    ending("exemptions", brake.exemptions);
    parts.join("; ")
}

/// What came of undoing an import: a sentence that says what to do, where it was not.
#[must_use]
pub fn undone(number: i64, undo: &Undo) -> String {
    let numbers = |all: &[i64]| all.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    match undo {
        Undo::Done => format!("Import {number} is undone."),
        Undo::Unknown => format!("There is no import {number}."),
        Undo::Already => format!("Import {number} was undone already."),
        Undo::PreventedByAwards(awards) => format!(
            "Import {number} cannot be undone: awards were entered since for people whom it brought (awards {}). Void those first.",
            numbers(awards)
        ),
        Undo::PreventedByCorrections(people) => format!(
            "Import {number} cannot be undone: details were corrected since for people whose details it brought ({}). Import the files of before again instead.",
            people.join(", ")
        ),
        Undo::PreventedByRequirements(many) => format!(
            "Import {number} cannot be undone: {many} of the requirements it brought were changed on the page Requirements since. Import the files of before again instead."
        ),
        Undo::PreventedBy(later) => format!(
            "Import {number} cannot be undone: later work changed the same records (imports {}). Undo those first, newest first.",
            numbers(later)
        ),
    }
}
