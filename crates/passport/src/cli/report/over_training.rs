//! `report over-training`: what is trained more often than nationally.

use passport_store::Organisation;

use super::super::output::{Cell, Table};
use super::super::{Done, Place};
use super::Common;
use crate::compliance::Stand;
use crate::requirements::{OVER_TRAINING_HEADINGS, over_training, variations};

pub(super) async fn register(place: &Place, organisation: &Organisation, common: &Common) -> Done {
    let as_at = place.as_at(common.as_at);
    let known = place.known(organisation, common.as_known).await?;
    let stand = Stand::read(organisation, known, as_at).await?;
    let found = over_training(&variations(organisation, &stand).await?);
    let rows = found.iter().map(|one| {
        let cells = one.cells().into_iter().zip(OVER_TRAINING_HEADINGS);
        cells
            .map(|(cell, heading)| match (heading, cell.parse()) {
                ("people" | "minutes", Ok(number)) => Cell::Count(number),
                ("hours_a_year", _) => Cell::Decimal(cell),
                _ => Cell::Text(cell),
            })
            .collect()
    });
    Table { headings: OVER_TRAINING_HEADINGS.to_vec(), rows: rows.collect() }
        .print(common.format)?;
    Ok(())
}
