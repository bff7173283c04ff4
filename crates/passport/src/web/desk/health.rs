//! Data health: kinds, findings, one finding with its proposal, and setting it
//! aside.

use std::collections::HashSet;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::Uri;
use passport_core::entered::DismissalFact;
use passport_core::facts::{AwardFact, PersonFact};
use passport_core::organisation::team_name;
use passport_core::wording::{capital, count, long_date};
use passport_pages::Link;
use passport_pages::pages::{
    DataHealthPage, FindingPage, FindingRow, FindingsPage, KindRow, Mistake,
};
use passport_store::{Known, Organisation};

use super::{TakingBack, aside, desk, paging, shown, take_back};
use crate::access::Access;
use crate::cache::Moment;
use crate::compliance::{Supposed, details, effect};
use crate::data_health::{Finding, Health, Kind, Repair, look};
use crate::record;
use crate::web::answer::{Answer, Fault, see};
use crate::web::visit::Visit;
use crate::web::{address, fields, people, query};

/// Findings that were set aside and are shown below the others.
const ASIDE: usize = 50;

/// What was found, as of the organisation's last change.
pub(super) async fn health(
    visit: &Visit,
    organisation: &Organisation,
) -> Result<Arc<Health>, Fault> {
    let day = visit.app.settings.clock.today();
    let latest = organisation.latest().await?;
    let moment = Moment { organisation: organisation.id, change: latest.change, day };
    let work = async {
        let stand = visit.app.shelf.stand_after(organisation, day, latest).await?;
        let organisation = organisation.clone();
        // Everyone is evaluated: much work for the processor, done beside those who answer.
        aside(async move { Ok(look(&organisation, &stand).await?) }).await
    };
    Ok(visit.app.health.get(moment, work).await?)
}

pub(in crate::web) async fn show(visit: Visit, access: Access) -> Answer {
    let organisation = desk(&access)?.organisation();
    let health = health(&visit, organisation).await?;
    let all = health.findings.len() as u64;
    let kinds = Kind::ALL.map(|kind| {
        let aside = health.aside.iter().filter(|(finding, ..)| finding.kind == kind).count();
        let count = health.count(kind);
        KindRow {
            name: capital(kind.words()),
            meaning: kind.meaning().to_owned(),
            href: (count + aside > 0).then(|| list_address(kind)),
            count: count as u64,
            aside: aside as u64,
        }
    });
    visit.page(&DataHealthPage {
        sentence: match all {
            0 => "Nothing needs a look.".to_owned(),
            1 => "1 finding needs a look.".to_owned(),
            all => format!("{} need a look.", count(all, "finding", "findings")),
        },
        kinds: kinds.into(),
    })
}

pub(in crate::web) async fn list(
    visit: Visit,
    access: Access,
    uri: Uri,
    Path(kind): Path<String>,
) -> Answer {
    let organisation = desk(&access)?.organisation();
    let Some(kind) = Kind::from_code(&kind) else { return visit.not_found() };
    let health = health(&visit, organisation).await?;
    let found: Vec<&Finding> =
        health.findings.iter().filter(|finding| finding.kind == kind).collect();
    let base = list_address(kind);
    let Some(paging) = paging(&uri, found.len(), &base) else { return see(&base) };
    visit.note_list(organisation, "saw data health", kind.words());
    let found: Vec<&Finding> = shown(found, &paging).collect();
    let aside = health.aside.iter().filter(|(finding, ..)| finding.kind == kind).take(ASIDE);
    let aside: Vec<_> = aside.collect();
    let all = found.iter().copied().chain(aside.iter().map(|(finding, ..)| finding));
    let numbers: HashSet<&str> = all.map(|finding| finding.employee_number.as_str()).collect();
    let directory = people::directory(&visit, &access, organisation).await?;
    let names = directory.of(&numbers);
    let row = |finding: &Finding, what: &str| {
        let person = names.get(finding.employee_number.as_str());
        FindingRow {
            about: person.map_or_else(|| finding.about.clone(), |person| person.name.clone()),
            number: person.map(|person| person.employee_number.clone()),
            href: one_address(finding),
            what: what.to_owned(),
        }
    };
    let done = match query::parameter(&uri, "done").as_deref() {
        Some("aside") => Some("It is set aside"),
        Some("again") => Some("It is listed again"),
        Some("voided") => Some("The award is void"),
        _ => None,
    };
    visit.page(&FindingsPage {
        done: done.map(str::to_owned),
        kind: capital(kind.words()),
        meaning: kind.meaning().to_owned(),
        found: count(health.count(kind) as u64, "finding", "findings"),
        findings: found.into_iter().map(|finding| row(finding, &finding.what)).collect(),
        paging: Some(paging),
        aside: aside.into_iter().map(|(finding, _, why)| row(finding, why)).collect(),
    })
}

pub(in crate::web) async fn one(
    visit: Visit,
    access: Access,
    Path((kind, mark)): Path<(String, String)>,
) -> Answer {
    let organisation = desk(&access)?.organisation();
    page(&visit, organisation, (&kind, &mark), String::new(), Vec::new()).await
}

/// A finding of this kind and mark, and the number and reason of the decision that
/// set it aside.
fn find<'h>(
    health: &'h Health,
    (kind, mark): (&str, &str),
) -> Option<(&'h Finding, Option<(i64, &'h str)>)> {
    let kind = Kind::from_code(kind)?;
    let is_it = |finding: &Finding| finding.kind == kind && finding.mark() == mark;
    let listed = health.findings.iter().find(|finding| is_it(finding));
    listed.map(|finding| (finding, None)).or_else(|| {
        let found = health.aside.iter().find(|(finding, ..)| is_it(finding));
        found.map(|(finding, id, why)| (finding, Some((*id, why.as_str()))))
    })
}

async fn page(
    visit: &Visit,
    organisation: &Organisation,
    which: (&str, &str),
    reason: String,
    errors: Vec<Mistake>,
) -> Answer {
    let health = health(visit, organisation).await?;
    let Some((finding, aside)) = find(&health, which) else { return visit.not_found() };
    visit.note(organisation, "saw data health", &finding.employee_number);
    let number = finding.employee_number.as_str();
    let people = organisation.facts_of::<PersonFact>(Known::Now, number).await?;
    let name = people.first().map(|known| details(&known.fact).name());
    let called = name.as_ref().map(|name| format!("{name} ({number})"));
    let (proposal, repair) = proposal(finding);
    let page = FindingPage {
        csrf: String::new(),
        kind: capital(finding.kind.words()),
        about: called.unwrap_or_else(|| finding.about.clone()),
        passport: (!number.is_empty()).then(|| {
            let whose = name.as_deref().unwrap_or(number);
            Link::new(format!("Passport of {whose}"), address::passport(number))
        }),
        what: finding.what.clone(),
        proposal,
        repair,
        aside: aside.map(|(_, why)| why.to_owned()),
        action: one_address(finding),
        reason,
        back: Link::new(capital(finding.kind.words()), list_address(finding.kind)),
        errors,
    };
    if page.errors.is_empty() {
        visit.form(|csrf| FindingPage { csrf, ..page })
    } else {
        visit.refused(|csrf| FindingPage { csrf, ..page })
    }
}

/// What is proposed, and where it is done here.
fn proposal(finding: &Finding) -> (String, Option<Link>) {
    match &finding.repair {
        Repair::Name => (
            "Say which competence the name means, or add it to the competences file.".to_owned(),
            Some(Link::new(
                "Give the name its place",
                format!("/competences/aliases/new?name={}", address::part(&finding.about)),
            )),
        ),
        Repair::UnitManager(unit) => (
            "Correct the supervisor in ESR. Until then, name a manager of the unit, who then sees its passports.".to_owned(),
            Some(Link::new(
                format!("Name a manager of {}", team_name(unit)),
                super::units::unit_address(unit),
            )),
        ),
        Repair::VoidAward(_) => (
            "Correct the date in ESR. If the award was never made, void it here: a later file does not bring it back.".to_owned(),
            Some(Link::new("Void the award", format!("{}/award", one_address(finding)))),
        ),
        Repair::AtTheSource(how) => ((*how).to_owned(), None),
    }
}

/// Sets a finding aside.
pub(in crate::web) async fn set_aside(
    visit: Visit,
    access: Access,
    Path((kind, mark)): Path<(String, String)>,
    form: Bytes,
) -> Answer {
    let organisation = desk(&access)?.organisation();
    let health = health(&visit, organisation).await?;
    let Some((finding, None)) = find(&health, (&kind, &mark)) else { return visit.not_found() };
    let reason = fields::line(&form, "reason");
    let fact = DismissalFact {
        kind: finding.kind.code().to_owned(),
        employee_number: finding.employee_number.clone(),
        mark: finding.mark(),
        reason: reason.clone(),
    };
    let (actor, now) = (access.asker().actor(), visit.app.settings.clock.now());
    match record::set_aside(organisation, fact, &actor, now).await? {
        Ok(()) => see(&format!("{}?done=aside", list_address(finding.kind))),
        Err(refusal) => {
            let errors = vec![Mistake::new("reason", refusal.words)];
            page(&visit, organisation, (&kind, &mark), reason, errors).await
        }
    }
}

/// What voiding the award of a finding would change.
pub(in crate::web) async fn ask_to_repair(
    visit: Visit,
    access: Access,
    Path((kind, mark, how)): Path<(String, String, String)>,
) -> Answer {
    let organisation = desk(&access)?.organisation();
    if how != "award" {
        return visit.not_found();
    }
    voiding(&visit, organisation, (&kind, &mark), String::new(), Vec::new()).await
}

async fn voiding(
    visit: &Visit,
    organisation: &Organisation,
    which: (&str, &str),
    reason: String,
    errors: Vec<Mistake>,
) -> Answer {
    let health = health(visit, organisation).await?;
    let Some((finding, _)) = find(&health, which) else { return visit.not_found() };
    let Repair::VoidAward(id) = finding.repair else { return visit.not_found() };
    let Some(award) = organisation.fact::<AwardFact>(id).await? else { return visit.not_found() };
    let number = finding.employee_number.clone();
    let today = visit.app.settings.clock.today();
    let effect =
        effect(organisation, &visit.app.shelf, today, &[Supposed::WithoutAward(number, id)])
            .await?;
    visit.note(organisation, "saw data health", &finding.employee_number);
    let address = one_address(finding);
    let asked = TakingBack {
        heading: format!("Void the award of {}", finding.about),
        line: format!(
            "{} of {}. Void, it counts as though it had never been.",
            award.fact.competence_name,
            long_date(award.fact.date)
        ),
        effect,
        action: format!("{address}/award"),
        button: "Void the award",
        back: Link::new(capital(finding.kind.words()), address),
    };
    take_back(visit, asked, reason, errors)
}

/// Voids the award of a finding, or lists a finding again that was set aside.
pub(in crate::web) async fn repair(
    visit: Visit,
    access: Access,
    Path((kind, mark, how)): Path<(String, String, String)>,
    form: Bytes,
) -> Answer {
    let organisation = desk(&access)?.organisation();
    let health = health(&visit, organisation).await?;
    let Some((finding, aside)) = find(&health, (&kind, &mark)) else { return visit.not_found() };
    let list = list_address(finding.kind);
    let (actor, now) = (access.asker().actor(), visit.app.settings.clock.now());
    match (how.as_str(), aside, &finding.repair) {
        ("again", Some((id, _)), _) => {
            match record::take_up_again(organisation, id, &actor, now).await? {
                Ok(()) => see(&format!("{list}?done=again")),
                // Somebody else was quicker.
                Err(_) => see(&list),
            }
        }
        ("award", _, Repair::VoidAward(id)) => {
            let reason = fields::line(&form, "reason");
            match record::void_award(organisation, *id, &reason, &actor, now).await? {
                Ok(_) => see(&format!("{list}?done=voided")),
                Err(refusal) => {
                    let errors = vec![Mistake::new("reason", refusal.words)];
                    voiding(&visit, organisation, (&kind, &mark), reason, errors).await
                }
            }
        }
        _ => visit.not_found(),
    }
}

pub(super) fn list_address(kind: Kind) -> String {
    format!("/data-health/{}", kind.code())
}

fn one_address(finding: &Finding) -> String {
    format!("{}/{}", list_address(finding.kind), finding.mark())
}
