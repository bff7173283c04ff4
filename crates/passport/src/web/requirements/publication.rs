//! What was published: its requirements in words, and taking it back, once it has been
//! shown what that changes.

use axum::extract::Path;
use passport_core::facts::RequirementFact;
use passport_core::proposal::TakenBack;
use passport_core::wording::{count, long_date};
use passport_pages::Link;
use passport_pages::pages::DecidePage;

use super::{words, workplace};
use crate::access::Access;
use crate::compliance::{Supposed, effect};
use crate::requirements::{self, Refusal};
use crate::web::answer::{Answer, see};
use crate::web::desk::{decide, table};
use crate::web::visit::Visit;

/// Of one publication, the requirements shown.
const MADE: usize = 20;

/// Shows what taking a publication back would change.
pub(crate) async fn ask(visit: Visit, access: Access, Path(change): Path<String>) -> Answer {
    let organisation = workplace(&access)?;
    let Ok(number) = change.parse() else { return visit.not_found() };
    let today = visit.app.settings.clock.today();
    let back = match requirements::taking_back(organisation, number, today).await? {
        Ok(back) => back,
        Err(Refusal::Unknown) => return visit.not_found(),
        Err(refusal) => return decide(&visit, cannot(number, &refusal)),
    };
    let lines = what_happens(&back);
    let effect =
        effect(organisation, &visit.app.shelf, back.acts_on, &[Supposed::Requirements(back.diff)])
            .await?;
    visit.note_list(organisation, "saw list of people", "whom a publication concerns");
    let button = Some("Take it back".to_owned());
    decide(&visit, DecidePage { lines, effect: Some(table(&effect)), button, ..page(number) })
}

/// Takes it back.
pub(crate) async fn take_back(visit: Visit, access: Access, Path(change): Path<String>) -> Answer {
    let organisation = workplace(&access)?;
    let Ok(number) = change.parse() else { return visit.not_found() };
    let clock = visit.app.settings.clock;
    let (actor, now, today) = (access.asker().actor(), clock.now(), clock.today());
    match requirements::take_back(organisation, number, &actor, now, today).await? {
        Ok(()) => see("/requirements/draft?done=taken-back"),
        Err(Refusal::Unknown) => visit.not_found(),
        Err(refusal) => visit.refused(|csrf| DecidePage { csrf, ..cannot(number, &refusal) }),
    }
}

fn page(number: i64) -> DecidePage {
    DecidePage {
        warning: true,
        ..DecidePage::new(
            "Take back what was published",
            format!("/requirements/published/{number}/take-back"),
            Link::new("Draft", "/requirements/draft"),
        )
    }
}

/// The page that only says why it cannot be done.
fn cannot(number: i64, refusal: &Refusal) -> DecidePage {
    DecidePage { lines: vec![refusal.to_string()], ..page(number) }
}

/// What becomes of requirements, and that no past day is another.
fn what_happens(back: &TakenBack) -> Vec<String> {
    let (again, begun): (Vec<RequirementFact>, Vec<RequirementFact>) =
        back.diff.add.iter().cloned().partition(|fact| fact.applies.to.is_none());
    let mut lines = Vec::new();
    if begun.is_empty() {
        lines.push("What has not begun does not begin.".to_owned());
    } else {
        let words = count(begun.len() as u64, "requirement that has", "requirements that have");
        lines.push(format!("{words} begun: the last day was yesterday."));
    }
    if !again.is_empty() {
        let words = count(again.len() as u64, "requirement is", "requirements are");
        lines.push(format!("{words} as before:"));
        lines.extend(made(&again).into_iter().map(|one| format!("{one}.")));
    }
    lines.push("What was required on past days stays as it was.".to_owned());
    lines.push(format!("On {} this changes:", long_date(back.acts_on)));
    lines
}

/// Requirements, each in a sentence.
pub(super) fn made(facts: &[RequirementFact]) -> Vec<String> {
    let one = |fact: &RequirementFact| {
        let terms = words::terms(fact).into_iter();
        let days = terms.filter(|(name, _)| name.ends_with("day") || name == "Counted from");
        let days: Vec<String> =
            days.map(|(name, day)| format!("{} {day}", name.to_lowercase())).collect();
        format!(
            "{}, {}: {}",
            words::subject(fact.subject_name(), &fact.level),
            words::target(fact.target_kind, &fact.target),
            days.join(", ")
        )
    };
    let mut lines: Vec<String> = facts.iter().take(MADE).map(one).collect();
    if facts.len() > MADE {
        lines.push(format!("And {} more", facts.len() - MADE));
    }
    lines
}
