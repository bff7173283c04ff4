//! A month through a mail server: one feeder reserves and makes messages, each
//! worker holds one connection, the clerk writes down every step.
//!
//! A worker begins a message (committed) before the server hears of it, and
//! holds one at a time: whenever the process dies, at most one message a
//! connection is in doubt.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::SignedDuration;
use passport_core::delivery::Reason;
use passport_store::{Bounce, OutboxEntry, Outcome};
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::{Job, Stopped, until};
use crate::delivery::address::usable;
use crate::delivery::carry::{Made, make};
use crate::delivery::clerk::{Clerk, Desk};
use crate::delivery::destination::Server;
use crate::delivery::fault::Step;
use crate::delivery::smtp::{Connection, Dialler, Handed, NoConnection};
use crate::delivery::{Compose, DeliveryError};

/// A message dropped with its connection so often is refused for now, so that
/// one that upsets the server does not hold up the others.
const DROPS: u32 = 3;
/// So many refusals for good in a row mean that it is us: before the first
/// acceptance, and after it.
const REFUSALS: (usize, usize) = (10, 50);
/// A server that never answered is given up sooner than one that did.
const FIRST_TRIES: u32 = 3;
/// A connection unused for so long is closed politely.
const IDLE: Duration = Duration::from_secs(10);

/// What feeder and workers know of one another.
#[derive(Default)]
struct Shared {
    stopped: Mutex<Option<Stopped>>,
    stopping: AtomicBool,
    /// Messages reserved and not settled.
    outstanding: AtomicUsize,
    settled: Notify,
    sent: AtomicU64,
    /// Connections that failed since one last did anything.
    failures: AtomicU32,
    connected: AtomicBool,
    drops: Mutex<HashMap<String, u32>>,
    /// Refused for good since the last acceptance, not for the address.
    refusals: Mutex<Vec<String>>,
}

impl Shared {
    fn stop(&self, why: Stopped) {
        let mut stopped = self.stopped.lock().unwrap_or_else(PoisonError::into_inner);
        stopped.get_or_insert(why);
        self.stopping.store(true, Ordering::SeqCst);
        self.settled.notify_waiters();
    }

    fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::SeqCst)
    }

    fn one_settled(&self) {
        self.outstanding.fetch_sub(1, Ordering::SeqCst);
        self.settled.notify_one();
    }

    fn dropped(&self, number: &str) -> u32 {
        let mut drops = self.drops.lock().unwrap_or_else(PoisonError::into_inner);
        let count = drops.entry(number.to_owned()).or_default();
        *count += 1;
        *count
    }
}

/// A message ready to go.
struct Parcel {
    entry: OutboxEntry,
    bytes: Vec<u8>,
    sha256: String,
}

type Parcels = Arc<tokio::sync::Mutex<mpsc::Receiver<Parcel>>>;

pub(crate) async fn send<C: Compose>(
    job: Job<C>,
    server: Server,
) -> Result<(u64, Option<Stopped>), DeliveryError> {
    let dialler = Arc::new(Dialler::new(server).map_err(DeliveryError::Configuration)?);
    let job = Arc::new(job);
    let shared = Arc::new(Shared::default());
    let (desk, clerk) = Clerk {
        organisation: job.organisation.clone(),
        month: job.run.month,
        how: job.how.clone(),
        clock: job.clock,
        renew_every: job.options.lease / 4,
    }
    .open();
    let connections = job.options.connections.max(1);
    let (parcels, taken) = mpsc::channel(job.how.most);
    let taken: Parcels = Arc::new(tokio::sync::Mutex::new(taken));
    // Dropping the set ends everyone in it: whoever drops this future kills the run.
    let mut workers = JoinSet::new();
    for _ in 0..connections {
        let (job, shared, dialler) = (Arc::clone(&job), Arc::clone(&shared), Arc::clone(&dialler));
        let (desk, taken) = (desk.clone(), Arc::clone(&taken));
        let worker = async move {
            Worker { job, shared, dialler, desk, taken, failures: AtomicU32::new(0) }.work().await
        };
        workers.spawn(worker);
    }
    drop(taken);
    let feeding = async {
        let fed = feed(&job, &shared, &desk, parcels).await;
        if fed.is_err() {
            shared.stopping.store(true, Ordering::SeqCst);
        }
        while workers.join_next().await.is_some() {}
        drop(desk);
        fed
    };
    // Should the database fail, the clerk ends first; the others then hear "no" and end too.
    let (written, fed) = tokio::join!(
        async {
            let written = clerk.await;
            if written.is_err() {
                shared.stopping.store(true, Ordering::SeqCst);
                shared.settled.notify_waiters();
            }
            written
        },
        feeding
    );
    written?;
    fed?;
    let stopped = shared.stopped.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(Stopped::EverythingRefused(_)) = stopped {
        // It was not about them: they wait as before.
        let refused =
            std::mem::take(&mut *shared.refusals.lock().unwrap_or_else(PoisonError::into_inner));
        job.organisation.plan_again(job.run.month, &refused).await?;
    }
    Ok((shared.sent.load(Ordering::SeqCst), stopped))
}

/// Reserves and makes messages until nothing is left.
async fn feed<C: Compose>(
    job: &Job<C>,
    shared: &Shared,
    desk: &Desk,
    parcels: mpsc::Sender<Parcel>,
) -> Result<(), DeliveryError> {
    let (organisation, month) = (&job.organisation, job.run.month);
    let resend = job.options.resend_in_doubt;
    let mut waited = Duration::ZERO;
    while !shared.is_stopping() {
        organisation.doubt_abandoned_mail(month, &job.how, job.clock.now()).await?;
        let entries = organisation.reserve_mail(month, &job.how, job.clock.now()).await?;
        if entries.is_empty() {
            if shared.outstanding.load(Ordering::SeqCst) > 0 {
                let _ = tokio::time::timeout(Duration::from_millis(200), shared.settled.notified())
                    .await;
                continue;
            }
            let Some(next) = organisation.next_mail_at(month, resend).await? else {
                return Ok(());
            };
            if waited >= job.options.patience {
                shared.stop(Stopped::Waiting(next));
                return Ok(());
            }
            let pause =
                until(job.clock, next, Duration::from_secs(1)).max(Duration::from_millis(100));
            waited += pause;
            sleep(pause).await;
            continue;
        }
        waited = Duration::ZERO;
        shared.outstanding.fetch_add(entries.len(), Ordering::SeqCst);
        job.options.faults.at(Step::Reserved, "").await;
        let load = make(&*job.composer, &job.run, &job.sender, &organisation.code, entries).await?;
        for (entry, made) in load {
            match made {
                Made::Message { bytes, sha256 } => {
                    // No worker is left to take it: its reservation ends by itself.
                    if parcels.send(Parcel { entry, bytes, sha256 }).await.is_err() {
                        return Ok(());
                    }
                }
                Made::Not(detail) => {
                    let failed = Outcome::Failed { reason: Reason::NotComposed, detail };
                    desk.ask(Some((entry.employee_number, failed)), None).await;
                    shared.one_settled();
                }
            }
        }
    }
    Ok(())
}

struct Worker<C> {
    job: Arc<Job<C>>,
    shared: Arc<Shared>,
    dialler: Arc<Dialler>,
    desk: Desk,
    taken: Parcels,
    /// Its own failed connections in a row.
    failures: AtomicU32,
}

impl<C: Compose> Worker<C> {
    async fn work(self) {
        let mut connection: Option<Connection> = None;
        // How the last message went, to be written down together with the next beginning.
        let mut last: Option<(String, Outcome)> = None;
        loop {
            let Some(parcel) = self.next(&mut last, &mut connection).await else { break };
            let number = parcel.entry.employee_number.clone();
            let Some(open) = self.connected(&mut connection, &mut last).await else {
                self.settle(last.take()).await;
                self.settle(Some((number, Outcome::Back))).await;
                continue;
            };
            if self.job.options.per_minute > 0 {
                self.settle(last.take()).await;
                if !self.take_turn().await {
                    self.settle(Some((number, Outcome::Back))).await;
                    continue;
                }
            }
            let had = last.is_some();
            let ours =
                self.desk.ask(last.take(), Some((number.clone(), parcel.sha256.clone()))).await;
            if had {
                self.shared.one_settled();
            }
            if !ours {
                // Another has it, or the clerk is gone.
                self.shared.one_settled();
                continue;
            }
            self.job.options.faults.at(Step::Begun, &number).await;
            let handed = self.hand_over(open, &parcel).await;
            if matches!(handed, Handed::Accepted(_)) {
                self.job.options.faults.at(Step::Accepted, &number).await;
            }
            if !open.is_open() || matches!(handed, Handed::Dropped(_) | Handed::InDoubt(_)) {
                connection = None;
            }
            last = Some((number, self.outcome(&parcel.entry, handed).await));
        }
        self.settle(last.take()).await;
        if let Some(open) = connection {
            open.close().await;
        }
    }

    /// The next message; `None` when there will be none. What was done is
    /// written down first, unless there is something to do at once.
    async fn next(
        &self,
        last: &mut Option<(String, Outcome)>,
        connection: &mut Option<Connection>,
    ) -> Option<Parcel> {
        if let Ok(mut taken) = self.taken.try_lock()
            && let Ok(parcel) = taken.try_recv()
        {
            return Some(parcel);
        }
        self.settle(last.take()).await;
        let received = async { self.taken.lock().await.recv().await };
        tokio::pin!(received);
        match tokio::time::timeout(IDLE, &mut received).await {
            Ok(parcel) => parcel,
            Err(_) => {
                if let Some(idle) = connection.take() {
                    idle.close().await;
                }
                received.await
            }
        }
    }

    /// An open connection; `None` when the run is stopping.
    async fn connected<'c>(
        &self,
        connection: &'c mut Option<Connection>,
        last: &mut Option<(String, Outcome)>,
    ) -> Option<&'c mut Connection> {
        if connection.is_none() {
            // Connecting may take long: nothing stays unwritten meanwhile.
            self.settle(last.take()).await;
        }
        while connection.is_none() {
            if self.shared.is_stopping() {
                return None;
            }
            let failures = self.failures.load(Ordering::SeqCst);
            if failures > 0 {
                let growth = 2_u32.saturating_pow(failures.min(8) - 1);
                sleep(self.job.options.reconnect_after.saturating_mul(growth)).await;
            }
            match self.dialler.connect().await {
                Ok(open) => {
                    self.shared.connected.store(true, Ordering::SeqCst);
                    *connection = Some(open);
                }
                Err(NoConnection::Ever(answer)) => self.shared.stop(Stopped::Refused(answer)),
                Err(NoConnection::Yet(answer)) => self.failed(&answer),
            }
        }
        if self.shared.is_stopping() { None } else { connection.as_mut() }
    }

    /// A connection failed; too many in a row, over all workers, stop the run.
    fn failed(&self, answer: &str) {
        self.failures.fetch_add(1, Ordering::SeqCst);
        let failures = self.shared.failures.fetch_add(1, Ordering::SeqCst) + 1;
        let options = &self.job.options;
        let each = if self.shared.connected.load(Ordering::SeqCst) {
            options.failed_connections
        } else {
            options.failed_connections.min(FIRST_TRIES)
        };
        if failures >= each.saturating_mul(options.connections.max(1) as u32) {
            self.shared.stop(Stopped::Unreachable(answer.to_owned()));
        }
    }

    /// Waits for a place in the pace; `false` when the run is stopping.
    async fn take_turn(&self) -> bool {
        let (organisation, clock) = (&self.job.organisation, self.job.clock);
        loop {
            if self.shared.is_stopping() {
                return false;
            }
            match organisation.take_pace(self.job.options.per_minute, clock.now()).await {
                Ok(None) => return true,
                Ok(Some(then)) => {
                    let pause = until(clock, then, Duration::from_secs(1));
                    sleep(pause.max(Duration::from_millis(1))).await;
                }
                Err(_) => return false,
            }
        }
    }

    async fn hand_over(&self, open: &mut Connection, parcel: &Parcel) -> Handed {
        match usable(&parcel.entry.address) {
            Some(to) => open.hand_over(&self.job.sender.bounces_to, &to, &parcel.bytes).await,
            // It was when the message was made.
            None => Handed::Refused {
                permanent: true,
                address: false,
                answer: "the address cannot be used".into(),
            },
        }
    }

    /// What an answer means for the message, and notes what it means for everyone.
    async fn outcome(&self, entry: &OutboxEntry, handed: Handed) -> Outcome {
        let shared = &self.shared;
        let number = &entry.employee_number;
        if matches!(handed, Handed::Accepted(_) | Handed::Refused { .. }) {
            shared.failures.store(0, Ordering::SeqCst);
            self.failures.store(0, Ordering::SeqCst);
        }
        match handed {
            Handed::Accepted(detail) => {
                shared.sent.fetch_add(1, Ordering::SeqCst);
                shared.refusals.lock().unwrap_or_else(PoisonError::into_inner).clear();
                Outcome::Sent { detail }
            }
            Handed::Refused { permanent: false, answer, .. } => self.again(entry, answer),
            Handed::Refused { permanent: true, address, answer } => {
                if address {
                    self.note_bounce(entry, &answer).await;
                } else if self.is_about_us(number, &answer) {
                    return Outcome::Back;
                }
                Outcome::Failed { reason: Reason::Refused, detail: answer }
            }
            Handed::SenderRefused(answer) => {
                shared.stop(Stopped::Refused(answer));
                Outcome::Back
            }
            Handed::Dropped(answer) => {
                self.failed(&answer);
                if shared.dropped(number) >= DROPS {
                    self.again(entry, answer)
                } else {
                    Outcome::Back
                }
            }
            Handed::InDoubt(answer) => {
                self.failed(&answer);
                let next = match self.again(entry, answer.clone()) {
                    Outcome::Again { next, .. } if self.job.options.resend_in_doubt => next,
                    _ => None,
                };
                Outcome::InDoubt { next, detail: answer }
            }
        }
    }

    fn again(&self, entry: &OutboxEntry, detail: String) -> Outcome {
        // The row was read before this attempt was counted.
        let attempts = u32::try_from(entry.attempts + 1).unwrap_or(u32::MAX);
        let wait = self.job.options.back_off.wait(attempts, &entry.message_id);
        let next = wait
            .and_then(|wait| SignedDuration::try_from(wait).ok())
            .map(|wait| self.job.clock.now() + wait);
        Outcome::Again { next, detail }
    }

    /// Whether refusals have nothing to do with whom the messages are for: too
    /// many in a row. Then the run stops and those refused wait as before.
    fn is_about_us(&self, number: &str, answer: &str) -> bool {
        let mut refusals = self.shared.refusals.lock().unwrap_or_else(PoisonError::into_inner);
        refusals.push(number.to_owned());
        let (before, after) = REFUSALS;
        let most = if self.shared.sent.load(Ordering::SeqCst) == 0 { before } else { after };
        if refusals.len() < most {
            return false;
        }
        self.shared.stop(Stopped::EverythingRefused(answer.to_owned()));
        true
    }

    /// A server that knows the address to be wrong has as good as returned the message.
    async fn note_bounce(&self, entry: &OutboxEntry, answer: &str) {
        let status = answer.split_whitespace().nth(1).unwrap_or_default().to_owned();
        let bounce = Bounce {
            address: entry.address.to_lowercase(),
            hard: true,
            status,
            detail: answer.to_owned(),
            at: self.job.clock.now(),
        };
        let written = async {
            let what = "The mail server does not know an address";
            let mut change = self
                .job
                .organisation
                .begin(&self.job.options.actor, what, self.job.clock.now())
                .await?;
            change.record_bounces(&[bounce]).await?;
            change.commit().await
        };
        // Should this fail, the row still says so, and next month finds out again.
        let _ = written.await;
    }

    async fn settle(&self, settled: Option<(String, Outcome)>) {
        if settled.is_some() {
            self.desk.ask(settled, None).await;
            self.shared.one_settled();
        }
    }
}
