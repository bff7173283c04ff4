//! Publishing: chosen proposals become requirements in one change, and that change
//! can be taken back as one.

use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::changes::Diff;
use passport_core::facts::{ProposalFact, Recorded, RequirementFact};
use passport_core::proposal::amounts;
use passport_store::{ChangeRecord, Known, Organisation, StoreError};

use super::refusal::Refusal;

/// What the change sequence calls it.
const PUBLISHED: &str = "requirements published";

/// One publication.
#[derive(Clone, Debug)]
pub struct Publication {
    /// The change.
    pub change: ChangeRecord,
    /// The requirements it made.
    pub made: Vec<RequirementFact>,
    /// Whether it was taken back.
    pub taken_back: bool,
}

/// What was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// The change.
    pub change: i64,
    /// How many proposals.
    pub proposals: usize,
}

/// Publishes proposals, by number.
///
/// # Errors
/// When the database fails.
pub async fn publish(
    organisation: &Organisation,
    chosen: &[i64],
    actor: &str,
    now: Timestamp,
    today: Date,
) -> Result<Result<Published, Refusal>, StoreError> {
    if chosen.is_empty() {
        return Ok(Err(Refusal::Nothing));
    }
    // The turn first: what they were made against cannot change under way.
    let mut change = organisation.begin(actor, PUBLISHED, now).await?;
    let mut proposals: Vec<Recorded<ProposalFact>> = organisation.facts(Known::Now).await?;
    // A proposal that was made anew has another number: only what was seen is published.
    if chosen.iter().any(|id| !proposals.iter().any(|known| known.id == *id)) {
        return Ok(Err(Refusal::Gone));
    }
    proposals.retain(|known| chosen.contains(&known.id));
    let standing = organisation.facts::<RequirementFact>(Known::Now).await?;
    let amounts = amounts(&standing, &proposals, today);
    if !amounts.stale.is_empty() {
        return Ok(Err(Refusal::Stale(amounts.stale)));
    }
    let ids: Vec<i64> = proposals.iter().map(|known| known.id).collect();
    change.describe("proposals", &ids.len().to_string());
    change.void::<ProposalFact>(&ids).await?;
    change.void::<RequirementFact>(&amounts.diff.void).await?;
    change.record(&amounts.diff.add).await?;
    let number = change.commit().await?;
    Ok(Ok(Published { change: number, proposals: ids.len() }))
}

/// Takes a publication back as one: what it made is voided, and what it changed or
/// ended is as it was.
///
/// # Errors
/// When the database fails.
pub async fn take_back(
    organisation: &Organisation,
    number: i64,
    actor: &str,
    now: Timestamp,
) -> Result<Result<(), Refusal>, StoreError> {
    let mut change = organisation.begin(actor, &taken_back(number), now).await?;
    // The change that is under way is not in the list yet.
    if let Err(refusal) = taking_back(organisation, number, change.number).await? {
        return Ok(Err(refusal));
    }
    change.reverse::<RequirementFact>(number).await?;
    change.commit().await?;
    Ok(Ok(()))
}

/// What taking a publication back would record and void.
///
/// # Errors
/// When the database fails.
pub async fn would_take_back(
    organisation: &Organisation,
    number: i64,
) -> Result<Result<Diff<RequirementFact>, Refusal>, StoreError> {
    taking_back(organisation, number, 0).await
}

async fn taking_back(
    organisation: &Organisation,
    number: i64,
    own: i64,
) -> Result<Result<Diff<RequirementFact>, Refusal>, StoreError> {
    let changes = organisation.changes().await?;
    if !changes.iter().any(|known| known.number == number && known.what == PUBLISHED) {
        return Ok(Err(Refusal::Unknown));
    }
    if changes.iter().any(|known| known.number != own && known.what == taken_back(number)) {
        return Ok(Err(Refusal::Already));
    }
    let kept = organisation.facts_ever::<RequirementFact>().await?;
    if kept.iter().any(|kept| kept.recorded == number && kept.voided.is_some()) {
        return Ok(Err(Refusal::Touched));
    }
    let made = kept.iter().filter(|kept| kept.recorded == number);
    let was = kept.iter().filter(|kept| kept.voided == Some(number));
    Ok(Ok(Diff {
        void: made.map(|kept| kept.id).collect(),
        add: was.map(|kept| kept.fact.clone()).collect(),
    }))
}

fn taken_back(number: i64) -> String {
    format!("requirements of change {number} taken back")
}

/// The last publications, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn publications(
    organisation: &Organisation,
    most: usize,
) -> Result<Vec<Publication>, StoreError> {
    let changes = organisation.changes().await?;
    let published = changes.iter().filter(|change| change.what == PUBLISHED).take(most);
    let published: Vec<&ChangeRecord> = published.collect();
    if published.is_empty() {
        return Ok(Vec::new());
    }
    let kept = organisation.facts_ever::<RequirementFact>().await?;
    Ok(published
        .into_iter()
        .map(|change| Publication {
            made: kept
                .iter()
                .filter(|kept| kept.recorded == change.number && kept.fact.applies.to.is_none())
                .map(|kept| kept.fact.clone())
                .collect(),
            taken_back: changes.iter().any(|other| other.what == taken_back(change.number)),
            change: change.clone(),
        })
        .collect())
}
