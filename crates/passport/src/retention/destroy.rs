//! Carrying a plan out: what was shown, and nothing else, in one transaction for
//! each thing. Stopped at any moment and begun again with the same hash, it goes on
//! where it was.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::wording::count;
use passport_store::{Destroyed, Destroyer, DestructionRun, Organisation, StoreError};

use super::plan::{Item, Plan, PlanHash, Target, plan};

/// What was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carried {
    /// Things destroyed.
    pub items: usize,
    /// Rows that went.
    pub rows: u64,
    /// Things of the plan that are left.
    pub left: usize,
    /// Whether the database's files have let them go as well.
    pub gone: bool,
}

impl Carried {
    /// What was destroyed, in words: `1 thing is destroyed, 12 rows in all`.
    #[must_use]
    pub fn words(&self) -> String {
        let things = count(self.items as u64, "thing is", "things are");
        format!("{things} destroyed, {} in all", count(self.rows, "row", "rows"))
    }
}

/// Why nothing, or nothing more, was destroyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The hash is not that of the plan as it is now.
    NotThePlan,
    /// The plan has been carried out.
    Already,
    /// Something else was changed while it was carried out: this much was done.
    ChangedMeanwhile(Carried),
    /// The day is yet to come.
    InTheFuture,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotThePlan => f.write_str(
                "That is not what is due now: look at `passport retention plan` again. Nothing was destroyed.",
            ),
            Self::Already => f.write_str("That plan has been carried out. Nothing was destroyed."),
            Self::ChangedMeanwhile(carried) => write!(
                f,
                "The record was changed meanwhile, so it stopped. {}; {} left. Run the same command again to go on.",
                carried.words(),
                count(carried.left as u64, "thing is", "things are"),
            ),
            Self::InTheFuture => {
                f.write_str("A plan for a day that is yet to come cannot be carried out.")
            }
        }
    }
}

impl std::error::Error for Refused {}

/// Who destroys, when, and how much at once.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// The day the plan was made for; a run that was interrupted keeps its own.
    pub as_at: Date,
    /// The hash of the plan.
    pub plan_hash: &'a str,
    /// Who.
    pub actor: &'a str,
    /// When.
    pub now: Timestamp,
    /// Today.
    pub today: Date,
    /// The most things to destroy before stopping.
    pub most: usize,
}

/// Destroys what the plan of this hash shows.
///
/// # Errors
/// When the database fails.
pub async fn destroy(
    organisation: &Organisation,
    order: &Order<'_>,
) -> Result<Result<Carried, Refused>, StoreError> {
    let runs = organisation.destruction_runs().await?;
    let known = runs.into_iter().find(|run| run.plan_hash == order.plan_hash);
    if known.as_ref().is_some_and(|run| run.finished_at.is_some()) {
        return Ok(Err(Refused::Already));
    }
    let as_at = known.as_ref().map_or(order.as_at, |run| run.as_at);
    if as_at > order.today {
        return Ok(Err(Refused::InTheFuture));
    }
    let plan = plan(organisation, as_at).await?;
    let expected = known.as_ref().map_or(order.plan_hash, |run| run.remaining.as_str());
    if plan.hash() != expected || (known.is_none() && plan.items.is_empty()) {
        return Ok(Err(Refused::NotThePlan));
    }
    let mut round = Round {
        organisation,
        order,
        destroyer: organisation.destroyer().await?,
        remaining: plan.combined(),
        next_change: plan.change + 1,
        run: 0,
    };
    let done = round.carry(&plan, known.as_ref()).await?;
    // What is destroyed is destroyed, whether or not the files let it go now.
    let gone = organisation.let_go().await.unwrap_or(false);
    Ok(done.map(|carried| Carried { gone, ..carried }))
}

struct Round<'a> {
    organisation: &'a Organisation,
    order: &'a Order<'a>,
    destroyer: Destroyer,
    remaining: PlanHash,
    /// The number the next change has if nobody else changed anything.
    next_change: i64,
    run: i64,
}

impl Round<'_> {
    async fn carry(
        &mut self,
        plan: &Plan,
        known: Option<&DestructionRun>,
    ) -> Result<Result<Carried, Refused>, StoreError> {
        let (actor, now) = (self.order.actor, self.order.now);
        match known {
            Some(run) => self.run = run.number,
            None => {
                let what = "retention plan confirmed";
                let mut change = self.organisation.begin(actor, what, now).await?;
                if change.number != self.next_change {
                    return Ok(Err(Refused::NotThePlan));
                }
                self.run = change.begin_destruction(plan.as_at, self.order.plan_hash, now).await?;
                change.describe("plan", self.order.plan_hash);
                change.commit().await?;
                self.next_change += 1;
            }
        }
        let mut carried = Carried { items: 0, rows: 0, left: plan.items.len(), gone: false };
        for item in plan.items.iter().take(self.order.most) {
            match self.step(plan, item).await? {
                Some(rows) => carried.rows += rows,
                None => return Ok(Err(Refused::ChangedMeanwhile(carried))),
            }
            carried.items += 1;
            carried.left -= 1;
        }
        if carried.left == 0 {
            let what = "retention plan carried out";
            let mut change = self.organisation.begin(actor, what, now).await?;
            change.end_destruction(self.run, now).await?;
            change.commit().await?;
        }
        Ok(Ok(carried))
    }

    /// One thing of the plan; nothing where somebody else changed something since
    /// the plan was made: what was due then may not be due now.
    async fn step(&mut self, plan: &Plan, item: &Item) -> Result<Option<u64>, StoreError> {
        let now = self.order.now;
        let what = format!("destroyed under retention: {}", item.class);
        let mut change = self.organisation.begin(self.order.actor, &what, now).await?;
        if change.number != self.next_change {
            return Ok(None);
        }
        let rows = match &item.target {
            Target::Messages(month) => change.clear_messages(*month).await?,
            Target::LogIns(before) => change.destroy_log_ins(*before).await?,
            Target::Problems(before) => change.destroy_problems(*before).await?,
            Target::Audit(before) => change.erase_audit(*before, now).await?,
            Target::Evidence(before) => change.destroy_evidence(*before, plan.as_at).await?,
            Target::Award(id) => change.destroy_award(*id).await?,
            Target::Person => {
                self.destroyer.person(&mut change, &item.employee_number, now).await?
            }
        };
        let remaining = self.remaining.without(item, plan.as_at);
        let destroyed = Destroyed {
            class: item.class.into(),
            rule: item.rule.clone(),
            cutoff: item.employee_number.is_empty().then_some(plan.as_at),
            rows,
            differs_until: item.differs_until,
        };
        change.log_destruction(self.run, &destroyed, &remaining.text(), now).await?;
        change.commit().await?;
        self.remaining = remaining;
        self.next_change += 1;
        Ok(Some(rows))
    }
}

#[cfg(test)]
mod tests {
    use super::{Carried, Refused};

    #[test]
    fn one_that_stopped_says_how_much_was_done_before() {
        let carried = Carried { items: 1, rows: 12, left: 3, gone: true };
        assert_eq!(
            Refused::ChangedMeanwhile(carried).to_string(),
            "The record was changed meanwhile, so it stopped. 1 thing is destroyed, 12 rows in all; \
             3 things are left. Run the same command again to go on."
        );
    }
}
