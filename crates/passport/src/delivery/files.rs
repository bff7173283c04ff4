//! Files that are whole or not there: written under a temporary name, on the
//! disk, then named. A name made from a hostile number stays in its folder.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::delivery::DeliveryError;
use crate::delivery::message::digest;
use crate::private;

/// The end of a temporary name.
const PART: &str = ".part";

/// Text as part of a file name: letters, digits and `-` of ASCII. What had to
/// be left out, or is too long, or differs only in case from another's, is told
/// apart by a digest of the whole.
pub(crate) fn safe_name(text: &str) -> String {
    let fits = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() || c == '-';
    if !text.is_empty() && text.len() <= 40 && !text.starts_with('-') && text.chars().all(fits) {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            kept.push(c.to_ascii_lowercase());
        } else if !kept.is_empty() && !kept.ends_with('-') {
            kept.push('-');
        }
        if kept.len() >= 40 {
            break;
        }
    }
    let digest = &digest(&[text])[..12];
    match kept.trim_end_matches('-') {
        "" => digest.to_owned(),
        kept => format!("{kept}-{digest}"),
    }
}

/// A folder that files are put into.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    worker: String,
}

impl Folder {
    /// Opens the folder, made where missing, and clears away what a dead worker
    /// left half written.
    pub(crate) fn open(path: &Path, worker: &str) -> Result<Self, DeliveryError> {
        fs::create_dir_all(path).map_err(|cause| trouble("making the folder", path, cause))?;
        let listing = fs::read_dir(path).map_err(|cause| trouble("reading", path, cause))?;
        for file in listing.flatten() {
            let name = file.file_name();
            let name = name.to_string_lossy();
            if name.starts_with('.') && name.ends_with(PART) {
                clear_if_abandoned(&file.path());
            }
        }
        Ok(Self { path: path.to_owned(), worker: worker.to_owned() })
    }

    pub(crate) fn path_of(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Writes the file under a temporary name, on the disk.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result<Part, DeliveryError> {
        let temporary = self.path.join(format!(".{name}.{}{PART}", self.worker));
        let wrote = || -> std::io::Result<File> {
            let mut file = create_held(&temporary)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            Ok(file)
        };
        let file = wrote().map_err(|cause| {
            // Half a file helps nobody, least of all on a full disk.
            let _ = fs::remove_file(&temporary);
            trouble("writing", &temporary, cause)
        })?;
        Ok(Part { temporary, name: self.path.join(name), named: false, _file: file })
    }

    /// Makes names given so far survive a power cut.
    pub(crate) fn sync(&self) -> Result<(), DeliveryError> {
        if cfg!(unix) {
            let folder = File::open(&self.path).and_then(|folder| folder.sync_all());
            folder.map_err(|cause| trouble("writing", &self.path, cause))?;
        }
        Ok(())
    }
}

/// A file that has everything but its name. Dropped without one, it goes.
#[derive(Debug)]
pub(crate) struct Part {
    temporary: PathBuf,
    name: PathBuf,
    named: bool,
    _file: File,
}

impl Part {
    /// Gives the file its name; what had the name before is replaced.
    pub(crate) fn name(mut self) -> Result<(), DeliveryError> {
        fs::rename(&self.temporary, &self.name)
            .map_err(|cause| trouble("writing", &self.name, cause))?;
        self.named = true;
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.named {
            // Whoever opens the folder next tries again.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// Creates a file and holds it while we live, so that whoever clears away sees
/// that we do; again if it was cleared away in between.
fn create_held(path: &Path) -> std::io::Result<File> {
    loop {
        let file = private::create(path)?;
        file.lock()?;
        if path.exists() {
            return Ok(file);
        }
    }
}

fn clear_if_abandoned(path: &Path) {
    let free = File::open(path).is_ok_and(|file| file.try_lock().is_ok());
    if free {
        // Gone already, or not ours to remove: either way not in the way.
        let _ = fs::remove_file(path);
    }
}

fn trouble(what: &str, path: &Path, cause: std::io::Error) -> DeliveryError {
    let hint = match cause.kind() {
        ErrorKind::PermissionDenied => " (is the folder ours to write to?)",
        ErrorKind::StorageFull => " (the disk is full)",
        _ => "",
    };
    DeliveryError::File { what: format!("{what} {}{hint}", path.display()), cause }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_number_is_its_own_name() {
        assert_eq!(safe_name("20001234"), "20001234");
        assert_eq!(safe_name("20001234-2"), "20001234-2");
        assert_eq!(safe_name("00012"), "00012");
    }

    #[test]
    fn what_a_dead_worker_left_half_written_is_cleared_away_and_what_is_being_written_stays() {
        let place = std::env::temp_dir().join(crate::worker::worker_name());
        fs::create_dir_all(&place).expect("a folder");
        let left = place.join(".2026-11-1.eml.dead.part");
        fs::write(&left, "half").expect("written");
        let folder = Folder::open(&place, "one").expect("opened");
        assert!(!left.exists());
        let part = folder.write("2026-11-2.eml", b"whole").expect("written");
        Folder::open(&place, "two").expect("opened");
        part.name().expect("named");
        assert_eq!(fs::read(place.join("2026-11-2.eml")).expect("read"), b"whole");
        drop(folder.write("2026-11-3.eml", b"never named").expect("written"));
        assert_eq!(fs::read_dir(&place).expect("read").count(), 1);
        fs::remove_dir_all(&place).expect("removed");
    }

    #[test]
    fn a_hostile_number_stays_in_its_folder_and_apart_from_every_other() {
        let hostile = [
            "../../etc/passwd",
            "..",
            ".",
            "/etc/passwd",
            "a/b",
            "a\\b",
            "a_b",
            "A b",
            "CON.",
            "C:x",
            "-rf",
            "",
            "\0",
            "ab",
            "Ab",
            "é",
            "è",
            "~",
            "a\r\nb",
        ];
        let mut seen = std::collections::HashSet::new();
        for number in hostile {
            let name = safe_name(number);
            assert!(!name.is_empty() && name.len() <= 60, "{number:?}");
            assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'), "{name}");
            assert!(!name.starts_with('-'));
            assert!(seen.insert(name.to_lowercase()), "{number:?} is told apart");
        }
        let long = "9".repeat(300);
        assert!(safe_name(&long).len() <= 60);
        assert_ne!(safe_name(&long), safe_name(&"9".repeat(301)));
    }
}
