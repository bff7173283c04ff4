//! The work of the timetable: the month's passports, and the import of the
//! watched folder. Both may be done again after a crash and do no harm.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use passport_core::delivery::Month;
use passport_core::setting::Settings;
use passport_store::Organisation;

use super::due::{Due, JobKind};
use super::timetable::{Work, settings};
use crate::clock::Clock;
use crate::delivery::{Destination, Secrets};
use crate::import::{self, End, Request, Upload};
use crate::mailing::{Mailing, mail};

/// Does what falls due for any organisation.
#[derive(Clone, Copy, Debug)]
pub struct Workshop {
    /// What time it is.
    pub clock: Clock,
}

const ACTOR: &str = "timetable";
/// Where imported files go, inside the watched folder.
const IMPORTED: &str = "imported";

impl Work for Workshop {
    async fn work(&self, organisation: Organisation, due: Due) -> Result<String, String> {
        let settings = settings(&organisation).await.map_err(|error| error.to_string())?;
        match due.kind {
            JobKind::MonthlyRun => self.monthly_run(&organisation, &settings, due.day).await,
            JobKind::NightlyImport => self.nightly_import(&organisation, &settings, due.day).await,
        }
    }
}

impl Workshop {
    async fn monthly_run(
        &self,
        organisation: &Organisation,
        settings: &Settings,
        day: Date,
    ) -> Result<String, String> {
        let secrets = Secrets::find(|name| std::env::var(name).ok());
        let to = Destination::parse(settings.get("mail-to", day), &secrets)
            .map_err(|error| error.to_string())?;
        let print_to = match &to {
            Destination::Folder(folder) => folder.clone(),
            Destination::Smtp(_) => PathBuf::from("print"),
        };
        let mailing = Mailing {
            month: Month::of(day),
            as_at: self.clock.today(),
            to,
            print_to,
            actor: ACTOR.into(),
        };
        let mailed =
            mail(organisation, self.clock, &mailing).await.map_err(|error| error.to_string())?;
        let sentence = format!("{}: {}.", mailing.month.words(), mailed.sent.report.sentence());
        match mailed.sent.stopped {
            Some(stopped) => Err(format!("{sentence} {}", stopped.words())),
            None => Ok(sentence),
        }
    }

    /// Imports what lies in the watched folder, all in one transaction. Imported
    /// files move aside; refused ones stay, and are told of every night until
    /// somebody corrects them.
    async fn nightly_import(
        &self,
        organisation: &Organisation,
        settings: &Settings,
        day: Date,
    ) -> Result<String, String> {
        let folder = PathBuf::from(settings.get("import-folder", day));
        let paths = files_in(&folder).map_err(|error| told(&folder, &error))?;
        if paths.is_empty() {
            return Ok(format!("No files in {}.", folder.display()));
        }
        let mut uploads = Vec::with_capacity(paths.len());
        for path in &paths {
            let bytes = fs::read(path).map_err(|error| told(path, &error))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            uploads.push(Upload { name, bytes });
        }
        let request = Request {
            extract_date: self.clock.today(),
            partial: false,
            check: false,
            skip_bad_rows: false,
            accept_large_change: false,
            profile: None,
            actor: ACTOR.into(),
        };
        let outcome = import::import(organisation, &uploads, &request, self.clock.now())
            .await
            .map_err(|error| error.to_string())?;
        let number = match outcome.end {
            End::Committed(number) | End::Unchanged(number) | End::Repeated(number) => number,
            _ => return Err(import::explanation(&outcome, &request)),
        };
        // After the commit: a crash here leaves the files to be recognised and
        // moved the next time.
        let aside = folder.join(IMPORTED).join(day.to_string());
        fs::create_dir_all(&aside).map_err(|error| told(&aside, &error))?;
        for path in &paths {
            let to = aside.join(path.file_name().unwrap_or_default());
            fs::rename(path, &to).map_err(|error| told(path, &error))?;
        }
        Ok(format!("Import {number}: {}.", import::summary(&outcome.changes)))
    }
}

/// The files that lie in the folder, by name; those still being written to it
/// under a hidden or temporary name are left.
fn files_in(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let unfinished =
            name.starts_with(['.', '~']) || name.ends_with(".tmp") || name.ends_with(".part");
        if entry.file_type()?.is_file() && !unfinished {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

fn told(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
