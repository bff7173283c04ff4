//! Bringing extracts in: files are chosen, what they would change is shown, and
//! only then imported. An administrator may bring in the first ones.

use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use jiff::civil::Date;
use passport_pages::pages::{ImportPreviewPage, Mistake, NewImportPage};
use passport_store::Organisation;

use super::answer::{Answer, Fault, see};
use super::files::{MOST_WORDS, Sent};
use super::visit::Visit;
use super::{imports, query};
use crate::access::{Access, Intake};
use crate::import::{self, End, Outcome, Request, Upload, Whose};

/// Problems shown beside what would change.
const SHOWN: usize = 50;

pub(super) async fn ask(visit: Visit, access: Access) -> Answer {
    let Some(intake) = intake(&access).await? else { return visit.not_found() };
    let page = blank(intake.first_only);
    visit.form(|csrf| NewImportPage { csrf, ..page })
}

pub(super) async fn look(
    visit: Visit,
    access: Access,
    Extension(sent): Extension<Arc<Sent>>,
) -> Answer {
    let Some(intake) = intake(&access).await? else { return visit.not_found() };
    let typed = sent.field("extract-date").unwrap_or_default().trim().to_owned();
    let refuse = |field: &str, words: &str| {
        let page = NewImportPage {
            extract_date: typed.clone(),
            errors: vec![Mistake::new(field, words)],
            ..blank(intake.first_only)
        };
        visit.refused(|csrf| NewImportPage { csrf, ..page })
    };
    if sent.files.is_empty() {
        return refuse("files", "Choose one file or several.");
    }
    let today = visit.app.settings.clock.today();
    let extract_date = match typed.as_str() {
        "" => import::stated_day(&sent.files, today).unwrap_or(today),
        text => match text.parse::<Date>() {
            Ok(day) if day <= today => day,
            Ok(_) => return refuse("extract-date", "Enter a day that has come."),
            Err(_) => return refuse("extract-date", "Enter a date such as 2026-11-30."),
        },
    };
    let request = Request::new(extract_date, &access.asker().actor());
    preview(&visit, &access, intake.organisation(), sent.files.clone(), request).await
}

/// Shows what files would change, and keeps them for the answer.
async fn preview(
    visit: &Visit,
    access: &Access,
    organisation: &Organisation,
    files: Vec<Upload>,
    request: Request,
) -> Answer {
    let checked = Request { check: true, ..request.clone() };
    let outcome = run(visit, organisation, &files, &checked).await?;
    visit.note_list(organisation, "saw import", "before it was made");
    let kept = outcome.files(&files);
    let mut problems = imports::problems(&kept);
    imports::worst_first(&mut problems);
    let (skip_bad_rows, accept_large_change) = match outcome.end {
        End::Refused => (true, request.accept_large_change),
        End::Braked => (request.skip_bad_rows, true),
        _ => (request.skip_bad_rows, request.accept_large_change),
    };
    // What is wrong with a whole file is not mended by leaving rows out.
    let whole_files = outcome.reading.problems.iter().any(|problem| {
        problem.severity == passport_core::import::Severity::Error && problem.row.is_none()
    });
    let go_on = match outcome.end {
        End::Checked => Some("Import"),
        End::Refused if !whole_files => Some("Go on without the rows that cannot be used"),
        End::Braked => Some("Go on: it is right that so many leave or move"),
        _ => None,
    };
    let now = visit.app.settings.clock.now();
    let page = ImportPreviewPage {
        csrf: String::new(),
        ticket: visit.app.waiting.keep(access.account().session, files, request.clone(), now)?,
        extract_date: request.extract_date,
        files: kept.iter().map(imports::file).collect(),
        changes: imports::changes(&import::summary(&outcome.changes)),
        reason: import::reason(&outcome, &request),
        go_on: go_on.map(str::to_owned),
        skip_bad_rows,
        accept_large_change,
        problems_sentence: imports::sentence(&problems),
        problems_left_out: problems.len().saturating_sub(SHOWN) as u64,
        problems: problems.into_iter().take(SHOWN).map(imports::problem).collect(),
    };
    visit.form(|csrf| ImportPreviewPage { csrf, ..page })
}

pub(super) async fn confirm(visit: Visit, access: Access, form: Bytes) -> Answer {
    let Some(intake) = intake(&access).await? else { return visit.not_found() };
    let ticket = query::field(&form, "ticket").unwrap_or_default();
    let now = visit.app.settings.clock.now();
    let taken = visit.app.waiting.take(access.account().session, &ticket, now);
    let Some((files, request)) = taken else { return see("/imports/new") };
    let yes = |name: &str| query::field(&form, name).as_deref() == Some("yes");
    let asked = Request {
        skip_bad_rows: yes("skip-bad-rows"),
        accept_large_change: yes("accept-large-change"),
        ..request.clone()
    };
    let organisation = intake.organisation();
    // What was let through is looked at once more before it is done.
    let more = (asked.skip_bad_rows, asked.accept_large_change)
        != (request.skip_bad_rows, request.accept_large_change);
    if more {
        return preview(&visit, &access, organisation, files.to_vec(), asked).await;
    }
    let outcome = run(&visit, organisation, &files, &asked).await?;
    match outcome.end {
        End::Committed(number) | End::Unchanged(number) | End::Repeated(number) => {
            visit.note(organisation, "imported", "");
            if intake.first_only {
                return see("/first-steps");
            }
            see(&format!("/imports/{number}"))
        }
        // Something else was imported meanwhile.
        _ => preview(&visit, &access, organisation, files.to_vec(), asked).await,
    }
}

/// Imports in a task of its own: whoever hangs up stops nothing half way.
async fn run(
    visit: &Visit,
    organisation: &Organisation,
    files: &[Upload],
    request: &Request,
) -> Result<Outcome, Fault> {
    // Held by the work, not by whoever waits for it.
    let turn = Arc::clone(&visit.app.importing).acquire_owned().await;
    let turn = turn.map_err(|_| Fault::broken("nobody may import any more"))?;
    let now = visit.app.settings.clock.now();
    let (organisation, files, request) = (organisation.clone(), files.to_vec(), request.clone());
    let runtime = tokio::runtime::Handle::current();
    // Reading is much work for the processor, so it is done beside those who answer.
    let work = tokio::task::spawn_blocking(move || {
        let _held = turn;
        runtime.block_on(import::import(Whose::Known(&organisation), &files, &request, now))
    });
    let done = work.await.map_err(|_| Fault::broken("an import broke off"))?;
    done.map_err(|error| Fault::of(&error))
}

/// What may be brought in; nothing for an administrator once something has been.
async fn intake(access: &Access) -> Result<Option<Intake<'_>>, Fault> {
    let Some(intake) = access.intake() else { return Ok(None) };
    let begun = intake.organisation().newest_import().await?.is_some();
    Ok(Some(intake).filter(|intake| !(intake.first_only && begun)))
}

fn blank(is_first: bool) -> NewImportPage {
    NewImportPage { is_first, most: MOST_WORDS.to_owned(), ..NewImportPage::default() }
}
