//! Sending a month: what is planned goes out, once each, and every outcome is
//! noted. It can be stopped at any moment and run again; two servers may do it
//! side by side.

mod into_folder;
mod over_smtp;

use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use passport_core::delivery::{MailState, Month};
use passport_core::setting::Settings;
use passport_store::{Carrier, MailRun, Organisation, Reservation};

use crate::clock::Clock;
use crate::delivery::fault::Faults;
use crate::delivery::report::{Report, report};
use crate::delivery::{BackOff, Compose, DeliveryError, Destination, Sender};
use crate::worker::worker_name;

/// How to send.
#[derive(Clone, Debug)]
pub struct Sending {
    /// Where to.
    pub to: Destination,
    /// Who writes.
    pub sender: Sender,
    /// Connections to the mail server.
    pub connections: usize,
    /// The most messages a minute; 0: no limit.
    pub per_minute: u32,
    /// Whether messages in doubt are sent again, with the same Message-ID, or held.
    pub resend_in_doubt: bool,
    /// How long to wait before trying again.
    pub back_off: BackOff,
    /// How long to wait for what is to be tried again before leaving it to the
    /// next run.
    pub patience: Duration,
    /// How long a message is a worker's own without being renewed.
    pub lease: Duration,
    /// After so many failed connections in a row the server counts as unreachable.
    pub failed_connections: u32,
    /// How long to wait after the first failed connection; each further wait is twice as long.
    pub reconnect_after: Duration,
    /// Who sends.
    pub actor: String,
    /// Where tests stop it dead.
    pub faults: Faults,
}

impl Sending {
    /// As usual.
    #[must_use]
    pub fn new(to: Destination, sender: Sender, actor: &str) -> Self {
        Self {
            to,
            sender,
            connections: 3,
            per_minute: 0,
            resend_in_doubt: true,
            back_off: BackOff::default(),
            patience: Duration::from_secs(30 * 60),
            lease: Duration::from_secs(30),
            failed_connections: 6,
            reconnect_after: Duration::from_secs(1),
            actor: actor.to_owned(),
            faults: Faults::default(),
        }
    }
}

impl Sending {
    /// As the organisation's settings have it on a day.
    #[must_use]
    pub fn with_settings(mut self, settings: &Settings, on: Date) -> Self {
        self.connections = settings.whole("mail-connections", on).max(1) as usize;
        self.per_minute = settings.whole("mail-per-minute", on);
        self.resend_in_doubt = settings.get("mail-in-doubt", on) != "hold";
        self
    }
}

/// Why a run stopped before its end. What was not handed over waits as before.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case", tag = "why", content = "answer")]
pub enum Stopped {
    /// The mail server cannot be reached.
    Unreachable(String),
    /// The mail server refuses our log-in, our sender or our certificate check.
    Refused(String),
    /// Every message so far was refused for good, and not for its address.
    EverythingRefused(String),
    /// Messages to be tried again are left to the next run.
    Waiting(Timestamp),
}

impl Stopped {
    /// In a sentence, with what to do.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Unreachable(answer) => format!(
                "The mail server cannot be reached ({answer}). Nothing is lost: run send again when it can."
            ),
            Self::Refused(answer) => format!(
                "The mail server refuses us ({answer}). Check the log-in and the sender, then run send again."
            ),
            Self::EverythingRefused(answer) => format!(
                "The mail server refused every message ({answer}). Ask who runs it, then run send again."
            ),
            Self::Waiting(_) => {
                "Some messages are to be tried again later: run send again.".to_owned()
            }
        }
    }
}

/// How a run ended.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Sent {
    /// How many messages this run handed over.
    pub sent_now: u64,
    /// Why it stopped before its end.
    pub stopped: Option<Stopped>,
    /// How the month stands.
    pub report: Report,
}

/// What the roads share.
pub(crate) struct Job<C> {
    organisation: Organisation,
    clock: Clock,
    run: MailRun,
    how: Reservation,
    options: Sending,
    sender: Arc<Sender>,
    composer: Arc<C>,
}

/// Sends what is planned for the month.
///
/// # Errors
/// When the month was not planned, the letters cannot be made, a file cannot be
/// written or the database fails. That a mail server fails is an answer.
pub async fn send<C: Compose>(
    organisation: &Organisation,
    clock: Clock,
    month: Month,
    options: &Sending,
    composer: Arc<C>,
) -> Result<Sent, DeliveryError> {
    let run = organisation.mail_run(month).await?.ok_or(DeliveryError::NotPlanned(month))?;
    let unfinished = run.finished_at.is_none();
    organisation.revive_mail(month, clock.now()).await?;
    let carrier = match &options.to {
        Destination::Folder(_) => Carrier::Folder,
        Destination::Smtp(_) => Carrier::Smtp,
    };
    let job = Job {
        organisation: organisation.clone(),
        clock,
        run,
        how: Reservation {
            worker: worker_name(),
            carrier,
            most: 64,
            lease: SignedDuration::try_from(options.lease).unwrap_or(SignedDuration::from_secs(30)),
            resend_in_doubt: options.resend_in_doubt,
        },
        sender: Arc::new(options.sender.clone()),
        options: options.clone(),
        composer,
    };
    let (sent_now, stopped) = match &options.to {
        Destination::Folder(path) => into_folder::send(&job, path).await?,
        Destination::Smtp(server) => over_smtp::send(job, server.clone()).await?,
    };
    let mut report = report(organisation, month).await?;
    let waiting = [MailState::Planned, MailState::Sending, MailState::FailedTemporarily]
        .iter()
        .map(|state| report.count(*state))
        .sum::<i64>();
    if waiting == 0 && (sent_now > 0 || unfinished) {
        let what = format!("Sent the passports of {}: {}", month.words(), report.sentence());
        let mut change = organisation.begin(&options.actor, &what, clock.now()).await?;
        change.finish_mail_run(month, clock.now()).await?;
        change.commit().await?;
        report.finished_at = Some(clock.now());
    }
    Ok(Sent { sent_now, stopped, report })
}

/// How long from now until then, at most so long.
pub(crate) fn until(clock: Clock, then: Timestamp, most: Duration) -> Duration {
    let span = then.duration_since(clock.now());
    Duration::try_from(span).unwrap_or(Duration::ZERO).min(most)
}
