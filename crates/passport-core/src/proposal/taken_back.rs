//! Taking back what was published: what has not begun is as though it had never been
//! published; what has begun stays for the days on which it was so, and ends
//! yesterday, and what it took the place of begins again today.

use jiff::civil::Date;

use super::overlap;
use crate::changes::Diff;
use crate::facts::{Recorded, RequirementFact, RequirementOrigin};
use crate::span::BEGINNING;

/// What taking back amounts to.
#[derive(Clone, Debug, PartialEq)]
pub struct TakenBack {
    /// What is recorded and voided.
    pub diff: Diff<RequirementFact>,
    /// The first day, today or later, on which an answer may be another for it.
    pub acts_on: Date,
}

/// What taking back amounts to today: `made` is what the publication recorded and
/// still stands, `gone` what it voided.
#[must_use]
pub fn taken_back(
    made: &[Recorded<RequirementFact>],
    gone: &[RequirementFact],
    today: Date,
) -> TakenBack {
    let days = made.iter().flat_map(|known| turns(&known.fact)).filter(|day| *day > today);
    let diff = diff(made, gone, today);
    let has_begun = diff.add.iter().any(|fact| fact.applies.to.is_some())
        || diff.add.iter().any(|fact| fact.applies.from == today);
    let acts_on = days.min().filter(|_| !has_begun).unwrap_or(today);
    TakenBack { diff, acts_on }
}

/// The days on which what a wording asks begins and is over.
fn turns(fact: &RequirementFact) -> impl Iterator<Item = Date> {
    let first = fact.introduced.map_or(begins(fact), |day| day.max(begins(fact)));
    let over = fact.last_day().and_then(|last| last.tomorrow().ok());
    [Some(first), over].into_iter().flatten()
}

fn diff(
    made: &[Recorded<RequirementFact>],
    gone: &[RequirementFact],
    today: Date,
) -> Diff<RequirementFact> {
    let yesterday = today.yesterday().unwrap_or(BEGINNING);
    let mut diff = Diff::default();
    let mut back: Vec<&RequirementFact> = gone.iter().collect();
    for known in made {
        // Nothing was otherwise until today for it: the whole of it goes.
        let same = back.iter().position(|was| alike_until(&known.fact, was, yesterday));
        if let Some(same) = same {
            diff.void.push(known.id);
            diff.add.push(back.swap_remove(same).clone());
        } else if begins(&known.fact) > yesterday {
            diff.void.push(known.id);
        } else if known.fact.last_day().is_none_or(|last| last > yesterday) {
            let mut fact = known.fact.clone();
            fact.applies.to = Some(yesterday);
            diff.replace(known.id, fact);
        }
    }
    for was in back {
        let mut fact = was.clone();
        fact.applies.from = fact.applies.from.max(today);
        if fact.last_day().is_none_or(|last| last >= fact.applies.from) {
            diff.add.push(fact);
        }
    }
    diff
}

/// Whether something that stands would be asked twice, if this came back.
#[must_use]
pub fn is_in_the_way(standing: &[RequirementFact], diff: &Diff<RequirementFact>) -> bool {
    let open = diff.add.iter().filter(|fact| fact.applies.to.is_none());
    open.into_iter().any(|fact| standing.iter().any(|other| overlap(other, fact)))
}

/// The first day on which it is so.
fn begins(fact: &RequirementFact) -> Date {
    fact.applies.from.max(fact.date_from.unwrap_or(BEGINNING))
}

/// Whether two wordings asked the same of the same until a day.
fn alike_until(a: &RequirementFact, b: &RequirementFact, day: Date) -> bool {
    let until = |fact: &RequirementFact| RequirementFact {
        date_to: Some(fact.last_day().map_or(day, |last| last.min(day))),
        applies: crate::span::Span::since(fact.applies.from),
        reason: String::new(),
        approved_by: String::new(),
        origin: RequirementOrigin::Entered,
        filed: None,
        ..fact.clone()
    };
    begins(a) <= day && until(a) == until(b)
}
