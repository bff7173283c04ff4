//! `report reconcile`: our answers beside ESR's own.

use passport_store::Organisation;

use super::super::output::{Cell, Format, Table};
use super::super::{Done, Failure};
use crate::compliance::{Shelf, reconcile};

pub(super) async fn reconciliation(
    organisation: &Organisation,
    differences: bool,
    format: Format,
) -> Done {
    let all = reconcile(organisation, &Shelf::default()).await?;
    if all.is_empty() {
        return Err(Failure::input_words(
            "No compliance extract with a Meets Requirement column has been imported, so there is nothing to compare with.",
        ));
    }
    let differing = all.iter().filter(|line| !line.difference.agree).count();
    let total = all.len();
    let yes_no = |answer: bool| Cell::text(if answer { "yes" } else { "no" });
    let rows = all
        .into_iter()
        .filter(|line| !differences || !line.difference.agree)
        .map(|line| {
            vec![
                Cell::Text(line.employee_number),
                Cell::Text(line.assignment_number),
                Cell::Text(line.competence),
                yes_no(line.esr_meets),
                Cell::Day(line.esr_awarded),
                Cell::Day(line.esr_expires),
                line.our_meets.map_or_else(|| Cell::text("not required"), yes_no),
                Cell::Day(line.our_awarded),
                Cell::Day(line.our_expires),
                yes_no(line.difference.agree),
                Cell::Text(line.difference.reason),
            ]
        })
        .collect();
    let headings = vec![
        "employee_number",
        "assignment_number",
        "competence",
        "esr_meets",
        "esr_awarded",
        "esr_expires",
        "our_meets",
        "our_awarded",
        "our_expires",
        "agree",
        "reason",
    ];
    Table { headings, rows }.print(format)?;
    eprintln!("{differing} of {total} lines differ.");
    Ok(())
}
