//! Units: the tree with its people and named managers, renames and merges.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::Uri;
use jiff::civil::Date;
use passport_core::assemble::unit_path_on;
use passport_core::facts::{Recorded, RequirementFact, TargetKind, UnitChangeFact};
use passport_core::organisation::{Units, path_words, team_name, written_like};
use passport_core::register::Register;
use passport_core::text::normal;
use passport_core::wording::{count, long_date};
use passport_pages::Link;
use passport_pages::pages::{
    Choice, DecidePage, ManagerRow, UnitChangeRow, UnitPage, UnitRow, UnitsPage, Which,
};
use passport_store::{Known, Organisation};

use super::{carried, confirmed, decide, desk, managers, mistake, paging, shown, table};
use crate::access::{Access, is_within, works_on};
use crate::accounts::{UnitManager, unit_managers};
use crate::compliance::{Stand, Supposed, effect};
use crate::directory::{has, words};
use crate::record;
use crate::web::answer::{Answer, Fault, see};
use crate::web::visit::Visit;
use crate::web::{address, fields, query, unit_named};

/// The tree on a day, which is today or one that is asked about.
pub(super) struct Tree {
    stand: Arc<Stand>,
    changes: Vec<Recorded<UnitChangeFact>>,
    /// How many people work in each unit or below, by its path in normal form.
    people: HashMap<String, u64>,
    /// The managers of each unit, by its path in normal form.
    managers: HashMap<String, Vec<UnitManager>>,
    today: Date,
}

impl Tree {
    pub async fn load(
        visit: &Visit,
        access: &Access,
        organisation: &Organisation,
        today: Date,
    ) -> Result<Self, Fault> {
        let stand = visit.app.shelf.stand_after(organisation, today, access.latest()).await?;
        let changes: Vec<Recorded<UnitChangeFact>> = organisation.facts(Known::Now).await?;
        let facts: Vec<UnitChangeFact> = changes.iter().map(|known| known.fact.clone()).collect();
        let people = people(&stand.register, &facts, today);
        let mut managers: HashMap<String, Vec<UnitManager>> = HashMap::new();
        for mut manager in unit_managers(organisation, today).await? {
            manager.unit = unit_path_on(&manager.unit, &facts, today);
            managers.entry(normal(&manager.unit)).or_default().push(manager);
        }
        Ok(Self { stand, changes, people, managers, today })
    }

    /// The path of a unit as the tree writes it.
    fn path(&self, asked: &str) -> Option<&str> {
        let units = &self.stand.rules.book.units;
        let found = units.iter().find(|(_, unit)| normal(&unit.path) == normal(asked));
        found.map(|(_, unit)| unit.path.as_str())
    }

    pub fn people(&self, path: &str) -> u64 {
        self.people.get(&normal(path)).copied().unwrap_or_default()
    }

    fn managers_of(&self, path: &str) -> impl Iterator<Item = &UnitManager> {
        self.managers.get(&normal(path)).into_iter().flatten()
    }
}

/// How many people work in each unit or below, each counted once: one walk of the
/// register, because a trust has tens of thousands of people and hundreds of units.
fn people(register: &Register, changes: &[UnitChangeFact], day: Date) -> HashMap<String, u64> {
    let mut now: HashMap<String, Arc<str>> = HashMap::new();
    let mut people: HashMap<String, u64> = HashMap::new();
    for entry in register.people() {
        let mut places: Vec<Arc<str>> = Vec::new();
        for posting in entry.postings(register.names()).filter(|posting| works_on(posting, day)) {
            let place = now
                .entry(posting.post.unit)
                .or_insert_with_key(|unit| normal(&unit_path_on(unit, changes, day)).into());
            for unit in with_those_above(place) {
                if places.iter().any(|other| is_within(other, unit)) {
                    continue;
                }
                match people.get_mut(unit) {
                    Some(count) => *count += 1,
                    None => drop(people.insert(unit.to_owned(), 1)),
                }
            }
            places.push(Arc::clone(place));
        }
    }
    people
}

/// The path of a unit, and of each above it.
fn with_those_above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('|').map(|(end, _)| &path[..end]).chain([path])
}

pub(in crate::web) async fn list(visit: Visit, access: Access, uri: Uri) -> Answer {
    let organisation = desk(&access)?.organisation();
    let tree = Tree::load(&visit, &access, organisation, visit.app.settings.clock.today()).await?;
    let asked = query::asked(&uri);
    let words = words(&asked);
    let unmanaged = query::parameter(&uri, "show").as_deref() == Some("unmanaged");
    let names = |path: &str| {
        let names: Vec<&str> = tree.managers_of(path).map(|one| one.name.as_str()).collect();
        names.join(", ")
    };
    let mut found: Vec<(&str, u64, String)> = Vec::new();
    for (_, unit) in tree.stand.rules.book.units.iter() {
        let (people, managers) = (tree.people(&unit.path), names(&unit.path));
        let text = format!("{} {managers}", team_name(&unit.path));
        let is_shown = people > 0 || !managers.is_empty();
        if is_shown && has(&text, &words) && (!unmanaged || managers.is_empty()) {
            found.push((&unit.path, people, managers));
        }
    }
    found.sort_by_key(|(path, ..)| path.split('|').map(normal).collect::<Vec<_>>());
    let base = match (asked.as_str(), unmanaged) {
        ("", false) => "/units".to_owned(),
        ("", true) => "/units?show=unmanaged".to_owned(),
        (asked, false) => format!("/units?q={}", address::part(asked)),
        (asked, true) => format!("/units?show=unmanaged&q={}", address::part(asked)),
    };
    let Some(paging) = paging(&uri, found.len(), &base) else { return see(&base) };
    let row = |(path, people, managers): (&str, u64, String)| UnitRow {
        name: team_name(path).to_owned(),
        above: path.rsplit_once('|').map(|(above, _)| path_words(above)).unwrap_or_default(),
        href: unit_address(path),
        people,
        managers,
    };
    let change = |known: &Recorded<UnitChangeFact>| UnitChangeRow {
        old: path_words(&known.fact.old_unit),
        new: path_words(&known.fact.new_unit),
        from: known.fact.date_from,
        undo: format!("/units/changes/{}", known.id),
    };
    visit.page(&UnitsPage {
        done: done(&uri),
        query: asked,
        unmanaged,
        found: count(found.len() as u64, "unit", "units"),
        units: shown(found, &paging).map(row).collect(),
        paging: Some(paging),
        changes: tree.changes.iter().rev().map(change).collect(),
    })
}

pub(in crate::web) async fn one(visit: Visit, access: Access, uri: Uri) -> Answer {
    let organisation = desk(&access)?.organisation();
    let asked = query::parameter(&uri, "path").unwrap_or_default();
    let tree = Tree::load(&visit, &access, organisation, visit.app.settings.clock.today()).await?;
    let Some(mut page) = page(&tree, &asked) else { return visit.not_found() };
    page.colleague = query::parameter(&uri, "person").unwrap_or_default();
    page.query = query::asked(&uri);
    if !page.query.is_empty() {
        page.found = managers::search(&visit, &access, organisation, &page).await?;
    }
    visit.form(|csrf| UnitPage { csrf, done: done(&uri), ..page })
}

pub(super) fn page(tree: &Tree, asked: &str) -> Option<UnitPage> {
    let path = tree.path(asked)?;
    let people = tree.people(path);
    let manager = |one: &UnitManager| ManagerRow {
        name: one.name.clone(),
        from: one.from,
        to: one.to,
        reason: one.reason.clone(),
        end: format!("/units/managers/{}", one.grant),
    };
    Some(UnitPage {
        name: team_name(path).to_owned(),
        path: path.to_owned(),
        words: path_words(path),
        people: format!(
            "{} {} in it or below.",
            count(people, "person", "people"),
            if people == 1 { "works" } else { "work" }
        ),
        managers: tree.managers_of(path).map(manager).collect(),
        day: fields::parts(tree.today),
        ..UnitPage::default()
    })
}

/// Shows what a rename or merge would change, and makes it.
pub(in crate::web) async fn change(visit: Visit, access: Access, form: Bytes) -> Answer {
    let organisation = desk(&access)?.organisation();
    let clock = visit.app.settings.clock;
    let tree = Tree::load(&visit, &access, organisation, visit.app.settings.clock.today()).await?;
    let path = query::field(&form, "unit").unwrap_or_default();
    let Some(page) = page(&tree, &path) else { return visit.not_found() };
    let mut errors = Vec::new();
    let (day, from) = fields::day(&form, "day", "First day", &mut errors);
    let mut new = fields::line(&form, "new");
    let mut which = Vec::new();
    match renamed(&tree.stand.rules.book.units, &page.path, &new) {
        Renamed::To(path) => new = path,
        Renamed::Asked(choices) => {
            let called = team_name(&new);
            let words = format!("Another unit is called {called}. Choose what you mean.");
            errors.push(mistake("new", words));
            which.push(Which { field: "new".to_owned(), choices });
        }
    }
    if from.is_none() && errors.is_empty() {
        errors.push(mistake("day-day", "Enter the first day."));
    }
    if let Some(from) = from.filter(|_| errors.is_empty()) {
        let refusal = if confirmed(&form) {
            let (actor, now) = (access.asker().actor(), clock.now());
            match record::change_unit(organisation, &path, &new, from, &actor, now).await? {
                Ok(_) => return see("/units?done=changed"),
                Err(refusal) => refusal,
            }
        } else {
            let known: Vec<Recorded<RequirementFact>> = organisation.facts(Known::Now).await?;
            // On the day it begins other units may be there, and other people in it.
            let tree = Tree::load(&visit, &access, organisation, from).await?;
            match record::unit_change(&tree.stand.rules, &path, &new, from) {
                Ok(fact) => {
                    let carry = [
                        ("unit", path.as_str()),
                        ("new", &new),
                        ("day-day", &day.day),
                        ("day-month", &day.month),
                        ("day-year", &day.year),
                    ];
                    let lines = touched(&tree, &fact, &known);
                    let on = from.max(clock.today());
                    let effect = effect(
                        organisation,
                        &visit.app.shelf,
                        on,
                        &[Supposed::UnitChange(fact.clone())],
                    )
                    .await?;
                    visit.note_list(organisation, "saw list of people", "whom a unit concerns");
                    return decide(
                        &visit,
                        DecidePage {
                            lines,
                            effect: Some(table(&effect)),
                            hidden: carried(&carry),
                            button: Some("Confirm the change".to_owned()),
                            ..DecidePage::new(
                                format!(
                                    "{} becomes {}",
                                    team_name(&fact.old_unit),
                                    path_words(&fact.new_unit)
                                ),
                                "/units/changes",
                                Link::new(team_name(&path).to_owned(), unit_address(&path)),
                            )
                        },
                    );
                }
                Err(refusal) => refusal,
            }
        };
        errors.push(refusal.into());
    }
    visit.refused(|csrf| UnitPage { csrf, new, day, which, errors, ..page })
}

/// What somebody who renames a unit means.
enum Renamed {
    /// This path.
    To(String),
    /// A name that another unit has: whether that one is meant.
    Asked(Vec<Choice>),
}

/// What a unit is to be called: the path of another, or a name beside its
/// neighbours, written as ESR would write it.
fn renamed(units: &Units, path: &str, typed: &str) -> Renamed {
    let above = path.rsplit_once('|').map_or("", |(above, _)| above);
    let own = normal(typed) == normal(team_name(path));
    if own || typed.is_empty() {
        return Renamed::To(if own { path.to_owned() } else { String::new() });
    }
    if typed.contains('|') {
        return Renamed::To(typed.to_owned());
    }
    // The pipe makes a whole path also of a name that nothing is above.
    let new = format!("{above}|{}", written_like(path, typed));
    let mut others: Vec<&str> =
        units.meant(typed).into_iter().map(|id| units.unit(id).path.as_str()).collect();
    others.retain(|other| normal(other) != normal(path));
    match others.as_slice() {
        [] => Renamed::To(new),
        [one] if normal(one) == normal(&new) => Renamed::To(new),
        several => {
            let mut choices: Vec<Choice> =
                several.iter().map(|path| unit_named::choice(path)).collect();
            for choice in &mut choices {
                choice.text = format!("Merge with {}", choice.text);
            }
            if !several.iter().any(|path| normal(path) == normal(&new)) {
                choices.push(Choice::new(&new, "None of these: it is a new name", ""));
            }
            Renamed::Asked(choices)
        }
    }
}

/// What a rename or merge touches: people, requirements and figures.
fn touched(
    tree: &Tree,
    fact: &UnitChangeFact,
    requirements: &[Recorded<RequirementFact>],
) -> Vec<String> {
    let units = &tree.stand.rules.book.units;
    let Some(id) = units.find(&fact.old_unit) else { return Vec::new() };
    let names = |name: &str| {
        !name.is_empty() && units.find(name).is_some_and(|other| units.is_within(other, id))
    };
    let theirs = requirements.iter().filter(|known| {
        let fact = &known.fact;
        fact.applies.to.is_none()
            && (names(&fact.within)
                || (fact.target_kind == TargetKind::Unit && names(&fact.target)))
    });
    let below = units.iter().filter(|(other, _)| *other != id && units.is_within(*other, id));
    let merged = tree.path(&fact.new_unit).is_some();
    let last = |path: &str| path.rsplit('|').next().unwrap_or_default().to_owned();
    vec![
        format!(
            "{} and {} below it move with it, from {}. So do {} for it.",
            count(tree.people(&fact.old_unit), "person", "people"),
            count(below.count() as u64, "unit", "units"),
            long_date(fact.date_from),
            count(theirs.count() as u64, "requirement", "requirements"),
        ),
        match merged {
            true => "There is a unit of that name: the two count as one in the figures from that day.",
            false => "Figures from that day have the new name. Those of before, and published months, stay as they are.",
        }
        .to_owned(),
        format!(
            "Extracts may name it {} or {}: both are this unit.",
            last(&fact.old_unit),
            last(&fact.new_unit)
        ),
    ]
}

pub(in crate::web) async fn ask_to_undo(
    visit: Visit,
    access: Access,
    Path(id): Path<String>,
) -> Answer {
    let organisation = desk(&access)?.organisation();
    let Ok(id) = id.parse::<i64>() else { return visit.not_found() };
    let found = organisation.fact::<UnitChangeFact>(id).await?;
    let Some(found) = found.filter(|kept| kept.voided.is_none()) else { return visit.not_found() };
    let fact = found.fact;
    let on = visit.app.settings.clock.today().max(fact.date_from);
    let effect =
        effect(organisation, &visit.app.shelf, on, &[Supposed::WithoutUnitChange(id)]).await?;
    visit.note_list(organisation, "saw list of people", "whom a unit concerns");
    decide(
        &visit,
        DecidePage {
            lines: vec![format!(
                "It has been {} since {}. Taken back, it is as though it had never been.",
                path_words(&fact.new_unit),
                long_date(fact.date_from)
            )],
            effect: Some(table(&effect)),
            button: Some("Take it back".to_owned()),
            warning: true,
            ..DecidePage::new(
                format!("Take back that {} was renamed", team_name(&fact.old_unit)),
                format!("/units/changes/{id}"),
                Link::new("Units", "/units"),
            )
        },
    )
}

pub(in crate::web) async fn undo(visit: Visit, access: Access, Path(id): Path<String>) -> Answer {
    let organisation = desk(&access)?.organisation();
    let Ok(id) = id.parse::<i64>() else { return visit.not_found() };
    let (actor, now) = (access.asker().actor(), visit.app.settings.clock.now());
    match record::undo_unit_change(organisation, id, &actor, now).await? {
        Ok(_) => see("/units?done=undone"),
        Err(_) => visit.not_found(),
    }
}

/// A unit's page. The path is a parameter, because it holds any letter.
pub(super) fn unit_address(path: &str) -> String {
    format!("/units/unit?path={}", address::part(path))
}

fn done(uri: &Uri) -> Option<String> {
    let words = match query::parameter(uri, "done")?.as_str() {
        "changed" => "The unit has its new name from that day",
        "undone" => "The change is taken back",
        "named" => "The manager is named",
        "ended" => "They manage the unit no more",
        _ => return None,
    };
    Some(words.to_owned())
}
