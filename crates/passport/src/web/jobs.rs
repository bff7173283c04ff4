//! The timetable: what runs next, and what ran.

use axum::http::Uri;
use passport_core::delivery::Month;
use passport_core::wording::long_date;
use passport_pages::pages::{JobRun as Row, JobsPage, NextRun, Outcome, Paging};
use passport_store::{JobOutcome, JobRun};

use super::answer::{Answer, Fault, see};
use super::query;
use super::visit::Visit;
use crate::access::Access;
use crate::clock::london;
use crate::jobs::{JobKind, next_due};

/// Runs to a page.
const PAGE: i64 = 50;

pub(super) async fn show(visit: Visit, access: Access, uri: Uri) -> Answer {
    let Some(oversight) = access.oversight() else {
        return Err(Fault::broken("a training lead without oversight"));
    };
    let organisation = oversight.organisation();
    let settings = organisation.settings().await?;
    let (now, zone) = (visit.app.settings.clock.now(), london());
    let mut next: Vec<NextRun> = JobKind::ALL
        .into_iter()
        .filter_map(|kind| next_due(kind, &settings, now, &zone))
        .map(|due| NextRun {
            what: due.kind.words().to_owned(),
            at: due.at.to_zoned(zone.clone()).datetime(),
        })
        .collect();
    next.sort_by_key(|next| next.at);

    let count = organisation.job_run_count().await?;
    let last = usize::try_from((count + PAGE - 1) / PAGE).unwrap_or_default().max(1);
    let current = query::page(&uri);
    if current > last {
        return see("/jobs");
    }
    let before = i64::try_from(current - 1).unwrap_or_default() * PAGE;
    let runs = organisation.job_runs(before, PAGE).await?.into_iter().map(row).collect();
    let paging = Some(Paging { current, last, href: "/jobs?page=".to_owned() });
    visit.page(&JobsPage { next, runs, paging })
}

fn row(run: JobRun) -> Row {
    let kind = JobKind::ALL.into_iter().find(|kind| kind.name() == run.kind);
    let month = run.occurrence.parse::<Month>().ok();
    let what = match (kind, month) {
        (Some(kind), Some(month)) => format!("{}, {}", kind.words(), month.words()),
        (Some(kind), None) => {
            let day = run.occurrence.parse().map(long_date).unwrap_or(run.occurrence);
            format!("{}, {day}", kind.words())
        }
        (None, _) => run.kind,
    };
    let took = run.ended_at.map(|ended| ended.duration_since(run.started_at).as_secs());
    Row {
        what,
        href: month.map(|month| format!("/deliveries/{month}")),
        started: run.started_at.to_zoned(london()).datetime(),
        seconds: took.map(|took| u64::try_from(took).unwrap_or_default()),
        outcome: match run.outcome {
            JobOutcome::Running => Outcome::Running,
            JobOutcome::Done => Outcome::Completed,
            JobOutcome::Failed | JobOutcome::Abandoned => Outcome::Failed,
        },
        counts: run.detail,
    }
}
