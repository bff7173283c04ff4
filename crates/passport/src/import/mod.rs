//! The import room: files in, facts recorded in one transaction, or nothing.

use std::collections::HashSet;

use anyhow::Result;
use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::changes::{self, Changes, Recordings, Terms};
use passport_core::facts::{
    AwardFact, AwardOrigin, ClassFact, CompetenceFact, CourseFact, EnrolmentFact, EsrAnswerFact,
    ExemptionFact, OutboundFact, PersonFact, PostingFact, Recorded, RequirementFact,
    UnitChangeFact,
};
use passport_core::import::{self, HeadingProfile, InputFile, Limits, Problem, Reading, Severity};
use passport_core::setting::{Settings, hundredths};
use passport_core::wording::long_date;
use passport_store::{Change, ImportFile, ImportRecord, Kept, Known, Organisation};
use sha2::{Digest, Sha256};

use crate::record;

/// A file handed in.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Its name, without the folder.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
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
    /// A saved heading map.
    pub profile: Option<HeadingProfile>,
    /// Who imports.
    pub actor: String,
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
}

/// Kinds of fact whose history an older extract would rewrite.
const DATED: [&str; 4] = ["posting", "requirement", "exemption", "competence"];

/// Reads the files, works out what changes, and commits it all or nothing.
pub async fn import(
    organisation: &Organisation,
    uploads: &[Upload],
    request: &Request,
    now: Timestamp,
) -> Result<Outcome> {
    let files: Vec<InputFile<'_>> = uploads
        .iter()
        .map(|upload| InputFile { name: &upload.name, bytes: &upload.bytes })
        .collect();
    let mut reading = import::read(&files, request.profile.as_ref(), &Limits::default());
    let hashes: Vec<String> = uploads.iter().map(|upload| hash(&upload.bytes)).collect();

    // The change takes the organisation's turn before anything is compared, so
    // that two imports at once are compared one after the other.
    let mut change = if request.check {
        None
    } else {
        Some(organisation.begin(&request.actor, "import", now).await?)
    };
    let settings = settings(organisation).await?;
    let recorded = recordings(organisation, &reading).await?;
    let terms = Terms {
        extract_date: request.extract_date,
        partial: request.partial,
        brake: hundredths(settings.get("brake-percent", request.extract_date)).unwrap_or(1000),
    };
    let mut changes = changes::plan(&recorded, &mut reading, &terms);
    drop(recorded);

    let refused = reading.problems.iter().any(|problem| {
        problem.severity == Severity::Error && !(request.skip_bad_rows && problem.row.is_some())
    });
    let imports = organisation.imports().await?;
    let dated = |touched: &[String]| touched.iter().any(|kind| DATED.contains(&kind.as_str()));
    let touched: Vec<String> = changes.touched().into_iter().map(Into::into).collect();
    let newer = imports.iter().find(|import| {
        import.undone.is_none()
            && import.extract_date > request.extract_date
            && dated(&import.touched)
    });
    let mut repeat = None;
    for import in
        imports.iter().filter(|i| i.undone.is_none() && i.extract_date == request.extract_date)
    {
        let known: Vec<String> = organisation
            .import_files(import.number)
            .await?
            .into_iter()
            .map(|file| file.sha256)
            .collect();
        if known == hashes {
            repeat = Some(import.number);
        }
    }
    let end = if refused {
        End::Refused
    } else if let Some(number) = repeat.filter(|_| changes.is_empty()) {
        End::Repeated(number)
    } else if let Some(newer) = newer.filter(|_| dated(&touched)) {
        End::TooOld(newer.number, newer.extract_date)
    } else if changes.movement.too_large && !request.accept_large_change {
        End::Braked
    } else if let Some(change) = change.take() {
        let record = ImportRecord {
            number: 0,
            change: change.number,
            at: now,
            actor: request.actor.clone(),
            extract_date: request.extract_date,
            partial: request.partial,
            touched,
            undone: None,
            summary: summary(&changes),
        };
        let files = imported_files(uploads, &hashes, &reading, &changes);
        let unchanged = changes.is_empty();
        let number = commit(change, &mut changes, &record, &files).await?;
        if unchanged { End::Unchanged(number) } else { End::Committed(number) }
    } else {
        End::Checked
    };
    Ok(Outcome { reading, changes, end })
}

async fn commit(
    mut change: Change,
    changes: &mut Changes,
    record: &ImportRecord,
    files: &[ImportFile],
) -> Result<i64> {
    record::apply(&mut change, changes).await?;
    let number = change.record_import(record, files).await?;
    change.commit().await?;
    Ok(number)
}

/// What came of taking an import back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undo {
    /// It is undone.
    Done,
    /// There is no such import.
    Unknown,
    /// It was undone already.
    Already,
    /// Later imports changed the same kinds of fact: undo them first, newest first.
    PreventedBy(Vec<i64>),
    /// Awards entered since, of people whom only this import brought.
    PreventedByAwards(Vec<i64>),
}

/// Reverses one import, by voiding what it recorded and recording again what it
/// voided. Later work on the same kinds of fact prevents it.
pub async fn undo(
    organisation: &Organisation,
    number: i64,
    actor: &str,
    now: Timestamp,
) -> Result<Undo> {
    let mut change = organisation.begin(actor, &format!("undo import {number}"), now).await?;
    let imports = organisation.imports().await?;
    let Some(import) = imports.iter().find(|import| import.number == number) else {
        return Ok(Undo::Unknown);
    };
    if import.undone.is_some() {
        return Ok(Undo::Already);
    }
    let later: Vec<i64> = imports
        .iter()
        .filter(|other| {
            other.number > number
                && other.undone.is_none()
                && other.touched.iter().any(|kind| import.touched.contains(kind))
        })
        .map(|other| other.number)
        .collect();
    if !later.is_empty() {
        return Ok(Undo::PreventedBy(later));
    }
    let entered = entered_since(organisation, import.change).await?;
    if !entered.is_empty() {
        return Ok(Undo::PreventedByAwards(entered));
    }
    record::reverse(&mut change, import.change).await?;
    change.mark_undone(number).await?;
    change.commit().await?;
    Ok(Undo::Done)
}

/// Awards entered by hand after a change, of people who would be gone without it.
async fn entered_since(organisation: &Organisation, change: i64) -> Result<Vec<i64>> {
    let awards: Vec<Recorded<AwardFact>> = organisation.facts(Known::Now).await?;
    let entered: Vec<&Recorded<AwardFact>> = awards
        .iter()
        .filter(|award| award.recorded > change && award.fact.origin == AwardOrigin::Entered)
        .collect();
    if entered.is_empty() {
        return Ok(Vec::new());
    }
    let people = organisation.facts_ever::<PersonFact>().await?;
    let brought = |kept: &&Kept<PersonFact>| kept.recorded == change && kept.voided.is_none();
    let mut gone: HashSet<&str> =
        people.iter().filter(brought).map(|kept| kept.fact.employee_number.as_str()).collect();
    for restored in people.iter().filter(|kept| kept.voided == Some(change)) {
        gone.remove(restored.fact.employee_number.as_str());
    }
    let gone = |award: &&Recorded<AwardFact>| gone.contains(award.fact.employee_number.as_str());
    Ok(entered.into_iter().filter(gone).map(|award| award.id).collect())
}

async fn settings(organisation: &Organisation) -> Result<Settings> {
    let facts = organisation.facts::<passport_core::facts::SettingFact>(Known::Now).await?;
    Ok(Settings::new(facts.into_iter().map(|s| (s.fact.key, s.fact.date_from, s.fact.value))))
}

/// What is recorded of the kinds of fact the files speak of; the rest of a
/// large trust's record need not be read.
async fn recordings(organisation: &Organisation, reading: &Reading) -> Result<Recordings> {
    let now = Known::Now;
    let extract = !reading.compliance.is_empty();
    let learning = !reading.courses.is_empty()
        || !reading.classes.is_empty()
        || !reading.enrolments.is_empty();
    Ok(Recordings {
        people: organisation.facts::<PersonFact>(now).await?,
        postings: organisation.facts::<PostingFact>(now).await?,
        competences: organisation.facts::<CompetenceFact>(now).await?,
        requirements: if extract || !reading.requirements.is_empty() {
            organisation.facts::<RequirementFact>(now).await?
        } else {
            Vec::new()
        },
        names_met: organisation.competence_names().await?,
        awards: if extract || !reading.awards.is_empty() {
            organisation.facts::<AwardFact>(now).await?
        } else {
            Vec::new()
        },
        withdrawn: if extract || !reading.awards.is_empty() {
            organisation.withdrawn().await?
        } else {
            Vec::new()
        },
        exemptions: if reading.exemptions.is_empty() {
            Vec::new()
        } else {
            organisation.facts::<ExemptionFact>(now).await?
        },
        courses: if learning { organisation.facts::<CourseFact>(now).await? } else { Vec::new() },
        classes: if learning { organisation.facts::<ClassFact>(now).await? } else { Vec::new() },
        enrolments: if learning {
            organisation.facts::<EnrolmentFact>(now).await?
        } else {
            Vec::new()
        },
        unit_changes: organisation.facts::<UnitChangeFact>(now).await?,
        esr_answers: if extract {
            organisation.facts::<EsrAnswerFact>(now).await?
        } else {
            Vec::new()
        },
        outbound: if reading.outbound.is_empty() {
            Vec::new()
        } else {
            organisation.facts::<OutboundFact>(now).await?
        },
    })
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

/// `2,440 people added, 57 awards added`.
#[must_use]
pub fn summary(changes: &Changes) -> String {
    if changes.counts.is_empty() {
        return "Nothing changed".into();
    }
    let parts: Vec<String> = changes
        .counts
        .iter()
        .map(|(kind, count)| {
            format!("{}: {}", kind, passport_core::wording::thousands(*count as u64))
        })
        .collect();
    parts.join("; ")
}

/// Why an import did not commit, and what to do; empty where it did.
#[must_use]
pub fn explanation(outcome: &Outcome, request: &Request) -> String {
    match &outcome.end {
        End::Committed(_) | End::Unchanged(_) | End::Checked => String::new(),
        End::Repeated(number) => format!("These files are import {number}; nothing changed."),
        End::Refused => "Nothing was changed: correct the errors, or use --skip-bad-rows to leave those rows out.".into(),
        End::Braked => {
            let movement = outcome.changes.movement;
            format!(
                "Nothing was changed: {} of {} people would leave and {} would move, which is more than the organisation lets through at once. If that is right, repeat with --accept-large-change.",
                movement.leaving, movement.people, movement.moving
            )
        }
        End::TooOld(number, date) => format!(
            "Nothing was changed: import {number} already speaks of {}, later than {}. History is never rewritten; undo import {number} first, or give the right --extract-date.",
            long_date(*date),
            long_date(request.extract_date)
        ),
    }
}

/// The SHA-256 by which a repeated file is known.
#[must_use]
pub fn hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
