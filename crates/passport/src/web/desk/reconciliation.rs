//! Our answers beside ESR's: counts by cause, the lines that differ, and the same
//! as CSV.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use axum::http::Uri;
use jiff::civil::Date;
use passport_core::wording::{count, thousands};
use passport_pages::pages::{Choice, ReconciledRow, ReconciliationPage};
use passport_store::Organisation;

use super::{aside, desk, paging, shown};
use crate::access::Access;
use crate::cache::Moment;
use crate::compliance::{Cause, Reconciled, reconcile};
use crate::directory::Person;
use crate::web::answer::{Answer, Fault, see};
use crate::web::visit::Visit;
use crate::web::{address, csv_file, people, query};

/// Every answer of ESR's beside ours, as of the organisation's last change.
pub(super) async fn reconciled(
    visit: &Visit,
    organisation: &Organisation,
) -> Result<Arc<Vec<Reconciled>>, Fault> {
    let day = visit.app.settings.clock.today();
    let change = organisation.latest().await?.figures();
    let moment = Moment { organisation: organisation.id, change, day };
    let organisation = organisation.clone();
    let app = Arc::clone(&visit.app);
    let work = aside(async move { Ok(reconcile(&organisation, &app.shelf).await?) });
    Ok(visit.app.reconciled.get(moment, work).await?)
}

pub(in crate::web) async fn show(visit: Visit, access: Access, uri: Uri) -> Answer {
    let organisation = desk(&access)?.organisation();
    let all = reconciled(&visit, organisation).await?;
    let Some(asked) = cause(&uri) else { return see("/reconciliation") };
    let found = differing(&all, asked);
    let name = name(asked);
    let base = format!("/reconciliation?cause={name}");
    let Some(paging) = paging(&uri, found.len(), &base) else { return see(&base) };
    visit.note_list(organisation, "saw list of people", &format!("reconciliation, {name}"));
    let number = found.len() as u64;
    let shown_lines: Vec<&Reconciled> = shown(found, &paging).collect();
    let numbers: HashSet<&str> =
        shown_lines.iter().map(|line| line.employee_number.as_str()).collect();
    let directory = people::directory(&visit, &access, organisation).await?;
    let names = directory.of(&numbers);
    let differ = differing(&all, None).len();
    let sentence = format!(
        "{} of {} differ.",
        thousands(differ as u64),
        count(all.len() as u64, "line", "lines")
    );
    let mut causes =
        vec![Choice::new("", format!("Any reason ({})", thousands(differ as u64)), "")];
    causes.extend(Cause::ALL.into_iter().map(|(cause, code, words)| {
        let number = differing(&all, Some(cause)).len() as u64;
        Choice::new(code, format!("{words} ({})", thousands(number)), "")
    }));
    visit.page(&ReconciliationPage {
        sentence: (!all.is_empty()).then_some(sentence),
        causes,
        cause: name.to_owned(),
        csv: format!("/reconciliation.csv?cause={name}"),
        found: count(number, "line", "lines"),
        lines: shown_lines.into_iter().map(|line| row(line, &names)).collect(),
        paging: Some(paging),
    })
}

/// The lines that differ, as a spreadsheet reads them.
pub(in crate::web) async fn csv(visit: Visit, access: Access, uri: Uri) -> Answer {
    let organisation = desk(&access)?.organisation();
    let all = reconciled(&visit, organisation).await?;
    let Some(asked) = cause(&uri) else { return visit.not_found() };
    visit.note_list(organisation, "downloaded list of people", "reconciliation");
    let headings = [
        "employee_number",
        "assignment_number",
        "competence",
        "esr_meets",
        "esr_expires",
        "our_meets",
        "our_expires",
        "reason",
    ];
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let rows = differing(&all, asked).into_iter().map(|line| {
        vec![
            line.employee_number.clone(),
            line.assignment_number.clone(),
            line.competence.clone(),
            answer(Some(line.esr_meets)).to_owned(),
            day(line.esr_expires),
            answer(line.our_meets).to_owned(),
            day(line.our_expires),
            line.difference.reason.clone(),
        ]
    });
    csv_file::file("attachment; filename=\"reconciliation.csv\"", &headings, rows)
}

/// The cause that is asked for; `None` where there is no such.
fn cause(uri: &Uri) -> Option<Option<Cause>> {
    match query::parameter(uri, "cause").unwrap_or_default().as_str() {
        "" => Some(None),
        asked => {
            let found = Cause::ALL.into_iter().find(|(_, code, _)| *code == asked);
            found.map(|(cause, ..)| Some(cause))
        }
    }
}

fn name(asked: Option<Cause>) -> &'static str {
    let found = Cause::ALL.into_iter().find(|(cause, ..)| Some(*cause) == asked);
    found.map_or("", |(_, code, _)| code)
}

/// The lines that differ, for any cause or for one.
pub(super) fn differing(all: &[Reconciled], asked: Option<Cause>) -> Vec<&Reconciled> {
    let differs = |line: &&Reconciled| {
        !line.difference.agree && (asked.is_none() || line.difference.cause == asked)
    };
    all.iter().filter(differs).collect()
}

fn row(line: &Reconciled, names: &HashMap<&str, &Person>) -> ReconciledRow {
    let number = line.employee_number.as_str();
    let person = names.get(number);
    ReconciledRow {
        name: person.map_or(number, |person| person.name.as_str()).to_owned(),
        employee_number: line.employee_number.clone(),
        passport: address::passport(&line.employee_number),
        competence: line.competence.clone(),
        esr: answer(Some(line.esr_meets)).to_owned(),
        esr_expiry: line.esr_expires,
        ours: answer(line.our_meets).to_owned(),
        our_expiry: line.our_expires,
        reason: line.difference.reason.clone(),
    }
}

const fn answer(meets: Option<bool>) -> &'static str {
    match meets {
        Some(true) => "Met",
        Some(false) => "Not met",
        None => "Not required",
    }
}
