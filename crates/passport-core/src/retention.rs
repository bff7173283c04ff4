//! Retention: which training is due for destruction on a day, and which may never
//! be, because an answer still rests on it (docs/decisions/0014-retention.md).
//!
//! An award is due once the period of its class has run out and a later award of
//! the same competence stands in its place on every day to come. A leaver is due
//! as a whole, once every period has run out.

use jiff::civil::Date;

use crate::assemble::class_of;
use crate::compliance::{Rulebook, add_days, add_months};
use crate::framework::{CompetenceId, Renewal};
use crate::record::Award;
use crate::requirement::{Class, Effect};
use crate::setting::Settings;
use crate::text::normal;
use crate::workforce::{Assignment, begins_with};

/// What a record is kept as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordClass {
    /// Statutory and mandatory training: so long after completion.
    Statutory,
    /// Clinical training: so long after leaving.
    Clinical,
    /// Other training: so long after completion.
    Other,
    /// Everything of someone who has left: so long after leaving.
    Leaver,
    /// Who did what to whose record.
    Audit,
    /// To whom a month's message went.
    Outbox,
    /// Log-ins and links to log in.
    Session,
    /// The values that an import's problems quote.
    ImportProblems,
    /// Photographs and documents sent with queries that are settled.
    Evidence,
}

impl RecordClass {
    /// Every class with its name and the setting that says how long.
    pub const ALL: [(Self, &'static str, &'static str); 9] = [
        (Self::Statutory, "statutory training", "retention-statutory-months"),
        (Self::Clinical, "clinical training", "retention-clinical-months"),
        (Self::Other, "other training", "retention-other-months"),
        (Self::Leaver, "leaver", "retention-leaver-months"),
        (Self::Audit, "audit", "retention-audit-months"),
        (Self::Outbox, "messages", "retention-outbox-months"),
        (Self::Session, "log-ins", "retention-session-months"),
        (Self::ImportProblems, "import problems", "retention-import-problems-months"),
        (Self::Evidence, "evidence", "retention-evidence-months"),
    ];

    /// Its name, as the plan and the log have it.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(class, ..)| *class == self).map_or("", |(_, name, _)| name)
    }

    /// The class of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == name).map(|(class, ..)| *class)
    }

    /// How many months it is kept on a day; `None`: for good.
    #[must_use]
    pub fn months(self, settings: &Settings, on: Date) -> Option<u32> {
        let row = Self::ALL.iter().find(|(class, ..)| *class == self);
        row.and_then(|(.., key)| settings.months(key, on))
    }

    /// The last day whose records of this class are due on a day; `None` where
    /// they are kept for good.
    #[must_use]
    pub fn cutoff(self, settings: &Settings, on: Date) -> Option<Date> {
        let months = self.months(settings, on)?;
        let mut day = add_months(on, -i32::try_from(months).ok()?);
        // From 31 January a month leads to 28 February, and not back.
        while add_months(add_days(day, 1), months as i32) <= on {
            day = add_days(day, 1);
        }
        while add_months(day, months as i32) > on {
            day = add_days(day, -1);
        }
        Some(day)
    }
}

/// The day on which what ended on a day is due; `None` where it is kept for good.
#[must_use]
pub fn due(ended: Date, months: Option<u32>) -> Option<Date> {
    Some(add_months(ended, i32::try_from(months?).ok()?))
}

/// What an award of a competence is kept as.
#[must_use]
pub fn class_of_training(rules: &Rulebook, competence: CompetenceId, on: Date) -> RecordClass {
    let framework = &rules.framework;
    let subject = normal(framework.subject_name(framework.subject_of(competence)));
    let listed = |key: &str| rules.settings.list(key, on).contains(&subject);
    let required_of_all = || {
        rules.requirements.all().iter().any(|requirement| {
            requirement.effect == Effect::Require { competence, class: Class::Compulsory }
        })
    };
    if listed("retention-clinical-subjects") {
        RecordClass::Clinical
    } else if listed("retention-statutory-subjects")
        || class_of(framework.competence(competence)) == Class::Compulsory
        || required_of_all()
    {
        RecordClass::Statutory
    } else {
        RecordClass::Other
    }
}

/// Whether somebody works here on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tenure {
    /// They do, or are to begin.
    Here,
    /// They left; this was their last day.
    Left(Date),
    /// No assignment of theirs is known.
    Unknown,
}

/// Whether the holder of these assignments works here on a day, or later.
#[must_use]
pub fn tenure(assignments: &[Assignment], on: Date) -> Tenure {
    let postings = || assignments.iter().flat_map(|assignment| &assignment.postings);
    let terminated = |status: &str| begins_with(status, "terminat");
    let begins_later = postings().any(|posting| {
        posting.start.unwrap_or(posting.span.from) > on && !terminated(&posting.status)
    });
    if begins_later || assignments.iter().any(|assignment| assignment.on(on).is_some()) {
        return Tenure::Here;
    }
    let ended = postings().filter_map(|posting| {
        let stated = [posting.end, posting.span.to].into_iter().flatten().min();
        // Of an assignment that was terminated before it was first told of, the day
        // it was told of is all there is.
        stated.or_else(|| terminated(&posting.status).then_some(posting.span.from))
    });
    ended.max().map_or(Tenure::Unknown, |day| Tenure::Left(day.min(on)))
}

/// Which awards of one competence another stands in for on every day from `on`,
/// each by its place with the date of the award that does. Awards are in the order
/// of date and number.
#[must_use]
pub fn superseded(rules: &Rulebook, awards: &[Award], on: Date) -> Vec<(usize, Date)> {
    let achieved = awards.partition_point(|award| award.date <= on);
    let later = |place: usize| {
        let old = &awards[place];
        awards[place + 1..achieved].iter().find(|new| stands_in(rules, new, old))
    };
    (0..achieved).filter_map(|place| Some((place, later(place)?.date))).collect()
}

/// Whether `new` reaches at least as far as `old` for every line, whatever period
/// counts there. Where that depends on more than the two, it does not.
fn stands_in(rules: &Rulebook, new: &Award, old: &Award) -> bool {
    let limited = |award: &Award| award.is_transfer() && award.printed_expiry.is_some();
    new.competence == old.competence
        && prints_reach(new.date, new.printed_expiry, old.printed_expiry)
        && (!limited(new) || limited(old))
        && !is_entangled(rules, old.competence)
        && is_beyond_extensions(rules, new)
}

/// Whether a newer award reaches as far as an older wherever the expiry printed on
/// either decides or limits.
pub(crate) fn prints_reach(date: Date, new: Option<Date>, old: Option<Date>) -> bool {
    match (new, old) {
        (None, None) => true,
        (None, Some(old)) => old <= date,
        (Some(_), None) => false,
        (Some(new), Some(old)) => old <= new && date <= new,
    }
}

/// Whether older awards of a competence may stand behind a newer answer: where a
/// renewal keeps the anniversary, and where the parts of a composite must have
/// been in date together.
fn is_entangled(rules: &Rulebook, competence: CompetenceId) -> bool {
    let framework = &rules.framework;
    framework.iter().any(|(required, terms)| {
        let chained = matches!(terms.renewal, Renewal::KeepAnniversary(_));
        let counts = |wanted| framework.satisfies(competence, wanted);
        (chained && counts(required))
            || framework.composites(required).iter().flatten().any(|part| counts(*part))
    })
}

/// Whether an award is later than any expiry that extensions could have moved: an
/// older award whose expiry they moved may outlast one whose expiry they did not.
fn is_beyond_extensions(rules: &Rulebook, award: &Award) -> bool {
    let framework = &rules.framework;
    let touches = |subject| {
        framework.iter().any(|(required, _)| {
            framework.subject_of(required) == subject
                && framework.satisfies(award.competence, required)
        })
    };
    let touching = || rules.extensions.iter().filter(|extension| touches(extension.subject));
    let days: i64 = touching().map(|extension| i64::from(extension.days)).sum();
    touching()
        .all(|extension| extension.expiring.to.is_some_and(|to| add_days(to, days) <= award.date))
}
