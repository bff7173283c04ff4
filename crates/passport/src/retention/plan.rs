//! The plan: everything that is due on a day, each with the rule and the day it
//! became due. Making it changes nothing.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::delivery::Month;
use passport_core::facts::{CompetenceFact, PersonFact, Recorded};
use passport_core::record::Award;
use passport_core::retention::{RecordClass, Tenure, class_of_training, due, superseded, tenure};
use passport_core::setting::Settings;
use passport_core::wording::long_date;
use passport_store::{Hold, Kept, Known, Organisation, StoreError};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::clock::london;
use crate::compliance::{Loaded, Rules, everyone, rules};

/// What is due for destruction on a day.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The day.
    pub as_at: Date,
    /// What is due: what goes by its age alone, then awards, then people.
    pub items: Vec<Item>,
    /// People of whom something would be due, were their record not held.
    pub held: usize,
    /// The change after which it was made.
    pub change: i64,
}

/// One thing that is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    /// The class of record.
    pub class: &'static str,
    /// Whose; empty where it is many people's.
    pub employee_number: String,
    /// What, in words.
    pub what: String,
    /// The rule, in words.
    pub rule: String,
    /// The day it became due.
    pub due: Date,
    /// Figures up to this day may read differently without it.
    pub differs_until: Option<Date>,
    /// How many records it is.
    #[serde(skip)]
    pub count: u64,
    #[serde(skip)]
    pub(super) target: Target,
}

/// What is to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Messages(Month),
    LogIns(Timestamp),
    Problems(Timestamp),
    Audit(Timestamp),
    Evidence(Date),
    Award(i64),
    Person,
}

/// What a plan is, in 64 letters: each thing's own hash, combined in such a way that
/// the hash of what is left follows as things go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PlanHash([u8; 32]);

impl PlanHash {
    pub(super) fn without(self, item: &Item, as_at: Date) -> Self {
        self.with(item, as_at)
    }

    fn with(mut self, item: &Item, as_at: Date) -> Self {
        let award = match item.target {
            Target::Award(id) => id,
            _ => 0,
        };
        // Text and numbers always have a JSON form.
        let text = serde_json::to_vec(&(as_at, award, item)).unwrap_or_default();
        for (mine, its) in self.0.iter_mut().zip(Sha256::digest(text)) {
            *mine ^= its;
        }
        self
    }

    pub(super) fn text(self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl Plan {
    /// By what it is confirmed.
    #[must_use]
    pub fn hash(&self) -> String {
        self.combined().text()
    }

    pub(super) fn combined(&self) -> PlanHash {
        self.items.iter().fold(PlanHash::default(), |hash, item| hash.with(item, self.as_at))
    }
}

/// What is due on a day.
///
/// # Errors
/// When the database fails.
pub async fn plan(organisation: &Organisation, as_at: Date) -> Result<Plan, StoreError> {
    let today = rules(organisation, Known::Now, as_at).await?;
    let change = today.change;
    let settings = &today.book.settings;
    let mut items = by_age(organisation, settings, as_at).await?;
    let holds = organisation.facts::<Hold>(Known::Now).await?;
    let mut kept = Held::new(holds.into_iter().map(|hold| hold.fact.employee_number));
    let mut awards: Vec<Due> = Vec::new();
    let mut people: Vec<Item> = Vec::new();
    let gone = last_changes(organisation).await?;
    everyone(organisation, &today, |loaded| {
        for loaded in loaded {
            let left = match tenure(&loaded.person.assignments, as_at) {
                Tenure::Here => None,
                Tenure::Left(day) => Some(day),
                Tenure::Unknown => gone.get(&loaded.fact.employee_number).map(|last| last.day),
            };
            match left.and_then(|left| leaver(&today, &loaded, left, as_at)) {
                Some(item) => kept.sort(item, &mut people),
                None => awards.extend(of_awards(&today, &loaded, as_at)),
            }
        }
    })
    .await?;
    for day in days_of_other_rules(organisation, as_at).await? {
        let then = rules(organisation, Known::Now, day).await?;
        let mut still: HashSet<i64> = HashSet::new();
        everyone(organisation, &then, |loaded| {
            let places = loaded.iter().flat_map(|loaded| gone_without_loss(&then, loaded, as_at));
            still.extend(places.map(|(award, ..)| award.id));
        })
        .await?;
        awards.retain(|due| still.contains(&due.id));
    }
    let mut listed = Vec::new();
    for due in awards {
        kept.sort(due.item, &mut listed);
    }
    for (number, last) in &gone {
        if !last.is_live
            && let Some(item) = withdrawn(settings, number, last, as_at)
        {
            kept.sort(item, &mut people);
        }
    }
    let order = |item: &Item| (item.employee_number.clone(), item.due, item.what.clone());
    listed.sort_by_cached_key(order);
    people.sort_by_cached_key(order);
    items.extend(listed);
    items.extend(people);
    Ok(Plan { as_at, items, held: kept.held.len(), change })
}

/// Puts what is held aside.
struct Held {
    holds: HashSet<String>,
    held: HashSet<String>,
}

impl Held {
    fn new(holds: impl Iterator<Item = String>) -> Self {
        Self { holds: holds.collect(), held: HashSet::new() }
    }

    fn sort(&mut self, item: Item, into: &mut Vec<Item>) {
        if self.holds.contains(&item.employee_number) {
            self.held.insert(item.employee_number);
        } else {
            into.push(item);
        }
    }
}

/// An award that is due.
struct Due {
    id: i64,
    item: Item,
}

/// What goes by its age alone.
async fn by_age(
    organisation: &Organisation,
    settings: &Settings,
    as_at: Date,
) -> Result<Vec<Item>, StoreError> {
    let mut items = Vec::new();
    for (class, name, _) in RecordClass::ALL {
        let Some(cutoff) = class.cutoff(settings, as_at) else { continue };
        let Some(before) = cutoff.to_zoned(london()).ok().map(|zoned| zoned.timestamp()) else {
            continue;
        };
        let (what, count, target) = match class {
            RecordClass::Outbox => {
                let month = Month::of(cutoff);
                let count = organisation.messages_before(month).await?;
                ("names and addresses on monthly messages", count, Target::Messages(month))
            }
            RecordClass::Session => {
                let count = organisation.log_ins_before(before).await?;
                ("ended log-ins, links and messages with them", count, Target::LogIns(before))
            }
            RecordClass::ImportProblems => {
                let count = organisation.problems_before(before).await?;
                ("files with problems of imports", count, Target::Problems(before))
            }
            RecordClass::Audit => {
                let count = organisation.audit_before(before).await?;
                ("personal parts of the audit's entries", count, Target::Audit(before))
            }
            RecordClass::Evidence => {
                let count = organisation.evidence_before(cutoff, as_at).await?;
                ("photos and PDFs of queries that are settled", count, Target::Evidence(cutoff))
            }
            _ => continue,
        };
        if count > 0 {
            items.push(Item {
                class: name,
                employee_number: String::new(),
                what: format!("{what}, from before {}", long_date(cutoff)),
                rule: rule(class, settings, as_at),
                due: as_at,
                differs_until: None,
                count,
                target,
            });
        }
    }
    Ok(items)
}

/// `120 months after completion`.
fn rule(class: RecordClass, settings: &Settings, as_at: Date) -> String {
    let after = match class {
        RecordClass::Statutory | RecordClass::Other => " after completion",
        RecordClass::Clinical | RecordClass::Leaver => " after leaving",
        RecordClass::Evidence => " after the answer",
        _ => "",
    };
    match class.months(settings, as_at) {
        Some(1) => format!("1 month{after}"),
        Some(months) => format!("{months} months{after}"),
        None => "kept".into(),
    }
}

/// Everything of someone who left, if every period has run out.
fn leaver(rules: &Rules, loaded: &Loaded, left: Date, as_at: Date) -> Option<Item> {
    let settings = &rules.book.settings;
    let mut last = (due(left, RecordClass::Leaver.months(settings, as_at))?, RecordClass::Leaver);
    for award in &loaded.person.awards {
        let class = class_of_training(&rules.book, award.competence, as_at);
        let from = if class == RecordClass::Clinical { left } else { award.date };
        last = last.max((due(from, class.months(settings, as_at))?, class));
    }
    let mut words = match last.1 {
        RecordClass::Leaver => rule(RecordClass::Leaver, settings, as_at),
        class => format!("{}, {}", class.name(), rule(class, settings, as_at)),
    };
    let mut day = last.0;
    if let Some(until) = loaded.fact.retain_until
        && until >= day
    {
        day = until.tomorrow().ok()?;
        words = "the day after Retain Until".into();
    }
    (day <= as_at).then(|| Item {
        class: RecordClass::Leaver.name(),
        employee_number: loaded.fact.employee_number.clone(),
        what: "everything kept of them".into(),
        rule: words,
        due: day,
        differs_until: Some(left),
        count: 1,
        target: Target::Person,
    })
}

/// What is left of someone whose every fact was voided, as by an import undone.
fn withdrawn(settings: &Settings, number: &str, last: &Last, as_at: Date) -> Option<Item> {
    let mut day = due(last.day, RecordClass::Leaver.months(settings, as_at))?;
    if let Some(until) = last.retain_until.filter(|until| *until >= day) {
        day = until.tomorrow().ok()?;
    }
    let months = rule(RecordClass::Leaver, settings, as_at);
    (day <= as_at).then(|| Item {
        class: RecordClass::Leaver.name(),
        employee_number: number.into(),
        what: "everything kept of them, all of it void".into(),
        rule: months.replace("leaving", "it was voided"),
        due: day,
        differs_until: None,
        count: 1,
        target: Target::Person,
    })
}

/// The awards of one person that are due.
fn of_awards(rules: &Rules, loaded: &Loaded, as_at: Date) -> Vec<Due> {
    if loaded.fact.retain_until.is_some_and(|until| as_at <= until) {
        return Vec::new();
    }
    let settings = &rules.book.settings;
    gone_without_loss(rules, loaded, as_at)
        .into_iter()
        .filter_map(|(award, instead)| {
            let class = class_of_training(&rules.book, award.competence, as_at);
            // Clinical training goes with its holder.
            let months = match class {
                RecordClass::Clinical => None,
                class => class.months(settings, as_at),
            };
            let day = due(award.date, months).filter(|day| *day <= as_at)?;
            let name = &rules.book.framework.competence(award.competence).name;
            let item = Item {
                class: class.name(),
                employee_number: loaded.fact.employee_number.clone(),
                what: format!("{name}, {}", long_date(award.date)),
                rule: rule(class, settings, as_at),
                due: day,
                differs_until: instead.yesterday().ok(),
                count: 1,
                target: Target::Award(award.id),
            };
            Some(Due { id: award.id, item })
        })
        .collect()
}

/// The awards without which no later answer changes, each with the day of the one
/// that stands in its place.
fn gone_without_loss<'l>(rules: &Rules, loaded: &'l Loaded, as_at: Date) -> Vec<(&'l Award, Date)> {
    let mut by_competence: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (place, award) in loaded.person.awards.iter().enumerate() {
        by_competence.entry(award.competence).or_default().push(place);
    }
    let mut found = Vec::new();
    for places in by_competence.into_values().filter(|places| places.len() > 1) {
        let awards: Vec<Award> =
            places.iter().map(|place| loaded.person.awards[*place].clone()).collect();
        let gone = superseded(&rules.book, &awards, as_at);
        found.extend(gone.into_iter().map(|(at, day)| (&loaded.person.awards[places[at]], day)));
    }
    found
}

/// Later days on which a competence is to be described otherwise.
async fn days_of_other_rules(
    organisation: &Organisation,
    as_at: Date,
) -> Result<Vec<Date>, StoreError> {
    let facts: Vec<Recorded<CompetenceFact>> = organisation.facts(Known::Now).await?;
    let mut days: Vec<Date> = facts
        .iter()
        .flat_map(|recorded| {
            let applies = recorded.fact.applies;
            [Some(applies.from), applies.to.and_then(|to| to.tomorrow().ok())]
        })
        .flatten()
        .filter(|day| *day > as_at)
        .collect();
    days.sort_unstable();
    days.dedup();
    Ok(days)
}

/// When what is known of a person last changed.
struct Last {
    day: Date,
    is_live: bool,
    retain_until: Option<Date>,
}

async fn last_changes(organisation: &Organisation) -> Result<HashMap<String, Last>, StoreError> {
    let at: HashMap<i64, Date> = organisation
        .changes()
        .await?
        .into_iter()
        .map(|change| (change.number, change.at.to_zoned(london()).date()))
        .collect();
    let mut found: HashMap<String, Last> = HashMap::new();
    for Kept { recorded, voided, fact, .. } in organisation.facts_ever::<PersonFact>().await? {
        let day = voided.unwrap_or(recorded);
        let day = at.get(&day).copied().unwrap_or(Date::MAX);
        let last = found.entry(fact.employee_number).or_insert(Last {
            day,
            is_live: false,
            retain_until: None,
        });
        last.day = last.day.max(day);
        last.is_live |= voided.is_none();
        last.retain_until = last.retain_until.max(fact.retain_until);
    }
    Ok(found)
}
