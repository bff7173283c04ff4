//! How fresh the data is: the newest import, and the first.

use passport_core::present::Imported;
use passport_store::{ImportRecord, Known, Organisation, StoreError};

use crate::clock::london;

/// The newest import that was not undone, as known; nothing before the first.
pub async fn imported(
    organisation: &Organisation,
    known: Known,
) -> Result<Option<Imported>, StoreError> {
    let mut imports = organisation.imports().await?;
    imports.retain(|import| match known {
        Known::Now => import.undone.is_none(),
        Known::After(change) => {
            import.change <= change && import.undone.is_none_or(|undone| undone > change)
        }
    });
    let first = imports.iter().map(|import| import.extract_date).min();
    let of = |(newest, first_extract): (&ImportRecord, _)| Imported {
        extract_date: newest.extract_date,
        time: Some(newest.at.to_zoned(london()).time()),
        number: newest.number,
        first_extract,
    };
    Ok(imports.first().zip(first).map(of))
}
