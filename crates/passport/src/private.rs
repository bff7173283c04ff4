//! Files about people, and secrets: nobody else on the machine may read them.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// Opens a file to be written anew, readable by its owner alone, also where a
/// file of the name was there before.
pub fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    open(&options, path)
}

/// The same for a file that must not be there yet.
pub fn create_new(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    open(&options, path)
}

/// Whether anyone on the machine may read a file.
#[cfg(unix)]
pub fn is_open_to_all(path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    Ok(path.metadata()?.permissions().mode() & 0o004 != 0)
}

/// Whether anyone on the machine may read a file: not known here.
#[cfg(not(unix))]
pub fn is_open_to_all(_: &Path) -> io::Result<bool> {
    Ok(false)
}

#[cfg(unix)]
fn open(options: &OpenOptions, path: &Path) -> io::Result<File> {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    let file = options.clone().mode(0o600).open(path)?;
    // The mode is only for a file that was not there.
    file.set_permissions(PermissionsExt::from_mode(0o600))?;
    Ok(file)
}

#[cfg(not(unix))]
fn open(options: &OpenOptions, path: &Path) -> io::Result<File> {
    options.open(path)
}
