//! Local variations: where the organisation's period is not the national one, whom
//! it reaches, and why.

use std::collections::{BTreeMap, HashSet};

use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::compliance::evaluate_with;
use passport_core::facts::{Recorded, VariationFact};
use passport_core::framework::{CompetenceId, Period};
use passport_core::national::{National, national};
use passport_core::text::normal;
use passport_store::{Known, Organisation, StoreError};

use super::courses::Way;
use super::refusal::{Refusal, wrong};
use crate::compliance::Stand;

/// The longest justification.
const LONGEST: usize = 2_000;

/// One competence with a period of our own.
#[derive(Clone, Debug)]
pub struct Variation {
    /// Subject.
    pub subject: String,
    /// Level.
    pub level: String,
    /// The local period.
    pub local: Period,
    /// The national one, with where it is from.
    pub national: &'static National,
    /// How many people it is asked of today.
    pub people: u64,
    /// Minutes of the course; `None` where none says.
    pub minutes: Option<u64>,
    /// Why, if somebody has said.
    pub justified: Option<Justified>,
}

/// Why a period is a local one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Justified {
    /// What was recorded.
    pub fact: VariationFact,
    /// Whether its review is overdue.
    pub overdue: bool,
}

impl Variation {
    /// Whether it is asked more often than nationally.
    #[must_use]
    pub fn is_more_frequent(&self) -> bool {
        self.local < self.national.period
    }
}

/// Where the organisation's periods are not the national ones, by subject, level and
/// period, on the day of a stand. Evaluates everyone.
///
/// # Errors
/// When the database fails.
pub async fn variations(
    organisation: &Organisation,
    stand: &Stand,
) -> Result<Vec<Variation>, StoreError> {
    let (rules, today) = (&*stand.rules, stand.as_at);
    let framework = &rules.book.framework;
    let national: BTreeMap<CompetenceId, &'static National> =
        framework.iter().filter_map(|(id, competence)| Some((id, national(competence)?))).collect();
    let differs = |id: CompetenceId, local: Period| {
        let known = national.get(&id).filter(|national| national.period != local);
        known.filter(|_| local != Period::Unknown)
    };
    let mut people: BTreeMap<(CompetenceId, Period), HashSet<String>> = BTreeMap::new();
    for (id, competence) in framework.iter() {
        if differs(id, competence.period).is_some() {
            people.entry((id, competence.period)).or_default();
        }
    }
    let policy = rules.book.settings.policy(today);
    for one in stand.everyone() {
        for of in evaluate_with(&rules.book, &policy, &one.person, today) {
            for line in of.lines {
                if differs(line.competence, line.terms.period).is_some() {
                    let key = (line.competence, line.terms.period);
                    let reached = people.entry(key).or_default();
                    if !reached.contains(&one.person.employee_number) {
                        reached.insert(one.person.employee_number.clone());
                    }
                }
            }
        }
    }
    let reasons = organisation.facts::<VariationFact>(Known::Now).await?;
    let mut found: Vec<Variation> = people
        .into_iter()
        .filter_map(|((id, local), people)| {
            let competence = framework.competence(id);
            let justified = reasons.iter().map(|known| &known.fact).find(|fact| {
                is_of(fact, &competence.subject, &competence.level) && fact.period == local
            });
            Some(Variation {
                subject: competence.subject.clone(),
                level: competence.level.clone(),
                local,
                national: national.get(&id)?,
                people: people.len() as u64,
                minutes: Way::of(rules, id).minutes(rules),
                justified: justified
                    .map(|fact| Justified { fact: fact.clone(), overdue: fact.review_on < today }),
            })
        })
        .collect();
    found.sort_by(|a, b| (&a.subject, &a.level, a.local).cmp(&(&b.subject, &b.level, b.local)));
    Ok(found)
}

fn is_of(fact: &VariationFact, subject: &str, level: &str) -> bool {
    normal(&fact.subject) == normal(subject) && normal(&fact.level) == normal(level)
}

/// Records why a period is a local one, in place of what was said before.
///
/// # Errors
/// When the database fails.
pub async fn justify(
    organisation: &Organisation,
    wanted: &VariationFact,
    actor: &str,
    now: Timestamp,
    today: Date,
) -> Result<Result<(), Refusal>, StoreError> {
    let mut change = organisation.begin(actor, "local variation justified", now).await?;
    let mut fact = wanted.clone();
    for (field, text, words) in [
        ("justification", &mut fact.justification, "Enter why."),
        ("approved-by", &mut fact.approved_by, "Enter who agreed."),
    ] {
        *text = text.trim().to_owned();
        if text.is_empty() {
            return Ok(wrong(field, words));
        }
        if text.chars().count() > LONGEST {
            return Ok(wrong(field, format!("Use at most {LONGEST} letters.")));
        }
    }
    if fact.review_on <= today {
        return Ok(wrong("review-day", "The review must be on a day to come."));
    }
    let standing = organisation.facts::<VariationFact>(Known::Now).await?;
    let same = |known: &&Recorded<VariationFact>| {
        is_of(&known.fact, &fact.subject, &fact.level) && known.fact.period == fact.period
    };
    let replaced: Vec<i64> = standing.iter().filter(same).map(|known| known.id).collect();
    change.describe("subject", &fact.subject);
    change.void::<VariationFact>(&replaced).await?;
    change.record(&[fact]).await?;
    change.commit().await?;
    Ok(Ok(()))
}
