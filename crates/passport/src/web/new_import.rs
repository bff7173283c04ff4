//! Bringing extracts in: files are chosen, what they would change is shown, and
//! only then imported. An administrator may bring in the first ones.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::Uri;
use jiff::civil::Date;
use passport_core::import::{HeadingProfile, Severity};
use passport_pages::pages::{
    Choice, ImportChange, ImportPreviewPage, ImportUnderWayPage, Mistake, NewImportPage,
};
use passport_store::Organisation;

use super::answer::{Answer, Fault, refreshing, see};
use super::files::{MOST_WORDS, Sent};
use super::heading_map;
use super::import_work::Step;
use super::visit::Visit;
use super::{fields, imports, query};
use crate::access::{Access, Intake};
use crate::import::{self, End, Outcome, Request, Stage, Upload, Whose};
use crate::telemetry;

/// Problems shown beside what would change.
const SHOWN: usize = 50;
/// Changes of a kind that are shown.
const SHOWN_CHANGES: usize = 10;
/// Small files are answered at once; larger ones are watched.
const AT_ONCE: Duration = Duration::from_secs(2);
/// How often whoever watches is shown how far it has come, in seconds.
const EVERY: u32 = 2;

pub(super) async fn ask(visit: Visit, access: Access) -> Answer {
    let Some(intake) = intake(&access).await? else { return visit.not_found() };
    let page = blank(&intake).await?;
    visit.form(|csrf| NewImportPage { csrf, ..page })
}

pub(super) async fn look(
    visit: Visit,
    access: Access,
    Extension(sent): Extension<Arc<Sent>>,
) -> Answer {
    let Some(intake) = intake(&access).await? else { return visit.not_found() };
    let field = |name: &str| sent.field(name).unwrap_or_default().trim().to_owned();
    let blank = blank(&intake).await?;
    let mut errors = Vec::new();
    let (typed, day) = fields::day_of(&field, "extract", "The day", &mut errors);
    let today = visit.app.settings.clock.today();
    if day.is_some_and(|day| day > today) {
        errors.push(Mistake::new("extract-day", "Enter a day that has come."));
    }
    if sent.files.is_empty() {
        errors.insert(0, Mistake::new("files", "Choose one file or several."));
    }
    let named = field("profile");
    let profile = match named.as_str() {
        "" => None,
        name => saved(intake.organisation(), name).await?,
    };
    if !named.is_empty() && profile.is_none() {
        errors.push(Mistake::new("profile", "Choose a heading profile from the list."));
    }
    if errors.is_empty() {
        let stated = || import::stated_day(&sent.files, today).unwrap_or(today);
        let extract_date: Date = day.unwrap_or_else(stated);
        let request = Request {
            profile,
            partial: field("partial") == "yes",
            only_first: intake.first_only,
            ..Request::new(extract_date, &access.asker().actor())
        };
        let (session, now) = (access.account().session, visit.app.settings.clock.now());
        let files = Arc::new(sent.files.clone());
        let whose = (intake.organisation().id, session);
        match visit.app.under_way.begin(whose, Arc::clone(&files), request.clone(), now)? {
            Some(ticket) => {
                work(&visit, intake.organisation(), &ticket, files, request, Step::Looking).await;
                return answer(&visit, &access, &ticket, false).await;
            }
            None => errors
                .push(Mistake::new("files", "Others are importing. Try again in some minutes.")),
        }
    }
    let partial = field("partial") == "yes";
    let page = NewImportPage { extract_date: typed, profile: named, partial, errors, ..blank };
    visit.refused(|csrf| NewImportPage { csrf, ..page })
}

/// How far an import has come: what it would change, once that is known, or the
/// import itself.
pub(super) async fn under_way(
    visit: Visit,
    access: Access,
    uri: Uri,
    Path(ticket): Path<String>,
) -> Answer {
    // Whose import it is, the ticket says; an administrator's first is done by now.
    if access.intake().is_none() {
        return visit.not_found();
    }
    // Whoever finds a page that changes by itself hard to read looks when they like.
    let still = query::parameter(&uri, "still").is_some();
    answer(&visit, &access, &ticket, still).await
}

/// Reads the files again by headings that their sender has mapped to ours.
pub(super) async fn map(visit: Visit, access: Access, form: Bytes) -> Answer {
    let Some(intake) = intake(&access).await? else { return visit.not_found() };
    let mapped = heading_map::read(&form);
    let name = fields::line(&form, "profile-name");
    let asked = |request: &Request| {
        let mut profile = request.profile.clone().unwrap_or_default();
        profile.headings.extend(mapped);
        let save = Some(name).filter(|name| !name.is_empty());
        let asked = Request {
            profile: Some(profile),
            save_profile_as: save.or_else(|| request.save_profile_as.clone()),
            ..request.clone()
        };
        (asked, Step::Looking)
    };
    go_on(&visit, &access, intake.organisation(), &form, asked).await
}

pub(super) async fn confirm(visit: Visit, access: Access, form: Bytes) -> Answer {
    let Some(intake) = intake(&access).await? else { return visit.not_found() };
    let yes = |name: &str| query::field(&form, name).as_deref() == Some("yes");
    let asked = |request: &Request| {
        let asked = Request {
            skip_bad_rows: yes("skip-bad-rows"),
            accept_large_change: yes("accept-large-change"),
            partial: request.partial || yes("partial"),
            compare_only: request.compare_only || yes("compare-only"),
            ..request.clone()
        };
        // What was let through is looked at once more before it is done.
        let let_through =
            |of: &Request| (of.skip_bad_rows, of.accept_large_change, of.partial, of.compare_only);
        let more = let_through(&asked) != let_through(request);
        (asked, if more { Step::Looking } else { Step::Importing })
    };
    go_on(&visit, &access, intake.organisation(), &form, asked).await
}

/// Takes up files that wait, and answers once their work is done or takes long.
async fn go_on(
    visit: &Visit,
    access: &Access,
    organisation: &Organisation,
    form: &[u8],
    asked: impl FnOnce(&Request) -> (Request, Step),
) -> Answer {
    let ticket = query::field(form, "ticket").unwrap_or_default();
    let (session, now) = (access.account().session, visit.app.settings.clock.now());
    if let Some((files, request, step)) = visit.app.under_way.take_up(session, &ticket, now, asked)
    {
        work(visit, organisation, &ticket, files, request, step).await;
    }
    answer(visit, access, &ticket, false).await
}

/// What its sender is shown of an import.
async fn answer(visit: &Visit, access: &Access, ticket: &str, still: bool) -> Answer {
    let (session, now) = (access.account().session, visit.app.settings.clock.now());
    let Some(look) = visit.app.under_way.look(session, ticket, now) else {
        return see("/imports/new");
    };
    match look.step {
        Step::Looking | Step::Importing => {
            let importing = matches!(look.step, Step::Importing);
            let (words, done) = at(look.stage);
            let address = format!("/imports/under-way/{ticket}");
            let page = ImportUnderWayPage { importing, words, done, still, address };
            let response = visit.page(&page)?;
            if still { Ok(response) } else { refreshing(response, EVERY, &page.address) }
        }
        Step::Looked(page) => {
            let page = ImportPreviewPage::clone(&page);
            visit.form(|csrf| ImportPreviewPage { csrf, ..page })
        }
        Step::Imported(number) => match intake(access).await? {
            Some(intake) if !intake.first_only => see(&format!("/imports/{number}")),
            _ => see("/first-steps"),
        },
        Step::Broken => Err(Fault::broken("an import broke off")),
    }
}

/// How far it has come in words, and in per cent where that is known.
fn at(stage: Stage) -> (String, Option<u64>) {
    match stage {
        Stage::Waiting => ("Waiting for another import to end".to_owned(), None),
        Stage::Reading => ("Reading the files".to_owned(), None),
        Stage::Comparing => ("Comparing them with what is recorded".to_owned(), None),
        Stage::Recording { done, of } => {
            let words = passport_core::wording::thousands;
            let told = format!("Recording: {} of {}", words(done.min(of)), words(of));
            (told, Some((done * 100).checked_div(of).unwrap_or(100).min(100)))
        }
    }
}

/// Looks files through, or imports them, in a task of its own: whoever hangs up
/// stops nothing half way. Waits for it a moment.
async fn work(
    visit: &Visit,
    organisation: &Organisation,
    ticket: &str,
    files: Arc<Vec<Upload>>,
    request: Request,
    step: Step,
) {
    let (visit, organisation, ticket) = (visit.clone(), organisation.clone(), ticket.to_owned());
    let task = tokio::spawn(async move {
        let importing = matches!(step, Step::Importing);
        let request = Request { check: !importing, ..request };
        let reached = match run(&visit, &organisation, &files, &request).await {
            Ok(outcome) => match outcome.end {
                End::Committed(number) | End::Unchanged(number) | End::Repeated(number)
                    if importing =>
                {
                    visit.note(&organisation, "imported", "");
                    Step::Imported(number)
                }
                // Something else was imported meanwhile, or it is only looked at.
                _ => {
                    visit.note_list(&organisation, "saw import", "before it was made");
                    Step::Looked(Arc::new(preview(&outcome, &files, &request, &ticket)))
                }
            },
            Err(error) => {
                tracing::error!(
                    event = "import",
                    reference = visit.reference,
                    cause = telemetry::cause_of(&error)
                );
                Step::Broken
            }
        };
        visit.app.under_way.reach(&ticket, reached, visit.app.settings.clock.now());
    });
    // Whether it is done or not is asked of what it has reached.
    let _ = tokio::time::timeout(AT_ONCE, task).await;
}

/// What files would change.
fn preview(
    outcome: &Outcome,
    files: &[Upload],
    request: &Request,
    ticket: &str,
) -> ImportPreviewPage {
    let kept = outcome.files(files);
    let mut problems = imports::problems(&kept);
    imports::worst_first(&mut problems);
    let (skip_bad_rows, accept_large_change) = match outcome.end {
        End::Refused => (true, request.accept_large_change),
        End::Braked => (request.skip_bad_rows, true),
        _ => (request.skip_bad_rows, request.accept_large_change),
    };
    // What is wrong with a whole file is not mended by leaving rows out.
    let whole_files = outcome
        .reading
        .problems
        .iter()
        .any(|problem| problem.severity == Severity::Error && problem.row.is_none());
    let unknown = outcome.reading.files.iter().any(|file| file.kind.is_none());
    let go_on = match outcome.end {
        End::Checked => Some("Import"),
        End::Refused if !whole_files && !unknown => {
            Some("Go on without the rows that cannot be used")
        }
        End::Braked => Some("Go on: it is right that so many leave or move"),
        _ => None,
    };
    ImportPreviewPage {
        csrf: String::new(),
        ticket: ticket.to_owned(),
        extract_date: request.extract_date,
        partial: request.partial,
        compare_only: request.compare_only && outcome.twofold,
        files: kept.iter().map(imports::file).collect(),
        unread: heading_map::unread(&outcome.reading.files),
        profile_name: request.save_profile_as.clone().unwrap_or_default(),
        changes: changes(outcome),
        reason: import::reason(outcome, request),
        go_on: go_on.map(str::to_owned),
        skip_bad_rows,
        accept_large_change,
        may_be_part: outcome.end == End::Braked && !request.partial,
        may_compare: outcome.twofold && !request.compare_only,
        problems_sentence: imports::sentence(&problems),
        problems_left_out: problems.len().saturating_sub(SHOWN) as u64,
        problems: problems.into_iter().take(SHOWN).map(imports::problem).collect(),
    }
}

/// What changes, by kind, with the first of each.
fn changes(outcome: &Outcome) -> Vec<ImportChange> {
    let counts = outcome.changes.counts.iter();
    counts
        .map(|(kind, count)| {
            let items = outcome.changes.items.iter().filter(|item| item.kind == *kind);
            ImportChange {
                what: passport_core::wording::capital(kind),
                count: *count as u64,
                examples: items.take(SHOWN_CHANGES).map(|item| item.words.clone()).collect(),
            }
        })
        .collect()
}

/// Imports when it is its turn.
async fn run(
    visit: &Visit,
    organisation: &Organisation,
    files: &Arc<Vec<Upload>>,
    request: &Request,
) -> anyhow::Result<Outcome> {
    // Held by the work, not by whoever waits for it.
    let turn = Arc::clone(&visit.app.importing).acquire_owned().await?;
    let now = visit.app.settings.clock.now();
    let (organisation, files, request) = (organisation.clone(), Arc::clone(files), request.clone());
    let runtime = tokio::runtime::Handle::current();
    // Reading is much work for the processor, so it is done beside those who answer.
    let work = tokio::task::spawn_blocking(move || {
        let _held = turn;
        runtime.block_on(import::import(Whose::Known(&organisation), &files, &request, now))
    });
    work.await?
}

/// What may be brought in; nothing for an administrator once something has been.
async fn intake(access: &Access) -> Result<Option<Intake<'_>>, Fault> {
    let Some(intake) = access.intake() else { return Ok(None) };
    let begun = intake.organisation().newest_import().await?.is_some();
    Ok(Some(intake).filter(|intake| !(intake.first_only && begun)))
}

/// The heading map saved under a name.
async fn saved(organisation: &Organisation, name: &str) -> Result<Option<HeadingProfile>, Fault> {
    let stored = organisation.heading_profile(name).await?;
    Ok(stored.and_then(|stored| serde_json::from_str(&stored).ok()))
}

async fn blank(intake: &Intake<'_>) -> Result<NewImportPage, Fault> {
    let names = intake.organisation().heading_profiles().await?;
    let mut profiles = Vec::new();
    if !names.is_empty() {
        profiles.push(Choice::new("", "None: the headings are known", ""));
        profiles.extend(names.into_iter().map(|name| Choice::new(name.clone(), name, "")));
    }
    Ok(NewImportPage {
        is_first: intake.first_only,
        most: MOST_WORDS.to_owned(),
        profiles,
        ..NewImportPage::default()
    })
}
