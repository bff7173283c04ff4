//! The monthly passports: which months went out, and who was not reached.

use axum::extract::Path;
use axum::http::Uri;
use jiff::Timestamp;
use passport_core::delivery::{MailState, Month};
use passport_core::wording::{capital, count, thousands};
use passport_pages::Link;
use passport_pages::pages::{
    Count, DeliveriesPage, DeliveryRow, DeliveryRunPage, NotReached, Outcome, Paging, UnderWay,
};

use super::answer::{Answer, Fault, refreshing, see};
use super::query;
use super::visit::Visit;
use crate::access::Access;
use crate::clock::london;
use crate::delivery::{Report, report};

/// People to a page.
const PAGE: usize = 50;
/// How often whoever watches a run is shown how far it has come, in seconds.
const EVERY: u32 = 5;
/// So many must be done before their pace says anything of the rest.
const ENOUGH: u64 = 20;

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
    let local = |at: Timestamp| at.to_zoned(london()).datetime();
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
    let still = query::parameter(&uri, "still").is_some();
    let now = visit.app.settings.clock.now();
    let under_way = report.finished_at.is_none().then(|| under_way(&report, now, &address, still));
    let is_watched = under_way.is_some() && !still && current == 1;
    let response = visit.page(&DeliveryRunPage {
        under_way,
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
    })?;
    // Whoever leafs through the names is not taken from them.
    if is_watched { refreshing(response, EVERY, &address) } else { Ok(response) }
}

/// How far a run has come, and how long the rest takes at the pace so far.
fn under_way(report: &Report, now: Timestamp, address: &str, still: bool) -> UnderWay {
    let open =
        [MailState::Planned, MailState::Sending, MailState::FailedTemporarily, MailState::InDoubt];
    let open: i64 = open.into_iter().map(|state| report.count(state)).sum();
    let number = |count: i64| u64::try_from(count).unwrap_or_default();
    let (done, of) = (number(report.people - open), number(report.people));
    let mut words = format!("{} of {} done", thousands(done), thousands(of));
    let seconds = number(now.duration_since(report.planned_at).as_secs());
    let left = (seconds * number(open)).checked_div(done).filter(|_| done >= ENOUGH);
    if let Some(left) = left {
        words += &format!(", about {} left", count(left.div_ceil(60), "minute", "minutes"));
    }
    let done = (done * 100).checked_div(of).unwrap_or(100);
    UnderWay { words, done, still, address: address.to_owned() }
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
