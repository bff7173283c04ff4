//! The matrix: targets, filtered, with what is required of each.

use axum::http::Uri;
use passport_core::facts::TargetKind;
use passport_core::organisation::path_words;
use passport_core::text::normal;
use passport_core::wording::{capital, long_date};
use passport_pages::pages::{CellLine, Choice, Paging, RequirementsPage, TargetCard};

use super::{words, workplace};
use crate::access::Access;
use crate::directory;
use crate::requirements::{self, Cell, Draft, Entry};
use crate::web::answer::{Answer, see};
use crate::web::subject_choices::subject_choices;
use crate::web::visit::Visit;
use crate::web::{address, query};

/// Targets to a page.
const PAGE: usize = 25;

pub(crate) async fn show(visit: Visit, access: Access, uri: Uri) -> Answer {
    let organisation = workplace(&access)?;
    let today = visit.app.settings.clock.today();
    let stand = visit.app.shelf.stand_after(organisation, today, access.latest()).await?;
    let framework = &stand.rules.book.framework;
    let matrix = requirements::matrix(organisation, framework, today).await?;
    let draft = requirements::draft(organisation, today).await?;
    let kind = query::parameter(&uri, "kind").unwrap_or_default();
    let subject = query::parameter(&uri, "subject").unwrap_or_default();
    let asked = query::asked(&uri);
    let found_words = directory::words(&asked);
    let chosen = TargetKind::from_name(&kind);
    let of_subject =
        |entry: &&Entry| subject.is_empty() || normal(&entry.subject) == normal(&subject);
    let targets: Vec<(TargetKind, &str, Vec<&Entry>)> = matrix
        .targets
        .iter()
        .filter(|(of, name, _)| {
            chosen.is_none_or(|chosen| *of == chosen)
                && directory::has(&words::target(*of, name), &found_words)
        })
        .map(|(of, name, entries)| {
            (*of, name.as_str(), entries.iter().filter(of_subject).collect::<Vec<_>>())
        })
        .filter(|(_, _, entries)| !entries.is_empty())
        .collect();
    let base = format!(
        "/requirements?kind={}&q={}&subject={}",
        address::part(&kind),
        address::part(&asked),
        address::part(&subject)
    );
    let (current, last) = (query::page(&uri), targets.len().div_ceil(PAGE).max(1));
    if current > last {
        return see(&base);
    }
    let shown = targets.iter().skip((current - 1) * PAGE).take(PAGE);
    let cards = shown.map(|(of, name, entries)| TargetCard {
        kind: if *of == TargetKind::Organisation {
            String::new()
        } else {
            capital(words::kind_words(*of))
        },
        name: match of {
            TargetKind::Organisation => words::target(*of, name),
            TargetKind::Unit => path_words(name),
            _ => (*name).to_owned(),
        },
        cells: entries.iter().map(|entry| line(entry, &draft)).collect(),
    });
    visit.page(&RequirementsPage {
        kinds: kinds("All kinds"),
        subjects: subject_choices(&stand.rules, "All subjects"),
        found: RequirementsPage::found_words(targets.len() as u64),
        targets: cards.collect(),
        drafted: draft.proposals.len() as u64,
        propose: "/requirements/propose".to_owned(),
        paging: Some(Paging { current, last, href: format!("{base}&page=") }),
        kind,
        query: asked,
        subject,
    })
}

/// The kinds of target, after a first choice of none where it has words.
pub(super) fn kinds(all: &str) -> Vec<Choice> {
    let none = (!all.is_empty()).then(|| Choice::new("", all, ""));
    let each = TargetKind::ALL
        .iter()
        .map(|(kind, name)| Choice::new(*name, capital(words::kind_words(*kind)), ""));
    none.into_iter().chain(each).collect()
}

fn line(entry: &Entry, draft: &Draft) -> CellLine {
    let fact = &entry.fact;
    let cell = Cell {
        kind: fact.target_kind,
        target: fact.target.clone(),
        subject: entry.subject.clone(),
    };
    let mut notes = Vec::new();
    if !fact.within.is_empty() {
        notes.push(format!("Only within {}", path_words(&fact.within)));
    }
    notes.extend(fact.period.map(words::period));
    if fact.applies.from > fact.date_from.unwrap_or(fact.applies.from) || fact.last_day().is_some()
    {
        notes.extend(fact.last_day().map(|last| format!("Until {}", long_date(last))));
    }
    notes.extend(fact.introduced.map(|day| format!("Counted from {}", long_date(day))));
    CellLine {
        href: words::cell(&cell),
        subject: words::subject(&entry.subject, &fact.level),
        class: words::letter(entry.class),
        notes,
        drafted: draft.of(&cell).next().is_some(),
    }
}
