//! The draft: every proposed change, and what was published.

use axum::extract::Path;
use axum::http::Uri;
use jiff::civil::Date;
use passport_pages::pages::{Mistake, ProposalLine, PublicationLine, RequirementDraftPage};
use passport_store::{Organisation, StoreError};

use super::{publication, words, workplace};
use crate::access::Access;
use crate::requirements::{self, Cell, Proposed};
use crate::web::actors::Names;
use crate::web::answer::{Answer, see};
use crate::web::query;
use crate::web::visit::Visit;

/// Publications shown.
const SHOWN: usize = 20;

pub(crate) async fn show(visit: Visit, access: Access, uri: Uri) -> Answer {
    let organisation = workplace(&access)?;
    let done = match query::parameter(&uri, "done").as_deref() {
        Some("published") => Some("The changes are published"),
        Some("removed") => Some("The change is removed from the draft"),
        Some("taken-back") => Some("What was published is taken back"),
        _ => None,
    };
    visit.note_list(organisation, "saw requirements", "the draft");
    let page = page(organisation, visit.app.settings.clock.today()).await?;
    let page = RequirementDraftPage { done: done.map(str::to_owned), ..page };
    visit.form(|csrf| RequirementDraftPage { csrf, ..page })
}

pub(crate) async fn remove(visit: Visit, access: Access, Path(id): Path<String>) -> Answer {
    let organisation = workplace(&access)?;
    let Ok(id) = id.parse() else { return visit.not_found() };
    let (actor, now) = (access.asker().actor(), visit.app.settings.clock.now());
    match requirements::withdraw(organisation, id, &actor, now).await? {
        Ok(()) => see("/requirements/draft?done=removed"),
        Err(_) => visit.not_found(),
    }
}

/// The draft again, with why something was not done.
pub(super) async fn refused(
    visit: &Visit,
    organisation: &Organisation,
    today: Date,
    words: &str,
) -> Answer {
    let page = page(organisation, today).await?;
    let errors = vec![Mistake::new("chosen", words)];
    visit.refused(|csrf| RequirementDraftPage { csrf, errors, ..page })
}

async fn page(
    organisation: &Organisation,
    today: Date,
) -> Result<RequirementDraftPage, StoreError> {
    let draft = requirements::draft(organisation, today).await?;
    let published = requirements::publications(organisation, SHOWN).await?;
    let names = Names::load(organisation).await?;
    let published = published.into_iter().map(|one| PublicationLine {
        change: one.change.number,
        by: format!("{}, {}", names.of(&one.change.actor), words::moment(one.change.at)),
        made: publication::made(&one.made),
        taken_back: one.taken_back,
    });
    Ok(RequirementDraftPage {
        proposals: draft.proposals.iter().map(|one| line(one, &names)).collect(),
        published: published.collect(),
        ..RequirementDraftPage::default()
    })
}

fn line(one: &Proposed, names: &Names) -> ProposalLine {
    let fact = &one.recorded.fact;
    let cell =
        Cell { kind: fact.target_kind, target: fact.target.clone(), subject: fact.subject.clone() };
    ProposalLine {
        id: one.recorded.id,
        act: match (fact.ends, fact.against) {
            (true, _) => "End",
            (false, Some(_)) => "Change",
            (false, None) => "New",
        }
        .to_owned(),
        title: format!(
            "{}, {}",
            words::subject(&fact.subject, &fact.level),
            words::target(fact.target_kind, &fact.target)
        ),
        href: words::cell(&cell),
        terms: words::proposal(fact),
        reason: format!("{} Agreed by {}.", sentence(&fact.reason), fact.approved_by),
        by: format!("{}, {}", names.of(&one.actor), words::moment(one.at)),
        stale: one.stale.map(|stale| stale.words().to_owned()),
        rehearse: format!("/requirements/rehearsal?proposal={}", one.recorded.id),
    }
}

/// With a full stop, if it has none.
fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}
