//! The draft: one list of proposed changes that all training leads share. Each is
//! made against what stood in its cell; who has not seen what another changed in
//! the same cell meanwhile is shown both and asked.

use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::facts::{PostingFact, ProposalFact, Recorded, RequirementFact, TargetKind};
use passport_core::framework::Period;
use passport_core::proposal::{Stale, amounts};
use passport_core::text::normal;
use passport_core::wording::long_date;
use passport_store::{Known, Organisation, StoreError};

use super::matrix::Cell;
use super::refusal::{Refusal, wrong};
use crate::compliance::{Rules, rules};

/// The longest reason and name.
const LONGEST: usize = 500;
/// The most days of grace, and the most months of a period.
const MOST_GRACE: i64 = 3_650;
const MOST_MONTHS: u16 = 1_200;

/// The draft as it stands.
#[derive(Debug, Default)]
pub struct Draft {
    /// Every proposal, the oldest first.
    pub proposals: Vec<Proposed>,
}

/// A proposal with its story.
#[derive(Clone, Debug)]
pub struct Proposed {
    /// The proposal.
    pub recorded: Recorded<ProposalFact>,
    /// Who made it, as the change sequence has it.
    pub actor: String,
    /// When.
    pub at: Timestamp,
    /// What it changes or ends, where that still stands.
    pub against: Option<RequirementFact>,
    /// Why it cannot be published as it stands.
    pub stale: Option<Stale>,
}

/// What somebody wants proposed.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// What.
    pub proposal: ProposalFact,
    /// The proposal it takes the place of.
    pub replaces: Option<i64>,
    /// What stood in the cell when the form was opened ([`Draft::seen`]).
    pub seen: String,
}

impl Draft {
    /// The proposals for a cell.
    pub fn of<'d>(&'d self, cell: &'d Cell) -> impl Iterator<Item = &'d Proposed> {
        self.proposals.iter().filter(|proposed| {
            let fact = &proposed.recorded.fact;
            fact.target_kind == cell.kind
                && normal(&fact.target) == normal(&cell.target)
                && normal(&fact.subject) == normal(&cell.subject)
        })
    }

    /// The proposals as rehearsal and publication take them.
    #[must_use]
    pub fn recorded(&self) -> Vec<Recorded<ProposalFact>> {
        self.proposals.iter().map(|proposed| proposed.recorded.clone()).collect()
    }
}

/// The draft as it stands.
///
/// # Errors
/// When the database fails.
pub async fn draft(organisation: &Organisation, today: Date) -> Result<Draft, StoreError> {
    let proposals = organisation.facts::<ProposalFact>(Known::Now).await?;
    if proposals.is_empty() {
        return Ok(Draft::default());
    }
    let standing = organisation.facts::<RequirementFact>(Known::Now).await?;
    let stale: HashMap<i64, Stale> =
        amounts(&standing, &proposals, today).stale.into_iter().collect();
    let numbers: Vec<i64> = proposals.iter().map(|recorded| recorded.recorded).collect();
    let changes = organisation.changes_of(&numbers).await?;
    let proposals = proposals.into_iter().filter_map(|recorded| {
        let change = changes.iter().find(|change| change.number == recorded.recorded)?;
        let against = standing.iter().find(|known| Some(known.id) == recorded.fact.against);
        Some(Proposed {
            actor: change.actor.clone(),
            at: change.at,
            against: against.map(|known| known.fact.clone()),
            stale: stale.get(&recorded.id).copied(),
            recorded,
        })
    });
    Ok(Draft { proposals: proposals.collect() })
}

impl Cell {
    /// What stands in the cell and is proposed for it, as a form remembers it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn seen(
        &self,
        organisation: &Organisation,
        rules: &Rules,
    ) -> Result<String, StoreError> {
        let standing = organisation.facts::<RequirementFact>(Known::Now).await?;
        let framework = &rules.book.framework;
        let facts = standing.iter().filter(|known| self.holds(framework, &known.fact));
        let proposals = organisation.facts::<ProposalFact>(Known::Now).await?;
        let proposals = proposals.iter().filter(|known| {
            let fact = &known.fact;
            fact.target_kind == self.kind
                && normal(&fact.target) == normal(&self.target)
                && normal(&fact.subject) == normal(&self.subject)
        });
        let ids = facts.map(|known| known.id).chain(proposals.map(|known| known.id));
        Ok(ids.map(|id| id.to_string()).collect::<Vec<_>>().join("-"))
    }
}

/// Adds a proposal to the draft; its number. One against the same requirement, and
/// the one it is to replace, gives way to it.
///
/// # Errors
/// When the database fails.
pub async fn propose(
    organisation: &Organisation,
    wanted: &Wanted,
    actor: &str,
    now: Timestamp,
    today: Date,
) -> Result<Result<i64, Refusal>, StoreError> {
    // The turn first: of two who save at once the second sees what the first did.
    let mut change = organisation.begin(actor, "requirement proposed", now).await?;
    let rules = rules(organisation, Known::Now, today).await?;
    let standing = organisation.facts::<RequirementFact>(Known::Now).await?;
    let fact = match judge(organisation, &rules, &standing, &wanted.proposal, today).await? {
        Ok(fact) => fact,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let cell =
        Cell { kind: fact.target_kind, target: fact.target.clone(), subject: fact.subject.clone() };
    if cell.seen(organisation, &rules).await? != wanted.seen {
        return Ok(Err(Refusal::Meanwhile));
    }
    let proposals = organisation.facts::<ProposalFact>(Known::Now).await?;
    // Nobody's proposal in another cell gives way to this one.
    let is_here = |known: &Recorded<ProposalFact>| {
        (known.fact.target_kind, &known.fact.target, &known.fact.subject)
            == (fact.target_kind, &fact.target, &fact.subject)
    };
    let gives_way = |known: &&Recorded<ProposalFact>| {
        (Some(known.id) == wanted.replaces && is_here(known))
            || (known.fact.against.is_some() && known.fact.against == fact.against)
    };
    let replaced: Vec<i64> = proposals.iter().filter(gives_way).map(|known| known.id).collect();
    if wanted.replaces.is_some_and(|id| !replaced.contains(&id)) {
        return Ok(Err(Refusal::Gone));
    }
    if fact.target_kind == TargetKind::Employee {
        change.concerns(&fact.target);
    }
    change.describe("subject", &fact.subject);
    change.void::<ProposalFact>(&replaced).await?;
    let ids = change.record(std::slice::from_ref(&fact)).await?;
    change.commit().await?;
    Ok(Ok(ids[0]))
}

/// Takes a proposal off the draft.
///
/// # Errors
/// When the database fails.
pub async fn withdraw(
    organisation: &Organisation,
    id: i64,
    actor: &str,
    now: Timestamp,
) -> Result<Result<(), Refusal>, StoreError> {
    let mut change = organisation.begin(actor, "proposed requirement removed", now).await?;
    let proposals = organisation.facts::<ProposalFact>(Known::Now).await?;
    let Some(known) = proposals.iter().find(|known| known.id == id) else {
        return Ok(Err(Refusal::Gone));
    };
    if known.fact.target_kind == TargetKind::Employee {
        change.concerns(&known.fact.target);
    }
    change.describe("subject", &known.fact.subject);
    change.void::<ProposalFact>(&[id]).await?;
    change.commit().await?;
    Ok(Ok(()))
}

/// The proposal with its names as the record writes them.
async fn judge(
    organisation: &Organisation,
    rules: &Rules,
    standing: &[Recorded<RequirementFact>],
    wanted: &ProposalFact,
    today: Date,
) -> Result<Result<ProposalFact, Refusal>, StoreError> {
    let mut fact = wanted.clone();
    let target = match fact.target_kind {
        TargetKind::Organisation => Some(String::new()),
        TargetKind::Unit => path(rules, &fact.target),
        kind => named(organisation, kind, &fact.target).await?,
    };
    // A requirement that stands may be for a target that nobody has today.
    let known = fact.against.and_then(|id| standing.iter().find(|known| known.id == id));
    let target = known.map(|known| known.fact.target.clone()).or(target);
    Ok(target.ok_or(()).or_else(|()| wrong("target", no_target(fact.target_kind))).and_then(
        |target| {
            fact.target = target;
            judged(rules, known, fact, today)
        },
    ))
}

fn no_target(kind: TargetKind) -> String {
    match kind {
        TargetKind::Unit => {
            "No unit has exactly this name. Enter its name, or its whole path joined by |."
        }
        TargetKind::Assignment => "There is no assignment with this number.",
        TargetKind::Employee => "Nobody has this employee number.",
        TargetKind::StaffGroup => "Nobody is in this staff group. Enter it as your extracts do.",
        TargetKind::JobRole => "Nobody has this job role. Enter it as your extracts do.",
        TargetKind::Position | TargetKind::Organisation => {
            "Nobody has this position. Enter its number or title as your extracts do."
        }
    }
    .to_owned()
}

fn path(rules: &Rules, unit: &str) -> Option<String> {
    rules.book.units.find(unit).map(|id| rules.book.units.unit(id).path.clone())
}

/// A target as somebody's posting writes it.
async fn named(
    organisation: &Organisation,
    kind: TargetKind,
    name: &str,
) -> Result<Option<String>, StoreError> {
    let wanted = normal(name);
    if wanted.is_empty() {
        return Ok(None);
    }
    let postings = organisation.facts::<PostingFact>(Known::Now).await?;
    let found = postings.into_iter().find_map(|recorded| {
        let (fact, post) = (&recorded.fact, &recorded.fact.post);
        let names: &[&String] = match kind {
            TargetKind::StaffGroup => &[&post.staff_group],
            TargetKind::JobRole => &[&post.job_role],
            TargetKind::Position => &[&post.position_number, &post.position_title],
            TargetKind::Assignment => &[&fact.assignment_number],
            TargetKind::Employee => &[&fact.employee_number],
            TargetKind::Organisation | TargetKind::Unit => &[],
        };
        let numbered = matches!(kind, TargetKind::Assignment | TargetKind::Employee);
        let same = |known: &&&String| match numbered {
            true => known.as_str() == name.trim(),
            false => normal(known) == wanted,
        };
        names.iter().find(same).map(|known| (**known).clone())
    });
    Ok(found)
}

fn judged(
    rules: &Rules,
    known: Option<&Recorded<RequirementFact>>,
    mut fact: ProposalFact,
    today: Date,
) -> Result<ProposalFact, Refusal> {
    let framework = &rules.book.framework;
    let Some(subject) = framework.subject(&fact.subject) else {
        return wrong("subject", "There is no subject of this name.");
    };
    framework.subject_name(subject).clone_into(&mut fact.subject);
    if fact.against.is_some() {
        let cell = Cell {
            kind: fact.target_kind,
            target: fact.target.clone(),
            subject: fact.subject.clone(),
        };
        let stands = known.filter(|known| cell.holds(framework, &known.fact));
        if stands.is_none_or(|known| known.fact.applies.to.is_some()) {
            return Err(Refusal::Meanwhile);
        }
    }
    if !fact.within.is_empty() {
        let Some(path) = path(rules, &fact.within) else {
            return wrong("within", no_target(TargetKind::Unit));
        };
        fact.within = path;
    }
    match (fact.class, framework.by_level(&fact.subject, &fact.level)) {
        // A subject is lifted at every level.
        (None, _) if !fact.ends => fact.level.clear(),
        (_, Some(id)) => framework.competence(id).level.clone_into(&mut fact.level),
        (None, None) => {}
        (Some(_), None) => return wrong("level", "Choose a level of this subject."),
    }
    let first = if fact.ends { fact.date_to } else { Some(fact.date_from) };
    if first.is_none_or(|day| day < today) {
        let field = if fact.ends { "to-day" } else { "from-day" };
        return wrong(
            field,
            "Enter today or a later day: what was required until now stays as it was.",
        );
    }
    if let Some(known) =
        known.filter(|known| !fact.ends && fact.date_from < known.fact.applies.from)
        && known.fact.applies.from > today
        && known.fact.date_from != Some(known.fact.applies.from)
    {
        let begins = long_date(known.fact.applies.from);
        return wrong(
            "from-day",
            format!("What stands begins on {begins}: enter that day or a later one."),
        );
    }
    if !fact.ends && fact.date_to.is_some_and(|last| last < fact.date_from) {
        return wrong("to-day", "The last day must be the first day or later.");
    }
    if fact.introduced.is_some_and(|day| day < fact.date_from) {
        return wrong("introduced-day", "The day it counts from must be the first day or later.");
    }
    if !(0..=MOST_GRACE).contains(&fact.grace_days) {
        return wrong(
            "grace",
            format!("Days to complete must be a whole number from 0 to {MOST_GRACE}."),
        );
    }
    if let Some(Period::Months(months)) = fact.period
        && !(1..=MOST_MONTHS).contains(&months)
    {
        return wrong("months", format!("Months must be a whole number from 1 to {MOST_MONTHS}."));
    }
    for (field, text, words) in [
        ("reason", &mut fact.reason, "Enter why."),
        ("approved-by", &mut fact.approved_by, "Enter who agreed."),
    ] {
        *text = text.trim().to_owned();
        if text.is_empty() {
            return wrong(field, words);
        }
        if text.chars().count() > LONGEST {
            return wrong(field, format!("Use at most {LONGEST} letters."));
        }
    }
    Ok(fact)
}
