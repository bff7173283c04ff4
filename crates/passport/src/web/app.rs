//! What the whole server shares.

use std::net::IpAddr;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, PoisonError, RwLock};

use anyhow::Context;
use passport_document::Press;
use passport_pages::Pages;
use passport_store::{Organisation, Store};

use tokio::sync::{Notify, Semaphore};

use super::figures::Sheet;
use super::import_work::ImportsUnderWay;
use super::subject::Sheet as SubjectSheet;
use crate::access::credentials::{Devices, Hasher, Throttle};
use crate::access::sso::{self, SignOn};
use crate::access::{Gate, Keys};
use crate::accounts::Listed;
use crate::audit::Notebook;
use crate::cache::ByChange;
use crate::clock::Clock;
use crate::compliance::{Reconciled, Shelf};
use crate::data_health::Health;
use crate::directory::Directory;
use crate::queries::Open;
use crate::requirements::Rehearsal;

/// How a server is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The organisation whose demonstration this is: log-in without a password.
    pub demo: Option<Organisation>,
    /// Whether browsers reach it over https.
    pub secure: bool,
    /// The server's key.
    pub keys: Keys,
    /// The hash of the link's token with which the first administrator is set up,
    /// where nobody can log in yet.
    pub set_up: Option<String>,
    /// The address under which people will open it, for an organisation that is
    /// set up here.
    pub site: Option<String>,
    /// What time it is.
    pub clock: Clock,
    /// Reverse proxies, by address: what they say of where a request comes from
    /// is believed, what anyone else says is not.
    pub proxies: Vec<IpAddr>,
    /// What single sign-on needs beside the organisations' own settings.
    pub sso: sso::Setup,
}

/// What the whole server shares.
pub struct App {
    pub(super) store: Store,
    pub(super) settings: Settings,
    pub(super) pages: Pages,
    pub(super) press: Press,
    pub(super) shelf: Shelf,
    pub(super) gate: Gate,
    pub(super) hasher: Hasher,
    pub(super) throttle: Throttle,
    pub(super) devices: Devices,
    /// Imports that are looked at or made.
    pub(super) under_way: ImportsUnderWay,
    /// Imports are looked at one after another: each may take much memory.
    pub(super) importing: Arc<Semaphore>,
    /// Forms with files are read a few at a time.
    pub(super) uploads: Semaphore,
    /// Whether an administrator was there once: the link of the first run is spent.
    pub(super) set_up_is_over: AtomicBool,
    /// Rung when a message has been asked for.
    pub(super) bell: Arc<Notify>,
    pub(super) sign_on: SignOn,
    pub(super) notebook: Notebook,
    pub(super) sheets: ByChange<Sheet>,
    pub(super) directories: ByChange<Directory>,
    pub(super) rolls: ByChange<Vec<Listed>>,
    pub(super) subjects: ByChange<SubjectSheet>,
    pub(super) open_queries: ByChange<Open>,
    pub(super) health: ByChange<Health>,
    pub(super) reconciled: ByChange<Vec<Reconciled>>,
    pub(super) rehearsals: ByChange<Rehearsal>,
    /// What strangers are told of whose server it is.
    face: RwLock<Face>,
}

/// What strangers are told of whose server it is.
#[derive(Clone, Debug)]
pub(super) struct Face {
    /// The name at the head of pages.
    pub name: String,
    /// Whom to ask, where the server is one organisation's.
    pub contact: Option<String>,
}

impl Face {
    async fn of(store: &Store, settings: &Settings) -> anyhow::Result<Self> {
        let mut organisations = store.organisations().await?;
        let only = if organisations.len() == 1 { organisations.pop() } else { None };
        let Some(one) = settings.demo.as_ref().or(only.as_ref()) else {
            return Ok(Self { name: "Training Passport".to_owned(), contact: None });
        };
        let today = settings.clock.today();
        let contact = one.settings().await?.get("contact", today).to_owned();
        let contact = Some(contact).filter(|contact| !contact.is_empty());
        Ok(Self { name: one.name.clone(), contact })
    }
}

impl App {
    /// What strangers are told.
    pub(super) fn face(&self) -> Face {
        self.face.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Tells strangers anew, after an organisation was set up or a setting changed.
    pub(super) async fn renew_face(&self) -> anyhow::Result<()> {
        let face = Face::of(&self.store, &self.settings).await?;
        *self.face.write().unwrap_or_else(PoisonError::into_inner) = face;
        Ok(())
    }

    /// What rings when a message has been asked for: whoever keeps the post listens.
    #[must_use]
    pub fn bell(&self) -> Arc<Notify> {
        Arc::clone(&self.bell)
    }

    /// Prepares everything that requests share.
    ///
    /// # Errors
    /// When the database fails, or the fonts of the documents cannot be prepared.
    pub async fn new(
        store: Store,
        settings: Settings,
        notebook: Notebook,
    ) -> anyhow::Result<Arc<Self>> {
        let face = Face::of(&store, &settings).await?;
        let gate = {
            let keys = settings.keys.clone();
            Gate::new(store.clone(), settings.clock, keys, settings.demo.is_some())
        };
        let devices = Devices::new(&settings.keys);
        let sign_on = SignOn::new(settings.sso.patience);
        Ok(Arc::new(Self {
            store,
            settings,
            pages: Pages::new(),
            press: Press::new().context("the documents' fonts could not be prepared")?,
            shelf: Shelf::default(),
            gate,
            hasher: Hasher::new().context("no password can be hashed")?,
            throttle: Throttle::default(),
            devices,
            under_way: ImportsUnderWay::default(),
            importing: Arc::new(Semaphore::new(1)),
            uploads: Semaphore::new(3),
            set_up_is_over: AtomicBool::new(false),
            bell: Arc::default(),
            sign_on,
            notebook,
            sheets: ByChange::new(4),
            directories: ByChange::new(2),
            rolls: ByChange::new(2),
            subjects: ByChange::new(8),
            open_queries: ByChange::new(4),
            health: ByChange::new(2),
            reconciled: ByChange::new(2),
            rehearsals: ByChange::new(2),
            face: RwLock::new(face),
        }))
    }
}
