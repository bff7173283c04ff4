//! `import` and `undo`.

use std::collections::HashMap;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use passport_core::import::{HeadingProfile, Reading, Severity, WhyIgnored};
use passport_core::wording::{count, long_date, thousands};
use passport_store::{Organisation, Store, StoreError};

use super::organisation::said;
use super::{Done, Failure, Place, say, typed};
use crate::import::{self as room, End, Outcome, Request, Upload, Whose};

#[derive(Debug, Args)]
pub struct Import {
    /// The files; each is recognised by its headings.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The day the files speak of; if not given, the one an ESR outbound file states, else today.
    #[arg(long, value_name = "DATE", value_parser = typed::day)]
    extract_date: Option<Date>,
    /// The files are not whole: what they leave out does not end.
    #[arg(long)]
    partial: bool,
    /// Show the changes and the problems, and stop before committing.
    #[arg(long)]
    check: bool,
    /// Leave out the rows that cannot be used, list them, and use the rest.
    #[arg(long)]
    skip_bad_rows: bool,
    /// Let more people leave or move, or more requirements or exemptions end, than the
    /// organisation's brake allows.
    #[arg(long)]
    accept_large_change: bool,
    /// Use a saved heading map.
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// Save a heading map from a JSON file ({"their heading": "our heading"}) as the profile, with the import.
    #[arg(long, value_name = "FILE", requires = "profile")]
    save_profile: Option<PathBuf>,
    /// How to print the outcome.
    #[arg(long, value_enum, default_value = "text")]
    format: Printed,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Printed {
    Text,
    Json,
}

#[derive(Debug, Args)]
pub struct Undo {
    /// The import's number.
    import: i64,
}

impl Import {
    pub async fn run(self, place: &Place) -> Done {
        let uploads = read_files(&self.files)?;
        if self.check && self.profile.is_none() && !place.has_database() {
            let request = self.request(place, &uploads, None);
            let now = place.clock.now();
            let outcome = room::import(Whose::Nobody, &uploads, &request, now).await?;
            return self.answer(&outcome, &request);
        }
        let store = place.store(true).await?;
        let code = place.organisation.as_deref();
        let known = match store.organisation(code).await {
            Ok(organisation) => Some(organisation),
            Err(StoreError::NoOrganisationYet) => None,
            Err(error) => return Err(error.into()),
        };
        let request = self.request(place, &uploads, self.profile(known.as_ref()).await?);
        if request.extract_date > place.today() {
            eprintln!(
                "passport: {} has not come yet: what these files change applies from then on.",
                long_date(request.extract_date)
            );
        }
        let now = place.clock.now();
        let outcome = match &known {
            Some(known) => room::import(Whose::Known(known), &uploads, &request, now).await?,
            None => first(&store, code, &uploads, &request, now).await?,
        };
        store.db().close().await;
        self.answer(&outcome, &request)
    }

    fn request(
        &self,
        place: &Place,
        uploads: &[Upload],
        profile: Option<HeadingProfile>,
    ) -> Request {
        let stated = || room::stated_day(uploads, place.today());
        Request {
            extract_date: place.as_at(self.extract_date.or_else(stated)),
            partial: self.partial,
            check: self.check,
            skip_bad_rows: self.skip_bad_rows,
            accept_large_change: self.accept_large_change,
            only_first: false,
            compare_only: false,
            profile,
            save_profile_as: self.profile.clone().filter(|_| self.save_profile.is_some()),
            actor: super::ACTOR.into(),
            progress: room::Progress::default(),
        }
    }

    /// Prints the outcome, and says by the status how it ended.
    fn answer(&self, outcome: &Outcome, request: &Request) -> Done {
        let printed = match self.format {
            Printed::Text => print_text(outcome, request),
            Printed::Json => print_json(outcome),
        };
        if let (Err(failure), End::Committed(number)) = (&printed, &outcome.end) {
            eprintln!(
                "passport: import {number} is committed, but could not be reported in full ({failure:?})."
            );
        }
        // Whoever stopped reading is still told by the status what came of it.
        let ended = match outcome.end {
            End::Committed(_) | End::Unchanged(_) | End::Repeated(_) | End::Checked => Ok(()),
            End::Refused | End::Braked | End::TooOld(..) | End::NotFirst(_) => {
                Err(Failure::input_words(room::explanation(outcome, request)))
            }
        };
        ended.and(printed)
    }

    /// The heading map to read by: the file's, or the one saved under the name.
    async fn profile(
        &self,
        organisation: Option<&Organisation>,
    ) -> Result<Option<HeadingProfile>, Failure> {
        let Some(name) = &self.profile else { return Ok(None) };
        if let Some(file) = &self.save_profile {
            let text = std::fs::read_to_string(file)
                .with_context(|| format!("{} could not be read", file.display()))
                .map_err(Failure::usage)?;
            let headings = serde_json::from_str(&text)
                .with_context(|| format!("{} is not a JSON object of headings", file.display()))
                .map_err(Failure::usage)?;
            return Ok(Some(HeadingProfile { headings }));
        }
        let stored = match organisation {
            Some(organisation) => organisation.heading_profile(name).await?,
            None => None,
        };
        let stored = stored.ok_or_else(|| {
            Failure::usage_words(format!(
                "There is no heading profile {name:?}. Save one with --save-profile FILE."
            ))
        })?;
        serde_json::from_str(&stored).map(Some).map_err(Failure::usage)
    }
}

/// The first import of an empty database, which makes the organisation too.
async fn first(
    store: &Store,
    code: Option<&str>,
    uploads: &[Upload],
    request: &Request,
    now: jiff::Timestamp,
) -> Result<Outcome, Failure> {
    let error = match room::import(Whose::First { store, code }, uploads, request, now).await {
        Ok(outcome) => {
            if let End::Committed(_) | End::Unchanged(_) = outcome.end {
                let made = store.organisation(code).await?;
                eprintln!(
                    "Made the organisation {} ({}), with ESR number {}, from the files; `passport organisation set` corrects it.",
                    made.name,
                    made.code,
                    said(&made.vpd)
                );
            }
            return Ok(outcome);
        }
        Err(error) => error,
    };
    // Of two first imports at once, the other made it.
    match store.organisation(code).await {
        Ok(known) => Ok(room::import(Whose::Known(&known), uploads, request, now).await?),
        Err(_) => Err(error.into()),
    }
}

fn read_files(paths: &[PathBuf]) -> Result<Vec<Upload>, Failure> {
    let mut uploads = Vec::with_capacity(paths.len());
    let mut names: HashMap<String, u32> = HashMap::new();
    for path in paths {
        let bytes = std::fs::read(path)
            .with_context(|| format!("{} could not be read", path.display()))
            .map_err(Failure::input)?;
        let mut name = path
            .file_name()
            .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
        // Two files of one name from different folders are told apart by their paths.
        let seen = names.entry(name.clone()).or_insert(0);
        *seen += 1;
        if *seen > 1 {
            name = path.display().to_string();
        }
        uploads.push(Upload { name, bytes: bytes.into() });
    }
    Ok(uploads)
}

fn print_text(outcome: &Outcome, request: &Request) -> Done {
    for (file, tally) in outcome.reading.files.iter().zip(&outcome.changes.tallies) {
        let kind = file.kind.map_or("not recognised", passport_core::import::Kind::name);
        say!("{} ({kind})", file.name)?;
        say!(
            "  {} read = {} used + {} unchanged + {} refused",
            count(tally.read.into(), "row", "rows"),
            thousands(tally.used.into()),
            thousands(tally.unchanged.into()),
            thousands(tally.refused.into())
        )?;
        let sensitive: Vec<&str> = file
            .headings_ignored
            .iter()
            .filter(|heading| heading.why == WhyIgnored::Sensitive)
            .map(|heading| heading.theirs.as_str())
            .collect();
        if !sensitive.is_empty() {
            say!("  never read: {}", sensitive.join(", "))?;
        }
    }
    print_problems(&outcome.reading)?;
    if !outcome.changes.counts.is_empty() {
        let done = matches!(outcome.end, End::Committed(_));
        let what = if done { "Changes" } else { "Would change" };
        say!("{what} from {}:", long_date(request.extract_date))?;
        for (kind, number) in &outcome.changes.counts {
            say!("  {kind}: {}", thousands(*number as u64))?;
        }
        if request.check {
            for item in &outcome.changes.items {
                say!("    {}", item.words)?;
            }
        }
    }
    match &outcome.end {
        End::Committed(number) => say!("Committed as import {number}."),
        End::Unchanged(number) => say!("Nothing changed; noted as import {number}."),
        End::Repeated(number) => say!("These files are import {number}; nothing changed."),
        End::Checked => say!("Checked only; nothing was changed."),
        End::Refused | End::Braked | End::TooOld(..) | End::NotFirst(_) => Ok(()),
    }
}

fn print_problems(reading: &Reading) -> Done {
    let number =
        |severity| reading.problems.iter().filter(|p| p.severity == severity).count() as u64;
    if reading.problems.is_empty() {
        return Ok(());
    }
    say!(
        "{}, {}, {}:",
        count(number(Severity::Error), "error", "errors"),
        count(number(Severity::Warning), "warning", "warnings"),
        count(number(Severity::Note), "note", "notes")
    )?;
    for problem in &reading.problems {
        let value = problem.value.as_ref().map(|v| format!(" [{v}]")).unwrap_or_default();
        say!("  {}: {problem}{value}", problem.severity.word())?;
    }
    Ok(())
}

fn print_json(outcome: &Outcome) -> Done {
    let (end, number) = match outcome.end {
        End::Committed(number) => ("committed", Some(number)),
        End::Unchanged(number) => ("unchanged", Some(number)),
        End::Repeated(number) => ("repeated", Some(number)),
        End::Checked => ("checked", None),
        End::Refused => ("refused", None),
        End::Braked => ("braked", None),
        End::TooOld(number, _) => ("too-old", Some(number)),
        End::NotFirst(number) => ("not-first", Some(number)),
    };
    let files: Vec<_> = outcome
        .reading
        .files
        .iter()
        .zip(&outcome.changes.tallies)
        .map(|(file, tally)| {
            serde_json::json!({
                "name": file.name,
                "kind": file.kind.map(passport_core::import::Kind::name),
                "read": tally.read, "used": tally.used,
                "unchanged": tally.unchanged, "refused": tally.refused,
                "headings_used": file.headings_used, "headings_ignored": file.headings_ignored,
            })
        })
        .collect();
    let counts: serde_json::Map<String, serde_json::Value> =
        outcome.changes.counts.iter().map(|(kind, n)| ((*kind).into(), (*n).into())).collect();
    let value = serde_json::json!({
        "outcome": end, "import": number, "files": files,
        "problems": outcome.reading.problems, "changes": counts, "items": outcome.changes.items,
    });
    say!("{}", serde_json::to_string_pretty(&value).map_err(Failure::environment)?)
}

impl Undo {
    pub async fn run(self, place: &Place) -> Done {
        let organisation = place.organisation().await?;
        let number = self.import;
        let undo = room::undo(&organisation, number, super::ACTOR, place.clock.now()).await?;
        let words = room::undone(number, &undo);
        match undo {
            room::Undo::Done => say!("{words}"),
            _ => Err(Failure::input_words(words)),
        }
    }
}
