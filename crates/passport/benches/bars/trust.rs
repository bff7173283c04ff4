//! The fictional trust that stages work on: its extracts in a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use jiff::civil::{Date, date};
use jiff::{Timestamp, tz::TimeZone};
use passport::clock::Clock;
use passport::import::Upload;
use passport_core::facts::SettingFact;
use passport_sample::Plan;
use passport_store::DemoPerson;
use tempfile::TempDir;

use crate::database::{Database, runtime};
use crate::page;
use crate::stage::{self, Name, Reading};

/// The day of everything: extracts, passports and pages.
pub const TODAY: Date = date(2026, 11, 22);

/// A trust of some size.
pub struct Trust {
    /// How many people.
    pub staff: u32,
    /// Where its extracts and databases are.
    pub folder: PathBuf,
    /// Goes with the trust; a stage only borrows the folder.
    _kept: Option<TempDir>,
}

impl Trust {
    /// A trust with an empty folder.
    pub fn new(staff: u32) -> Result<Self> {
        let kept = TempDir::new()?;
        Ok(Self { staff, folder: kept.path().to_owned(), _kept: Some(kept) })
    }

    /// A trust with its extracts.
    pub fn generate(staff: u32) -> Result<Self> {
        let trust = Self::new(staff)?;
        stage::run(Name::Generate, &trust, &Database::none())?;
        Ok(trust)
    }

    /// A trust whose folder another process keeps.
    pub fn at(staff: u32, folder: &Path) -> Self {
        Self { staff, folder: folder.to_owned(), _kept: None }
    }

    /// One of its SQLite files.
    pub fn sqlite(&self, run: usize) -> Database {
        Database::at(format!("sqlite:{}", self.folder.join(format!("{run}.db")).display()))
    }

    fn plan(&self) -> Plan {
        Plan { staff: self.staff, seed: 1, messy: false, today: TODAY }
    }

    /// Its extracts, as someone hands them in.
    pub fn uploads(&self) -> Result<Vec<Upload>> {
        let mut uploads = Vec::new();
        for entry in fs::read_dir(self.folder.join("extracts"))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            uploads.push(Upload { name, bytes: fs::read(entry.path())?.into() });
        }
        uploads.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(uploads)
    }
}

/// Noon of the day.
pub fn clock() -> Clock {
    let noon = TODAY.at(12, 0, 0, 0).to_zoned(TimeZone::UTC);
    Clock::Fixed(noon.map_or(Timestamp::UNIX_EPOCH, |noon| noon.timestamp()))
}

/// Writes the extracts of the first import; files in folders are other roads to
/// the same data.
pub fn generate(trust: &Trust) -> Result<Reading> {
    let folder = trust.folder.join("extracts");
    fs::create_dir_all(&folder)?;
    for file in passport_sample::generate(&trust.plan()) {
        if !file.name.contains('/') {
            fs::write(folder.join(&file.name), &file.bytes)?;
        }
    }
    Ok(Reading::default())
}

/// What a demonstration settles: whom one logs in as, and who writes.
pub fn settle(trust: &Trust, database: &Database) -> Result<Reading> {
    let cast = passport_sample::cast(&trust.plan());
    let mut people: Vec<DemoPerson> = cast
        .into_iter()
        .map(|member| DemoPerson {
            employee_number: member.employee_number,
            part: member.role.into(),
        })
        .collect();
    let setting = |key: &str, value: &str| SettingFact {
        key: key.into(),
        value: value.into(),
        date_from: None,
    };
    let settings = [
        setting("site-address", "https://passport.hartwell.example.nhs.uk"),
        setting("contact", "learning@hartwell.example.nhs.uk"),
        setting("mail-from", "Hartwell NHS Trust <learning@hartwell.example.nhs.uk>"),
    ];
    runtime()?.block_on(async {
        let (store, trust) = database.open().await?;
        let manager = page::manager(&trust).await?;
        people.retain(|person| person.employee_number != manager);
        people.push(DemoPerson { employee_number: manager, part: page::TEAM_MANAGER.into() });
        let mut change = trust.begin("bars", "settle", clock().now()).await?;
        change.record(&settings).await?;
        change.mark_demonstration(&people).await?;
        change.commit().await.context("the settings could not be recorded")?;
        store.db().close().await;
        Ok(Reading::default())
    })
}
