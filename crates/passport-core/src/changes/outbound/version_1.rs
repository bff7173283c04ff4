//! Version 1 updates people and statuses only: names and addresses of people,
//! and of assignments the status, the end, whether it is primary, the location
//! and the supervisor. Unit, position, job and start are never its to change,
//! and what it leaves out ends nothing.

use std::collections::HashSet;

use super::{Ground, say_of_rows, update_status};
use crate::changes::Plan;
use crate::import::{
    Extent, Outbound, OutboundChange, OutboundPerson, Place, Problem, Reading, Severity,
};
use crate::wording::long_date;

pub(super) fn read(
    plan: &mut Plan<'_>,
    reading: &Reading,
    files: &[&Outbound],
    ground: &mut Ground<'_, '_>,
) {
    let mut leavers: Vec<(Place, &OutboundPerson)> = Vec::new();
    for file in files {
        let mut met: HashSet<&str> = HashSet::new();
        let mut nobody = Vec::new();
        for row in &file.changes {
            match &row.value {
                OutboundChange::Person(update) => {
                    if ground.person(&update.employee_number).is_none() {
                        plan.tally.refused(row.place);
                        nobody.push(row.place);
                        continue;
                    }
                    ground.tell(row.place, update);
                    leavers.push((row.place, update));
                }
                OutboundChange::Assignment(update) => {
                    let number = update.assignment_number.as_str();
                    met.insert(number);
                    let left_out = if let Some(last) = ground.ended(number) {
                        Some(format!(
                            "This assignment ended on {}; this kind of file does not bring it back.",
                            long_date(last)
                        ))
                    } else if let Some(entry) = ground.assignment(number) {
                        update_status(&mut entry.post, update);
                        entry.places.push(row.place);
                        None
                    } else {
                        Some("This assignment is not in the staff list; this kind of file updates people and statuses only.".into())
                    };
                    if let Some(what) = left_out {
                        let cell = ("Assignment Number", number);
                        let remedy = "Import the person's assignment with its post.";
                        plan.problem(reading, row.place, Severity::Note, cell, what, remedy);
                        plan.tally.refused(row.place);
                    }
                }
                _ => {}
            }
        }
        say_of_rows(
            plan,
            reading,
            Severity::Note,
            &nobody,
            "Nobody has this person's employee number; this kind of file updates people and statuses only.",
            "Import the person's assignment with its post.",
        );
        if file.extent == Some(Extent::Full) {
            say_who_is_missing(plan, reading, file, &met);
        }
    }
    // After every status, so that a leaver's last day has the last word.
    for (place, update) in leavers {
        ground.leave(place, update);
    }
}

fn say_who_is_missing(
    plan: &mut Plan<'_>,
    reading: &Reading,
    file: &Outbound,
    met: &HashSet<&str>,
) {
    let day = plan.terms.extract_date;
    let missing = plan
        .recorded
        .postings
        .iter()
        .filter(|posting| posting.fact.applies.to.is_none())
        .filter(|posting| posting.fact.post.end.is_none_or(|end| day <= end))
        .filter(|posting| !met.contains(posting.fact.assignment_number.as_str()))
        .count();
    if missing > 0 {
        plan.problems.push(Problem::with_file(
            Severity::Note,
            &reading.files[file.file].name,
            format!("{missing} assignments of the staff list are not in it; this kind of file ends nothing by leaving it out."),
            "Import a staff list or a full file of version 2 to end them.",
        ));
    }
}
