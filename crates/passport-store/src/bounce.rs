//! Mail that came back. A bounce is a fact: it stands until someone clears it,
//! and concerns an address, not a person, so a corrected address is free of it.

use std::collections::HashMap;

use jiff::Timestamp;
use passport_core::delivery::{Month, Reason};

use crate::value::{Cells, Value};
use crate::{Change, Fact, Known, Organisation, Realm, StoreError, args};

/// A message to an address came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounce {
    /// The address, in lower case.
    pub address: String,
    /// Whether it came back for good; otherwise the server gave up for now.
    pub hard: bool,
    /// The status code, e.g. `5.1.1`; empty if none was given.
    pub status: String,
    /// What the server said.
    pub detail: String,
    /// When we learnt of it.
    pub at: Timestamp,
}

impl Fact for Bounce {
    const TABLE: &'static str = "bounce";
    const COLUMNS: &'static [&'static str] = &["address", "hard", "status", "detail", "at"];
    const REALMS: &'static [Realm] = &[];

    fn cells(&self) -> Vec<Value> {
        args![&self.address, self.hard, &self.status, &self.detail, self.at]
    }

    fn read(cells: &mut Cells<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            address: cells.text()?,
            hard: cells.bool()?,
            status: cells.text()?,
            detail: cells.text()?,
            at: cells.instant()?,
        })
    }
}

impl Organisation {
    /// The addresses that mail came back from for good, with the newest bounce of each.
    pub async fn bounced_addresses(&self) -> Result<HashMap<String, Bounce>, StoreError> {
        let all = self.facts::<Bounce>(Known::Now).await?;
        Ok(all
            .into_iter()
            .map(|recorded| recorded.fact)
            .filter(|bounce| bounce.hard)
            .map(|bounce| (bounce.address.clone(), bounce))
            .collect())
    }

    /// Clears an address: mail goes there again. How many bounces were cleared.
    pub async fn clear_bounces(
        &self,
        address: &str,
        actor: &str,
        at: Timestamp,
    ) -> Result<usize, StoreError> {
        let address = address.trim().to_lowercase();
        let all = self.facts::<Bounce>(Known::Now).await?;
        let ids: Vec<i64> =
            all.iter().filter(|bounce| bounce.fact.address == address).map(|b| b.id).collect();
        if !ids.is_empty() {
            let mut change = self.begin(actor, "Cleared a bounced address", at).await?;
            change.concerns_post_only().await?;
            change.void::<Bounce>(&ids).await?;
            change.commit().await?;
        }
        Ok(ids.len())
    }
}

impl Change {
    /// Records bounces.
    pub async fn record_bounces(&mut self, bounces: &[Bounce]) -> Result<(), StoreError> {
        self.concerns_post_only().await?;
        self.record(bounces).await?;
        Ok(())
    }

    /// A message that was sent came back.
    pub async fn mark_bounced(
        &mut self,
        month: Month,
        employee_number: &str,
        detail: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.tx
            .execute(
                "UPDATE outbox SET state = 'failed-permanently', reason = $4, detail = $5,
                     settled_at = $6, next_attempt = NULL, worker = NULL, lease_until = NULL
                 WHERE organisation_id = $1 AND month = $2 AND employee_number = $3
                   AND state IN ('sent', 'in-doubt', 'held')",
                args![
                    self.organisation,
                    month.to_string(),
                    employee_number,
                    Reason::Bounced.name(),
                    detail,
                    at
                ],
            )
            .await?;
        Ok(())
    }

    /// What becomes of a message that was held: sent again with the same
    /// Message-ID, or taken as received. Whether it was held.
    pub async fn decide_held(
        &mut self,
        month: Month,
        employee_number: &str,
        send_again: bool,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        self.concerns_post_only().await?;
        let touched = self
            .tx
            .execute(
                "UPDATE outbox SET state = $4, reason = $5, next_attempt = $6, settled_at = $7,
                     attempts = 0
                 WHERE organisation_id = $1 AND month = $2 AND employee_number = $3
                   AND state = 'held'",
                args![
                    self.organisation,
                    month.to_string(),
                    employee_number,
                    // Not in-doubt, which the setting might hold again.
                    if send_again { "failed-temporarily" } else { "sent" },
                    send_again.then_some(Reason::InDoubt.name()),
                    send_again.then_some(at),
                    at
                ],
            )
            .await?;
        Ok(touched > 0)
    }
}
