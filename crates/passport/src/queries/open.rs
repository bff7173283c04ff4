//! How many queries wait for somebody: counted from what is open, which is loaded
//! once for everyone until something changes.

use anyhow::Result;
use jiff::civil::Date;
use passport_core::query::Patience;
use passport_store::Organisation;

use super::{Query, Reach, patience, steps_of, together};
use crate::access::Queries;
use passport_core::facts::Recorded;
use passport_core::query::{QueryFact, StepFact};

/// What is open in an organisation.
#[derive(Debug)]
pub struct Open {
    queries: Vec<Recorded<QueryFact>>,
    steps: Vec<Recorded<StepFact>>,
    patience: Patience,
}

/// How many wait for somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Queries.
    pub queries: usize,
    /// Prior learning claims.
    pub claims: usize,
}

impl Open {
    /// What is open on a day.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(organisation: &Organisation, today: Date) -> Result<Self> {
        let queries = organisation.open_queries().await?;
        let steps = steps_of(organisation, &queries).await?;
        let patience = patience(organisation, today).await?;
        Ok(Self { queries, steps, patience })
    }

    /// How many of them wait for the asker.
    #[must_use]
    pub fn waiting(&self, handle: &Queries<'_>, today: Date) -> Waiting {
        if self.queries.is_empty() || !handle.answers() {
            return Waiting::default();
        }
        let all = together(handle, self.queries.clone(), self.steps.clone(), self.patience);
        let with = |query: &&Query| match query.reach(handle, today) {
            Some(Reach::Answers(desk)) => query.is_with(desk, today),
            _ => false,
        };
        let (claims, queries): (Vec<&Query>, Vec<&Query>) =
            all.iter().filter(with).partition(|query| query.fact.claim.is_some());
        Waiting { queries: queries.len(), claims: claims.len() }
    }
}
