//! What the whole server shares.

use std::net::IpAddr;
use std::sync::Arc;

use anyhow::Context;
use passport_document::Press;
use passport_pages::Pages;
use passport_store::{Organisation, Store};

use super::figures::Sheet;
use super::people::Directory;
use super::subject::Sheet as SubjectSheet;
use crate::access::Gate;
use crate::access::credentials::{Hasher, Throttle};
use crate::accounts::Listed;
use crate::audit::Notebook;
use crate::cache::ByChange;
use crate::clock::Clock;
use crate::compliance::Shelf;

/// How a server is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The organisation whose demonstration this is: log-in without a password.
    pub demo: Option<Organisation>,
    /// Whether browsers reach it over https.
    pub secure: bool,
    /// What time it is.
    pub clock: Clock,
    /// Reverse proxies, by address: what they say of where a request comes from
    /// is believed, what anyone else says is not.
    pub proxies: Vec<IpAddr>,
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
    pub(super) notebook: Notebook,
    pub(super) sheets: ByChange<Sheet>,
    pub(super) directories: ByChange<Directory>,
    pub(super) rolls: ByChange<Vec<Listed>>,
    pub(super) subjects: ByChange<SubjectSheet>,
    /// The name at the head of pages for strangers.
    pub(super) name: String,
    /// Whom strangers may ask, where the server is one organisation's.
    pub(super) contact: Option<String>,
}

impl App {
    /// Prepares everything that requests share.
    ///
    /// # Errors
    /// When the database fails, or the fonts of the documents cannot be prepared.
    pub async fn new(
        store: Store,
        settings: Settings,
        notebook: Notebook,
    ) -> anyhow::Result<Arc<Self>> {
        let mut organisations = store.organisations().await?;
        let only = if organisations.len() == 1 { organisations.pop() } else { None };
        let name = settings.demo.as_ref().or(only.as_ref());
        let contact = match name {
            Some(one) => {
                let today = settings.clock.today();
                Some(one.settings().await?.get("contact", today).to_owned())
            }
            None => None,
        };
        let name = name.map_or_else(|| "Training Passport".to_owned(), |one| one.name.clone());
        let gate = Gate::new(store.clone(), settings.clock)
            .context("the operating system gives no randomness")?;
        Ok(Arc::new(Self {
            store,
            settings,
            pages: Pages::new(),
            press: Press::new().context("the documents' fonts could not be prepared")?,
            shelf: Shelf::default(),
            gate,
            hasher: Hasher::new().context("no password can be hashed")?,
            throttle: Throttle::default(),
            notebook,
            sheets: ByChange::new(4),
            directories: ByChange::new(2),
            rolls: ByChange::new(2),
            subjects: ByChange::new(8),
            name,
            contact: contact.filter(|contact| !contact.is_empty()),
        }))
    }
}
