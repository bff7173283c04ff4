//! Raising a query, with the files that prove it: one change.

use anyhow::Result;
use bytes::Bytes;
use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::assemble::source;
use passport_core::facts::AwardOrigin;
use passport_core::query::{EvidenceFact, MOST_FILES, Media, QueryFact, StepFact, accept};
use passport_core::record::Source;
use passport_core::text::normal;
use passport_core::wording::long_date;
use passport_store::Known;
use sha2::{Digest, Sha256};

use crate::access::Queries;
use crate::refusal::{Refusal, refuse};

/// Queries of one person in a day: enough for a whole passport, and too few to
/// fill a disk with.
const MOST_A_DAY: usize = 30;
/// Letters of what somebody adds.
pub(super) const MOST_LETTERS: usize = 2_000;

/// A file as it was sent.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Bytes,
}

/// Raises a query of the asker's own; its number.
///
/// # Errors
/// When the database fails; refused in words where it cannot be taken.
pub async fn raise(
    handle: &Queries<'_>,
    query: QueryFact,
    files: &[Sent],
    now: Timestamp,
    today: Date,
) -> Result<Result<i64, Refusal>> {
    if let Err(refusal) = check(&query, files.len(), today) {
        return Ok(Err(refusal));
    }
    // A picture is unpacked to be checked: much work for the processor, so it is done
    // beside those who answer.
    let files = files.to_vec();
    let checked = match tokio::task::spawn_blocking(move || kept(&files)).await? {
        Ok(checked) => checked,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let organisation = handle.organisation();
    if let Some(claim) = &query.claim
        && !is_elsewhere(&organisation.vpd, claim.source())
    {
        return Ok(refuse("vpd", OUR_OWN));
    }
    let what = if query.claim.is_some() { "prior learning claimed" } else { "query raised" };
    let mut change = organisation.begin(&handle.actor(), what, now).await?;
    if !handle.is_own(&query.employee_number) {
        return Ok(refuse("kind", "Only the person themselves can say so."));
    }
    let number = query.employee_number.as_str();
    let ever = organisation.facts_ever_of::<QueryFact>(number).await?;
    let steps = organisation.facts_of::<StepFact>(Known::Now, number).await?;
    if ever.iter().filter(|kept| kept.fact.raised_on == today).count() >= MOST_A_DAY {
        return Ok(refuse("kind", "You have asked much today. Ask the rest tomorrow."));
    }
    let settled = |id: i64| steps.iter().any(|s| s.fact.query == id && s.fact.kind.settles());
    let same = |other: &QueryFact| {
        normal(&other.subject) == normal(&query.subject)
            && other.level == query.level
            && other.claim == query.claim
    };
    let standing = ever.iter().find(|kept| {
        kept.voided.is_none()
            && kept.fact.claim.is_some() == query.claim.is_some()
            && same(&kept.fact)
            && !settled(kept.id)
    });
    if let Some(standing) = standing {
        let day = long_date(standing.fact.raised_on);
        return Ok(refuse("kind", format!("You asked this on {day}, and it is not answered yet.")));
    }
    change.concerns(number);
    let id = change.record(std::slice::from_ref(&query)).await?[0];
    change.describe("query", &id.to_string());
    for (name, media, content) in checked {
        let fact = EvidenceFact {
            employee_number: number.to_owned(),
            query: id,
            name,
            media,
            bytes: content.len() as i64,
            sha256: hex(&content),
        };
        change.record_evidence(fact, content).await?;
    }
    change.commit().await?;
    Ok(Ok(id))
}

/// What is said of training that was done here.
pub(super) const OUR_OWN: &str =
    "This is our own number. What was done here is not training from elsewhere.";

/// Whether a source is another employer's: our own training lasts as long as we say,
/// whatever a certificate says.
pub(super) fn is_elsewhere(own_vpd: &str, given: &str) -> bool {
    matches!(source(own_vpd, given, AwardOrigin::Entered), Source::Transfer(_))
}

/// What is wrong with the words, or with how many files there are.
fn check(query: &QueryFact, files: usize, today: Date) -> Result<(), Refusal> {
    if query.words.chars().count() > MOST_LETTERS {
        return refuse("words", format!("Write at most {MOST_LETTERS} letters."));
    }
    if let Some(claim) = &query.claim {
        if claim.completed_on > today {
            return refuse("completed-day", "The day you completed it must have come.");
        }
        if claim.printed_expiry.is_some_and(|expiry| expiry < claim.completed_on) {
            return refuse("expiry-day", "It must expire after the day you completed it.");
        }
    }
    if files > MOST_FILES {
        return refuse("files", format!("Choose at most {MOST_FILES} files."));
    }
    Ok(())
}

/// What of the files is kept, or why one is not taken.
fn kept(files: &[Sent]) -> Result<Vec<(String, Media, Vec<u8>)>, Refusal> {
    let mut kept = Vec::with_capacity(files.len());
    for file in files {
        match accept(&file.bytes) {
            Ok((media, content)) => kept.push((file.name.clone(), media, content)),
            Err(fault) => return refuse("files", format!("{} {fault}.", file.name)),
        }
    }
    Ok(kept)
}

fn hex(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}
