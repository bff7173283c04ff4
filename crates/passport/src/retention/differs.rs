//! What was destroyed is missing from figures of days gone by, and whoever reads
//! them is told.

use jiff::civil::Date;
use passport_core::retention::RecordClass;
use passport_core::wording::{count, long_date};
use passport_store::{Organisation, StoreError};

/// What destroying did to the figures of a day, in a sentence; nothing where it
/// did nothing to them.
///
/// # Errors
/// When the database fails.
pub async fn differs(organisation: &Organisation, on: Date) -> Result<Option<String>, StoreError> {
    let destroyed = organisation.destructions().await?;
    let (mut people, mut awards) = (0, 0);
    for destruction in &destroyed {
        if destruction.what.differs_until.is_some_and(|until| on <= until) {
            if destruction.what.class == RecordClass::Leaver.name() {
                people += 1;
            } else {
                awards += 1;
            }
        }
    }
    let people = (people > 0).then(|| count(people, "person's record", "people's records"));
    let awards = (awards > 0).then(|| count(awards, "award", "awards"));
    let gone: Vec<String> = [people, awards].into_iter().flatten().collect();
    Ok((!gone.is_empty()).then(|| {
        format!(
            "{} that spoke of {} were destroyed under retention: what is computed for that day may differ from what it was.",
            gone.join(" and "),
            long_date(on)
        )
    }))
}
