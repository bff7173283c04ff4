//! The same trust as ESR itself hands it over: the compliance extract with ESR's own answers, to
//! reconcile against ours, and the generic outbound file of people and assignments.
//!
//! ESR's answer looks only at the very competence and its stored expiry, two days late. So it
//! differs from ours where a higher level or two parts satisfy, where our period is not the one in
//! the name, and for training of the last days: each a difference that can be explained.

use crate::{
    File,
    data::Data,
    people::Trust,
    table::{Table, esr_date, esr_date_or_empty, packed_date, plus_days},
    training::{Training, individual},
    workforce::{Positions, pay_band, supervisor, units},
};

/// Writes `reconcile/esr-compliance.csv`: one row an assignment and required competence.
pub fn compliance_extract(trust: &Trust, training: &Training) -> File {
    let mut table = Table::new(
        "reconcile/esr-compliance.csv",
        &[
            "Org L1",
            "Org L2",
            "Org L3",
            "Org L4",
            "Org L5",
            "Org L6",
            "Org L7",
            "Org L8",
            "Assignment Number",
            "Employee Number",
            "Last Name",
            "First Name",
            "Staff Group",
            "Job Role",
            "Position Number",
            "Position Title",
            "Pay Scale",
            "Assignment Category",
            "Assignment Status",
            "Primary Assignment",
            "Supervisor",
            "Start Date",
            "Occupation Code",
            "Area of Work",
            "Competence Name",
            "Essential",
            "Meets Requirement",
            "Date Last Awarded",
            "Expiry Date",
        ],
    );
    let today = trust.plan.today;
    let positions = Positions::new(trust);
    for (who, person) in trust.people.iter().enumerate() {
        for (index, assignment) in person.assignments.iter().enumerate() {
            let role = trust.role(assignment);
            let named = if index == 0 { individual(trust, who) } else { 0 };
            let mut row = units(trust, assignment);
            row.extend([
                person.assignment_number(index),
                person.number.clone(),
                person.name.last.clone(),
                person.name.first.clone(),
                role.staff_group.clone(),
                role.job_role.clone(),
                positions.number(assignment.post, trust),
                role.title.clone(),
                pay_band(&role.band),
                assignment.category.to_owned(),
                assignment.status.to_owned(),
                if index == 0 { "Yes" } else { "No" }.to_owned(),
                supervisor(trust, person),
                esr_date(assignment.start),
                role.occupation.clone(),
                role.area.clone(),
            ]);
            let begin = row.len();
            for competence in Data::members(trust.data.undisplaced(role.listed | named)) {
                let held = training.awards[who].iter().rev().find(|award| {
                    award.competence == competence
                        && award.assignment.is_none_or(|i| i == index)
                        && award.date < plus_days(today, -2)
                });
                let meets = held.is_some_and(|a| a.expiry.is_none_or(|expiry| expiry >= today));
                row.truncate(begin);
                row.extend([
                    trust.data.competences[competence].name.clone(),
                    "Y".to_owned(),
                    if meets { "Y" } else { "N" }.to_owned(),
                    esr_date_or_empty(held.map(|award| award.date)),
                    esr_date_or_empty(held.and_then(|award| award.expiry)),
                ]);
                table.row(&row);
            }
        }
    }
    table.finish()
}

/// Writes the generic outbound file, version 1: a header, each person followed by their
/// assignments, and a footer that repeats the name and counts the records between. Every value is
/// quoted; columns nobody documents stay empty.
pub fn generic_outbound(trust: &Trust) -> File {
    let today = trust.plan.today;
    let name = format!("GO_999_ASG_{}_Full_00000001.DAT", packed_date(today));
    let mut writer = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(Vec::new());
    let mut write = |row: &[String]| writer.write_record(row).expect("writing to memory");
    write(&["HDR".to_owned(), name.clone(), packed_date(today), "999".to_owned()]);
    let mut records = 0;
    let mut assignment_id = 20_000_000;
    for (who, person) in trust.people.iter().enumerate() {
        let mut row = vec![String::new(); 25];
        "PER".clone_into(&mut row[0]);
        row[1] = (10_000_000 + who).to_string();
        row[2].clone_from(&person.number);
        person.name.title.clone_into(&mut row[3]);
        row[4].clone_from(&person.name.last);
        row[5].clone_from(&person.name.first);
        row[11] = packed_date(person.hired);
        row[24].clone_from(&person.email);
        write(&row);
        records += 1;
        for (index, assignment) in person.assignments.iter().enumerate() {
            let role = trust.role(assignment);
            assignment_id += 1;
            let mut row = vec![String::new(); 40];
            "ASG".clone_into(&mut row[0]);
            row[1] = assignment_id.to_string();
            row[2] = person.assignment_number(index);
            row[3] = packed_date(assignment.start);
            row[4] = assignment.end.map(packed_date).unwrap_or_default();
            assignment.status.clone_into(&mut row[5]);
            row[17] = supervisor(trust, person);
            if index == 0 { "Yes" } else { "No" }.clone_into(&mut row[22]);
            row[37].clone_from(&trust.tree.teams[assignment.post.team].location);
            row[39] = format!("{}|{}", role.staff_group, role.job_role);
            write(&row);
            records += 1;
        }
    }
    write(&["FTR".to_owned(), name.clone(), records.to_string()]);
    let bytes = writer.into_inner().expect("writing to memory does not fail");
    File { name: format!("esr-go/{name}"), bytes }
}
