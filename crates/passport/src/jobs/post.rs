//! The post of a server: messages that let people in, and reminders, go out a moment
//! after they are asked for, here or by a command.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use passport_pages::Pages;
use passport_store::Store;
use tokio::sync::Notify;
use tokio::task::JoinSet;

use crate::account_mail::{self, Posted};
use crate::clock::Clock;
use crate::reminders;
use crate::telemetry;

/// How often it is looked for what a command or another server has asked for.
const EVERY: Duration = Duration::from_secs(20);

/// Sends what is due for as long as the server runs; rung, it looks at once.
pub async fn keep_posting(
    store: Store,
    clock: Clock,
    bell: Arc<Notify>,
    stop: impl Future<Output = ()>,
) {
    let pages = Arc::new(Pages::new());
    let stopping = Arc::new(AtomicBool::new(false));
    let posting = async {
        while !stopping.load(Ordering::Relaxed) {
            if let Err(error) = round(&store, clock, &pages, &stopping).await {
                tracing::error!(event = "post", cause = telemetry::cause_of(&error));
            }
            tokio::select! {
                () = bell.notified() => {}
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    };
    // Asked to stop, a message under way is finished and none is begun.
    let stop = async {
        stop.await;
        stopping.store(true, Ordering::Relaxed);
        bell.notify_one();
    };
    tokio::join!(posting, stop);
}

async fn round(
    store: &Store,
    clock: Clock,
    pages: &Arc<Pages>,
    stopping: &Arc<AtomicBool>,
) -> anyhow::Result<()> {
    // Side by side: one organisation's slow or broken mail keeps no other waiting.
    let mut rounds = JoinSet::new();
    for organisation in store.organisations().await? {
        let (pages, stopping) = (Arc::clone(pages), Arc::clone(stopping));
        rounds.spawn(async move {
            match reminders::send_waiting(&organisation, clock, &pages, &stopping).await {
                Ok(Ok(posted)) if posted != reminders::Posted::default() => {
                    let reminders::Posted { sent, dropped, refused, later } = posted;
                    tracing::info!(event = "reminders", sent, dropped, refused, later);
                }
                // Without a way out they wait.
                Ok(_) => {}
                Err(error) => {
                    tracing::error!(event = "reminders", cause = telemetry::cause_of(&error));
                }
            }
            match account_mail::send_due(&organisation, clock, &pages, &stopping).await {
                Ok(posted) if posted != Posted::default() => {
                    let Posted { sent, refused, later } = posted;
                    tracing::info!(event = "post", sent, refused, later);
                }
                Ok(_) => {}
                Err(error) => {
                    tracing::error!(event = "post", cause = telemetry::cause_of(&error));
                }
            }
        });
    }
    rounds.join_all().await;
    Ok(())
}
