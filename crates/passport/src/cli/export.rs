//! `export`: a person's whole record, as they may ask for it.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, ValueEnum};

use super::{Done, Failure, Place, nobody, say};
use crate::delivery::safe_name;
use crate::export as room;
use crate::private;

#[derive(Debug, Args)]
pub struct Export {
    /// The employee number.
    employee_number: String,
    /// How to write it.
    #[arg(long, value_enum, default_value = "json")]
    format: Written,
    /// The folder to write it to, as a file that only you may read, with the photos
    /// and PDFs that the person sent beside it; standard output, without them, if
    /// not given.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Written {
    /// For machines.
    Json,
    /// To read and print.
    Html,
}

impl Export {
    pub async fn run(self, place: &Place) -> Done {
        let organisation = place.organisation().await?;
        let number = &self.employee_number;
        let export = room::gather(&organisation, number, place.clock.now())
            .await?
            .ok_or_else(|| nobody(number))?;
        let (text, ending) = match self.format {
            Written::Json => (room::json(&export).map_err(Failure::environment)?, "json"),
            Written::Html => (room::html(&export), "html"),
        };
        let Some(folder) = self.out else {
            let mut out = std::io::stdout().lock();
            out.write_all(text.as_bytes())?;
            return Ok(out.flush()?);
        };
        let path = folder.join(format!("record-{}.{ending}", safe_name(number)));
        std::fs::create_dir_all(&folder)
            .and_then(|()| private::create(&path)?.write_all(text.as_bytes()))
            .inspect_err(|_| {
                // Half a record helps nobody.
                let _ = std::fs::remove_file(&path);
            })
            .with_context(|| format!("{} could not be written", path.display()))
            .map_err(Failure::environment)?;
        say!("{}", path.display())?;
        for (name, bytes) in room::files(&organisation, number).await? {
            let path = folder.join(format!("record-{}-{name}", safe_name(number)));
            private::create(&path)
                .and_then(|mut file| file.write_all(&bytes))
                .with_context(|| format!("{} could not be written", path.display()))
                .map_err(Failure::environment)?;
            say!("{}", path.display())?;
        }
        Ok(())
    }
}
