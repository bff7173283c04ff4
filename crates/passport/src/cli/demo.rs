//! `demo`: from nothing to a running product. A fictional trust's extracts go
//! through the ordinary importer, this month's passports are written to a folder,
//! and everything is served on this machine.

use std::fs;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;
use clap::Args;
use jiff::civil::Date;
use passport_core::delivery::Month;
use passport_core::facts::SettingFact;
use passport_core::wording::{count, thousands};
use passport_sample::Plan;
use passport_store::{DemoPerson, NewOrganisation, Organisation, Store};
use tracing::Level;

use super::serve::{listen, serve};
use super::{Done, Failure, Place, say};
use crate::access::Keys;
use crate::access::sso::Setup;
use crate::delivery::Destination;
use crate::import::{self, End, Request, Upload, Whose};
use crate::mailing::{Mailing, mail};
use crate::telemetry::{self, LogFormat};
use crate::web::Settings;

#[derive(Debug, Args)]
pub struct Demo {
    /// The folder of the demonstration; made if missing.
    #[arg(long, default_value = "demo")]
    dir: PathBuf,
    /// The port to serve on.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// How many people work at the fictional trust.
    #[arg(long, default_value_t = 2_440, value_parser = clap::value_parser!(u32).range(1..=200_000))]
    staff: u32,
    /// The same seed gives the same trust.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// The trust's code, and its number in ESR.
const CODE: &str = "999";
const NAME: &str = "Hartwell NHS Trust";
const CONTACT: &str = "learning@hartwell.example.nhs.uk";
const ACTOR: &str = "demonstration";

impl Demo {
    pub async fn run(self, place: &Place) -> Done {
        // The port first: a wrong one is better known before the work.
        let address = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), self.port);
        let listener = listen(address).await?;
        let store = self.store(place).await?;
        let organisation = store.organisation(Some(CODE)).await?;
        telemetry::start(LogFormat::Text, Level::ERROR);
        self.send(place, &organisation).await?;
        say!("Training Passport is at http://{address}")?;
        say!("{}", self.what_to_try(&organisation).await?)?;
        let settings = Settings {
            demo: Some(organisation),
            secure: false,
            // Nobody proves who they are here, so nothing is kept sealed.
            keys: Keys::passing().map_err(Failure::environment)?,
            set_up: None,
            site: None,
            clock: place.clock,
            proxies: Vec::new(),
            sso: Setup::default(),
        };
        serve(store, settings, listener).await
    }

    /// The demonstration's database; made where there is none.
    async fn store(&self, place: &Place) -> Result<Store, Failure> {
        let file = self.dir.join("passport.db");
        if file.exists() {
            let store = Store::open(&address_of(&file)?, false).await?;
            let organisation = store.organisation(Some(CODE)).await;
            let people = match &organisation {
                Ok(organisation) => organisation.demo_people().await?,
                Err(_) => Vec::new(),
            };
            let Some(organisation) = organisation.ok().filter(|_| !people.is_empty()) else {
                return Err(Failure::usage_words(format!(
                    "{} is not a demonstration: give another --dir.",
                    file.display()
                )));
            };
            let staff =
                organisation.employee_numbers(passport_store::Known::Now).await?.len() as u64;
            eprintln!(
                "Found the demonstration in {}, with {}.",
                self.dir.display(),
                count(staff, "person", "people")
            );
            return Ok(store);
        }
        self.make(place, &file).await
    }

    /// Makes everything beside the place where it will stand, so that a start that
    /// was broken off is simply begun again.
    async fn make(&self, place: &Place, file: &Path) -> Result<Store, Failure> {
        let today = place.today();
        let plan = Plan { staff: self.staff, seed: self.seed, messy: false, today };
        let extracts = self.dir.join("extracts");
        make_folder(&extracts)?;

        let uploads = step(
            &format!("Writing the extracts of {}", count(self.staff.into(), "person", "people")),
            async { write_extracts(&plan, &extracts) },
        )
        .await?;

        let unfinished = self.dir.join("passport.db.unfinished");
        for ending in ["", "-wal", "-shm"] {
            let mut leftover = unfinished.clone().into_os_string();
            leftover.push(ending);
            // There is one only where an earlier start was broken off.
            let _ = fs::remove_file(leftover);
        }
        let store = Store::open(&address_of(&unfinished)?, true).await?;
        let organisation = store
            .add_organisation(
                &NewOrganisation {
                    code: CODE.into(),
                    name: NAME.into(),
                    vpd: CODE.into(),
                    ods: "RZZ".into(),
                },
                super::ACTOR,
                place.clock.now(),
            )
            .await?;
        let rows = step("Importing them", import_all(&organisation, place, uploads, today)).await?;
        eprintln!("  {} rows read", thousands(rows));
        self.mark(&organisation, place, &plan).await?;
        store.db().close().await;
        fs::rename(&unfinished, file)
            .with_context(|| format!("{} could not be put in place", file.display()))
            .map_err(Failure::environment)?;
        Ok(Store::open(&address_of(file)?, false).await?)
    }

    /// Says who may be logged in as, and where the pages are.
    async fn mark(&self, organisation: &Organisation, place: &Place, plan: &Plan) -> Done {
        let people: Vec<DemoPerson> = passport_sample::cast(plan)
            .into_iter()
            .map(|member| DemoPerson {
                employee_number: member.employee_number,
                part: member.role.into(),
            })
            .collect();
        let setting =
            |key: &str, value: String| SettingFact { key: key.into(), value, date_from: None };
        let inbox = self.dir.join("inbox");
        make_folder(&inbox)?;
        let whole = |folder: PathBuf| std::path::absolute(folder).map_err(Failure::environment);
        let settings = [
            setting("mail-to", file_url(&whole(self.dir.join("outbox"))?)?),
            setting("import-folder", whole(inbox)?.display().to_string()),
            setting("site-address", format!("http://127.0.0.1:{}", self.port)),
            setting("contact", CONTACT.into()),
            setting("mail-from", format!("{NAME} Learning and Development <{CONTACT}>")),
        ];
        let mut change =
            organisation.begin(ACTOR, "make a demonstration", place.clock.now()).await?;
        change.record(&settings).await?;
        change.mark_demonstration(&people).await?;
        change.commit().await?;
        Ok(())
    }

    /// Writes this month's passports into the outbox, if they are not there yet.
    async fn send(&self, place: &Place, organisation: &Organisation) -> Done {
        let as_at = place.today();
        let month = Month::of(as_at);
        let run = organisation.mail_run(month).await?;
        if run.is_some_and(|run| run.finished_at.is_some()) {
            return Ok(());
        }
        let outbox = self.dir.join("outbox");
        make_folder(&outbox)?;
        let mailing = Mailing {
            month,
            as_at,
            to: Destination::Folder(outbox.clone()),
            print_to: outbox,
            actor: ACTOR.into(),
        };
        let what = format!("Writing the passports of {}", month.words());
        let mailed =
            step(&what, async { Ok(mail(organisation, place.clock, &mailing).await?) }).await?;
        eprintln!("  {}", mailed.sent.report.sentence());
        Ok(())
    }

    async fn what_to_try(&self, organisation: &Organisation) -> Result<String, Failure> {
        let people = organisation.demo_people().await?;
        let nurse = people.first().map(|person| person.employee_number.as_str()).unwrap_or("…");
        Ok(format!(
            "\nTry:\n  \
             open the address and log in as one of the people listed\n  \
             the extracts that were imported: {extracts}\n  \
             this month's emails, one file a person: {outbox}\n  \
             {program} --database sqlite:{database} show {nurse}\n  \
             {program} --database sqlite:{database} report compliance --by unit\n\n\
             Ctrl-C stops it; the same command starts it again.",
            // As it was typed: it need not be on the path.
            program = std::env::args().next().unwrap_or_else(|| "passport".into()),
            extracts = self.dir.join("extracts").display(),
            outbox = self.dir.join("outbox").display(),
            database = self.dir.join("passport.db").display(),
        ))
    }
}

/// Does a piece of work, saying what and how long.
async fn step<T>(what: &str, work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    eprint!("{what}… ");
    let began = Instant::now();
    let done = work.await;
    match &done {
        Ok(_) => eprintln!("{:.1} s", began.elapsed().as_secs_f64()),
        Err(_) => eprintln!("failed"),
    }
    done
}

fn make_folder(folder: &Path) -> Done {
    fs::create_dir_all(folder)
        .with_context(|| format!("the folder {} could not be made", folder.display()))
        .map_err(Failure::environment)
}

/// Writes the trust's extracts, and hands back those of the first import: files
/// in folders of their own are other roads to the same data, left to be tried.
fn write_extracts(plan: &Plan, folder: &Path) -> Result<Vec<Upload>, Failure> {
    let mut uploads = Vec::new();
    for file in passport_sample::generate(plan) {
        let path = folder.join(&file.name);
        if let Some(folder) = path.parent() {
            make_folder(folder)?;
        }
        fs::write(&path, &file.bytes)
            .with_context(|| format!("{} could not be written", path.display()))
            .map_err(Failure::environment)?;
        if !file.name.contains('/') {
            uploads.push(Upload { name: file.name, bytes: file.bytes.into() });
        }
    }
    Ok(uploads)
}

/// Imports as anyone's files are imported; the number of rows read.
async fn import_all(
    organisation: &Organisation,
    place: &Place,
    uploads: Vec<Upload>,
    today: Date,
) -> Result<u64, Failure> {
    let request = Request::new(today, ACTOR);
    let outcome =
        import::import(Whose::Known(organisation), &uploads, &request, place.clock.now()).await?;
    match outcome.end {
        End::Committed(_) => {
            Ok(outcome.changes.tallies.iter().map(|tally| u64::from(tally.read)).sum())
        }
        _ => Err(Failure::input_words(import::explanation(&outcome, &request))),
    }
}

/// A folder as the setting mail-to names it.
fn file_url(folder: &Path) -> Result<String, Failure> {
    url::Url::from_file_path(folder)
        .map(String::from)
        .map_err(|()| Failure::usage_words("The folder cannot be written as an address."))
}

fn address_of(file: &Path) -> Result<String, Failure> {
    let path = file.to_str().ok_or_else(|| {
        Failure::usage_words(format!(
            "{} is not a name in Unicode: give another --dir.",
            file.display()
        ))
    })?;
    Ok(format!("sqlite:{path}"))
}
