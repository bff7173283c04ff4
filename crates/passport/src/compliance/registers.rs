//! The registers of the organisations that somebody asks about: read once, then
//! brought up to date by the change sequence. Of a change only those are read again
//! whom it touched, so that what one server writes the next request sees on each.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use passport_core::register::{Builder, Register};
use passport_store::{HowMuch, Known, Latest, Organisation, StoreError};

use super::people::chunks;

/// A change that touches more than one in so many people is read whole.
const MOST_TOUCHED: usize = 8;

/// Registers by the organisation's number.
#[derive(Debug, Default)]
pub struct Registers {
    kept: Mutex<HashMap<i64, Arc<Kept>>>,
}

#[derive(Debug, Default)]
struct Kept {
    /// What is there to read.
    register: Mutex<Option<Arc<Register>>>,
    /// Held by whoever brings it up to date; the others wait and find it done.
    reading: tokio::sync::Mutex<()>,
}

impl Registers {
    /// An organisation's register with its last changes in it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn get(
        &self,
        organisation: &Organisation,
        latest: Latest,
    ) -> Result<Arc<Register>, StoreError> {
        let kept = {
            // A panic cannot leave the map half changed.
            let mut all = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(all.entry(organisation.id).or_default())
        };
        if let Some(register) = kept.fresh(latest) {
            return Ok(register);
        }
        let _reading = kept.reading.lock().await;
        if let Some(register) = kept.fresh(latest) {
            return Ok(register);
        }
        let register = Arc::new(read(organisation, kept.any(), latest).await?);
        kept.put(Arc::clone(&register));
        Ok(register)
    }
}

impl Kept {
    fn any(&self) -> Option<Arc<Register>> {
        self.register.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn fresh(&self, latest: Latest) -> Option<Arc<Register>> {
        self.any().filter(|register| register.change >= latest.people.max(latest.destroyed))
    }

    fn put(&self, register: Arc<Register>) {
        *self.register.lock().unwrap_or_else(PoisonError::into_inner) = Some(register);
    }
}

/// The register up to a change, from an older one where that is quicker.
async fn read(
    organisation: &Organisation,
    older: Option<Arc<Register>>,
    latest: Latest,
) -> Result<Register, StoreError> {
    let known = Known::After(latest.change);
    let Some(older) = older.filter(|older| older.change >= latest.destroyed) else {
        return whole(organisation, latest.change).await;
    };
    let touched = organisation.people_touched(older.newest_fact(), older.change).await?;
    if touched.len() > older.len() / MOST_TOUCHED {
        return whole(organisation, latest.change).await;
    }
    let numbers: Vec<&str> = touched.iter().map(String::as_str).collect();
    let brought = organisation.recorded_people(known, &numbers).await?;
    Ok(older.with(latest.change, &touched, brought))
}

/// Everyone as known after a change.
pub(super) async fn whole(
    organisation: &Organisation,
    change: i64,
) -> Result<Register, StoreError> {
    let known = Known::After(change);
    let numbers = organisation.employee_numbers(known).await?;
    let read = async |bounds: Option<(&str, &str)>| match bounds {
        Some(bounds) => organisation.recorded_people_between(known, bounds, HowMuch::All).await,
        None => Ok(Vec::new()),
    };
    let mut builder = Builder::default();
    let mut chunks = chunks(&numbers);
    // Two beside one another: the database reads while the other is entered.
    while let Some(bounds) = chunks.next() {
        let (one, other) = tokio::try_join!(read(Some(bounds)), read(chunks.next()))?;
        builder.enter(one);
        builder.enter(other);
    }
    Ok(builder.register(change))
}
