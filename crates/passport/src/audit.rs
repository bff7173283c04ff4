//! The notebook: where a server writes down who saw what, without a page waiting
//! for it.
//!
//! Events go into a queue in memory; one task writes them to the audit a few
//! times a second, many in one transaction, and seals them. Changes are not its
//! business: each writes its own entry in its own transaction. What the queue
//! cannot take while the database is away is counted, logged, and written into
//! the audit as a gap, so that nobody can look unseen by making the server busy.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use passport_store::{AuditEvent, Organisation, Store, StoreError};
use tokio::sync::{mpsc, oneshot};
use tokio::task::{JoinError, JoinHandle};
use tokio::time::{MissedTickBehavior, interval};

use crate::clock::Clock;
use crate::telemetry;

/// The action of an entry that says how many events could not be written.
pub const MISSED: &str = "missed";

/// Events that may wait: some minutes of a busy server's.
pub const ROOM: usize = 20_000;
/// How often what waits is written.
const EVERY: Duration = Duration::from_millis(200);
/// How many times it is written until what other processes wrote is sealed too.
const TIMES: u32 = 50;
/// Events of one transaction.
const AT_ONCE: usize = 500;
/// Entries sealed in one transaction.
const SEALED_AT_ONCE: usize = 1_000;

/// Writes events down; a copy writes into the same queue.
#[derive(Clone, Debug)]
pub struct Notebook {
    queue: mpsc::Sender<Note>,
    missed: Missed,
}

/// The task that writes. Dropped, it goes on until the process ends; only
/// [`Writer::close`] knows that everything was written.
#[derive(Debug)]
pub struct Writer {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

#[derive(Debug)]
struct Note {
    organisation: Organisation,
    event: AuditEvent,
}

/// How many events of each organisation found no room since it was last told.
#[derive(Clone, Debug, Default)]
struct Missed(Arc<Mutex<HashMap<i64, (Organisation, u64)>>>);

impl Missed {
    fn add(&self, organisation: &Organisation, many: u64) {
        // A panic cannot leave a count half changed.
        let mut missed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        missed.entry(organisation.id).or_insert_with(|| (organisation.clone(), 0)).1 += many;
    }

    fn take(&self) -> Vec<(Organisation, u64)> {
        let mut missed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        missed.drain().map(|(_, counted)| counted).collect()
    }
}

impl Notebook {
    /// Opens a notebook with room for so many events that wait, and begins to write.
    #[must_use]
    pub fn open(store: Store, clock: Clock, room: usize) -> (Self, Writer) {
        let (queue, waiting) = mpsc::channel(room);
        let missed = Missed::default();
        let (stop, stopped) = oneshot::channel();
        let scribe = Scribe {
            store,
            clock,
            waiting,
            missed: missed.clone(),
            in_hand: Vec::new(),
            in_trouble: false,
        };
        let task = tokio::spawn(scribe.run(stopped));
        (Self { queue, missed }, Writer { stop, task })
    }

    /// Notes an event; never waits.
    pub fn note(&self, organisation: &Organisation, event: AuditEvent) {
        let note = Note { organisation: organisation.clone(), event };
        if self.queue.try_send(note).is_err() {
            self.missed.add(organisation, 1);
        }
    }
}

impl Writer {
    /// Writes and seals what waits, and ends. Whoever notes after this is too late.
    ///
    /// # Errors
    /// When the task had ended already, by a fault of ours.
    pub async fn close(self) -> Result<(), JoinError> {
        // A task that has ended cannot be told to.
        let _ = self.stop.send(());
        self.task.await
    }
}

/// Seals everything up to now.
///
/// # Errors
/// When the database fails, or the chain's end is broken.
pub async fn seal(organisation: &Organisation, now: Timestamp) -> Result<(), StoreError> {
    while organisation.seal_audit(now, SEALED_AT_ONCE).await? == SEALED_AT_ONCE {}
    Ok(())
}

struct Scribe {
    store: Store,
    clock: Clock,
    waiting: mpsc::Receiver<Note>,
    missed: Missed,
    /// Taken from the queue and not written yet.
    in_hand: Vec<Note>,
    /// Whether the last attempt failed: it is logged once, and not five times a second.
    in_trouble: bool,
}

impl Scribe {
    async fn run(mut self, mut stopped: oneshot::Receiver<()>) {
        let mut ticks = interval(EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        for tick in 1_u32.. {
            let last = tokio::select! {
                _ = ticks.tick() => false,
                _ = &mut stopped => true,
            };
            if last {
                self.waiting.close();
            }
            let done = self.round(last || tick.is_multiple_of(TIMES)).await;
            self.tell(&done);
            if last {
                break;
            }
        }
        let mut lost = self.in_hand.len() as u64;
        while self.waiting.try_recv().is_ok() {
            lost += 1;
        }
        lost += self.missed.take().iter().map(|(_, many)| many).sum::<u64>();
        if lost > 0 {
            tracing::error!(event = "audit", lost, "events were lost at the end");
        }
    }

    /// Writes what waits, and seals where something was written, or everywhere.
    async fn round(&mut self, everywhere: bool) -> Result<(), StoreError> {
        let mut written: HashMap<i64, Organisation> = HashMap::new();
        loop {
            // What could not be written last time is not taken from the queue anew.
            while self.in_hand.len() < AT_ONCE
                && let Ok(note) = self.waiting.try_recv()
            {
                self.in_hand.push(note);
            }
            let full = self.in_hand.len() >= AT_ONCE;
            let Some(first) = self.in_hand.first() else { break };
            let organisation = first.organisation.clone();
            let of_one = |note: &Note| note.organisation.id == organisation.id;
            let events: Vec<AuditEvent> = self
                .in_hand
                .iter()
                .filter(|note| of_one(note))
                .map(|note| note.event.clone())
                .collect();
            // Where the answer to a commit is lost they are written again: better twice
            // than not at all.
            organisation.note(&events).await?;
            self.in_hand.retain(|note| !of_one(note));
            written.insert(organisation.id, organisation);
            // What came in meanwhile can wait until these are sealed.
            if self.in_hand.is_empty() && !full {
                break;
            }
        }
        for (organisation, many) in self.missed.take() {
            tracing::error!(event = "audit", missed = many, "the queue was full");
            let gap = AuditEvent::new(self.clock.now(), "server", MISSED).with("events", many);
            if let Err(error) = organisation.note(&[gap]).await {
                self.missed.add(&organisation, many);
                return Err(error);
            }
            written.insert(organisation.id, organisation);
        }
        if everywhere {
            let all = self.store.organisations().await?;
            written.extend(all.into_iter().map(|organisation| (organisation.id, organisation)));
        }
        let now = self.clock.now();
        let mut sealed = Ok(());
        for organisation in written.values() {
            // One broken chain keeps no other from being sealed.
            sealed = sealed.and(seal(organisation, now).await);
        }
        sealed
    }

    fn tell(&mut self, done: &Result<(), StoreError>) {
        match done {
            Err(error) if !self.in_trouble => {
                tracing::error!(event = "audit", cause = telemetry::cause(error));
            }
            Ok(()) if self.in_trouble => tracing::info!(event = "audit", "written again"),
            _ => {}
        }
        self.in_trouble = done.is_err();
    }
}
