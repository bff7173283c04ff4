//! Publishing chosen changes: what it does to people is shown first, and done with a
//! second press.

use axum::body::Bytes;
use jiff::civil::Date;
use passport_core::facts::{ProposalFact, Recorded};
use passport_core::wording::{count, long_date};
use passport_pages::Link;
use passport_pages::pages::{DecidePage, Hidden};
use passport_store::Organisation;

use super::{draft, rehearsal, words, workplace};
use crate::access::Access;
use crate::requirements::{self, Refusal, Rehearsal, Turns};
use crate::web::answer::{Answer, Fault, see};
use crate::web::desk::{confirmed, decide};
use crate::web::visit::Visit;

/// Changes that are named before they are published.
const NAMED: usize = 20;

pub(crate) async fn publish(visit: Visit, access: Access, form: Bytes) -> Answer {
    let organisation = workplace(&access)?;
    let clock = visit.app.settings.clock;
    let (today, now) = (clock.today(), clock.now());
    let chosen = chosen(&form);
    let refusal = if confirmed(&form) {
        let actor = access.asker().actor();
        match requirements::publish(organisation, &chosen, &actor, now, today).await? {
            Ok(_) => return see("/requirements/draft?done=published"),
            Err(refusal) => refusal,
        }
    } else {
        match publishable(organisation, &chosen, today).await? {
            Ok(proposals) => return look(&visit, organisation, &proposals, today).await,
            Err(refusal) => refusal,
        }
    };
    draft::refused(&visit, organisation, today, &refusal.to_string()).await
}

/// The chosen proposals, where all of them are still there and can be published.
async fn publishable(
    organisation: &Organisation,
    chosen: &[i64],
    today: Date,
) -> Result<Result<Vec<Recorded<ProposalFact>>, Refusal>, Fault> {
    let draft = requirements::draft(organisation, today).await?;
    let of_draft = draft.proposals.into_iter();
    let found: Vec<_> = of_draft.filter(|one| chosen.contains(&one.recorded.id)).collect();
    let stale = found.iter().filter_map(|one| Some((one.recorded.id, one.stale?)));
    let stale: Vec<_> = stale.collect();
    Ok(match () {
        () if chosen.is_empty() => Err(Refusal::Nothing),
        () if found.len() < chosen.len() => Err(Refusal::Gone),
        () if !stale.is_empty() => Err(Refusal::Stale(stale)),
        () => Ok(found.into_iter().map(|one| one.recorded).collect()),
    })
}

/// What publishing would do, before it is done.
async fn look(
    visit: &Visit,
    organisation: &Organisation,
    proposals: &[Recorded<ProposalFact>],
    today: Date,
) -> Answer {
    let as_at = rehearsal::all_act(proposals, today);
    let found = rehearsal::of_proposals(visit, organisation, proposals, (as_at, today)).await?;
    visit.note_list(organisation, "saw list of people", "whom requirements concern");
    let mut lines = follows(&found);
    lines.extend(proposals.iter().take(NAMED).map(|one| {
        let fact = &one.fact;
        let target = words::target(fact.target_kind, &fact.target);
        let subject = words::subject(&fact.subject, &fact.level);
        format!("{subject}, {target}: {}.", words::proposal(fact))
    }));
    if proposals.len() > NAMED {
        lines.push(format!("And {} more.", proposals.len() - NAMED));
    }
    let number = proposals.len() as u64;
    let hidden = proposals.iter().map(|one| Hidden::new(format!("chosen-{}", one.id), "yes"));
    decide(
        visit,
        DecidePage {
            lines,
            hidden: hidden.chain([Hidden::new("confirm", "yes")]).collect(),
            button: Some("Publish".to_owned()),
            warning: found.count(Turns::Red) > 0,
            ..DecidePage::new(
                format!("Publish {}", count(number, "change", "changes")),
                "/requirements/draft/publish",
                Link::new("The draft", "/requirements/draft"),
            )
        },
    )
}

/// What follows for people, and what it takes of them.
fn follows(found: &Rehearsal) -> Vec<String> {
    let mut lines =
        vec![format!("{}, as at {}.", rehearsal::sentence(found), long_date(found.as_at))];
    let also = [
        (Turns::InGrace, "is to do by a day", "are to do by a day"),
        (Turns::NotRequired, "is no longer required", "are no longer required"),
    ];
    for (turns, one, many) in also {
        let number = found.count(turns) as u64;
        if number > 0 {
            lines.push(format!(
                "{} {}.",
                count(number, "line", "lines"),
                if number == 1 { one } else { many }
            ));
        }
    }
    lines.extend(rehearsal::takes(found).map(|takes| format!("The training takes {takes}.")));
    let unknown = found.training.iter().filter(|one| one.courses.is_empty());
    lines.extend(unknown.map(|one| {
        let what = words::subject(&one.subject, &one.level);
        format!("No course gives {what}, so how long that takes is not known.")
    }));
    lines
}

/// The proposals whose boxes are ticked: those that the reader saw, by number.
fn chosen(form: &[u8]) -> Vec<i64> {
    let names = form.split(|byte| *byte == b'&').filter_map(|pair| {
        let name = pair.split(|byte| *byte == b'=').next()?;
        std::str::from_utf8(name).ok()?.strip_prefix("chosen-")?.parse().ok()
    });
    let mut ids: Vec<i64> = names.collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
