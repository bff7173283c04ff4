//! The clerk: the one who writes to the outbox during a run over SMTP. Workers
//! ask; what several ask at once is one transaction, and no message is handed
//! over before the answer that it has been written down.

use std::time::Duration;

use passport_core::delivery::Month;
use passport_store::{Organisation, Outcome, Reservation, StoreError};
use tokio::sync::{mpsc, oneshot};

use crate::clock::Clock;

/// Something to write.
pub(crate) struct Ask {
    settled: Option<(String, Outcome)>,
    begin: Option<(String, String)>,
    answer: oneshot::Sender<bool>,
}

/// How a worker speaks to the clerk.
#[derive(Clone)]
pub(crate) struct Desk(mpsc::Sender<Ask>);

impl Desk {
    /// Notes how a message went and begins another, if there is one. Whether the
    /// other is ours to send; `false` too when the clerk has gone.
    pub(crate) async fn ask(
        &self,
        settled: Option<(String, Outcome)>,
        begin: Option<(String, String)>,
    ) -> bool {
        let (answer, answered) = oneshot::channel();
        if self.0.send(Ask { settled, begin, answer }).await.is_err() {
            return false;
        }
        answered.await.unwrap_or(false)
    }
}

/// What the clerk works on.
pub(crate) struct Clerk {
    pub(crate) organisation: Organisation,
    pub(crate) month: Month,
    pub(crate) how: Reservation,
    pub(crate) clock: Clock,
    pub(crate) renew_every: Duration,
}

impl Clerk {
    pub(crate) fn open(self) -> (Desk, impl Future<Output = Result<(), StoreError>> + Send) {
        let (sender, asks) = mpsc::channel(64);
        (Desk(sender), self.write(asks))
    }

    async fn write(self, mut asks: mpsc::Receiver<Ask>) -> Result<(), StoreError> {
        let mut renewal = tokio::time::interval(self.renew_every);
        loop {
            let first = tokio::select! {
                ask = asks.recv() => match ask {
                    Some(ask) => ask,
                    None => return Ok(()),
                },
                _ = renewal.tick() => {
                    self.organisation
                        .renew_mail_lease(self.month, &self.how, self.clock.now())
                        .await?;
                    continue;
                }
            };
            let mut batch = vec![first];
            while let Ok(ask) = asks.try_recv() {
                batch.push(ask);
            }
            self.answer(batch).await?;
        }
    }

    async fn answer(&self, batch: Vec<Ask>) -> Result<(), StoreError> {
        let (mut settled, mut begin, mut answers) = (Vec::new(), Vec::new(), Vec::new());
        for ask in batch {
            settled.extend(ask.settled);
            answers.push((ask.answer, ask.begin.is_some()));
            begin.extend(ask.begin);
        }
        let step = self
            .organisation
            .settle_and_begin(self.month, &self.how, self.clock.now(), &settled, &begin)
            .await?;
        let mut begun = step.begun.into_iter();
        for (answer, asked) in answers {
            let ours = asked && begun.next().unwrap_or(false);
            // A worker that has gone needs no answer.
            let _ = answer.send(ours);
        }
        Ok(())
    }
}
