//! The database: reachable, whole, of this version, and open for writing.

use jiff::SignedDuration;
use passport_store::{Db, Examined, StoreError, newest_migration};

use super::{Asked, Findings};

const AREA: &str = "database";

/// Opens the database and looks at it; `None` where nothing more can be asked.
pub(super) async fn open(findings: &mut Findings, asked: &Asked<'_>) -> Option<Db> {
    let db = match Db::connect(asked.database, false).await {
        Ok(db) => db,
        Err(error @ StoreError::Address(_)) => {
            findings.misconfigured(
                AREA,
                error.to_string(),
                "Set --database or PASSPORT_DATABASE_URL.",
            );
            return None;
        }
        Err(StoreError::NoFile(file)) => {
            findings.misconfigured(
                AREA,
                format!("there is no database file {file}"),
                "Import the first extracts with `passport import FILE…`, or set --database or PASSPORT_DATABASE_URL.",
            );
            return None;
        }
        Err(error) => {
            findings.failed(
                AREA,
                format!("it cannot be reached: {error}"),
                "Check that the server runs, and the address, user and password in PASSPORT_DATABASE_URL.",
            );
            return None;
        }
    };
    let examined = match db.examine().await {
        Ok(examined) => examined,
        Err(error) => {
            findings.failed(
                AREA,
                format!("it cannot be examined: {error}"),
                "If the file is damaged, restore the newest backup with `passport restore`.",
            );
            return None;
        }
    };
    whole(findings, &examined);
    clock(findings, asked, &examined);
    match db.try_writing().await {
        Ok(()) => findings.ok(AREA, "it can be written to"),
        Err(error) => findings.failed(
            AREA,
            format!("it cannot be written to: {error}"),
            "Give this account the right to write; on SQLite, to the file and to its folder.",
        ),
    }
    tables(findings, &examined).then_some(db)
}

fn whole(findings: &mut Findings, examined: &Examined) {
    if examined.damage.is_empty() {
        findings.ok(AREA, format!("{} answers and is sound", examined.version));
    }
    for damage in &examined.damage {
        findings.failed(
            AREA,
            format!("it is damaged: {damage}"),
            "Stop the server, keep a copy of the file, and restore the newest backup with `passport restore`.",
        );
    }
}

/// Whether its tables can be asked.
fn tables(findings: &mut Findings, examined: &Examined) -> bool {
    let newest = newest_migration();
    match examined.migration {
        Some(has) if has == newest => {
            findings.ok(AREA, format!("its tables are up to date (migration {newest})"));
            true
        }
        Some(has) if has > newest => {
            findings.misconfigured(
                AREA,
                format!("a newer version of this program made its tables (migration {has}, here {newest})"),
                "Use that version, or a newer one.",
            );
            false
        }
        Some(has) => {
            findings.misconfigured(
                AREA,
                format!("its tables are of an older version (migration {has} of {newest})"),
                "Make a backup and run `passport migrate`.",
            );
            false
        }
        None => {
            findings.misconfigured(
                AREA,
                "it has no tables yet",
                "Run `passport migrate`, then import the first extracts.",
            );
            false
        }
    }
}

/// The database server's clock beside ours.
fn clock(findings: &mut Findings, asked: &Asked<'_>, examined: &Examined) {
    let Some(theirs) = examined.clock else { return };
    let apart = asked.now.duration_since(theirs).abs();
    if apart > SignedDuration::from_secs(30) {
        findings.warn(
            "clock",
            format!("this machine and the database server are {} seconds apart", apart.as_secs()),
            "Let both take their time from a time server.",
        );
    } else {
        findings.ok("clock", "this machine and the database server agree");
    }
}
