//! The monthly passports: which months went out, and who was not reached.

use axum::extract::Path;
use axum::http::Uri;
use passport_core::delivery::{MailState, Month};
use passport_core::wording::{capital, thousands};
use passport_pages::Link;
use passport_pages::pages::{
    Count, DeliveriesPage, DeliveryRow, DeliveryRunPage, NotReached, Outcome, Paging,
};

use super::answer::{Answer, Fault, see};
use super::query;
use super::visit::Visit;
use crate::access::Access;
use crate::clock::london;
use crate::delivery::{Report, report};

/// People to a page.
const PAGE: usize = 50;

pub(super) async fn list(visit: Visit, access: Access) -> Answer {
    let Some(oversight) = access.oversight() else {
        return Err(Fault::broken("a training lead without oversight"));
    };
    let organisation = oversight.organisation();
    let mut runs = organisation.mail_runs().await?;
    runs.sort_by_key(|run| std::cmp::Reverse(run.month.first()));
    let mut months = Vec::new();
    for run in runs {
        let report = report(organisation, run.month).await?;
        months.push(DeliveryRow {
            month: run.month.words(),
            href: format!("/deliveries/{}", run.month),
            as_at: run.as_at,
            outcome: outcome(&report),
            counts: capital(&report.sentence()),
        });
    }
    visit.page(&DeliveriesPage { months })
}

pub(super) async fn one(
    visit: Visit,
    access: Access,
    uri: Uri,
    Path(month): Path<String>,
) -> Answer {
    let Some(oversight) = access.oversight() else {
        return Err(Fault::broken("a training lead without oversight"));
    };
    let organisation = oversight.organisation();
    let Ok(month) = month.parse::<Month>() else { return visit.not_found() };
    if organisation.mail_run(month).await?.is_none() {
        return visit.not_found();
    }
    visit.note_list(organisation, "saw who was not reached", &month.to_string());
    let report = report(organisation, month).await?;
    let address = format!("/deliveries/{month}");
    let missed = report.not_reached.len();
    let (current, last) = (query::page(&uri), missed.div_ceil(PAGE).max(1));
    if current > last {
        return see(&address);
    }
    let local = |at: jiff::Timestamp| at.to_zoned(london()).datetime();
    let number = |count: i64| u64::try_from(count).unwrap_or_default();
    let shown = report.not_reached.iter().skip((current - 1) * PAGE).take(PAGE);
    let not_reached = shown
        .map(|person| NotReached {
            name: person.name.clone(),
            employee_number: person.employee_number.clone(),
            team: person.team.clone(),
            why: person.why.clone(),
            remedy: person.remedy.to_owned(),
        })
        .collect();
    visit.page(&DeliveryRunPage {
        month: month.words(),
        back: Some(Link::new("Monthly passports", "/deliveries")),
        outcome: outcome(&report),
        sentence: sentence(&report),
        as_at: report.as_at,
        started: local(report.planned_at),
        finished: report.finished_at.map(local),
        counts: report
            .counts
            .iter()
            .map(|count| Count::new(capital(count.words), number(count.people)))
            .collect(),
        print_files: Vec::new(),
        not_reached_total: missed as u64,
        not_reached,
        paging: Some(Paging { current, last, href: format!("{address}?page=") }),
    })
}

fn outcome(report: &Report) -> Outcome {
    let failed = [MailState::FailedPermanently, MailState::Held, MailState::InDoubt];
    if report.finished_at.is_none() {
        Outcome::Running
    } else if failed.iter().any(|state| report.count(*state) > 0) {
        Outcome::Problems
    } else {
        Outcome::Completed
    }
}

/// `2,398 of 2,440 people were sent their passport`.
fn sentence(report: &Report) -> String {
    let number = |count: i64| thousands(u64::try_from(count).unwrap_or_default());
    let printed = match report.count(MailState::Printed) {
        0 => String::new(),
        printed => format!(", {} more have it on paper", number(printed)),
    };
    format!(
        "{} of {} people were sent their passport{printed}",
        number(report.count(MailState::Sent)),
        number(report.people)
    )
}
