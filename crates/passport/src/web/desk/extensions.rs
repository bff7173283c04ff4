//! Extensions: the list, deciding one with whose expiries it moves, voiding one.

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::Uri;
use passport_core::facts::{ExtensionFact, TargetKind};
use passport_core::wording::{capital, count, long_date};
use passport_pages::Link;
use passport_pages::pages::{
    Choice, DecidePage, ExtensionRow, ExtensionsPage, Mistake, NewExtensionPage,
};
use passport_store::{Kept, Known, Organisation};

use super::{TakingBack, carried, confirmed, decide, desk, mistake, table, take_back};
use crate::access::Access;
use crate::compliance::{Supposed, effect, rules};
use crate::record;
use crate::web::answer::{Answer, Fault, see};
use crate::web::subject_choices::subject_choices;
use crate::web::visit::Visit;
use crate::web::{fields, query, unit_named};

pub(in crate::web) async fn list(visit: Visit, access: Access, uri: Uri) -> Answer {
    let organisation = desk(&access)?.organisation();
    let all = organisation.facts_ever::<ExtensionFact>().await?;
    let row = |kept: &Kept<ExtensionFact>| ExtensionRow {
        subject: kept.fact.subject.clone(),
        days: days(&kept.fact),
        whom: whom(&kept.fact),
        from: kept.fact.expiring_from,
        to: kept.fact.expiring_to,
        authority: kept.fact.authority.clone(),
        void: kept.voided.is_none().then(|| format!("/extensions/{}", kept.id)),
    };
    let done = match query::parameter(&uri, "done").as_deref() {
        Some("added") => Some("The expiries are moved"),
        Some("voided") => Some("The extension is void"),
        _ => None,
    };
    visit.page(&ExtensionsPage {
        done: done.map(str::to_owned),
        extensions: all.iter().rev().map(row).collect(),
    })
}

pub(in crate::web) async fn ask(visit: Visit, access: Access) -> Answer {
    let organisation = desk(&access)?.organisation();
    let page = blank(&visit, organisation).await?;
    visit.form(|csrf| NewExtensionPage { csrf, ..page })
}

/// Shows whose expiries an extension would move, and records it.
pub(in crate::web) async fn add(visit: Visit, access: Access, form: Bytes) -> Answer {
    let organisation = desk(&access)?.organisation();
    let clock = visit.app.settings.clock;
    let today = clock.today();
    let mut errors = Vec::new();
    let (from, first) = fields::day(&form, "from", "First expiry", &mut errors);
    let (to, last) = fields::day(&form, "to", "Last expiry", &mut errors);
    let line = |name: &str| fields::line(&form, name);
    let stand = visit.app.shelf.stand_after(organisation, today, access.latest()).await?;
    let (mut target, mut which) = (line("target"), Vec::new());
    if line("kind") == TargetKind::Unit.name() {
        let units = &stand.rules.book.units;
        unit_named::settle(units, "target", &mut target, &mut which, &mut errors);
    }
    let typed = NewExtensionPage {
        subject: line("subject"),
        days: line("days"),
        from,
        to,
        kind: line("kind"),
        target,
        which,
        authority: line("authority"),
        reason: line("reason"),
        ..blank(&visit, organisation).await?
    };
    let added = typed.days.parse::<i64>().ok();
    let kind = TargetKind::from_name(&typed.kind);
    if typed.subject.is_empty() {
        errors.push(mistake("subject", "Choose a subject."));
    }
    if added.is_none() {
        errors.push(mistake("days", "Enter how many days are added, such as 90."));
    }
    if first.is_none() && !errors.iter().any(|one| one.field.starts_with("from")) {
        errors.push(mistake("from-day", "Enter the first expiry it moves."));
    }
    if kind.is_none() {
        errors.push(mistake("kind", "Choose whom it is for."));
    }
    if let (Some(days), Some(expiring_from), Some(target_kind), true) =
        (added, first, kind, errors.is_empty())
    {
        let new = ExtensionFact {
            subject: typed.subject.clone(),
            target_kind,
            target: typed.target.clone(),
            expiring_from,
            expiring_to: last,
            days,
            authority: typed.authority.clone(),
            reason: typed.reason.clone(),
        };
        let refusal = if confirmed(&form) {
            let (actor, now) = (access.asker().actor(), clock.now());
            match record::add_extension(organisation, new, &actor, now, today).await? {
                Ok(_) => return see("/extensions?done=added"),
                Err(refusal) => refusal,
            }
        } else {
            let rules = rules(organisation, Known::Now, today).await?;
            match record::extension(organisation, &rules, new).await? {
                Ok(fact) => return preview(&visit, organisation, fact, &typed).await,
                Err(refusal) => refusal,
            }
        };
        errors.push(refusal.into());
    }
    visit.refused(|csrf| NewExtensionPage { csrf, errors, ..typed })
}

async fn preview(
    visit: &Visit,
    organisation: &Organisation,
    fact: ExtensionFact,
    typed: &NewExtensionPage,
) -> Answer {
    let today = visit.app.settings.clock.today();
    let effect =
        effect(organisation, &visit.app.shelf, today, &[Supposed::Extension(fact.clone())]).await?;
    visit.note_list(organisation, "saw list of people", "whom an extension concerns");
    let carry = [
        ("subject", typed.subject.as_str()),
        ("days", &typed.days),
        ("from-day", &typed.from.day),
        ("from-month", &typed.from.month),
        ("from-year", &typed.from.year),
        ("to-day", &typed.to.day),
        ("to-month", &typed.to.month),
        ("to-year", &typed.to.year),
        ("kind", &typed.kind),
        ("target", &typed.target),
        ("authority", &typed.authority),
        ("reason", &typed.reason),
    ];
    decide(
        visit,
        DecidePage {
            lines: vec![in_words(&fact)],
            effect: Some(table(&effect)),
            hidden: carried(&carry),
            button: Some("Move these expiries".to_owned()),
            ..DecidePage::new(
                format!("{} more for {}", days(&fact), fact.subject),
                "/extensions",
                Link::new("Extend a subject", "/extensions/new"),
            )
        },
    )
}

pub(in crate::web) async fn ask_to_void(
    visit: Visit,
    access: Access,
    Path(id): Path<String>,
) -> Answer {
    let organisation = desk(&access)?.organisation();
    voiding(&visit, organisation, &id, String::new(), Vec::new()).await
}

async fn voiding(
    visit: &Visit,
    organisation: &Organisation,
    id: &str,
    reason: String,
    errors: Vec<Mistake>,
) -> Answer {
    let Ok(id) = id.parse::<i64>() else { return visit.not_found() };
    let found = organisation.fact::<ExtensionFact>(id).await?;
    let Some(found) = found.filter(|kept| kept.voided.is_none()) else { return visit.not_found() };
    let today = visit.app.settings.clock.today();
    let effect =
        effect(organisation, &visit.app.shelf, today, &[Supposed::WithoutExtension(id)]).await?;
    visit.note_list(organisation, "saw list of people", "whom an extension concerns");
    let asked = TakingBack {
        heading: format!("Void the extension of {}", found.fact.subject),
        line: in_words(&found.fact),
        effect,
        action: format!("/extensions/{id}"),
        button: "Void the extension",
        back: Link::new("Extensions", "/extensions"),
    };
    take_back(visit, asked, reason, errors)
}

pub(in crate::web) async fn void(
    visit: Visit,
    access: Access,
    Path(id): Path<String>,
    form: Bytes,
) -> Answer {
    let organisation = desk(&access)?.organisation();
    let Ok(number) = id.parse::<i64>() else { return visit.not_found() };
    let reason = fields::line(&form, "reason");
    let (actor, now) = (access.asker().actor(), visit.app.settings.clock.now());
    match record::void_extension(organisation, number, &reason, &actor, now).await? {
        Ok(_) => see("/extensions?done=voided"),
        Err(refusal) => {
            let errors = vec![Mistake::new("reason", refusal.words)];
            voiding(&visit, organisation, &id, reason, errors).await
        }
    }
}

async fn blank(visit: &Visit, organisation: &Organisation) -> Result<NewExtensionPage, Fault> {
    let stand = visit.app.shelf.stand(organisation, visit.app.settings.clock.today()).await?;
    let kinds = TargetKind::ALL.map(|(kind, name)| {
        let text = if kind == TargetKind::Organisation { "Everyone" } else { name };
        Choice::new(name, capital(text), "")
    });
    Ok(NewExtensionPage {
        subjects: subject_choices(&stand.rules, "Choose"),
        kinds: kinds.into(),
        kind: TargetKind::Organisation.name().to_owned(),
        ..NewExtensionPage::default()
    })
}

fn days(fact: &ExtensionFact) -> String {
    count(fact.days.unsigned_abs(), "day", "days")
}

fn whom(fact: &ExtensionFact) -> String {
    match fact.target_kind {
        TargetKind::Organisation => "Everyone".to_owned(),
        kind => format!("{} {}", capital(kind.name()), fact.target),
    }
}

fn in_words(fact: &ExtensionFact) -> String {
    let from = long_date(fact.expiring_from);
    let which = match fact.expiring_to {
        Some(to) => format!("from {from} to {}", long_date(to)),
        None => format!("on {from} or later"),
    };
    format!(
        "{}: expiries {which} move by {}. Decided by {}.",
        whom(fact),
        days(fact),
        fact.authority
    )
}
