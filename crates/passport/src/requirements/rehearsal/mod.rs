//! A rehearsal: the same evaluation with the proposals and without, on one day.
//! What differs is what `report people` will show differently once they are
//! published, because both come from [`passport_core::proposal`] and `evaluate`.

mod cliff;
mod compare;
mod load;
mod training;

use anyhow::{Context as _, Result};
use jiff::civil::Date;
use passport_core::changes::Diff;
use passport_core::facts::{ProposalFact, Recorded, RequirementFact};
use passport_core::proposal::{self, Amounts, Stale};
use passport_store::Organisation;

pub use cliff::Month;
pub use compare::{Differing, State, Turns};
pub use training::Training;

use load::Loaded;

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

/// Rehearses proposals as at a day.
///
/// # Errors
/// When the database fails.
pub async fn rehearse(
    organisation: &Organisation,
    proposals: &[Recorded<ProposalFact>],
    as_at: Date,
    today: Date,
) -> Result<Rehearsal> {
    let amounts = |standing: &_| proposal::amounts(standing, proposals, today);
    let loaded = Loaded::load(organisation, amounts, as_at, today).await?;
    let proposals = proposals.to_vec();
    // Much work for the processor, so it is done beside those who answer.
    let work = tokio::task::spawn_blocking(move || finish(&loaded, &proposals, as_at, today));
    work.await.context("a rehearsal broke off")
}

/// Rehearses requirements that come and go as they are, as when what was published
/// is taken back.
///
/// # Errors
/// When the database fails.
pub async fn rehearse_change(
    organisation: &Organisation,
    diff: Diff<RequirementFact>,
    as_at: Date,
    today: Date,
) -> Result<Rehearsal> {
    let amounts = |_: &_| Amounts { diff, stale: Vec::new() };
    let loaded = Loaded::load(organisation, amounts, as_at, today).await?;
    let work = tokio::task::spawn_blocking(move || finish(&loaded, &[], as_at, today));
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

/// Does something to each of many, on two threads where there are two.
fn each<'l, T: Sync, R: Send>(items: &'l [T], work: impl Fn(&'l [T]) -> Vec<R> + Sync) -> Vec<R> {
    let half = items.len().div_ceil(2);
    if half < 500 {
        return work(items);
    }
    let (first, second) = items.split_at(half);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| work(second));
        let mut done = work(first);
        match other.join() {
            Ok(more) => done.extend(more),
            Err(panic) => std::panic::resume_unwind(panic),
        }
        done
    })
}
