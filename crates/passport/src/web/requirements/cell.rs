//! One cell of the matrix: what is required there, what is proposed, and its story.

use axum::http::Uri;
use passport_core::facts::TargetKind;
use passport_pages::pages::{RequirementCellPage, StoryLine, TermsCard};

use super::{words, workplace};
use crate::access::Access;
use crate::requirements::{self, Cell, Entry};
use crate::web::actors::Names;
use crate::web::answer::Answer;
use crate::web::query;
use crate::web::visit::Visit;

/// Steps of the story that are shown.
const SHOWN: usize = 50;

/// The cell that a query names, if there can be such a one.
pub(super) fn asked(uri: &Uri) -> Option<Cell> {
    Some(Cell {
        kind: TargetKind::from_name(&query::parameter(uri, "kind")?)?,
        target: query::parameter(uri, "target")?,
        subject: query::parameter(uri, "subject")?,
    })
}

pub(crate) async fn show(visit: Visit, access: Access, uri: Uri) -> Answer {
    let organisation = workplace(&access)?;
    let today = visit.app.settings.clock.today();
    let stand = visit.app.shelf.stand_after(organisation, today, access.latest()).await?;
    let framework = &stand.rules.book.framework;
    let Some(cell) = asked(&uri) else { return visit.not_found() };
    let Some(subject) = framework.subject(&cell.subject) else { return visit.not_found() };
    let cell = Cell { subject: framework.subject_name(subject).to_owned(), ..cell };
    let matrix = requirements::matrix(organisation, framework, today).await?;
    let draft = requirements::draft(organisation, today).await?;
    let story = cell.story(organisation, framework).await?;
    // A cell that nothing ever stood in is opened by whoever proposes something.
    let is_known = cell.entries(&matrix).next().is_some()
        || draft.of(&cell).next().is_some()
        || !story.is_empty();
    if !is_known {
        return visit.not_found();
    }
    if cell.kind == TargetKind::Employee {
        visit.note(organisation, "saw requirements", &cell.target);
    }
    let names = Names::load(organisation).await?;
    let done = match query::parameter(&uri, "done").as_deref() {
        Some("saved") => Some("The change is in the draft"),
        _ => None,
    };
    visit.page(&RequirementCellPage {
        target: words::target(cell.kind, &cell.target),
        done: done.map(str::to_owned),
        standing: cell.entries(&matrix).map(card).collect(),
        proposed: draft.of(&cell).map(|one| words::proposed(one, &names)).collect(),
        propose: format!("/requirements/propose?{}", words::place(&cell)),
        story: story.iter().take(SHOWN).map(|step| line(step, &names)).collect(),
        subject: cell.subject.clone(),
    })
}

/// A requirement that stands, as a card.
pub(super) fn card(entry: &Entry) -> TermsCard {
    let change = |act: &str| format!("/requirements/propose?against={}&act={act}", entry.id);
    // What was replaced from a day to come is changed through what replaces it.
    let open = entry.fact.applies.to.is_none();
    TermsCard {
        title: words::subject(&entry.subject, &entry.fact.level),
        class: words::letter(entry.class),
        terms: words::terms(&entry.fact),
        change: open.then(|| change("change")),
        end: open.then(|| change("end")),
        stale: None,
    }
}

fn line(step: &requirements::Story, names: &Names) -> StoryLine {
    let fact = &step.fact;
    let terms = words::terms(fact).into_iter();
    let terms = terms.filter(|(name, _)| name != "Reason" && name != "Agreed by");
    let terms: Vec<String> = terms.map(|(name, value)| format!("{name}: {value}")).collect();
    StoryLine {
        at: words::moment(step.at),
        who: names.of(&step.actor),
        what: format!("{} by {}", if step.recorded { "Recorded" } else { "Taken out" }, step.what),
        terms: format!(
            "{}{}. {}",
            words::subject(fact.subject_name(), &fact.level),
            fact.class.map(|class| format!(", {}", class.letter())).unwrap_or_default(),
            terms.join(". ")
        ),
        reason: fact.reason.clone(),
        approved_by: fact.approved_by.clone(),
    }
}
