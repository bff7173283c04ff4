//! How long a person's awards carry a requirement: the chain of renewals, and
//! what satisfies what (rules.md sections 2 and 3).

use jiff::civil::Date;

use super::calendar::{add_days, add_months};
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
    /// Until when, before extensions.
    pub expiry: Expiry,
    /// Days that extensions add to it.
    pub extended_by: u16,
    /// The award that gives it, by its place among the person's awards; the
    /// latest where several give the same.
    pub award: usize,
    /// The previous expiry that the award kept as its anniversary, if it did.
    pub kept: Option<Date>,
}

impl Attained {
    /// Until when, extensions included.
    #[must_use]
    pub fn until(&self) -> Expiry {
        match self.expiry {
            Expiry::On(date) => Expiry::On(add_days(date, i64::from(self.extended_by))),
            Expiry::Never => Expiry::Never,
        }
    }
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

/// The latest expiry that any selection of the awards reaches on the day, or
/// `None` if none of them ever satisfied the competence. `awards` are in date
/// order. `extension` gives the days that extensions add to an expiry: they
/// are added before the latest is chosen, so that an award whose expiry falls
/// just outside an extension never makes anyone worse off.
#[must_use]
pub fn attain(
    framework: &Framework,
    awards: &[Award],
    terms: Terms,
    as_at: Date,
    extension: &dyn Fn(Date) -> u16,
) -> Option<Attained> {
    let line = Reach {
        framework,
        awards,
        terms,
        required: framework.competence(terms.competence),
        extension,
    };
    let own = line.chain(terms.competence, as_at);
    if framework.composites(terms.competence).is_empty() {
        return own;
    }
    line.later(own, line.last_whole(as_at))
}

/// One line's terms and a person's awards: what they reach on a day.
struct Reach<'a> {
    framework: &'a Framework,
    awards: &'a [Award],
    terms: Terms,
    /// The competence at the line's level: its settings hold for whatever
    /// satisfies it.
    required: &'a Competence,
    extension: &'a dyn Fn(Date) -> u16,
}

impl Reach<'_> {
    /// The last time that composites were complete: today, or else on the
    /// latest day of an award on which all parts were in date.
    fn last_whole(&self, as_at: Date) -> Option<Attained> {
        let earlier = self.awards.iter().rev().map(|award| award.date).filter(|day| *day <= as_at);
        std::iter::once(as_at).chain(earlier).find_map(|day| {
            self.with_composites(day).filter(|attained| attained.until().covers(day))
        })
    }

    /// What is reached on the day with composites taken in. A composite is
    /// valid until its earliest part's expiry, each part lasting the line's
    /// period from its own award, since an award counts for the requirement's
    /// period. Worked out for all parts at once until nothing grows any more,
    /// so that composites within composites count and loops come to an end.
    fn with_composites(&self, day: Date) -> Option<Attained> {
        let framework = self.framework;
        let mut involved = vec![self.terms.competence];
        let mut next = 0;
        while let Some(competence) = involved.get(next) {
            for part in framework.composites(*competence).iter().flatten() {
                if !involved.contains(part) {
                    involved.push(*part);
                }
            }
            next += 1;
        }
        let mut reached: Vec<_> = involved.iter().map(|part| self.chain(*part, day)).collect();
        loop {
            let mut grew = false;
            for place in 0..involved.len() {
                for parts in framework.composites(involved[place]) {
                    let of =
                        |part| involved.iter().position(|id| id == part).and_then(|i| reached[i]);
                    let best = self.later(reached[place], self.earliest(parts.iter().map(of)));
                    grew |= best != reached[place];
                    reached[place] = best;
                }
            }
            if !grew {
                return reached[0];
            }
        }
    }

    /// The part that runs out first, if every part is there.
    fn earliest(&self, mut parts: impl Iterator<Item = Option<Attained>>) -> Option<Attained> {
        let first = parts.next()??;
        parts.try_fold(first, |earliest, part| {
            let part = part?;
            let sooner = part.until().cmp(&earliest.until());
            let replaces = sooner.then(self.rank(&earliest).cmp(&self.rank(&part))).is_lt();
            Some(if replaces { part } else { earliest })
        })
    }

    fn later(&self, a: Option<Attained>, b: Option<Attained>) -> Option<Attained> {
        [a, b]
            .into_iter()
            .flatten()
            .reduce(|a, b| if self.rank(&b) > self.rank(&a) { b } else { a })
    }

    /// The later expiry is the better; of the same, the later award.
    fn rank(&self, attained: &Attained) -> (Expiry, Date, i64, Option<Date>) {
        let award = &self.awards[attained.award];
        (attained.until(), award.date, award.id, attained.kept)
    }

    fn attained(&self, expiry: Expiry, award: usize, kept: Option<Date>) -> Attained {
        let extended_by = expiry.date().map_or(0, self.extension);
        Attained { expiry, extended_by, award, kept }
    }

    /// What the awards that satisfy the competence reach, chained in date order.
    fn chain(&self, competence: CompetenceId, day: Date) -> Option<Attained> {
        let known = self.awards.partition_point(|award| award.date <= day);
        let satisfiers = self.framework.satisfiers(competence);
        let counting = self.awards[..known].iter().enumerate().filter(|(_, award)| {
            satisfiers.contain(award.competence)
                && self.terms.not_before.is_none_or(|first| first <= award.date)
        });
        match self.required.renewal {
            Renewal::FromCompletion => counting
                .map(|(index, award)| self.attained(self.run_from_completion(award), index, None))
                .max_by_key(|attained| self.rank(attained)),
            Renewal::KeepAnniversary(window) => self.anniversary_chain(counting, window),
        }
    }

    /// Every expiry that some selection of the awards reaches, award by award;
    /// the latest of them is the answer. A later expiry is not always the
    /// better one to renew from (its window opens later), so all are kept;
    /// there are few, since each is some award's date plus a whole number of
    /// periods. Anniversaries are those of expiries before extensions.
    fn anniversary_chain<'a>(
        &self,
        counting: impl Iterator<Item = (usize, &'a Award)>,
        window: u16,
    ) -> Option<Attained> {
        let mut reached: Vec<Attained> = Vec::new();
        let mut same_day: Vec<Attained> = Vec::new();
        let mut day = None;
        for (index, award) in counting {
            if day != Some(award.date) {
                // Awards of one day are each measured against what was reached before it.
                self.merge(&mut reached, &mut same_day);
                day = Some(award.date);
            }
            same_day.push(self.attained(self.run_from_completion(award), index, None));
            let Period::Months(months) = self.terms.period else { continue };
            if award.is_transfer() || self.is_decided_by_print(award) {
                continue;
            }
            for previous in &reached {
                let Expiry::On(previous) = previous.expiry else { continue };
                if add_months(previous, -i32::from(window)) <= award.date && award.date <= previous
                {
                    let expiry = Expiry::On(add_months(previous, i32::from(months)));
                    same_day.push(self.attained(expiry, index, Some(previous)));
                }
            }
        }
        self.merge(&mut reached, &mut same_day);
        reached.into_iter().max_by_key(|attained| self.rank(attained))
    }

    fn merge(&self, reached: &mut Vec<Attained>, new: &mut Vec<Attained>) {
        for attained in new.drain(..) {
            match reached.iter_mut().find(|known| known.expiry == attained.expiry) {
                Some(known) if self.rank(known) < self.rank(&attained) => *known = attained,
                Some(_) => {}
                None => reached.push(attained),
            }
        }
    }

    /// The expiry of an award that runs from its own date.
    fn run_from_completion(&self, award: &Award) -> Expiry {
        let ours = match self.terms.period {
            Period::Months(months) => Expiry::On(add_months(award.date, i32::from(months))),
            Period::Once | Period::Unknown => Expiry::Never,
        };
        match award.printed_expiry.map(Expiry::On) {
            // A certificate's date is its issuer's, whoever employed the holder then.
            Some(printed) if self.is_decided_by_print(award) => printed,
            Some(sender) if award.is_transfer() => sender.min(ours),
            _ => ours,
        }
    }

    /// Whether the imported expiry decides: the issuer sets the date, or nobody
    /// knows the period.
    fn is_decided_by_print(&self, award: &Award) -> bool {
        award.printed_expiry.is_some()
            && (self.required.as_printed || self.terms.period == Period::Unknown)
    }
}
