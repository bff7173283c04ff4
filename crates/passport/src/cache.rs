//! What is loaded once and shared by all who ask until a change touches it: the
//! number of the last change that did is the whole of the invalidation.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use tokio::sync::OnceCell;

/// What a value was made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The organisation's number.
    pub organisation: i64,
    /// The organisation's last change when it was asked.
    pub change: i64,
    /// The day asked about.
    pub day: Date,
}

/// Values by moment, the most recently asked last. Few are kept, because a past
/// day is seldom asked twice and today is asked by everyone.
#[derive(Debug)]
pub struct ByChange<V> {
    kept: Mutex<Vec<(Moment, String, Kept<V>)>>,
    most: usize,
}

/// A value that is there, or that one asker is loading while the others wait.
type Kept<V> = Arc<OnceCell<Arc<V>>>;

impl<V> ByChange<V> {
    /// Keeps at most so many values.
    #[must_use]
    pub const fn new(most: usize) -> Self {
        Self { kept: Mutex::new(Vec::new()), most }
    }

    /// The value of a moment. Of several who ask at once one loads, the others
    /// wait for it; a failure is not kept.
    ///
    /// # Errors
    /// When loading fails.
    pub async fn get<E>(
        &self,
        moment: Moment,
        load: impl Future<Output = Result<V, E>>,
    ) -> Result<Arc<V>, E> {
        self.get_of(moment, "", load).await
    }

    /// As [`ByChange::get`], of one of several things by name.
    ///
    /// # Errors
    /// When loading fails.
    pub async fn get_of<E>(
        &self,
        moment: Moment,
        name: &str,
        load: impl Future<Output = Result<V, E>>,
    ) -> Result<Arc<V>, E> {
        let cell = self.cell(moment, name);
        cell.get_or_try_init(|| async { load.await.map(Arc::new) }).await.cloned()
    }

    fn cell(&self, moment: Moment, name: &str) -> Arc<OnceCell<Arc<V>>> {
        // A panic cannot leave the list half changed in a way that matters.
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = kept.iter().position(|(of, called, _)| *of == moment && called == name)
        {
            let found = kept.remove(place);
            let cell = Arc::clone(&found.2);
            kept.push(found);
            return cell;
        }
        kept.retain(|(of, ..)| {
            of.organisation != moment.organisation || of.change >= moment.change
        });
        if kept.len() >= self.most {
            kept.remove(0);
        }
        let cell = Arc::new(OnceCell::new());
        kept.push((moment, name.to_owned(), Arc::clone(&cell)));
        cell
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::{ByChange, Moment};

    async fn ask(cache: &ByChange<i64>, change: i64, day: i8, fresh: i64) -> i64 {
        let day = jiff::civil::date(2026, 11, day);
        let moment = Moment { organisation: 1, change, day };
        let loaded = cache.get(moment, async { Ok::<_, Infallible>(fresh) }).await;
        *loaded.unwrap_or_else(|never| match never {})
    }

    #[tokio::test]
    async fn a_value_is_loaded_once_until_the_next_change() {
        let cache = ByChange::new(4);
        assert_eq!(ask(&cache, 7, 22, 1).await, 1);
        assert_eq!(ask(&cache, 7, 22, 2).await, 1);
        assert_eq!(ask(&cache, 8, 22, 3).await, 3);
        assert_eq!(ask(&cache, 8, 22, 4).await, 3);
    }

    #[tokio::test]
    async fn the_day_longest_unasked_makes_room() {
        let cache = ByChange::new(2);
        assert_eq!(ask(&cache, 7, 1, 1).await, 1);
        assert_eq!(ask(&cache, 7, 2, 2).await, 2);
        assert_eq!(ask(&cache, 7, 1, 0).await, 1);
        assert_eq!(ask(&cache, 7, 3, 3).await, 3);
        assert_eq!(ask(&cache, 7, 1, 0).await, 1);
        assert_eq!(ask(&cache, 7, 2, 9).await, 9);
    }
}
