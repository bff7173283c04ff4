//! The import room: files in, facts recorded in one transaction, or nothing.

mod first;
mod progress;
mod standing;
mod undo;
mod words;

use anyhow::Result;
use bytes::Bytes;
use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::changes::{self, Changes, Terms};
use passport_core::facts::SettingFact;
use passport_core::import::{self, HeadingProfile, InputFile, Limits, Problem, Reading, Severity};
use passport_core::setting::{Settings, hundredths};
use passport_store::{Change, Founded, ImportFile, ImportRecord, Organisation, Store};
use sha2::{Digest, Sha256};

use crate::record;
use standing::{Standing, dated};

pub use progress::{Progress, Stage};
pub use undo::{Undo, undo, undoable};
pub use words::{explanation, reason, summary, undone};

/// A file handed in.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Its name, without the folder.
    pub name: String,
    /// Its bytes, shared and not copied.
    pub bytes: Bytes,
}

/// The day the files themselves say they speak of, the latest where they differ;
/// one that has not come is no day to believe.
#[must_use]
pub fn stated_day(uploads: &[Upload], today: Date) -> Option<Date> {
    let stated = uploads.iter().filter_map(|upload| {
        import::stated_date(&InputFile { name: &upload.name, bytes: &upload.bytes })
    });
    stated.filter(|day| *day <= today).max()
}

/// How an import is asked for.
#[derive(Clone, Debug)]
pub struct Request {
    /// The day the files speak of.
    pub extract_date: Date,
    /// The files end nothing.
    pub partial: bool,
    /// Stop before committing.
    pub check: bool,
    /// Leave rows that cannot be used, and use the rest.
    pub skip_bad_rows: bool,
    /// Let many people leave or move.
    pub accept_large_change: bool,
    /// Nothing may have been imported before.
    pub only_first: bool,
    /// Take compliance extracts for comparing only, from this one on.
    pub compare_only: bool,
    /// A heading map.
    pub profile: Option<HeadingProfile>,
    /// The name to save that map under, with the import.
    pub save_profile_as: Option<String>,
    /// Who imports.
    pub actor: String,
    /// Where it says how far it has come.
    pub progress: Progress,
}

impl Request {
    /// A whole import of files that speak of a day, with nothing left out and
    /// nothing let through.
    #[must_use]
    pub fn new(extract_date: Date, actor: &str) -> Self {
        Self {
            extract_date,
            partial: false,
            check: false,
            skip_bad_rows: false,
            accept_large_change: false,
            only_first: false,
            compare_only: false,
            profile: None,
            save_profile_as: None,
            actor: actor.into(),
            progress: Progress::default(),
        }
    }
}

/// What came of an import.
#[derive(Debug)]
pub struct Outcome {
    /// What was read, with every problem.
    pub reading: Reading,
    /// What changes.
    pub changes: Changes,
    /// How it ended.
    pub end: End,
    /// Whether a compliance extract requires beside requirements of a file.
    pub twofold: bool,
}

/// How an import ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// Committed, as the import of this number.
    Committed(i64),
    /// Nothing differs from what is recorded; the import of this number only
    /// says that it was looked at.
    Unchanged(i64),
    /// The very same files were imported already, for the same day.
    Repeated(i64),
    /// Stopped before committing, as asked.
    Checked,
    /// Refused for its errors.
    Refused,
    /// Refused by the brake.
    Braked,
    /// Refused because a later extract was imported already: number and date.
    TooOld(i64, Date),
    /// Refused because it was to be the first, and this import was.
    NotFirst(i64),
}

impl Outcome {
    /// The files as an import keeps them, with their counts and problems.
    #[must_use]
    pub fn files(&self, uploads: &[Upload]) -> Vec<ImportFile> {
        let hashes: Vec<String> = uploads.iter().map(|upload| hash(&upload.bytes)).collect();
        imported_files(uploads, &hashes, &self.reading, &self.changes)
    }
}

/// Whose files they are.
#[derive(Clone, Copy, Debug)]
pub enum Whose<'a> {
    /// An organisation's that is recorded.
    Known(&'a Organisation),
    /// Nobody's yet: to be checked where there is no database to look into.
    Nobody,
    /// The first of an empty database: made with the import, or not at all.
    First {
        /// The database.
        store: &'a Store,
        /// The code it was asked to have.
        code: Option<&'a str>,
    },
}

/// Reads the files, works out what changes, and commits it all or nothing.
pub async fn import(
    whose: Whose<'_>,
    uploads: &[Upload],
    request: &Request,
    now: Timestamp,
) -> Result<Outcome> {
    request.progress.reading();
    let files: Vec<InputFile<'_>> = uploads
        .iter()
        .map(|upload| InputFile { name: &upload.name, bytes: &upload.bytes })
        .collect();
    let mut reading = import::read(&files, request.profile.as_ref(), &Limits::default());
    let hashes: Vec<String> = uploads.iter().map(|upload| hash(&upload.bytes)).collect();

    request.progress.comparing();
    // The change takes the organisation's turn before anything is compared, so
    // that two imports at once are compared one after the other.
    let why = (request.actor.as_str(), "import", now);
    let (organisation, mut change) = match whose {
        Whose::Known(known) if request.check => (Some(known.clone()), None),
        Whose::Known(known) => (Some(known.clone()), Some(known.begin(why.0, why.1, now).await?)),
        Whose::Nobody => (None, None),
        Whose::First { .. } if request.check => (None, None),
        Whose::First { store, code } => {
            let new = first::organisation(&reading, code);
            let (made, change) = store.found(&new, Founded::OnlyAsFirst, why).await?;
            (Some(made), Some(change))
        }
    };
    // Asked within the turn, and before anything recorded is looked at.
    if let (Some(known), true) = (&organisation, request.only_first)
        && let Some(first) = known.newest_import().await?
    {
        let end = End::NotFirst(first.number);
        return Ok(Outcome { reading, changes: Changes::default(), end, twofold: false });
    }
    let mut standing = match &organisation {
        Some(known) => Standing::of(known, &reading, request.extract_date, &hashes).await?,
        None => Standing::default(),
    };
    if let Some(organisation) = &organisation {
        refuse_other_employers(&mut reading, &organisation.vpd);
    }
    let recorded = std::mem::take(&mut standing.recorded);
    let twofold = extracts_require(&standing.settings, request.extract_date)
        && changes::requires_twice(&reading, &recorded);
    // Asked for where nothing is required twice, it would be a setting and no more.
    let compare_only = (request.compare_only && twofold).then(|| SettingFact {
        key: "compliance-extract".to_owned(),
        value: "compare".to_owned(),
        date_from: Some(request.extract_date),
    });
    let terms = terms(&standing.settings, request, compare_only.is_some());
    let mut changes = changes::plan(&recorded, &mut reading, &terms);
    drop(recorded);

    let refused = reading.problems.iter().any(|problem| {
        problem.severity == Severity::Error && !(request.skip_bad_rows && problem.row.is_some())
    });
    let touched = changes.touched();
    let nothing = changes.is_empty() && compare_only.is_none();
    // From when extracts only compare is history as well.
    let of_a_day = dated(&touched) || compare_only.is_some();
    let newer = standing.newer_than(request.extract_date).filter(|_| of_a_day);
    let end = if refused {
        End::Refused
    } else if let Some(number) = standing.repeat.filter(|_| nothing) {
        End::Repeated(number)
    } else if let Some((number, date)) = newer {
        End::TooOld(number, date)
    } else if changes.brake.holds() && !request.accept_large_change {
        End::Braked
    } else if let Some(mut change) = change.take() {
        if let (Some(name), Some(profile)) = (&request.save_profile_as, &request.profile) {
            change.save_heading_profile(name, &serde_json::to_string(profile)?).await?;
        }
        if let Some(setting) = compare_only {
            change.describe(&setting.key, &setting.value);
            change.record(&[setting]).await?;
        }
        let record = ImportRecord {
            number: 0,
            change: change.number,
            at: now,
            actor: request.actor.clone(),
            extract_date: request.extract_date,
            partial: request.partial,
            touched: touched.into_iter().map(Into::into).collect(),
            undone: None,
            summary: summary(&changes),
        };
        let files = imported_files(uploads, &hashes, &reading, &changes);
        let number = commit(change, &mut changes, (&record, &files), &request.progress).await?;
        if nothing { End::Unchanged(number) } else { End::Committed(number) }
    } else {
        End::Checked
    };
    Ok(Outcome { reading, changes, end, twofold })
}

/// An outbound file says whose it is; another employer's would be read as though
/// its people were ours.
fn refuse_other_employers(reading: &mut Reading, own: &str) {
    let bare = |vpd: &str| vpd.trim().trim_start_matches('0').to_owned();
    let others: Vec<(String, String)> = reading
        .outbound
        .iter()
        .filter_map(|outbound| {
            Some((reading.files[outbound.file].name.clone(), outbound.vpd.clone()?))
        })
        .filter(|(_, vpd)| !own.is_empty() && bare(vpd) != bare(own))
        .collect();
    for (file, vpd) in others {
        reading.problems.push(Problem::with_file(
            Severity::Error,
            &file,
            format!("This file is of the employer {vpd} in ESR, and this organisation is {own}."),
            "Give this organisation's own file, or correct its number with organisation set --vpd.",
        ));
    }
}

fn terms(settings: &Settings, request: &Request, compare_only: bool) -> Terms {
    let percent = |key| hundredths(settings.get(key, request.extract_date)).unwrap_or(0);
    Terms {
        extract_date: request.extract_date,
        partial: request.partial,
        brake: percent("brake-percent"),
        brake_endings: percent("brake-endings-percent"),
        extract_requires: !compare_only && extracts_require(settings, request.extract_date),
    }
}

/// Whether extracts of a day require what they list, as it is set.
fn extracts_require(settings: &Settings, day: Date) -> bool {
    settings.get("compliance-extract", day) != "compare"
}

async fn commit(
    mut change: Change,
    changes: &mut Changes,
    (record, files): (&ImportRecord, &[ImportFile]),
    progress: &Progress,
) -> Result<i64> {
    progress.recording(changes.facts() as u64);
    record::apply(&mut change, changes, &|more| progress.recorded(more)).await?;
    let number = change.record_import(record, files).await?;
    change.commit().await?;
    Ok(number)
}

fn imported_files(
    uploads: &[Upload],
    hashes: &[String],
    reading: &Reading,
    changes: &Changes,
) -> Vec<ImportFile> {
    uploads
        .iter()
        .zip(hashes)
        .zip(reading.files.iter().zip(&changes.tallies))
        .map(|((upload, sha256), (file, tally))| {
            let problems: Vec<&Problem> = reading
                .problems
                .iter()
                .filter(|problem| problem.file == file.name)
                .take(PROBLEMS_KEPT)
                .collect();
            ImportFile {
                name: upload.name.clone(),
                kind: file.kind.map_or("", import::Kind::name).into(),
                sha256: sha256.clone(),
                bytes: i64::try_from(upload.bytes.len()).unwrap_or(i64::MAX),
                rows_read: tally.read.into(),
                rows_used: tally.used.into(),
                rows_unchanged: tally.unchanged.into(),
                rows_refused: tally.refused.into(),
                problems: serde_json::to_string(&problems).unwrap_or_default(),
            }
        })
        .collect()
}

/// The problems of a file that its import's page keeps.
const PROBLEMS_KEPT: usize = 1_000;

/// The SHA-256 by which a repeated file is known.
#[must_use]
pub fn hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
