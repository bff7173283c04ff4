//! Names of competences: the list, the unknown ones, and giving one its place.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::Uri;
use passport_core::entered::AliasFact;
use passport_core::facts::Recorded;
use passport_core::framework::{Competence, Framework, Period};
use passport_core::naming::suggestions;
use passport_core::text::normal;
use passport_core::wording::count;
use passport_pages::Link;
use passport_pages::pages::{
    AliasPage, AliasRow, Choice, CompetenceRow, CompetencesPage, DecidePage, UnmappedPage,
    UnmappedRow,
};
use passport_store::{Known, Organisation};

use super::{carried, confirmed, decide, desk, line, mistake, paging, shown, table};
use crate::access::Access;
use crate::compliance::{Stand, Supposed, Unmapped, effect, unmapped as unmapped_names};
use crate::directory::{has, words};
use crate::record;
use crate::web::answer::{Answer, Fault, see};
use crate::web::visit::Visit;
use crate::web::{address, query};

/// Every competence with its names.
pub(in crate::web) async fn list(visit: Visit, access: Access, uri: Uri) -> Answer {
    let organisation = desk(&access)?.organisation();
    let stand = stand(&visit, &access, organisation).await?;
    let framework = &stand.rules.book.framework;
    let entered: Vec<Recorded<AliasFact>> = organisation.facts(Known::Now).await?;
    let asked = query::asked(&uri);
    let words = words(&asked);
    let mut found: Vec<&Competence> = framework
        .iter()
        .map(|(_, competence)| competence)
        .filter(|one| one.described)
        .filter(|one| {
            let names = [one.name.as_str(), &one.subject, &one.level];
            let names = names.into_iter().chain(one.aliases.iter().map(String::as_str));
            has(&names.collect::<Vec<_>>().join(" "), &words)
        })
        .collect();
    found.sort_by_key(|one| (normal(&one.subject), normal(&one.level)));
    let base = match asked.as_str() {
        "" => "/competences".to_owned(),
        asked => format!("/competences?q={}", address::part(asked)),
    };
    let Some(paging) = paging(&uri, found.len(), &base) else { return see(&base) };
    let row = |competence: &Competence| CompetenceRow {
        name: competence.name.clone(),
        line: line(&competence.subject, &competence.level),
        period: period(competence.period),
        aliases: competence.aliases.iter().map(|name| alias_row(name, &entered)).collect(),
    };
    let unknown = framework.iter().filter(|(_, one)| !one.described).count();
    visit.page(&CompetencesPage {
        done: done(&uri),
        found: count(found.len() as u64, "competence", "competences"),
        query: asked,
        unmapped: unknown as u64,
        competences: shown(found, &paging).map(row).collect(),
        paging: Some(paging),
    })
}

/// Names that no competence bears.
pub(in crate::web) async fn unmapped(visit: Visit, access: Access, uri: Uri) -> Answer {
    let organisation = desk(&access)?.organisation();
    let stand = stand(&visit, &access, organisation).await?;
    let framework = &stand.rules.book.framework;
    let names = unmapped_names(organisation, &stand.rules).await?;
    let base = "/competences/unmapped";
    let Some(paging) = paging(&uri, names.len(), base) else { return see(base) };
    let row = |one: &Unmapped| UnmappedRow {
        href: ask_address(&one.name),
        awards: one.awards,
        people: one.people,
        suggestion: suggestions(framework, &one.name).first().map_or_else(String::new, |best| {
            let competence = framework.competence(best.competence);
            line(&competence.subject, &competence.level)
        }),
        name: one.name.clone(),
    };
    visit.page(&UnmappedPage {
        done: done(&uri),
        found: count(names.len() as u64, "name", "names"),
        names: shown(&names, &paging).map(row).collect(),
        paging: Some(paging),
    })
}

/// What does this name mean?
pub(in crate::web) async fn ask(visit: Visit, access: Access, uri: Uri) -> Answer {
    let organisation = desk(&access)?.organisation();
    let name = query::parameter(&uri, "name").unwrap_or_default();
    let page = blank(&visit, &access, organisation, &name, !name.is_empty()).await?;
    // The nearest is chosen; what it would change is shown before it is done.
    let chosen = page.suggestions.first().map(|best| best.value.clone()).unwrap_or_default();
    visit.form(|csrf| AliasPage { csrf, chosen, ..page })
}

/// Shows what a name's place would change, and gives it.
pub(in crate::web) async fn add(visit: Visit, access: Access, form: Bytes) -> Answer {
    let organisation = desk(&access)?.organisation();
    let clock = visit.app.settings.clock;
    let name = query::field(&form, "name").unwrap_or_default();
    let field = |field: &str| query::field(&form, field).unwrap_or_default();
    let (chosen, other) = (field("competence"), field("other"));
    let is_given = field("given") == "yes";
    let competence = if other.is_empty() { &chosen } else { &other };
    let refusal = if confirmed(&form) {
        let actor = access.asker().actor();
        let (now, today) = (clock.now(), clock.today());
        match record::add_alias(organisation, &name, competence, &actor, now, today).await? {
            Ok(_) => return see("/competences/unmapped?done=added"),
            Err(refusal) => refusal,
        }
    } else {
        let stand = stand(&visit, &access, organisation).await?;
        match record::alias(&stand.rules, &name, competence) {
            Ok(alias) => return preview(&visit, organisation, &stand, alias, competence).await,
            Err(refusal) => refusal,
        }
    };
    let page = blank(&visit, &access, organisation, &name, is_given).await?;
    let errors = vec![mistake(wrong_field(&page, competence), refusal)];
    visit.refused(|csrf| AliasPage { csrf, chosen, other, errors, ..page })
}

/// Beside which field of the form a refusal stands.
fn wrong_field(page: &AliasPage, competence: &str) -> &'static str {
    match (page.is_given || competence.is_empty(), page.suggestions.is_empty()) {
        (false, _) => "name",
        (true, true) => "other",
        (true, false) => "competence",
    }
}

async fn preview(
    visit: &Visit,
    organisation: &Organisation,
    stand: &Stand,
    alias: AliasFact,
    competence: &str,
) -> Answer {
    let effect =
        effect(organisation, &visit.app.shelf, stand.as_at, &[Supposed::Alias(alias.clone())])
            .await?;
    visit.note_list(organisation, "saw list of people", "whom a name of a competence concerns");
    decide(visit, DecidePage { lines: vec![
            "It means so in every award and extract, on every day, until the name is removed here. A later competences file does not change it.".to_owned(),
        ], effect: Some(table(&effect)), hidden: carried(&[("name", &alias.name), ("other", competence)]), button: Some("Confirm the name".to_owned()), ..DecidePage::new(format!("{} means {competence}", alias.name), "/competences/aliases", Link::new("Choose another meaning", ask_address(&alias.name))) })
}

/// What removing a name would change.
pub(in crate::web) async fn ask_to_remove(
    visit: Visit,
    access: Access,
    Path(alias): Path<String>,
) -> Answer {
    let organisation = desk(&access)?.organisation();
    let Some(found) = entered(organisation, &alias).await? else { return visit.not_found() };
    let today = visit.app.settings.clock.today();
    let effect =
        effect(organisation, &visit.app.shelf, today, &[Supposed::WithoutAlias(found.id)]).await?;
    visit.note_list(organisation, "saw list of people", "whom a name of a competence concerns");
    let AliasFact { name, subject, level } = found.fact;
    decide(
        &visit,
        DecidePage {
            lines: vec![format!(
                "It means {} now. Without it the name is unknown, unless a competences file has it.",
                line(&subject, &level)
            )],
            effect: Some(table(&effect)),
            button: Some("Remove the name".to_owned()),
            warning: true,
            ..DecidePage::new(
                format!("Remove the name {name}"),
                format!("/competences/aliases/{}", found.id),
                Link::new("Names of competences", "/competences"),
            )
        },
    )
}

/// Removes a name that was entered here.
pub(in crate::web) async fn remove(
    visit: Visit,
    access: Access,
    Path(alias): Path<String>,
) -> Answer {
    let organisation = desk(&access)?.organisation();
    let Some(found) = entered(organisation, &alias).await? else { return visit.not_found() };
    let (actor, now) = (access.asker().actor(), visit.app.settings.clock.now());
    match record::remove_alias(organisation, found.id, &actor, now).await? {
        Ok(_) => see("/competences?done=removed"),
        // Somebody else was quicker.
        Err(_) => see("/competences"),
    }
}

async fn entered(
    organisation: &Organisation,
    alias: &str,
) -> Result<Option<Recorded<AliasFact>>, Fault> {
    let Ok(id) = alias.parse::<i64>() else { return Ok(None) };
    let all: Vec<Recorded<AliasFact>> = organisation.facts(Known::Now).await?;
    Ok(all.into_iter().find(|known| known.id == id))
}

async fn blank(
    visit: &Visit,
    access: &Access,
    organisation: &Organisation,
    name: &str,
    is_given: bool,
) -> Result<AliasPage, Fault> {
    let stand = stand(visit, access, organisation).await?;
    let framework = &stand.rules.book.framework;
    let names = unmapped_names(organisation, &stand.rules).await?;
    let uses = names.iter().find(|one| normal(&one.name) == normal(name)).map(uses);
    let near = suggestions(framework, name);
    Ok(AliasPage {
        name: name.to_owned(),
        is_given,
        uses: uses.unwrap_or_default(),
        suggestions: near
            .iter()
            .map(|one| {
                let competence = framework.competence(one.competence);
                let training = line(&competence.subject, &competence.level);
                let why = format!("{training}. {}.", one.because.words());
                Choice::new(competence.name.clone(), competence.name.clone(), why)
            })
            .collect(),
        competences: competences(framework),
        ..AliasPage::default()
    })
}

fn uses(one: &Unmapped) -> String {
    let mut parts = vec![format!(
        "{} of {}",
        count(one.awards, "award", "awards"),
        count(one.people, "person", "people")
    )];
    if one.requirements > 0 {
        parts.push(count(one.requirements, "requirement", "requirements"));
    }
    let verb = if one.awards == 1 && one.requirements == 0 { "uses" } else { "use" };
    format!("{} {verb} this name.", parts.join(" and "))
}

/// Every described competence to choose from.
fn competences(framework: &Framework) -> Vec<Choice> {
    let mut all: Vec<&Competence> =
        framework.iter().map(|(_, one)| one).filter(|one| one.described).collect();
    all.sort_by_key(|one| (normal(&one.subject), normal(&one.level)));
    let choice = |one: &&Competence| Choice::new(one.name.clone(), one.name.clone(), "");
    [Choice::new("", "Choose", "")].into_iter().chain(all.iter().map(choice)).collect()
}

fn alias_row(name: &str, entered: &[Recorded<AliasFact>]) -> AliasRow {
    let found = entered.iter().find(|known| normal(&known.fact.name) == normal(name));
    AliasRow {
        name: name.to_owned(),
        remove: found.map(|known| format!("/competences/aliases/{}", known.id)),
    }
}

fn period(period: Period) -> String {
    match period {
        Period::Months(months) => count(months.into(), "month", "months"),
        Period::Once => "Once only".to_owned(),
        Period::Unknown => "Not known".to_owned(),
    }
}

fn ask_address(name: &str) -> String {
    format!("/competences/aliases/new?name={}", address::part(name))
}

fn done(uri: &Uri) -> Option<String> {
    let words = match query::parameter(uri, "done")?.as_str() {
        "added" => "The name has its place",
        "removed" => "The name is removed",
        _ => return None,
    };
    Some(words.to_owned())
}

async fn stand(
    visit: &Visit,
    access: &Access,
    organisation: &Organisation,
) -> Result<Arc<Stand>, Fault> {
    let today = visit.app.settings.clock.today();
    Ok(visit.app.shelf.stand_after(organisation, today, access.latest()).await?)
}
