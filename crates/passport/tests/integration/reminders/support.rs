//! A trust whose server sends reminders into a folder, on whatever day it is.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use jiff::civil::Date;
use passport::clock::{Clock, london};
use passport::delivery::{Destination, Post};
use passport::import::{self, End, Upload, Whose};
use passport::reminders::{Planned, Posted, plan, send_waiting_to};
use passport_core::facts::SettingFact;
use passport_pages::Pages;
use passport_store::{Change, NewOrganisation, Organisation, Store};
use tempfile::TempDir;

/// A database and a folder for its mail.
pub struct Office {
    pub trust: Organisation,
    pub outbox: PathBuf,
    pages: Arc<Pages>,
    _folder: TempDir,
}

/// Eight in the morning.
pub fn morning(day: Date) -> Clock {
    let at = day.at(8, 0, 0, 0).to_zoned(london()).expect("a time of day");
    Clock::Fixed(at.timestamp())
}

impl Office {
    /// A trust with these extracts and settings.
    pub async fn open(day: Date, files: Vec<Upload>, settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("passport.db").display());
        let store = Store::open(&url, true).await.expect("a database");
        let new = NewOrganisation {
            code: "999".into(),
            name: "Hartwell NHS Trust".into(),
            vpd: "999".into(),
            ods: "RHW".into(),
        };
        let now = morning(day).now();
        let trust = store.add_organisation(&new, "test", now).await.expect("added");
        let request = import::Request { skip_bad_rows: true, ..import::Request::new(day, "test") };
        let outcome = import::import(Whose::Known(&trust), &files, &request, now).await;
        let outcome = outcome.expect("an import");
        assert!(matches!(outcome.end, End::Committed(_)), "{:?}", outcome.reading.problems);
        let outbox = folder.path().join("outbox");
        let office = Self { trust, outbox, pages: Arc::default(), _folder: folder };
        for (key, value) in settings {
            office.set(key, value, day).await;
        }
        office
    }

    pub async fn set(&self, key: &str, value: &str, day: Date) {
        let fact = SettingFact { key: key.into(), value: value.into(), date_from: None };
        let mut change = self.change(day).await;
        change.record(&[fact]).await.expect("recorded");
        change.commit().await.expect("committed");
    }

    pub async fn change(&self, day: Date) -> Change {
        self.trust.begin("test", "of the day", morning(day).now()).await.expect("begun")
    }

    pub async fn plan(&self, day: Date) -> Planned {
        plan(&self.trust, morning(day), "test").await.expect("planned")
    }

    pub async fn send(&self, day: Date) -> Posted {
        self.send_to(day, Destination::Folder(self.outbox.clone())).await
    }

    pub async fn send_to(&self, day: Date, to: Destination) -> Posted {
        let settings = self.trust.settings().await.expect("settings");
        let post = Post::new(&settings, day, to).expect("a way out");
        let never = AtomicBool::new(false);
        send_waiting_to(&self.trust, morning(day), &self.pages, post, &never).await.expect("sent")
    }
}
