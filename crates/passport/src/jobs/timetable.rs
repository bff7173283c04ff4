//! Doing what falls due. Every server looks; whoever claims an occurrence does
//! it, and keeps its claim alive while it works.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use passport_store::{JobClaim, JobOutcome, Organisation, Store, StoreError};
use tokio::task::JoinSet;

use super::due::{Due, JobKind, due_now};
use crate::clock::{Clock, london};
use crate::worker::worker_name;

/// What is done when a job falls due.
pub trait Work: Send + Sync + 'static {
    /// Does it: a sentence for the log, whether it went well or not. It may be
    /// done again after a failure or a crash, so a repeat must be harmless.
    fn work(
        &self,
        organisation: Organisation,
        due: Due,
    ) -> impl Future<Output = Result<String, String>> + Send;
}

/// The timetable of a server.
#[derive(Debug)]
pub struct Timetable<W> {
    /// The database.
    pub store: Store,
    /// What time it is.
    pub clock: Clock,
    /// What is done.
    pub work: Arc<W>,
    /// How often it looks.
    pub every: Duration,
    /// How long a job is this server's own without being renewed.
    pub lease: Duration,
    /// How often a failing job is tried.
    pub attempts: i64,
    /// How long after a failure it is tried again.
    pub pause: Duration,
}

/// An occurrence that is this server's to do.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Whose.
    pub organisation: Organisation,
    /// What.
    pub due: Due,
    /// The how-manieth attempt.
    pub attempt: i64,
    worker: String,
}

impl<W: Work> Timetable<W> {
    /// As usual: it looks twice a minute, and tries a failing job five times,
    /// ten minutes apart.
    #[must_use]
    pub fn new(store: Store, clock: Clock, work: Arc<W>) -> Self {
        Self {
            store,
            clock,
            work,
            every: Duration::from_secs(30),
            lease: Duration::from_secs(120),
            attempts: 5,
            pause: Duration::from_secs(600),
        }
    }

    /// Looks and does until `stop` is ready; `trouble` hears of failures of the
    /// database, which do not end the timetable.
    pub async fn run(self, stop: impl Future<Output = ()>, trouble: impl Fn(StoreError)) {
        let this = Arc::new(self);
        let mut running = JoinSet::new();
        let mut looking = tokio::time::interval(this.every);
        tokio::pin!(stop);
        loop {
            tokio::select! {
                () = &mut stop => break,
                _ = looking.tick() => {}
                Some(done) = running.join_next() => {
                    if let Ok(Err(error)) = done {
                        trouble(error);
                    }
                    continue;
                }
            }
            match this.claim_due().await {
                Ok(claimed) => {
                    for one in claimed {
                        let this = Arc::clone(&this);
                        running.spawn(async move { this.perform(one).await });
                    }
                }
                Err(error) => trouble(error),
            }
        }
        // What runs is dropped: its lease ends, and the next server takes it up.
    }

    /// Claims everything that is due and not done.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_due(&self) -> Result<Vec<Claimed>, StoreError> {
        let mut claimed = Vec::new();
        let zone = london();
        for organisation in self.store.organisations().await? {
            let settings = organisation.settings().await?;
            for kind in JobKind::ALL {
                let now = self.clock.now();
                if !kind.is_on(&settings, self.clock.today()) {
                    organisation.forget_job(kind.name()).await?;
                    continue;
                }
                let since = organisation.job_since(kind.name(), now).await?;
                let Some(due) = due_now(kind, &settings, now, &zone) else { continue };
                // What fell due before the job was switched on is not made up for.
                if due.at < since {
                    continue;
                }
                let worker = worker_name();
                let occurrence = due.occurrence();
                let claim = self.claim(&due, &occurrence, &worker);
                if let Some(attempt) = organisation.claim_job(&claim, now).await? {
                    let organisation = organisation.clone();
                    claimed.push(Claimed { organisation, due, attempt, worker });
                }
            }
        }
        Ok(claimed)
    }

    /// Does what was claimed and notes how it went.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn perform(&self, claimed: Claimed) -> Result<(), StoreError> {
        let Claimed { organisation, due, attempt, worker } = claimed;
        let occurrence = due.occurrence();
        let claim = self.claim(&due, &occurrence, &worker);
        let work = Arc::clone(&self.work);
        // A task of its own, so that a panic is a failure and not the timetable's end.
        let mut task = JoinSet::new();
        let (its, day) = (organisation.clone(), due.clone());
        task.spawn(async move { work.work(its, day).await });
        let mut renewal = tokio::time::interval(self.lease / 4);
        let ended = loop {
            tokio::select! {
                ended = task.join_next() => break ended,
                _ = renewal.tick() => {
                    // While the work itself holds the one writing connection nobody
                    // else can take it over, and a renewal that could not be written
                    // is tried at the next tick.
                    if let Ok(false) =
                        organisation.renew_job(&claim, attempt, self.clock.now()).await
                    {
                        // Another server took it for abandoned: it is theirs now.
                        return Ok(());
                    }
                }
            }
        };
        let (outcome, detail) = match ended {
            Some(Ok(Ok(detail))) => (JobOutcome::Done, detail),
            Some(Ok(Err(detail))) => (JobOutcome::Failed, detail),
            Some(Err(_)) | None => (JobOutcome::Failed, "an error in the program".to_owned()),
        };
        tracing::info!(
            event = "job",
            organisation = organisation.code,
            job = due.kind.name(),
            occurrence,
            attempt,
            outcome = outcome.name(),
        );
        organisation.end_job(&claim, attempt, outcome, &detail, self.clock.now()).await
    }

    fn claim<'c>(&self, due: &Due, occurrence: &'c str, worker: &'c str) -> JobClaim<'c> {
        let span = |length| SignedDuration::try_from(length).unwrap_or(SignedDuration::ZERO);
        JobClaim {
            kind: due.kind.name(),
            occurrence,
            worker,
            lease: span(self.lease),
            attempts: self.attempts,
            pause: span(self.pause),
        }
    }
}
