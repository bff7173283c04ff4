//! The rules of an organisation on a day, loaded once and shared by everyone who
//! asks, until something changes.

use std::sync::Arc;

use jiff::civil::Date;
use passport_core::present::Imported;
use passport_store::{Known, Latest, Organisation, StoreError};

use super::{Rules, imported, rules};
use crate::cache::{ByChange, Moment};

/// How things stand in an organisation on a day: what all its passports share.
#[derive(Debug)]
pub struct Stand {
    /// The rules.
    pub rules: Rules,
    /// How fresh the facts are.
    pub imported: Option<Imported>,
    /// The day.
    pub as_at: Date,
}

/// Keeps how things stand, for a few days of a few organisations.
#[derive(Debug)]
pub struct Shelf {
    stands: ByChange<Stand>,
}

impl Default for Shelf {
    fn default() -> Self {
        Self { stands: ByChange::new(8) }
    }
}

impl Shelf {
    /// How things stand on a day. One short question to the database tells
    /// whether what is kept still holds.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stand(
        &self,
        organisation: &Organisation,
        as_at: Date,
    ) -> Result<Arc<Stand>, StoreError> {
        let latest = organisation.latest().await?;
        self.stand_after(organisation, as_at, latest).await
    }

    /// As [`Shelf::stand`], where the organisation's last changes have just been asked for.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stand_after(
        &self,
        organisation: &Organisation,
        as_at: Date,
        latest: Latest,
    ) -> Result<Arc<Stand>, StoreError> {
        let moment = Moment { organisation: organisation.id, change: latest.rules, day: as_at };
        let load = async {
            let rules = rules(organisation, Known::Now, as_at).await?;
            let imported = imported(organisation, Known::Now).await?;
            Ok(Stand { rules, imported, as_at })
        };
        self.stands.get(moment, load).await
    }
}
