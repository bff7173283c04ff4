//! Backups as files: compressed, written beside their place and then named, so
//! that a half-written one never bears the name of a whole one.

use std::ffi::OsString;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use passport_store::{Backup, Db, StoreError};

use crate::private;

/// Writes the whole database to a file.
///
/// # Errors
/// When the database or the file fails; the file is then as it was.
pub async fn write(db: &Db, path: &Path, at: Timestamp) -> Result<Backup> {
    let partial = beside(path);
    let written = write_to(db, &partial, at).await.and_then(|backup| {
        std::fs::rename(&partial, path)
            .with_context(|| format!("{} could not be named", path.display()))?;
        make_lasting(path);
        Ok(backup)
    });
    if written.is_err() {
        // What is left of it is of no use to anyone.
        let _ = std::fs::remove_file(&partial);
    }
    written
}

async fn write_to(db: &Db, partial: &Path, at: Timestamp) -> Result<Backup> {
    let file = private::create(partial)
        .with_context(|| format!("{} could not be written", partial.display()))?;
    let mut out = GzEncoder::new(BufWriter::new(file), Compression::new(6));
    let backup = passport_store::backup(db, at, &mut out).await?;
    let mut file = out.finish().context("the backup could not be finished")?;
    file.flush().context("the backup could not be finished")?;
    file.get_ref().sync_all().context("the backup could not be made to last")?;
    Ok(backup)
}

/// The name it has while it is being written: in the same folder, since only
/// there can it be renamed in one step.
fn beside(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
}

/// The folder's own record of the new name, where the system keeps one apart.
fn make_lasting(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Ok(folder) = File::open(folder.unwrap_or(Path::new("."))) {
        let _ = folder.sync_all();
    }
}

/// Reads a whole backup and says what it holds; touches no database.
///
/// # Errors
/// When the file cannot be read or is not a whole backup.
pub fn verify(path: &Path) -> Result<Backup, StoreError> {
    passport_store::verify(reader(path)?)
}

/// Puts a backup in place of whatever the database holds, all or nothing.
///
/// # Errors
/// When the file or the database fails; nothing is changed then.
pub async fn restore(db: &Db, path: &Path) -> Result<(), StoreError> {
    passport_store::restore(db, reader(path)?).await
}

fn reader(path: &Path) -> Result<BufReader<GzDecoder<BufReader<File>>>, StoreError> {
    Ok(BufReader::new(GzDecoder::new(BufReader::new(File::open(path)?))))
}
