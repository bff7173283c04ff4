//! The machine: its time zones, and the file and disk of an embedded database.

use std::path::Path;

use jiff::civil::date;
use jiff::tz::TimeZone;

use super::Findings;

/// Less than this is too little to import into.
const TOO_LITTLE: u64 = 100 << 20;
/// Less than this will soon be too little.
const LITTLE: u64 = 1 << 30;

pub(super) fn time_zone(findings: &mut Findings) {
    let summer = TimeZone::get("Europe/London").ok().and_then(|zone| {
        let noon = date(2026, 7, 1).at(12, 0, 0, 0).to_zoned(zone).ok()?;
        Some(noon.offset().seconds() == 3_600)
    });
    if summer == Some(true) {
        findings.ok("clock", "it knows the time zone Europe/London");
    } else {
        findings.failed(
            "clock",
            "it does not know the time zone Europe/London, so days would turn at the wrong hour",
            "Install the time zone data (Debian: tzdata).",
        );
    }
}

/// The embedded database's file: who may read it, and how much room is left.
pub(super) fn file(findings: &mut Findings, file: &Path) {
    if !file.exists() {
        return;
    }
    permissions(findings, file);
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    room(findings, folder.unwrap_or(Path::new(".")), file);
}

#[cfg(unix)]
fn permissions(findings: &mut Findings, file: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let Ok(metadata) = std::fs::metadata(file) else { return };
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        findings.ok("file", "only its owner may read the database file");
    } else {
        findings.warn(
            "file",
            format!("others on this machine may read or write the database file (mode {mode:03o})"),
            &format!("Run `chmod 600 {}`.", file.display()),
        );
    }
}

#[cfg(not(unix))]
fn permissions(_: &mut Findings, _: &Path) {}

#[cfg(unix)]
fn room(findings: &mut Findings, folder: &Path, file: &Path) {
    let Ok(disk) = rustix::fs::statvfs(folder) else { return };
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    // A change is written twice for a while, and a backup needs room too.
    let wanted = std::fs::metadata(file).map_or(0, |file| file.len().saturating_mul(2)).max(LITTLE);
    let megabytes = free >> 20;
    if free < TOO_LITTLE {
        findings.failed(
            "disk",
            format!("{megabytes} MB are free"),
            "Make room before anything else.",
        );
    } else if free < wanted {
        findings.warn("disk", format!("{megabytes} MB are free"), "Make room soon.");
    } else {
        findings.ok("disk", format!("{megabytes} MB are free"));
    }
}

#[cfg(not(unix))]
fn room(_: &mut Findings, _: &Path, _: &Path) {}
