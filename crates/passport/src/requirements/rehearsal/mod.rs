//! A rehearsal: the same evaluation with the proposals and without, on one day.
//! What differs is what `report people` will show differently once they are
//! published, because both come from [`passport_core::proposal`] and `evaluate`.

mod cliff;
mod compare;
mod load;
mod training;

use std::sync::Arc;

use anyhow::{Context as _, Result};
use jiff::civil::Date;
use passport_core::facts::{ProposalFact, Recorded};
use passport_core::proposal::Stale;
use passport_core::register::Register;
use passport_store::Organisation;

pub use cliff::Month;
pub use compare::{Differing, State};
pub use passport_core::compliance::Turns;
pub use training::Training;

use load::{Asked, Loaded};

/// What proposals would do.
#[derive(Clone, Debug)]
pub struct Rehearsal {
    /// The day the lines are for.
    pub as_at: Date,
    /// How many people a changed requirement can reach that day.
    pub reached: usize,
    /// Every line that would differ, by employee number, assignment and subject.
    pub lines: Vec<Differing>,
    /// The training that those who turn red need.
    pub training: Vec<Training>,
    /// The same, if it began with each of the months to come.
    pub months: Vec<Month>,
    /// Proposals that were left out, each with its reason.
    pub stale: Vec<(i64, Stale)>,
}

impl Rehearsal {
    /// How many lines turn so.
    #[must_use]
    pub fn count(&self, turns: Turns) -> usize {
        self.lines.iter().filter(|line| line.turns == turns).count()
    }

    /// The first month in which places cover what classrooms must hold.
    #[must_use]
    pub fn covered_from(&self) -> Option<&Month> {
        self.months.iter().find(|month| month.covered)
    }
}

/// Rehearses proposals as at a day, by the rules after a change, for the people of the
/// register that holds then.
///
/// # Errors
/// When the database fails.
pub async fn rehearse(
    organisation: &Organisation,
    (register, change): (Arc<Register>, i64),
    proposals: &[Recorded<ProposalFact>],
    as_at: Date,
    today: Date,
) -> Result<Rehearsal> {
    let asked = Asked::load(organisation, (register, change), as_at).await?;
    let proposals = proposals.to_vec();
    // Much work for the processor, so it is done beside those who answer.
    let work = tokio::task::spawn_blocking(move || {
        finish(&Loaded::new(asked, &proposals, today), &proposals, as_at, today)
    });
    work.await.context("a rehearsal broke off")
}

fn finish(
    loaded: &Loaded,
    proposals: &[Recorded<ProposalFact>],
    as_at: Date,
    today: Date,
) -> Rehearsal {
    let lines = compare::lines(loaded, &loaded.before, &loaded.after, as_at);
    let months = cliff::months(loaded, proposals, today);
    Rehearsal {
        as_at,
        reached: loaded.people.len(),
        training: training::training(loaded, &lines, as_at),
        lines,
        months,
        stale: loaded.stale.clone(),
    }
}
