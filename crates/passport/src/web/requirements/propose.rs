//! The form that proposes a change of what is required.

use axum::body::Bytes;
use axum::http::Uri;
use jiff::civil::Date;
use passport_core::facts::{ProposalFact, RequirementFact, TargetKind};
use passport_core::framework::{Framework, Period};
use passport_core::present::level_words;
use passport_core::requirement::Class;
use passport_core::text::normal;
use passport_pages::pages::{Choice, Mistake, ProposeRequirementPage};
use passport_store::{Known, Organisation, StoreError};

use super::{cell, matrix, words, workplace};
use crate::access::Access;
use crate::compliance::Rules;
use crate::requirements::{self, Cell, Refusal, Wanted};
use crate::web::actors::Names;
use crate::web::answer::{Answer, see};
use crate::web::subject_choices::subject_choices;
use crate::web::visit::Visit;
use crate::web::{fields, query, unit_named};

pub(crate) async fn ask(visit: Visit, access: Access, uri: Uri) -> Answer {
    let organisation = workplace(&access)?;
    let today = visit.app.settings.clock.today();
    let stand = visit.app.shelf.stand_after(organisation, today, access.latest()).await?;
    let rules = &stand.rules;
    let framework = &rules.book.framework;
    let number = |name: &str| query::parameter(&uri, name).map(|text| text.parse::<i64>().ok());
    let mut page = match (number("proposal"), number("against")) {
        (Some(id), _) => {
            let draft = requirements::draft(organisation, today).await?;
            let known = draft.proposals.iter().find(|one| Some(one.recorded.id) == id);
            let Some(known) = known else { return visit.not_found() };
            again(&known.recorded.fact, known.recorded.id)
        }
        (None, Some(id)) => {
            let all = organisation.facts::<RequirementFact>(Known::Now).await?;
            let known = all.iter().find(|known| Some(known.id) == id);
            let Some(known) = known.filter(|known| known.fact.applies.to.is_none()) else {
                return visit.not_found();
            };
            let ends = query::parameter(&uri, "act").as_deref() == Some("end");
            let matrix = requirements::matrix(organisation, framework, today).await?;
            let entries = matrix.targets.iter().flat_map(|(_, _, entries)| entries);
            let entry = entries.into_iter().find(|entry| entry.id == known.id);
            let class = entry.map_or(known.fact.class, |entry| entry.class);
            let subject = entry.map_or(known.fact.subject_name(), |entry| &entry.subject);
            against(&known.fact, known.id, subject, class, ends)
        }
        (None, None) => match cell::asked(&uri) {
            Some(cell) => ProposeRequirementPage {
                settled: Some(String::new()),
                kind: cell.kind.name().to_owned(),
                target: cell.target,
                subject: cell.subject,
                ..blank()
            },
            None => blank(),
        },
    };
    page.seen = match of(&page) {
        Some(cell) => cell.seen(organisation, rules).await?,
        None => String::new(),
    };
    let page = dressed(page, rules);
    visit.form(|csrf| ProposeRequirementPage { csrf, ..page })
}

pub(crate) async fn save(visit: Visit, access: Access, form: Bytes) -> Answer {
    let organisation = workplace(&access)?;
    let clock = visit.app.settings.clock;
    let (today, now) = (clock.today(), clock.now());
    let stand = visit.app.shelf.stand_after(organisation, today, access.latest()).await?;
    let mut errors = Vec::new();
    let (mut page, mut proposal) = typed(&form, &mut errors);
    settle_units(&stand.rules, &mut page, proposal.as_mut(), &mut errors);
    if let Some(proposal) = proposal.filter(|_| errors.is_empty()) {
        let settled = page.settled.is_some();
        let cell = Cell {
            kind: proposal.target_kind,
            target: proposal.target.clone(),
            subject: proposal.subject.clone(),
        };
        let seen = if settled {
            page.seen.clone()
        } else {
            seen_afresh(organisation, &stand.rules, &cell, &page).await?
        };
        let wanted = Wanted { proposal, replaces: page.replaces.parse().ok(), seen };
        let actor = access.asker().actor();
        match requirements::propose(organisation, &wanted, &actor, now, today).await? {
            Ok(id) => {
                let draft = requirements::draft(organisation, today).await?;
                let saved = draft.proposals.iter().find(|one| one.recorded.id == id);
                let fact = saved.map_or(&wanted.proposal, |one| &one.recorded.fact);
                let cell = Cell {
                    kind: fact.target_kind,
                    target: fact.target.clone(),
                    subject: fact.subject.clone(),
                };
                return see(&format!("{}&done=saved", words::cell(&cell)));
            }
            Err(Refusal::Field(refusal)) => errors.push(refusal.into()),
            Err(refusal @ (Refusal::Meanwhile | Refusal::Gone)) => {
                errors.push(Mistake::new("meanwhile", refusal.to_string()));
                page = with_theirs(organisation, &stand.rules, page, today).await?;
            }
            Err(refusal) => errors.push(Mistake::new("from-day", refusal.to_string())),
        }
    }
    let page = ProposeRequirementPage { errors, ..dressed(page, &stand.rules) };
    visit.refused(|csrf| ProposeRequirementPage { csrf, ..page })
}

/// Units that were typed as pages show them, by their paths.
fn settle_units(
    rules: &Rules,
    page: &mut ProposeRequirementPage,
    proposal: Option<&mut ProposalFact>,
    errors: &mut Vec<Mistake>,
) {
    let units = &rules.book.units;
    let mut which = Vec::new();
    if page.settled.is_none() && page.kind == TargetKind::Unit.name() {
        unit_named::settle(units, "target", &mut page.target, &mut which, errors);
    }
    unit_named::settle(units, "within", &mut page.within, &mut which, errors);
    if let Some(proposal) = proposal {
        proposal.target.clone_from(&page.target);
        proposal.within.clone_from(&page.within);
    }
    page.which = which;
}

/// Where the cell is only typed in this form, what stands in it was not seen: if
/// anything does, it is shown first.
async fn seen_afresh(
    organisation: &Organisation,
    rules: &Rules,
    cell: &Cell,
    page: &ProposeRequirementPage,
) -> Result<String, StoreError> {
    let units = &rules.book.units;
    let path = (cell.kind == TargetKind::Unit).then(|| units.find(&cell.target)).flatten();
    let target = path.map_or(cell.target.clone(), |id| units.unit(id).path.clone());
    let target = if cell.kind == TargetKind::Organisation { String::new() } else { target };
    let seen = Cell { target, ..cell.clone() }.seen(organisation, rules).await?;
    Ok(if seen.is_empty() { seen } else { page.seen.clone() })
}

/// The form again, with what stands and is proposed in the cell now, so that the
/// same form saved again says that both were seen.
async fn with_theirs(
    organisation: &Organisation,
    rules: &Rules,
    mut page: ProposeRequirementPage,
    today: Date,
) -> Result<ProposeRequirementPage, StoreError> {
    let framework = &rules.book.framework;
    let Some(mut cell) = of(&page) else { return Ok(page) };
    if cell.kind == TargetKind::Unit
        && let Some(id) = rules.book.units.find(&cell.target)
    {
        cell.target.clone_from(&rules.book.units.unit(id).path);
    }
    let matrix = requirements::matrix(organisation, framework, today).await?;
    let draft = requirements::draft(organisation, today).await?;
    let names = Names::load(organisation).await?;
    let stands = |id: i64| cell.entries(&matrix).any(|entry| entry.id == id);
    if page.against.parse().is_ok_and(|id| !stands(id)) {
        // What it was made against is gone; what replaced it, of the same level, is
        // what it is made against now.
        let level = normal(&page.level);
        let now = cell
            .entries(&matrix)
            .find(|entry| entry.fact.applies.to.is_none() && normal(&entry.fact.level) == level);
        page.against = now.map(|entry| entry.id.to_string()).unwrap_or_default();
        if page.against.is_empty() && page.act == "change" {
            page.act = "add".to_owned();
        }
    }
    let proposed = |id: i64| draft.of(&cell).any(|one| one.recorded.id == id);
    if page.replaces.parse().is_ok_and(|id| !proposed(id)) {
        page.replaces.clear();
    }
    let standing = cell.entries(&matrix).map(cell::card);
    let theirs = draft.of(&cell).map(|one| words::proposed(one, &names));
    page.meanwhile = standing.chain(theirs).collect();
    for card in &mut page.meanwhile {
        (card.change, card.end) = (None, None);
    }
    page.seen = cell.seen(organisation, rules).await?;
    page.settled.get_or_insert_default();
    page.target.clone_from(&cell.target);
    Ok(page)
}

/// The cell a form is about, where it is settled.
fn of(page: &ProposeRequirementPage) -> Option<Cell> {
    let kind = TargetKind::from_name(&page.kind)?;
    let target = if kind == TargetKind::Organisation { String::new() } else { page.target.clone() };
    (!page.subject.is_empty()).then(|| Cell { kind, target, subject: page.subject.clone() })
}

fn blank() -> ProposeRequirementPage {
    ProposeRequirementPage {
        act: "add".to_owned(),
        period: "competence".to_owned(),
        grace: "0".to_owned(),
        ..ProposeRequirementPage::default()
    }
}

/// The form of a change of a requirement that stands.
fn against(
    fact: &RequirementFact,
    id: i64,
    subject: &str,
    class: Option<Class>,
    ends: bool,
) -> ProposeRequirementPage {
    let (period, months) = periods_of(fact.period);
    ProposeRequirementPage {
        act: if ends { "end" } else { "change" }.to_owned(),
        against: id.to_string(),
        settled: Some(String::new()),
        kind: fact.target_kind.name().to_owned(),
        target: fact.target.clone(),
        subject: subject.to_owned(),
        level: fact.level.clone(),
        class: class.map_or("none", Class::letter).to_owned(),
        within: fact.within.clone(),
        to: fact.date_to.map(fields::parts).unwrap_or_default(),
        introduced: fact.introduced.map(fields::parts).unwrap_or_default(),
        period,
        months,
        grace: fact.grace_days.to_string(),
        ..blank()
    }
}

/// The form of a proposal that is made anew.
fn again(fact: &ProposalFact, id: i64) -> ProposeRequirementPage {
    let (period, months) = periods_of(fact.period);
    let act = match (fact.ends, fact.against) {
        (true, _) => "end",
        (false, Some(_)) => "change",
        (false, None) => "add",
    };
    ProposeRequirementPage {
        act: act.to_owned(),
        against: fact.against.map(|id| id.to_string()).unwrap_or_default(),
        replaces: id.to_string(),
        settled: Some(String::new()),
        kind: fact.target_kind.name().to_owned(),
        target: fact.target.clone(),
        subject: fact.subject.clone(),
        level: fact.level.clone(),
        class: fact.class.map_or("none", Class::letter).to_owned(),
        within: fact.within.clone(),
        from: fields::parts(fact.date_from),
        to: fact.date_to.map(fields::parts).unwrap_or_default(),
        introduced: fact.introduced.map(fields::parts).unwrap_or_default(),
        period,
        months,
        grace: fact.grace_days.to_string(),
        reason: fact.reason.clone(),
        approved_by: fact.approved_by.clone(),
        ..blank()
    }
}

fn periods_of(period: Option<Period>) -> (String, String) {
    match period {
        None | Some(Period::Unknown) => ("competence".to_owned(), String::new()),
        Some(Period::Once) => ("once".to_owned(), String::new()),
        Some(Period::Months(months)) => ("months".to_owned(), months.to_string()),
    }
}

/// What was typed, and the proposal it makes, if it makes one.
fn typed(form: &[u8], errors: &mut Vec<Mistake>) -> (ProposeRequirementPage, Option<ProposalFact>) {
    let line = |name: &str| fields::line(form, name);
    let act = match line("act").as_str() {
        "change" => "change",
        "end" => "end",
        _ => "add",
    };
    let ends = act == "end";
    let mut wrong = Vec::new();
    let (from, first) = fields::day(form, "from", "First day", &mut wrong);
    let (to, last) = fields::day(form, "to", "Last day", &mut wrong);
    let (introduced, counted) =
        fields::day(form, "introduced", "The day it counts from", &mut wrong);
    let page = ProposeRequirementPage {
        act: act.to_owned(),
        against: line("against"),
        replaces: line("replaces"),
        seen: line("seen"),
        settled: (line("settled") == "yes").then(String::new),
        kind: line("kind"),
        target: line("target"),
        subject: line("subject"),
        level: line("level"),
        class: line("class"),
        within: line("within"),
        from,
        to,
        introduced,
        period: line("period"),
        months: line("months"),
        grace: line("grace"),
        reason: line("reason"),
        approved_by: line("approved-by"),
        ..blank()
    };
    let kind = TargetKind::from_name(&page.kind);
    if kind.is_none() {
        errors.push(Mistake::new("kind", "Choose for whom it is."));
    }
    if page.subject.is_empty() {
        errors.push(Mistake::new("subject", "Choose a subject."));
    }
    let class = match page.class.as_str() {
        "C" => Some(Some(Class::Compulsory)),
        "R" => Some(Some(Class::RoleSpecific)),
        "none" => Some(None),
        _ if ends => Some(None),
        _ => None,
    };
    if class.is_none() {
        errors.push(Mistake::new("class", "Choose a class."));
    }
    errors.append(&mut wrong);
    let missing = |field: &str| !errors.iter().any(|one| one.field.starts_with(field));
    if ends && last.is_none() && missing("to-") {
        errors.push(Mistake::new("to-day", "Enter the last day."));
    } else if !ends && first.is_none() && missing("from-") {
        errors.push(Mistake::new("from-day", "Enter the first day."));
    }
    let period = match page.period.as_str() {
        "once" => Some(Period::Once),
        "months" => match page.months.parse() {
            Ok(months) => Some(Period::Months(months)),
            Err(_) => {
                errors.push(Mistake::new("months", "Months must be a whole number, such as 12."));
                None
            }
        },
        _ => None,
    };
    let grace = match page.grace.as_str() {
        "" => Ok(0),
        text => text.parse(),
    };
    if grace.is_err() {
        errors.push(Mistake::new("grace", "Days to complete must be a whole number, such as 60."));
    }
    // A number that is none is of nothing that stands.
    let number = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap_or(-1));
    let proposal = kind.zip(class).map(|(target_kind, class)| ProposalFact {
        against: number(&page.against),
        ends,
        target_kind,
        target: page.target.clone(),
        within: page.within.clone(),
        subject: page.subject.clone(),
        level: page.level.clone(),
        class,
        date_from: first.or(last).unwrap_or(Date::MAX),
        date_to: last,
        period,
        grace_days: grace.unwrap_or(0),
        introduced: counted,
        reason: page.reason.clone(),
        approved_by: page.approved_by.clone(),
    });
    (page, proposal)
}

/// The form with its choices, and where it leads back to.
fn dressed(mut page: ProposeRequirementPage, rules: &Rules) -> ProposeRequirementPage {
    let framework = &rules.book.framework;
    let cell = of(&page).filter(|_| page.settled.is_some());
    page.back = cell
        .as_ref()
        .filter(|_| !page.seen.is_empty())
        .map_or("/requirements".to_owned(), words::cell);
    if let Some(cell) = &cell {
        page.settled =
            Some(format!("{}, {}", cell.subject, words::target(cell.kind, &cell.target)));
        page.levels = levels(framework, &cell.subject);
    }
    page.kinds = matrix::kinds("");
    page.subjects = subject_choices(rules, "Choose a subject");
    page.classes = vec![
        Choice::new("C", "C, compulsory", ""),
        Choice::new("R", "R, role specific", ""),
        Choice::new(
            "none",
            "None",
            "Lifts the subject, at every level, whatever else requires it.",
        ),
    ];
    page.periods = vec![
        Choice::new("competence", "The competence's own", ""),
        Choice::new("months", "Its own, in months", ""),
        Choice::new("once", "Once only", ""),
    ];
    page
}

/// The levels of a subject, where it has several.
fn levels(framework: &Framework, subject: &str) -> Vec<Choice> {
    let levels = framework.iter().map(|(_, competence)| competence);
    let mut levels: Vec<&str> = levels
        .filter(|competence| normal(&competence.subject) == normal(subject))
        .map(|competence| competence.level.as_str())
        .collect();
    levels.sort_unstable();
    levels.dedup();
    if levels == [""] {
        return Vec::new();
    }
    let words = |level: &str| {
        if level.is_empty() { "No level".to_owned() } else { level_words(level) }
    };
    levels.into_iter().map(|level| Choice::new(level, words(level), "")).collect()
}
