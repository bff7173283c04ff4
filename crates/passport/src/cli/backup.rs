//! `backup` and `restore`: the whole database to a file and back, the same file
//! for both engines.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use passport_core::wording::{count, thousands};
use passport_store::AuditEvent;

use super::{Done, Failure, Place, say};
use crate::backup as room;

#[derive(Debug, Args)]
pub struct Backup {
    /// The file to write; one of that name is replaced once the new one is whole.
    file: PathBuf,
}

#[derive(Debug, Args)]
pub struct Restore {
    /// The file that `backup` wrote.
    file: PathBuf,
    /// Replace what the database holds.
    #[arg(long)]
    replace: bool,
}

impl Backup {
    pub async fn run(self, place: &Place) -> Done {
        if self.file.is_dir() || self.file.file_name().is_none() {
            return Err(Failure::usage_words(format!(
                "{} is not the name of a file: give one such as passport-2026-11-30.backup.",
                self.file.display()
            )));
        }
        let store = place.store(false).await?;
        let backup = room::write(store.db(), &self.file, place.clock.now()).await?;
        store.db().close().await;
        say!(
            "Wrote {} from {} to {}.",
            count(backup.rows, "row", "rows"),
            count(backup.tables as u64, "table", "tables"),
            self.file.display()
        )
    }
}

impl Restore {
    pub async fn run(self, place: &Place) -> Done {
        if !self.file.is_file() {
            return Err(Failure::input_words(format!(
                "There is no file {} to restore from.",
                self.file.display()
            )));
        }
        // The whole file first: a damaged one is refused before anything is opened.
        let backup = room::verify(&self.file)
            .with_context(|| self.file.display().to_string())
            .map_err(Failure::input)?;
        let store = place.store(true).await?;
        let held = store.organisations().await?;
        if !held.is_empty() && !self.replace {
            let names: Vec<String> = held.into_iter().map(|held| held.name).collect();
            return Err(Failure::input_words(format!(
                "Nothing was changed: this database holds {}. To put the backup in its place, stop the server and repeat with --replace.",
                passport_core::wording::list(&names)
            )));
        }
        room::restore(store.db(), &self.file).await?;
        let organisations = store.organisations().await?;
        // What the database held in between is gone from the chain: that says so.
        for organisation in &organisations {
            let event = AuditEvent::new(place.clock.now(), super::ACTOR, "restored")
                .with("made", backup.made.as_str());
            organisation.note(&[event]).await?;
        }
        store.db().close().await;
        say!(
            "Restored {} rows of {}, backed up at {}.",
            thousands(backup.rows),
            count(organisations.len() as u64, "organisation", "organisations"),
            backup.made
        )?;
        if self.replace {
            eprintln!("Start the server again: one that was running still shows what it had read.");
        }
        Ok(())
    }
}
