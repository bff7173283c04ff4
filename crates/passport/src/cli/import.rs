//! `import` and `undo`.

use std::collections::HashMap;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use passport_core::import::{HeadingProfile, Reading, Severity};
use passport_core::wording::{count, long_date, thousands};
use passport_store::{NewOrganisation, Organisation, Store, StoreError};

use super::{Done, Failure, Place, say, typed};
use crate::import::{self as room, End, Outcome, Request, Upload};

#[derive(Debug, Args)]
pub struct Import {
    /// The files; each is recognised by its headings.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The day the files speak of; today if not given.
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
    /// Let more people leave or move than the organisation's brake allows.
    #[arg(long)]
    accept_large_change: bool,
    /// Use a saved heading map.
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// Save a heading map from a JSON file ({"their heading": "our heading"}) as the profile.
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
        let store = place.store(true).await?;
        let organisation = match store.organisation(place.organisation.as_deref()).await {
            Ok(organisation) => organisation,
            Err(StoreError::NoOrganisationYet) => {
                let code = place.organisation.as_deref().unwrap_or_default();
                first_organisation(&store, code, &uploads).await?
            }
            Err(error) => return Err(error.into()),
        };
        let now = place.clock.now();
        let profile = self.profile(&organisation, now).await?;
        let request = Request {
            extract_date: place.as_at(self.extract_date),
            partial: self.partial,
            check: self.check,
            skip_bad_rows: self.skip_bad_rows,
            accept_large_change: self.accept_large_change,
            profile,
            actor: super::ACTOR.into(),
        };
        let outcome = room::import(&organisation, &uploads, &request, now).await?;
        store.db().close().await;
        let printed = match self.format {
            Printed::Text => print_text(&outcome, &request),
            Printed::Json => print_json(&outcome),
        };
        // Whoever stopped reading is still told by the status what came of it.
        let ended = match outcome.end {
            End::Committed(_) | End::Unchanged(_) | End::Repeated(_) => Ok(()),
            End::Checked => {
                let errors = outcome.reading.has_errors() && !request.skip_bad_rows;
                if errors || outcome.changes.movement.too_large && !request.accept_large_change {
                    Err(Failure::input_words("This would be refused as it stands."))
                } else {
                    Ok(())
                }
            }
            End::Refused | End::Braked | End::TooOld(..) => {
                Err(Failure::input_words(room::explanation(&outcome, &request)))
            }
        };
        ended.and(printed)
    }

    async fn profile(
        &self,
        organisation: &Organisation,
        now: jiff::Timestamp,
    ) -> Result<Option<HeadingProfile>, Failure> {
        let Some(name) = &self.profile else { return Ok(None) };
        if let Some(file) = &self.save_profile {
            let text = std::fs::read_to_string(file)
                .with_context(|| format!("{} could not be read", file.display()))
                .map_err(Failure::usage)?;
            let headings = serde_json::from_str(&text)
                .with_context(|| format!("{} is not a JSON object of headings", file.display()))
                .map_err(Failure::usage)?;
            let profile = HeadingProfile { headings };
            let mut change = organisation.begin(super::ACTOR, "save heading profile", now).await?;
            let json = serde_json::to_string(&profile).map_err(Failure::usage)?;
            change.save_heading_profile(name, &json).await?;
            change.commit().await?;
            return Ok(Some(profile));
        }
        let stored = organisation.heading_profile(name).await?.ok_or_else(|| {
            Failure::usage_words(format!(
                "There is no heading profile {name:?}. Save one with --save-profile FILE."
            ))
        })?;
        serde_json::from_str(&stored).map(Some).map_err(Failure::usage)
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
        uploads.push(Upload { name, bytes });
    }
    Ok(uploads)
}

/// On an empty database the first import makes the organisation, named as its
/// files name it; `organisation add` beforehand says it better.
async fn first_organisation(
    store: &Store,
    code: &str,
    uploads: &[Upload],
) -> Result<Organisation, Failure> {
    let files: Vec<_> = uploads
        .iter()
        .map(|u| passport_core::import::InputFile { name: &u.name, bytes: &u.bytes })
        .collect();
    let reading = passport_core::import::read(&files, None, &Default::default());
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    for vpd in reading.awards.iter().filter_map(|row| row.value.vpd.as_deref()) {
        *numbers.entry(vpd).or_default() += 1;
    }
    for vpd in reading.outbound.iter().filter_map(|file| file.vpd.as_deref()) {
        *numbers.entry(vpd).or_default() += 1_000_000;
    }
    let vpd = numbers
        .into_iter()
        .max_by_key(|(vpd, times)| (*times, std::cmp::Reverse(vpd.to_owned())))
        .map_or("", |(vpd, _)| vpd);
    let top = reading.assignments.iter().find_map(|row| row.value.unit.first());
    let name = top.map(|unit| unit.trim_start_matches(vpd).trim_start_matches(" L1").trim());
    let name = name.filter(|name| !name.is_empty()).unwrap_or("My organisation");
    let code = match (code, vpd) {
        ("", "") => "main",
        ("", vpd) => vpd,
        (code, _) => code,
    };
    let organisation = store
        .add_organisation(&NewOrganisation {
            code: code.into(),
            name: name.into(),
            vpd: vpd.into(),
            ods: String::new(),
        })
        .await?;
    eprintln!(
        "Made the organisation {} ({}), with ESR number {}, from the files.",
        organisation.name,
        organisation.code,
        if vpd.is_empty() { "unknown" } else { vpd }
    );
    Ok(organisation)
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
    }
    print_problems(&outcome.reading)?;
    if !outcome.changes.counts.is_empty() {
        say!("Changes from {}:", long_date(request.extract_date))?;
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
        End::Refused | End::Braked | End::TooOld(..) => Ok(()),
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
        match room::undo(&organisation, number, super::ACTOR, place.clock.now()).await? {
            room::Undo::Done => {
                say!("Import {number} is undone.")
            }
            room::Undo::Unknown => {
                Err(Failure::input_words(format!("There is no import {number}.")))
            }
            room::Undo::Already => {
                Err(Failure::input_words(format!("Import {number} was undone already.")))
            }
            room::Undo::PreventedByAwards(awards) => {
                let awards: Vec<String> = awards.iter().map(i64::to_string).collect();
                Err(Failure::input_words(format!(
                    "Import {number} cannot be undone: awards were entered since for people whom it brought (awards {}). Void those first.",
                    awards.join(", ")
                )))
            }
            room::Undo::PreventedBy(later) => {
                let later: Vec<String> = later.iter().map(i64::to_string).collect();
                Err(Failure::input_words(format!(
                    "Import {number} cannot be undone: later work changed the same records (imports {}). Undo those first, newest first.",
                    later.join(", ")
                )))
            }
        }
    }
}
