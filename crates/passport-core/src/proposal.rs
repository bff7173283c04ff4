//! From proposed changes of what is required to the facts they amount to: what is
//! published and what is rehearsed come from here, so that they cannot differ.

mod taken_back;

use jiff::civil::Date;

use crate::changes::Diff;
use crate::facts::{
    AskedBefore, ProposalFact, Recorded, RequirementFact, RequirementOrigin, RuleFacts,
};
use crate::span::{BEGINNING, Span};
use crate::text::normal;

pub use taken_back::{TakenBack, is_in_the_way, taken_back};

/// Why a proposal cannot be published as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stale {
    /// What it was made against was changed since, or is gone.
    Changed,
    /// Its first day has passed.
    Past,
    /// The same is required of the same target already.
    Already,
}

impl Stale {
    /// As a page says it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Changed => "What this changes was itself changed since",
            Self::Past => "Its day has passed",
            Self::Already => "The same is required of the same target already",
        }
    }
}

/// What proposals amount to.
#[derive(Clone, Debug, Default)]
pub struct Amounts {
    /// What is recorded and voided.
    pub diff: Diff<RequirementFact>,
    /// Proposals that could not be used, by number, each with its reason.
    pub stale: Vec<(i64, Stale)>,
}

/// What proposals amount to today, given the requirements that stand.
#[must_use]
pub fn amounts(
    standing: &[Recorded<RequirementFact>],
    proposals: &[Recorded<ProposalFact>],
    today: Date,
) -> Amounts {
    let mut amounts = Amounts::default();
    // What ends makes room, so it comes first; what is new comes last.
    let mut ordered: Vec<&Recorded<ProposalFact>> = proposals.iter().collect();
    ordered.sort_by_key(|known| (!known.fact.ends, known.fact.against.is_none()));
    for recorded in ordered {
        match amount(standing, &amounts.diff, &recorded.fact, today) {
            Ok((void, add)) => {
                amounts.diff.void.extend(void);
                amounts.diff.add.extend(add);
            }
            Err(stale) => amounts.stale.push((recorded.id, stale)),
        }
    }
    amounts.stale.sort_by_key(|(id, _)| *id);
    amounts
}

/// What one proposal amounts to beside those before it: what it voids and records.
fn amount(
    standing: &[Recorded<RequirementFact>],
    diff: &Diff<RequirementFact>,
    proposal: &ProposalFact,
    today: Date,
) -> Result<(Option<i64>, Vec<RequirementFact>), Stale> {
    let left = || standing.iter().filter(|known| !diff.void.contains(&known.id));
    let stands = |id| left().find(|known| known.id == id && known.fact.applies.to.is_none());
    let known = match proposal.against {
        Some(id) => Some(stands(id).ok_or(Stale::Changed)?),
        None => None,
    };
    let first = if proposal.ends { proposal.date_to } else { Some(proposal.date_from) };
    if first.is_some_and(|day| day < today) {
        return Err(Stale::Past);
    }
    let facts = match known {
        None => vec![added(proposal)],
        Some(known) if proposal.ends => ended(&known.fact, proposal),
        Some(known) => changed(&known.fact, proposal, today),
    };
    // Files may have asked the same twice; nobody here asks it once more.
    let others = left().filter(|other| known.is_none_or(|known| known.id != other.id));
    let others = others.map(|other| &other.fact).chain(&diff.add);
    let is_new = |other: &&RequirementFact| known.is_none_or(|known| !overlap(other, &known.fact));
    match others.filter(is_new).any(|other| facts.iter().any(|fact| overlap(other, fact))) {
        true => Err(Stale::Already),
        false => Ok((known.map(|known| known.id), facts)),
    }
}

/// The rule facts as they would be after a difference.
#[must_use]
pub fn with(facts: &RuleFacts, diff: &Diff<RequirementFact>) -> RuleFacts {
    let mut facts = facts.clone();
    facts.requirements.retain(|known| !diff.void.contains(&known.id));
    // Numbers that no recorded fact has.
    facts.requirements.extend(diff.add.iter().zip(1..).map(|(fact, place)| Recorded {
        id: -place,
        recorded: 0,
        fact: fact.clone(),
    }));
    facts
}

fn added(proposal: &ProposalFact) -> RequirementFact {
    RequirementFact {
        target_kind: proposal.target_kind,
        target: proposal.target.clone(),
        within: proposal.within.clone(),
        subject: proposal.subject.clone(),
        level: proposal.level.clone(),
        competence_name: String::new(),
        class: proposal.class,
        class_of_competence: false,
        date_from: Some(proposal.date_from),
        date_to: proposal.date_to,
        period: proposal.period,
        grace_days: proposal.grace_days,
        introduced: proposal.introduced,
        reason: proposal.reason.clone(),
        approved_by: proposal.approved_by.clone(),
        origin: RequirementOrigin::Entered,
        filed: None,
        asked_before: Vec::new(),
        applies: Span::since(proposal.date_from),
    }
}

/// The terms change from a day; until the day before they are what they were.
fn changed(known: &RequirementFact, proposal: &ProposalFact, today: Date) -> Vec<RequirementFact> {
    let day = proposal.date_from;
    let mut new = added(proposal);
    new.filed = known.filed_terms();
    let same_level = normal(known.subject_name()) == normal(&proposal.subject)
        && normal(&known.level) == normal(&proposal.level);
    if same_level {
        new.subject.clone_from(&known.subject);
        new.competence_name.clone_from(&known.competence_name);
    }
    // One that has not begun is not a change of anything that was so.
    let begun = known.applies.from <= today || known.date_from != Some(known.applies.from);
    if !begun {
        return vec![new];
    }
    new.applies = Span::since(day.max(known.applies.from));
    let last = new.applies.from.yesterday().unwrap_or(BEGINNING);
    let lifts = |fact: &RequirementFact| fact.class.is_none() && !fact.class_of_competence;
    if same_level && lifts(known) == lifts(&new) {
        // Whoever was asked for it before is not new to it, and has no new grace.
        new.asked_before.clone_from(&known.asked_before);
        if lies_within(&new.within, &known.within) {
            new.date_from = known.date_from;
        } else {
            let (within, since) = (known.within.clone(), known.date_from);
            new.asked_before.push(AskedBefore { within, since, until: last });
        }
    }
    let before = Span { from: known.applies.from, to: Some(last) };
    let before = RequirementFact { applies: before, ..known.clone() };
    let was_so = known.applies.from <= last;
    was_so.then_some(before).into_iter().chain([new]).collect()
}

/// Whether one unit, by its path, is another or lies within it.
fn lies_within(unit: &str, above: &str) -> bool {
    let (unit, above) = (normal(unit), normal(above));
    above.is_empty() || unit == above || unit.starts_with(&format!("{above}|"))
}

fn ended(known: &RequirementFact, proposal: &ProposalFact) -> Vec<RequirementFact> {
    let ended = RequirementFact {
        date_to: proposal.date_to,
        reason: proposal.reason.clone(),
        approved_by: proposal.approved_by.clone(),
        origin: RequirementOrigin::Entered,
        filed: known.filed_terms(),
        ..known.clone()
    };
    let begins = known.applies.from.max(known.date_from.unwrap_or(BEGINNING));
    let never = proposal.date_to.is_some_and(|last| last < begins);
    // Of one that never begins nothing is left, unless a file would bring it back.
    if never && ended.filed.is_none() { Vec::new() } else { vec![ended] }
}

/// Whether two facts ask the same of the same target on some day.
fn overlap(known: &RequirementFact, new: &RequirementFact) -> bool {
    let key = |fact: &RequirementFact| {
        let lifts = fact.class.is_none() && !fact.class_of_competence;
        (
            fact.target_kind,
            normal(&fact.target),
            normal(&fact.within),
            normal(fact.subject_name()),
            // A subject is lifted whole.
            if lifts { String::new() } else { normal(&fact.level) },
            lifts,
        )
    };
    let first = |fact: &RequirementFact| fact.date_from.unwrap_or(BEGINNING).max(fact.applies.from);
    let reaches = |fact: &RequirementFact, day| fact.last_day().is_none_or(|last| day <= last);
    key(known) == key(new) && reaches(known, first(new)) && reaches(new, first(known))
}

#[cfg(test)]
mod tests;
