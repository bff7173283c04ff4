//! Sending what was written down: claimed one at a time, composed, begun, handed
//! over and settled. It can be stopped at any moment and run again; two servers may
//! do it side by side.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Result;
use jiff::{SignedDuration, Timestamp};
use passport_core::delivery::Reason;
use passport_core::wording::thousands;
use passport_pages::Pages;
use passport_store::{Organisation, Outcome, Reminder};

use super::compose::{Composed, Composer, Composing};
use crate::clock::Clock;
use crate::delivery::{Given, Notice, Post, way_out};
use crate::telemetry;
use crate::worker::worker_name;

/// How long a message is one server's, before another may try.
const LEASE: SignedDuration = SignedDuration::from_mins(5);
/// After how many answers of "not now" in a row the mail server is left alone.
const PATIENCE: u32 = 3;
/// After how many attempts a message is given up.
const MOST_ATTEMPTS: i64 = 40;

/// What came of sending what waited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Posted {
    /// Messages that are on their way.
    pub sent: u64,
    /// Messages of which nothing was left to say, or to nobody who could be reached.
    pub dropped: u64,
    /// Messages that their address, or the mail server, does not take.
    pub refused: u64,
    /// Messages that are tried again later, or of which nobody knows whether they arrived.
    pub later: u64,
}

impl Posted {
    /// In a sentence.
    #[must_use]
    pub fn words(&self) -> String {
        let Self { sent, dropped, refused, later } = *self;
        let mut words = format!("{} sent", thousands(sent));
        for (many, what) in [
            (dropped, "not needed any more"),
            (refused, "refused"),
            (later, "to be tried again or in doubt"),
        ] {
            if many > 0 {
                words.push_str(&format!(", {} {what}", thousands(many)));
            }
        }
        words
    }
}

/// Sends what waits by the way that the settings say, or says why it cannot.
///
/// # Errors
/// When the database fails, or a message cannot be made.
pub async fn send_waiting(
    organisation: &Organisation,
    clock: Clock,
    pages: &Arc<Pages>,
    stopping: &AtomicBool,
) -> Result<Result<Posted, String>> {
    if organisation.reminders_waiting().await? == 0 {
        return Ok(Ok(Posted::default()));
    }
    match way_out(organisation, clock).await? {
        Ok(post) => Ok(Ok(send_waiting_to(organisation, clock, pages, post, stopping).await?)),
        Err(why) => Ok(Err(why)),
    }
}

/// Sends what waits.
///
/// # Errors
/// When the database fails, or a message cannot be made.
pub async fn send_waiting_to(
    organisation: &Organisation,
    clock: Clock,
    pages: &Arc<Pages>,
    mut post: Post,
    stopping: &AtomicBool,
) -> Result<Posted> {
    let signed = post.signed(&organisation.name);
    let composer = Composer::new(organisation, Arc::clone(pages), clock, signed);
    let settings = organisation.settings().await?;
    let today = clock.today();
    let mut sender = Sender {
        organisation,
        clock,
        composer,
        worker: worker_name(),
        per_minute: settings.whole("mail-per-minute", today),
        resend_in_doubt: settings.get("mail-in-doubt", today) != "hold",
        posted: Posted::default(),
        not_now: 0,
    };
    let outcome = sender.send_all(&mut post, stopping).await;
    post.close().await;
    outcome.map(|()| sender.posted)
}

struct Sender<'o> {
    organisation: &'o Organisation,
    clock: Clock,
    composer: Composer,
    worker: String,
    per_minute: u32,
    resend_in_doubt: bool,
    posted: Posted,
    /// How often in a row the server said not now.
    not_now: u32,
}

impl Sender<'_> {
    async fn send_all(&mut self, post: &mut Post, stopping: &AtomicBool) -> Result<()> {
        while !stopping.load(Ordering::Relaxed) && self.not_now < PATIENCE {
            let now = self.clock.now();
            let (worker, resend) = (&self.worker, self.resend_in_doubt);
            let claimed = self.organisation.claim_reminder(worker, LEASE, resend, now).await?;
            let Some(message) = claimed else { break };
            self.send(message, post).await?;
        }
        Ok(())
    }

    async fn send(&mut self, mut message: Reminder, post: &mut Post) -> Result<()> {
        let lines = self.organisation.reminder_lines(message.id).await?;
        let composed = match self.composer.compose(&message, lines).await {
            // One that cannot be made waits for the next time, and holds up no other.
            Err(error) => {
                tracing::error!(event = "reminder", cause = telemetry::cause_of(&error));
                self.posted.later += 1;
                return Ok(());
            }
            Ok(Composing::Message(composed)) => *composed,
            Ok(Composing::Nothing(why)) => {
                self.posted.dropped += 1;
                let now = self.clock.now();
                return Ok(self
                    .organisation
                    .drop_reminder(&message, &self.worker, why, now)
                    .await?);
            }
        };
        self.keep_pace().await?;
        let notice = self.notice(&mut message, composed, post).await?;
        let Some(notice) = notice else { return Ok(()) };
        let given = match post.hand_over(&notice).await {
            Ok(given) => given,
            // A folder that cannot be written may be there again later.
            Err(error) => Given::Later(error.to_string()),
        };
        self.settle(&message, given).await
    }

    /// The message as it goes, begun before anyone hears of it; none where another
    /// server has it.
    async fn notice(
        &self,
        message: &mut Reminder,
        composed: Composed,
        post: &Post,
    ) -> Result<Option<Notice>> {
        let Reminder { kind, employee_number, day, .. } = &*message;
        let code = &self.organisation.code;
        let id = format!("{code}-{}-{day}-{employee_number}", kind.name());
        if message.message_id.is_empty() {
            // Sent again it is the same message, whatever the settings say by then.
            message.message_id = post.message_id("reminder", &id);
        }
        message.address.clone_from(&composed.address);
        message.subject.clone_from(&composed.written.subject);
        let until = self.clock.now() + LEASE;
        let (name, left_out) = (&composed.name, &composed.left_out);
        let begun =
            self.organisation.begin_reminder(message, name, &self.worker, until, left_out).await?;
        Ok(begun.then(|| Notice {
            address: composed.address,
            name: composed.name,
            id,
            message_id: message.message_id.clone(),
            dated: message.dated,
            subject: composed.written.subject,
            text: composed.written.text,
            html: composed.written.html,
        }))
    }

    async fn settle(&mut self, message: &Reminder, given: Given) -> Result<()> {
        self.not_now = if matches!(given, Given::Later(_)) { self.not_now + 1 } else { 0 };
        let now = self.clock.now();
        let outcome = match given {
            Given::Accepted(detail) => {
                self.posted.sent += 1;
                Outcome::Sent { detail }
            }
            Given::Refused(detail) => {
                self.posted.refused += 1;
                Outcome::Failed { reason: Reason::Refused, detail }
            }
            Given::Later(detail) => {
                self.posted.later += 1;
                Outcome::Again { next: again(message, now), detail }
            }
            Given::InDoubt(detail) => {
                self.posted.later += 1;
                let next = again(message, now).filter(|_| self.resend_in_doubt);
                Outcome::InDoubt { next, detail }
            }
        };
        self.organisation.settle_reminder(message.id, &self.worker, &outcome, now).await?;
        Ok(())
    }

    /// Waits for its place in the pace that all servers share.
    async fn keep_pace(&self) -> Result<()> {
        loop {
            let now = self.clock.now();
            let Some(next) = self.organisation.take_pace(self.per_minute, now).await? else {
                return Ok(());
            };
            let wait = next.duration_since(now).max(SignedDuration::from_millis(1));
            tokio::time::sleep(Duration::try_from(wait)?).await;
        }
    }
}

/// When a message is tried again: after a minute, two, four, up to an hour.
fn again(message: &Reminder, now: Timestamp) -> Option<Timestamp> {
    let doublings = u32::try_from(message.attempts.clamp(0, 6)).unwrap_or_default();
    let wait = SignedDuration::from_mins((1_i64 << doublings).min(60));
    (message.attempts < MOST_ATTEMPTS).then_some(now + wait)
}
