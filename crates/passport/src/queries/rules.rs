//! What training from elsewhere each subject accepts: dated, set by training leads.

use anyhow::Result;
use jiff::Timestamp;
use passport_core::query::AcceptanceFact;
use passport_core::text::normal;
use passport_store::{Known, Organisation};

/// Every rule that was set, in the order recorded.
///
/// # Errors
/// When the database fails.
pub async fn acceptance_rules(organisation: &Organisation) -> Result<Vec<AcceptanceFact>> {
    let rules = organisation.facts::<AcceptanceFact>(Known::Now).await?;
    Ok(rules.into_iter().map(|rule| rule.fact).collect())
}

/// Sets the rule of a subject from its day on; one from the same day gives way.
///
/// # Errors
/// When the database fails.
pub async fn set_acceptance_rule(
    organisation: &Organisation,
    rule: AcceptanceFact,
    actor: &str,
    now: Timestamp,
) -> Result<()> {
    let mut change = organisation.begin(actor, "acceptance rule set", now).await?;
    let standing = organisation.facts::<AcceptanceFact>(Known::Now).await?;
    let same = |other: &AcceptanceFact| {
        normal(&other.subject) == normal(&rule.subject) && other.date_from == rule.date_from
    };
    let replaced: Vec<i64> =
        standing.iter().filter(|found| same(&found.fact)).map(|found| found.id).collect();
    change.describe("subject", &rule.subject);
    change.void::<AcceptanceFact>(&replaced).await?;
    change.record(&[rule]).await?;
    change.commit().await?;
    Ok(())
}
