//! From reserved rows to messages ready to go: the part both roads share.

use std::sync::Arc;

use passport_store::{MailRun, OutboxEntry};

use crate::delivery::message::{fingerprint, message};
use crate::delivery::{Compose, DeliveryError, Sender};

/// A message that was made, or why it could not be.
pub(crate) enum Made {
    /// Ready to go.
    Message {
        /// As it travels.
        bytes: Vec<u8>,
        /// Its fingerprint.
        sha256: String,
    },
    /// It could not be made.
    Not(String),
}

/// Rows and what was made of them.
pub(crate) type Load = Vec<(OutboxEntry, Made)>;

/// Makes the messages of a batch.
pub(crate) async fn make<C: Compose>(
    composer: &C,
    run: &MailRun,
    sender: &Arc<Sender>,
    organisation: &str,
    entries: Vec<OutboxEntry>,
) -> Result<Load, DeliveryError> {
    let letters = composer.letters(run, &entries).await.map_err(DeliveryError::Compose)?;
    if letters.len() != entries.len() {
        let what = format!("{} letters for {} people", letters.len(), entries.len());
        return Err(DeliveryError::Compose(what));
    }
    let (sender, organisation, month) = (Arc::clone(sender), organisation.to_owned(), run.month);
    let work = move || {
        let one = |(entry, letter): (OutboxEntry, Result<_, String>)| {
            let bytes =
                letter.and_then(|letter| message(&sender, &organisation, month, &entry, &letter));
            let made = match bytes {
                Ok(bytes) => Made::Message { sha256: fingerprint(&bytes), bytes },
                Err(words) => Made::Not(words),
            };
            (entry, made)
        };
        entries.into_iter().zip(letters).map(one).collect()
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| DeliveryError::Compose(error.to_string()))
}
