//! The post of a server: messages that let people in, and reminders, go out a moment
//! after they are asked for, here or by a command.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use passport_pages::Pages;
use passport_store::{Organisation, Store};
use tokio::sync::Notify;
use tokio::task::JoinSet;

use crate::account_mail::{self, Posted};
use crate::clock::Clock;
use crate::reminders;
use crate::telemetry;

/// How often it is looked for what a command or another server has asked for.
const EVERY: Duration = Duration::from_secs(20);

/// Sends what is due for as long as the server runs; rung, it looks at once. Whoever
/// waits for a link is not kept waiting by thousands of reminders: they go beside.
pub async fn keep_posting(
    store: Store,
    clock: Clock,
    bell: Arc<Notify>,
    stop: impl Future<Output = ()>,
) {
    // Whoever is rung passes it on.
    let (stopping, second_bell) = (Arc::new(AtomicBool::new(false)), Notify::new());
    let sending = Sending { store, clock, pages: Arc::new(Pages::new()), stopping };
    let messages = async {
        while !sending.is_over() {
            sending.round(What::Messages).await;
            tokio::select! {
                () = bell.notified() => second_bell.notify_one(),
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    };
    let reminders = async {
        while !sending.is_over() {
            sending.round(What::Reminders).await;
            tokio::select! {
                () = second_bell.notified() => {}
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    };
    // Asked to stop, a message under way is finished and none is begun.
    let stop = async {
        stop.await;
        sending.stopping.store(true, Ordering::Relaxed);
        bell.notify_one();
        second_bell.notify_one();
    };
    tokio::join!(messages, reminders, stop);
}

/// What is sent in a round.
#[derive(Clone, Copy)]
enum What {
    /// Messages that let people in.
    Messages,
    /// Reminders that were written down.
    Reminders,
}

#[derive(Clone)]
struct Sending {
    store: Store,
    clock: Clock,
    pages: Arc<Pages>,
    stopping: Arc<AtomicBool>,
}

impl Sending {
    fn is_over(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    /// Side by side: one organisation's slow or broken mail keeps no other waiting.
    async fn round(&self, what: What) {
        let organisations = match self.store.organisations().await {
            Ok(organisations) => organisations,
            Err(error) => {
                tracing::error!(event = "post", cause = telemetry::cause(&error));
                return;
            }
        };
        let mut rounds = JoinSet::new();
        for organisation in organisations {
            let sending = self.clone();
            rounds.spawn(async move {
                let sent = match what {
                    What::Messages => sending.messages(&organisation).await,
                    What::Reminders => sending.reminders(&organisation).await,
                };
                if let Err(error) = sent {
                    tracing::error!(event = "post", cause = telemetry::cause_of(&error));
                }
            });
        }
        rounds.join_all().await;
    }

    async fn messages(&self, organisation: &Organisation) -> anyhow::Result<()> {
        let Self { clock, pages, stopping, .. } = self;
        let posted = account_mail::send_due(organisation, *clock, pages, stopping).await?;
        if posted != Posted::default() {
            let Posted { sent, refused, later } = posted;
            tracing::info!(event = "post", sent, refused, later);
        }
        Ok(())
    }

    async fn reminders(&self, organisation: &Organisation) -> anyhow::Result<()> {
        let Self { clock, pages, stopping, .. } = self;
        // Without a way out they wait.
        if let Ok(posted) = reminders::send_waiting(organisation, *clock, pages, stopping).await?
            && posted != reminders::Posted::default()
        {
            let reminders::Posted { sent, dropped, refused, later } = posted;
            tracing::info!(event = "reminders", sent, dropped, refused, later);
        }
        Ok(())
    }
}
