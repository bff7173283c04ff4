//! The organisation: its number, settings, imports and mail.

use std::path::Path;

use jiff::civil::Date;
use passport_core::setting::{SETTINGS, Settings};
use passport_core::wording::{count, long_date};
use passport_store::{Organisation, Store, StoreError};

use super::{Asked, Findings, accounts, single_sign_on};
use crate::delivery::{Destination, Secrets, check_setting, try_connection};
use crate::retention;

/// Extracts come nightly or monthly: beyond this the data is stale.
const STALE_DAYS: i32 = 35;

pub(super) async fn look(findings: &mut Findings, store: &Store, asked: &Asked<'_>) {
    let found = match (asked.organisation, store.organisations().await) {
        (None, Ok(all)) if all.len() > 1 => Ok(all),
        (_, Err(error)) => Err(error),
        _ => store.organisation(asked.organisation).await.map(|one| vec![one]),
    };
    let is_only = store.organisations().await.is_ok_and(|all| all.len() == 1);
    match found {
        Ok(all) => {
            for organisation in &all {
                findings
                    .ok("organisation", format!("{} ({})", organisation.name, organisation.code));
                if let Err(error) = one(findings, organisation, is_only, asked).await {
                    findings.failed(
                        "organisation",
                        format!("its record cannot be read: {error}"),
                        "If the database is damaged, restore the newest backup.",
                    );
                }
            }
        }
        Err(error @ (StoreError::NoOrganisation(_) | StoreError::NoOrganisationYet)) => {
            findings.misconfigured(
                "organisation",
                error.to_string(),
                "Run `passport organisation add CODE NAME --vpd NUMBER`.",
            );
        }
        Err(error) => findings.failed("organisation", error.to_string(), "Run `passport migrate`."),
    }
}

async fn one(
    findings: &mut Findings,
    organisation: &Organisation,
    is_only: bool,
    asked: &Asked<'_>,
) -> Result<(), StoreError> {
    let settings = organisation.settings().await?;
    if organisation.vpd.is_empty() {
        findings.warn(
            "organisation",
            "its ESR number (VPD) is not known, so awards of other employers look like its own",
            "Run `passport organisation set CODE --vpd NUMBER`.",
        );
    }
    set(findings, &settings, asked.today);
    imports(findings, organisation, asked).await?;
    retention(findings, organisation, asked.today).await?;
    folder(findings, settings.get("import-folder", asked.today));
    mail(findings, &settings, asked.today).await;
    single_sign_on::look(findings, (&organisation.code, is_only), &settings, asked).await;
    accounts::look(findings, organisation, asked).await
}

/// The settings that everyone needs, and that every one is a value it can have.
fn set(findings: &mut Findings, settings: &Settings, today: Date) {
    for setting in SETTINGS {
        if let Err(error) = setting.check(settings.get(setting.key, today)) {
            findings.misconfigured(
                "settings",
                error.to_string(),
                &format!("Run `passport setting set {} VALUE`.", setting.key),
            );
        }
    }
    if settings.get("contact", today).is_empty() {
        findings.warn(
            "settings",
            "contact is not set: passports cannot say whom to ask",
            "Run `passport setting set contact training@…`.",
        );
    } else {
        findings.ok("settings", "contact is set");
    }
    let site = settings.get("site-address", today);
    if !site.starts_with("https://") && !site.starts_with("http://") {
        findings.misconfigured(
            "settings",
            format!("site-address is {site:?}, which no browser opens"),
            "Run `passport setting set site-address https://…`.",
        );
    } else if site.contains("://127.") || site.contains("://localhost") {
        findings.warn(
            "settings",
            format!(
                "site-address is {site}: links in emails and PDFs lead nowhere but on this machine"
            ),
            "Run `passport setting set site-address https://…` with the address staff will use.",
        );
    } else {
        findings.ok("settings", format!("site-address is {site}"));
    }
}

async fn imports(
    findings: &mut Findings,
    organisation: &Organisation,
    asked: &Asked<'_>,
) -> Result<(), StoreError> {
    const AREA: &str = "imports";
    let Some(newest) = organisation.newest_import().await? else {
        findings.warn(AREA, "nothing has been imported", "Import extracts in the browser (`passport serve` says where to begin), or run `passport import FILE…`.");
        return Ok(());
    };
    let old = asked.today.since(newest.extract_date).map_or(0, |span| span.get_days());
    let what = format!("import {} speaks of {}", newest.number, long_date(newest.extract_date));
    if old > STALE_DAYS {
        findings.warn(
            AREA,
            format!("{what}, {} ago", count(old.unsigned_abs().into(), "day", "days")),
            "Import newer extracts: passports are only as fresh as these.",
        );
    } else {
        findings.ok(AREA, what);
    }
    let last = organisation.changes().await?.into_iter().map(|change| change.at).max();
    if last.is_some_and(|last| last > asked.now) {
        findings.failed(
            "clock",
            "the record holds a change later than this machine's time",
            "Set the clock, and let it take its time from a time server.",
        );
    } else {
        findings.ok("clock", "it is not before the last change");
    }
    Ok(())
}

async fn retention(
    findings: &mut Findings,
    organisation: &Organisation,
    today: Date,
) -> Result<(), StoreError> {
    const AREA: &str = "retention";
    let plan = retention::plan(organisation, today).await?;
    let unfinished = organisation.destruction_runs().await?;
    if unfinished.iter().any(|run| run.finished_at.is_none()) {
        findings.warn(
            AREA,
            "a plan was confirmed and not carried out to its end",
            "Run the same `passport retention destroy` again, or look at a new plan.",
        );
    }
    if plan.items.is_empty() {
        findings.ok(AREA, "nothing is past its period");
    } else {
        let things = count(plan.items.len() as u64, "thing is", "things are");
        findings.warn(
            AREA,
            format!("{things} past the period for which records are kept"),
            "Agree the periods and name the clinical subjects first (settings retention-…), then look at `passport retention plan`; destroy what it shows only then.",
        );
    }
    Ok(())
}

fn folder(findings: &mut Findings, folder: &str) {
    const AREA: &str = "import-folder";
    if folder.is_empty() {
        findings.ok(AREA, "none is watched");
    } else if !Path::new(folder).is_dir() {
        findings.misconfigured(
            AREA,
            format!("there is no folder {folder}"),
            "Make it, or run `passport setting set import-folder FOLDER`.",
        );
    } else if let Err(error) = std::fs::read_dir(folder) {
        findings.failed(
            AREA,
            format!("{folder} cannot be read: {error}"),
            "Give this account the right to read it.",
        );
    } else {
        findings.ok(AREA, format!("{folder} is there"));
    }
}

async fn mail(findings: &mut Findings, settings: &Settings, today: Date) {
    const AREA: &str = "mail";
    let to = settings.get("mail-to", today);
    let from = settings.get("mail-from", today);
    if to.is_empty() {
        findings.warn(
            AREA,
            "mail-to is not set: no passports are sent",
            "Run `passport setting set mail-to smtp://…`, or file:///… for a folder.",
        );
        return;
    }
    if from.is_empty() {
        findings.misconfigured(
            AREA,
            "mail-from is not set: messages would be from nobody who could be answered",
            "Run `passport setting set mail-from \"Our Trust <training@…>\"`.",
        );
    } else {
        match check_setting("mail-from", from) {
            Ok(()) => findings.ok(AREA, "mail-from is an address"),
            Err(error) => {
                findings.misconfigured(
                    AREA,
                    error.to_string(),
                    "Set it, or passports cannot be sent.",
                );
            }
        }
    }
    let secrets = Secrets::find(|name| std::env::var(name).ok());
    match Destination::parse(to, &secrets) {
        Err(error) => findings.misconfigured(
            AREA,
            error.to_string(),
            "Correct the address with `passport setting set mail-to ADDRESS`, or put what it says is missing into the environment.",
        ),
        Ok(Destination::Folder(path)) if path.is_dir() => {
            findings.ok(AREA, format!("the folder {} is there", path.display()));
        }
        Ok(Destination::Folder(path)) => findings.warn(
            AREA,
            format!("there is no folder {} yet", path.display()),
            "Make it, or sending will.",
        ),
        Ok(Destination::Smtp(server)) => {
            let name = format!("{}:{}", server.host, server.port);
            match try_connection(server).await {
                Ok(()) => findings.ok(AREA, format!("the server {name} answers")),
                Err(why) => findings.failed(
                    AREA,
                    format!("the server {name} cannot be used: {why}"),
                    "Check the address in mail-to, the firewall, and the user and secret in the environment.",
                ),
            }
        }
    }
}
