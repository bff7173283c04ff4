//! How long a person's awards carry a requirement: the chain of renewals, and
//! what satisfies what (rules.md sections 2 and 3).

use jiff::civil::Date;

use super::calendar::add_months;
use crate::framework::{Competence, CompetenceId, Framework, Period, Renewal};
use crate::record::Award;

/// Until when something is in date; a date is earlier than never.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Expiry {
    /// Valid through this day.
    On(Date),
    /// Does not expire.
    Never,
}

impl Expiry {
    /// The date, if there is one.
    #[must_use]
    pub const fn date(self) -> Option<Date> {
        match self {
            Self::On(date) => Some(date),
            Self::Never => None,
        }
    }

    /// Whether it is in date on the day.
    #[must_use]
    pub fn covers(self, day: Date) -> bool {
        match self {
            Self::On(date) => day <= date,
            Self::Never => true,
        }
    }
}

/// The furthest that a person's awards reach for one competence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attained {
    /// Until when.
    pub expiry: Expiry,
    /// The award that gives it, by its place among the person's awards; the
    /// latest where several give the same.
    pub award: usize,
    /// The previous expiry that the award kept as its anniversary, if it did.
    pub kept: Option<Date>,
}

/// The employer's own terms for a line: the competence required, how long an
/// award lasts, and which awards are old enough to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The competence at the line's level.
    pub competence: CompetenceId,
    /// The period that counts.
    pub period: Period,
    /// Awards before this day do not count (once per assignment).
    pub not_before: Option<Date>,
}

/// Composites within composites are followed this deep; a framework that loops
/// through composites then simply does not satisfy itself.
const DEEPEST_COMPOSITE: u8 = 4;

/// The latest expiry that any selection of the awards reaches on the day, or
/// `None` if none of them ever satisfied the competence. `awards` are in date order.
#[must_use]
pub fn attain(
    framework: &Framework,
    awards: &[Award],
    terms: Terms,
    as_at: Date,
) -> Option<Attained> {
    attain_within(framework, awards, terms, as_at, DEEPEST_COMPOSITE)
}

fn attain_within(
    framework: &Framework,
    awards: &[Award],
    terms: Terms,
    as_at: Date,
    depth: u8,
) -> Option<Attained> {
    let mut best = chain(framework, awards, terms, as_at);
    if depth > 0 {
        for parts in framework.composites(terms.competence) {
            let whole = composite(framework, awards, terms, parts, as_at, depth - 1);
            best = later(awards, best, whole);
        }
    }
    best
}

/// A composite is valid until its earliest part's expiry, each part lasting the
/// line's period from its own award: an award of what satisfies a requirement
/// counts for the requirement's period. It was satisfied only if there was a
/// day on which all its parts were in date.
fn composite(
    framework: &Framework,
    awards: &[Award],
    terms: Terms,
    parts: &[CompetenceId],
    as_at: Date,
    depth: u8,
) -> Option<Attained> {
    let on = |day: Date| {
        parts.iter().try_fold(None, |earliest: Option<Attained>, part| {
            let part_terms = Terms { competence: *part, ..terms };
            let attained = attain_within(framework, awards, part_terms, day, depth)?;
            Some(Some(match earliest {
                Some(first)
                    if (first.expiry, awards[attained.award].date)
                        <= (attained.expiry, awards[first.award].date) =>
                {
                    first
                }
                _ => attained,
            }))
        })?
    };
    let now = on(as_at)?;
    let ever_whole = now.expiry.covers(as_at)
        || awards
            .iter()
            .filter(|award| award.date <= as_at)
            .any(|award| on(award.date).is_some_and(|then| then.expiry.covers(award.date)));
    ever_whole.then_some(now)
}

fn later(awards: &[Award], a: Option<Attained>, b: Option<Attained>) -> Option<Attained> {
    match (a, b) {
        (Some(a), Some(b)) => {
            let rank = |x: &Attained| (x.expiry, awards[x.award].date);
            Some(if rank(&b) > rank(&a) { b } else { a })
        }
        (a, b) => a.or(b),
    }
}

/// The awards that satisfy the competence, chained in date order.
fn chain(framework: &Framework, awards: &[Award], terms: Terms, as_at: Date) -> Option<Attained> {
    let competence = framework.competence(terms.competence);
    let counting = awards.iter().enumerate().filter(|(_, award)| {
        award.date <= as_at
            && framework.satisfies(award.competence, terms.competence)
            && terms.not_before.is_none_or(|first| first <= award.date)
    });
    match competence.renewal {
        Renewal::FromCompletion => counting
            .map(|(index, award)| Attained {
                expiry: from_completion(award, competence, terms.period),
                award: index,
                kept: None,
            })
            // Later awards come later: `max_by_key` keeps the last of equals.
            .max_by_key(|attained| attained.expiry),
        Renewal::KeepAnniversary(window) => {
            anniversary_chain(counting, competence, terms.period, window)
        }
    }
}

/// Every expiry that some selection of the awards reaches, award by award; the
/// latest of them is the answer. A later expiry is not always the better one to
/// renew from (its window opens later), so all are kept; there are few, since
/// each is some award's date plus a whole number of periods.
fn anniversary_chain<'a>(
    counting: impl Iterator<Item = (usize, &'a Award)>,
    competence: &Competence,
    period: Period,
    window: u16,
) -> Option<Attained> {
    let mut reached: Vec<Attained> = Vec::new();
    let mut same_day: Vec<Attained> = Vec::new();
    let mut day = None;
    for (index, award) in counting {
        if day != Some(award.date) {
            // Awards of one day are each measured against what was reached before it.
            merge(&mut reached, &mut same_day);
            day = Some(award.date);
        }
        same_day.push(Attained {
            expiry: from_completion(award, competence, period),
            award: index,
            kept: None,
        });
        let Period::Months(months) = period else { continue };
        if award.is_transfer() || decided_by_print(award, competence, period) {
            continue;
        }
        for previous in &reached {
            let Expiry::On(previous) = previous.expiry else { continue };
            if add_months(previous, -i32::from(window)) <= award.date && award.date <= previous {
                same_day.push(Attained {
                    expiry: Expiry::On(add_months(previous, i32::from(months))),
                    award: index,
                    kept: Some(previous),
                });
            }
        }
    }
    merge(&mut reached, &mut same_day);
    reached.into_iter().max_by_key(|attained| attained.expiry)
}

fn merge(reached: &mut Vec<Attained>, new: &mut Vec<Attained>) {
    for attained in new.drain(..) {
        match reached.iter_mut().find(|known| known.expiry == attained.expiry) {
            Some(known) => *known = attained,
            None => reached.push(attained),
        }
    }
}

/// The expiry of an award that runs from its own date.
fn from_completion(award: &Award, competence: &Competence, period: Period) -> Expiry {
    let ours = match period {
        Period::Months(months) => Expiry::On(add_months(award.date, i32::from(months))),
        Period::Once | Period::Unknown => Expiry::Never,
    };
    match award.printed_expiry.map(Expiry::On) {
        // A certificate's date is its issuer's, whoever employed the holder then.
        Some(printed) if decided_by_print(award, competence, period) => printed,
        Some(sender) if award.is_transfer() => sender.min(ours),
        _ => ours,
    }
}

/// Whether the imported expiry decides: the issuer sets the date, or nobody
/// knows the period.
fn decided_by_print(award: &Award, competence: &Competence, period: Period) -> bool {
    award.printed_expiry.is_some() && (competence.as_printed || period == Period::Unknown)
}
