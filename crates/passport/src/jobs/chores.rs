//! What the timetable does when something falls due: the month's passports, the
//! night's import and the day's reminders. A repeat of each is harmless.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use passport_core::delivery::Month;
use passport_core::wording::count;
use passport_pages::Pages;
use passport_store::{Organisation, StoreError};

use super::{Due, JobKind, Work};
use crate::clock::{Clock, london};
use crate::delivery::{Destination, Secrets};
use crate::import::{self, End, Request, Upload, Whose, explanation, summary};
use crate::mailing::{Mailing, mail};
use crate::reminders;
use crate::telemetry::{cause, cause_of};

/// Who the record says did it.
const ACTOR: &str = "timetable";
/// A file changed so lately may still be on its way.
const SETTLED: SignedDuration = SignedDuration::from_mins(2);

/// The work of a server's timetable.
#[derive(Debug)]
pub struct Chores {
    /// What time it is.
    pub clock: Clock,
}

impl Work for Chores {
    async fn work(&self, organisation: Organisation, due: Due) -> Result<String, String> {
        match due.kind {
            JobKind::MonthlyRun => self.monthly(&organisation, Month::of(due.day)).await,
            JobKind::NightlyImport => self.nightly(&organisation, due.day).await,
            JobKind::Reminders => self.reminders(&organisation).await,
        }
    }
}

impl Chores {
    async fn monthly(&self, organisation: &Organisation, month: Month) -> Result<String, String> {
        let as_at = self.clock.today();
        let settings = organisation.settings().await.map_err(|error| cause(&error))?;
        let secrets = Secrets::find(|name| std::env::var(name).ok());
        let to = Destination::parse(settings.get("mail-to", as_at), &secrets)
            .map_err(|error| error.to_string())?;
        let print_to = match &to {
            Destination::Folder(folder) => folder.clone(),
            Destination::Smtp(_) => PathBuf::from("print"),
        };
        let mailing = Mailing { month, as_at, to, print_to, actor: ACTOR.into() };
        let mailed = mail(organisation, self.clock, &mailing).await;
        let mailed = mailed.map_err(|error| error.to_string())?;
        match &mailed.sent.stopped {
            Some(stopped) => Err(stopped.words()),
            None => Ok(mailed.sent.report.sentence()),
        }
    }

    async fn reminders(&self, organisation: &Organisation) -> Result<String, String> {
        let planned = reminders::plan(organisation, self.clock, ACTOR).await;
        let planned = planned.map_err(|error| cause(&error))?;
        let (pages, never) = (Arc::new(Pages::new()), AtomicBool::new(false));
        let posted = reminders::send_waiting(organisation, self.clock, &pages, &never).await;
        let posted = posted.map_err(|error| cause_of(&error))??;
        Ok(format!("{}; {}", planned.words(), posted.words()))
    }

    async fn nightly(&self, organisation: &Organisation, day: Date) -> Result<String, String> {
        let settings = organisation.settings().await.map_err(|error| cause(&error))?;
        let folder = PathBuf::from(settings.get("import-folder", day));
        let now = self.clock.now();
        let found = tokio::task::spawn_blocking(move || read(&folder, now));
        let found = found.await.map_err(|_| "the folder could not be read".to_owned())??;
        let found = unseen(organisation, found).await.map_err(|error| cause(&error))?;
        // The files speak of the day they state, or of that on which the last of
        // them was written.
        let Some(changed) = found.iter().map(|file| file.changed).max() else {
            return Ok("No new files".to_owned());
        };
        let today = self.clock.today();
        let written = changed.to_zoned(london()).date().min(today);
        let uploads: Vec<Upload> = found.into_iter().map(|file| file.upload).collect();
        let request =
            Request::new(import::stated_day(&uploads, today).unwrap_or(written), "nightly import");
        let files = count(uploads.len() as u64, "file", "files");
        let outcome = import::import(Whose::Known(organisation), &uploads, &request, now).await;
        let outcome = outcome.map_err(|error| {
            error.downcast_ref::<StoreError>().map_or_else(|| error.to_string(), cause)
        })?;
        match &outcome.end {
            End::Committed(number) => {
                Ok(format!("Import {number} of {files}: {}", summary(&outcome.changes)))
            }
            End::Unchanged(number) | End::Repeated(number) => {
                Ok(format!("Import {number} of {files}: nothing changed"))
            }
            End::Checked | End::Refused | End::Braked | End::TooOld(..) | End::NotFirst(_) => {
                Err(explanation(&outcome, &request))
            }
        }
    }
}

/// A file of the watched folder.
struct Found {
    upload: Upload,
    changed: Timestamp,
}

/// The files of the folder, by name. Folders inside it are left alone, and so is
/// what is hidden or named as unfinished.
fn read(folder: &Path, now: Timestamp) -> Result<Vec<Found>, String> {
    // Neither the folder nor its files are named: names can be anybody's.
    let failed =
        |_| "the watched folder could not be read: check the setting import-folder".to_owned();
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let about = entry.metadata().map_err(failed)?;
        let unfinished = name.starts_with('.') || name.ends_with(".part") || name.ends_with(".tmp");
        if unfinished || !about.is_file() {
            continue;
        }
        let changed = about.modified().map_err(failed)?;
        let changed = Timestamp::try_from(changed).map_err(|_| "a file has no date".to_owned())?;
        if now.duration_since(changed) < SETTLED {
            return Err(
                "A file was changed in the last two minutes: it may not be whole yet. It is looked at again in ten minutes".into()
            );
        }
        let bytes = fs::read(entry.path()).map_err(failed)?;
        found.push(Found { upload: Upload { name, bytes: bytes.into() }, changed });
    }
    found.sort_by(|a, b| a.upload.name.cmp(&b.upload.name));
    Ok(found)
}

/// Those of the files that no import has read. The folder need not be tidied: a
/// file left in it is not read as news of another day.
async fn unseen(organisation: &Organisation, found: Vec<Found>) -> Result<Vec<Found>, StoreError> {
    let mut known = std::collections::HashSet::new();
    for import in organisation.imports().await?.iter().filter(|import| import.undone.is_none()) {
        for file in organisation.import_files(import.number).await? {
            known.insert(file.sha256);
        }
    }
    let is_new = |file: &Found| !known.contains(&import::hash(&file.upload.bytes));
    Ok(found.into_iter().filter(is_new).collect())
}
