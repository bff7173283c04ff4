//! `serve`: the pages and the timetable.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use passport_core::setting::Setting;
use passport_store::{Organisation, Store};
use tokio::net::TcpListener;
use tracing::Level;

use super::{Done, Failure, Place, say};
use crate::access::sso::{Secrets, Setup};
use crate::access::{Keys, Token};
use crate::accounts;
use crate::audit::{self, Notebook};
use crate::jobs::{self, Chores, Timetable};
use crate::telemetry::{self, LogFormat};
use crate::web::{self, App, Settings};

#[derive(Debug, Args)]
pub struct Serve {
    /// The address and port to listen on.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Let anyone on this machine log in as the people of a demonstration.
    #[arg(long)]
    demo: bool,
    /// The address of a reverse proxy; what it says of where a request comes from
    /// (X-Forwarded-For) is believed. May be given several times.
    #[arg(long, value_name = "ADDRESS")]
    proxy: Vec<IpAddr>,
    /// The file of the server's key, which seals forms and the secrets of second
    /// factors; made where there is none. Beside the SQLite database if not given,
    /// else passport.key here. Keep a copy apart from the backups.
    #[arg(long, value_name = "FILE", env = "PASSPORT_KEY_FILE")]
    key_file: Option<PathBuf>,
    /// The address under which people open it, such as https://passport.example.nhs.uk,
    /// for as long as no organisation has the setting site-address.
    #[arg(long, value_name = "ADDRESS", env = "PASSPORT_SITE_ADDRESS", value_parser = site)]
    site: Option<String>,
    /// How log lines are written.
    #[arg(long, value_enum, default_value = "text")]
    log: LogFormat,
}

impl Serve {
    pub async fn run(self, place: &Place) -> Done {
        // A demonstration must be there; anything else may begin here.
        let store = place.store(!self.demo).await?;
        let demo = self.demonstration(place, &store).await?;
        telemetry::start(self.log, Level::INFO);
        let listener = listen(self.listen).await?;
        eprintln!("Serving on http://{}. Ctrl-C stops.", self.listen);
        let secure = self.is_secure(place, &store).await?;
        let mut set_up = None;
        if demo.is_none() {
            self.refuse_in_the_clear(secure)?;
            set_up = self.offer_set_up(place, &store).await?;
        }
        let keys = keys(place, self.key_file)?;
        let settings = Settings {
            demo,
            secure,
            keys,
            set_up: set_up.map(|token| token.hash()),
            site: self.site,
            clock: place.clock,
            proxies: self.proxy,
            sso: Setup { secrets: Secrets::from_environment(), ..Setup::default() },
        };
        serve(store, settings, listener).await
    }

    /// Passwords and cookies do not cross a network in the clear.
    fn refuse_in_the_clear(&self, secure: bool) -> Done {
        if self.listen.ip().is_loopback() || secure {
            return Ok(());
        }
        Err(Failure::usage_words(
            "People log in here, so it is not served in the clear beyond this machine: put a reverse proxy with TLS before it, and give its https:// address with --site, or as the setting site-address.",
        ))
    }

    /// Whether browsers reach it over https, through a reverse proxy: the site's own
    /// address says so; what a request says of itself proves nothing.
    async fn is_secure(&self, place: &Place, store: &Store) -> Result<bool, Failure> {
        let mut secure = self.site.as_deref().is_some_and(|site| site.starts_with("https://"));
        for organisation in store.organisations().await? {
            let settings = organisation.settings().await?;
            secure |= settings.get("site-address", place.today()).starts_with("https://");
        }
        Ok(secure)
    }

    /// Where no administrator can log in, a link with which to set one up is printed,
    /// and good until one can, or the server stops.
    async fn offer_set_up(&self, place: &Place, store: &Store) -> Result<Option<Token>, Failure> {
        let mut site = self.site.clone();
        for organisation in store.organisations().await? {
            if accounts::has_administrator(&organisation, place.today()).await? {
                return Ok(None);
            }
            let settings = organisation.settings().await?;
            let set = settings.get("site-address", place.today());
            if !set.starts_with("http://127.0.0.1") {
                site.get_or_insert_with(|| set.to_owned());
            }
        }
        let token = Token::new().map_err(Failure::environment)?;
        let site = site.unwrap_or_else(|| format!("http://{}", self.listen));
        eprintln!("Nobody can administer it yet. To begin, open this link, and show it to nobody:");
        say!("{}/set-up/{}", site.trim_end_matches('/'), token.text())?;
        Ok(Some(token))
    }

    /// The organisation to log in to without a password; only where there is
    /// nothing to protect, and only from this machine.
    async fn demonstration(
        &self,
        place: &Place,
        store: &Store,
    ) -> Result<Option<Organisation>, Failure> {
        let marked = demonstrations(store).await?;
        if !self.demo {
            return match marked.first() {
                Some(found) => Err(Failure::usage_words(format!(
                    "{} is a demonstration: serve it with --demo, or give another --database.",
                    found.name
                ))),
                None => Ok(None),
            };
        }
        if !self.listen.ip().is_loopback() {
            return Err(Failure::usage_words(
                "A demonstration is served on this machine only: give --listen 127.0.0.1:8080.",
            ));
        }
        let organisation = store.organisation(place.organisation.as_deref()).await?;
        if marked.iter().any(|marked| marked.id == organisation.id) {
            Ok(Some(organisation))
        } else {
            Err(Failure::usage_words(format!(
                "{} is not a demonstration, so nobody can log in to it without a password. `passport demo` makes one.",
                organisation.name
            )))
        }
    }
}

/// The organisations that are demonstrations.
async fn demonstrations(store: &Store) -> Result<Vec<Organisation>, Failure> {
    let mut found = Vec::new();
    for organisation in store.organisations().await? {
        if !organisation.demo_people().await?.is_empty() {
            found.push(organisation);
        }
    }
    Ok(found)
}

/// Takes the address, or says why not.
pub(super) async fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("{address} cannot be listened on: give another address or port"))
        .map_err(Failure::environment)
}

/// Serves until Ctrl-C or the service manager says stop; then closes the database.
pub(super) async fn serve(store: Store, settings: Settings, listener: TcpListener) -> Done {
    let clock = settings.clock;
    let db = store.db().clone();
    let timetable = Timetable::new(store.clone(), clock, Arc::new(Chores { clock }));
    // What is changed meanwhile, here or from the command line, is sealed as it comes.
    let (notebook, writer) = Notebook::open(store.clone(), clock, audit::ROOM);
    let app = App::new(store.clone(), settings, notebook).await?;
    let (ask, asked) = tokio::sync::watch::channel(false);
    let stop = move |mut asked: tokio::sync::watch::Receiver<bool>| async move {
        // A sender that is gone has asked, too.
        let _ = asked.wait_for(|asked| *asked).await;
    };
    let keeping = tokio::spawn(timetable.run(stop(asked.clone()), |error| {
        tracing::error!(event = "timetable", cause = telemetry::cause(&error));
    }));
    let posting = tokio::spawn(jobs::keep_posting(store, clock, app.bell(), stop(asked.clone())));
    tokio::spawn(async move {
        asked_to_stop().await;
        eprintln!("Stopping…");
        let _ = ask.send(true);
    });
    web::serve(app, listener, stop(asked)).await;
    keeping.await.map_err(Failure::environment)?;
    posting.await.map_err(Failure::environment)?;
    writer.close().await.map_err(Failure::environment)?;
    db.close().await;
    eprintln!("Stopped.");
    Ok(())
}

fn site(text: &str) -> Result<String, String> {
    let known = Setting::find("site-address").map_err(|error| error.to_string())?;
    known.check(text).map_err(|error| error.to_string())?;
    Ok(text.to_owned())
}

/// The server's keys.
fn keys(place: &Place, file: Option<PathBuf>) -> Result<Keys, Failure> {
    let file = file.unwrap_or_else(|| Keys::usual_file(&place.database));
    Keys::open(&file).map_err(|error| {
        Failure::usage(anyhow::Error::new(error).context(format!("{}", file.display())))
    })
}

/// Ctrl-C, or the signal with which service managers stop a server.
async fn asked_to_stop() {
    let interrupt = async {
        // Without a handler the process simply ends at Ctrl-C.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut stop) => {
                stop.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
