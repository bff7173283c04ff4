//! `serve`: the pages and the timetable.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use passport_store::{Organisation, Store};
use tokio::net::TcpListener;
use tracing::Level;

use super::{Done, Failure, Place};
use crate::access::sso::{Secrets, Setup};
use crate::audit::{self, Notebook};
use crate::jobs::{Chores, Timetable};
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
    /// How log lines are written.
    #[arg(long, value_enum, default_value = "text")]
    log: LogFormat,
}

impl Serve {
    pub async fn run(self, place: &Place) -> Done {
        let store = place.store(false).await?;
        let demo = self.demonstration(place, &store).await?;
        telemetry::start(self.log, Level::INFO);
        let listener = listen(self.listen).await?;
        eprintln!("Serving on http://{}. Ctrl-C stops.", self.listen);
        if demo.is_none() {
            self.refuse_in_the_clear(place, &store).await?;
            say_who_may_log_in(&store).await?;
        }
        serve(place, store, demo, self.proxy, listener).await
    }

    /// Passwords and cookies do not cross a network in the clear.
    async fn refuse_in_the_clear(&self, place: &Place, store: &Store) -> Done {
        if self.listen.ip().is_loopback() || is_secure(place, store).await? {
            return Ok(());
        }
        Err(Failure::usage_words(
            "People log in here, so it is not served in the clear beyond this machine: put a reverse proxy with TLS before it, and set site-address to its https:// address.",
        ))
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

/// Says where nobody has an account yet what to do.
async fn say_who_may_log_in(store: &Store) -> Done {
    for organisation in store.organisations().await? {
        if !organisation.accounts().await?.iter().any(|account| account.closed_at.is_none()) {
            eprintln!(
                "Nobody can log in to {} yet: `passport account administrator NAME EMAIL` lets the first in, `passport account invite --everyone` the staff.",
                organisation.name
            );
        }
    }
    Ok(())
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
pub(super) async fn serve(
    place: &Place,
    store: Store,
    demo: Option<Organisation>,
    proxies: Vec<IpAddr>,
    listener: TcpListener,
) -> Done {
    // The site's own address says whether people reach it over https, through a
    // reverse proxy; what a request says of itself proves nothing.
    let secure = is_secure(place, &store).await?;
    let sso = Setup { secrets: Secrets::from_environment(), ..Setup::default() };
    let settings = Settings { demo, secure, clock: place.clock, proxies, sso };
    let db = store.db().clone();
    let timetable =
        Timetable::new(store.clone(), place.clock, Arc::new(Chores { clock: place.clock }));
    // What is changed meanwhile, here or from the command line, is sealed as it comes.
    let (notebook, writer) = Notebook::open(store.clone(), place.clock, audit::ROOM);
    let app = App::new(store, settings, notebook).await?;
    let (ask, asked) = tokio::sync::watch::channel(false);
    let stop = move |mut asked: tokio::sync::watch::Receiver<bool>| async move {
        // A sender that is gone has asked, too.
        let _ = asked.wait_for(|asked| *asked).await;
    };
    let keeping = tokio::spawn(timetable.run(stop(asked.clone()), |error| {
        tracing::error!(event = "timetable", cause = telemetry::cause(&error));
    }));
    tokio::spawn(async move {
        asked_to_stop().await;
        eprintln!("Stopping…");
        let _ = ask.send(true);
    });
    web::serve(app, listener, stop(asked)).await;
    keeping.await.map_err(Failure::environment)?;
    writer.close().await.map_err(Failure::environment)?;
    db.close().await;
    eprintln!("Stopped.");
    Ok(())
}

async fn is_secure(place: &Place, store: &Store) -> Result<bool, Failure> {
    let mut secure = false;
    for organisation in store.organisations().await? {
        let settings = organisation.settings().await?;
        secure |= settings.get("site-address", place.today()).starts_with("https://");
    }
    Ok(secure)
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
