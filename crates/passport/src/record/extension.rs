//! Extensions: dated decisions that add days to a subject's expiries, as when
//! courses are suspended (rules.md section 2). Added or voided, never edited.

use std::collections::HashSet;

use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::facts::{ExtensionFact, PersonFact, PostingFact, Recorded, TargetKind};
use passport_core::text::normal;
use passport_store::{Known, Organisation, StoreError};

use super::award::described;
use crate::compliance::{Rules, rules};
use crate::refusal::{Refusal, refuse};

/// The most days a decision may add: longer, and the period itself is what changed.
const MOST_DAYS: i64 = 1_830;

/// Records an extension; its number.
///
/// # Errors
/// When the database fails; refused in words where it names a subject or a
/// target that is not there, or its days make no sense.
pub async fn add_extension(
    organisation: &Organisation,
    new: ExtensionFact,
    actor: &str,
    now: Timestamp,
    today: Date,
) -> Result<Result<Recorded<ExtensionFact>, Refusal>, StoreError> {
    let what = described(&format!("extension added to {}", new.subject), &new.reason);
    let mut change = organisation.begin(actor, &what, now).await?;
    let rules = rules(organisation, Known::Now, today).await?;
    let fact = match extension(organisation, &rules, new).await? {
        Ok(fact) => fact,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let ids = change.record(std::slice::from_ref(&fact)).await?;
    let recorded = change.commit().await?;
    Ok(Ok(Recorded { id: ids[0], recorded, fact }))
}

/// The extension that would be recorded, or why it cannot be.
///
/// # Errors
/// When the database fails; refused in words as [`add_extension`] says.
pub async fn extension(
    organisation: &Organisation,
    rules: &Rules,
    new: ExtensionFact,
) -> Result<Result<ExtensionFact, Refusal>, StoreError> {
    let targets = targets(organisation, &new).await?;
    let known: Vec<Recorded<ExtensionFact>> = organisation.facts(Known::Now).await?;
    Ok(judge(rules, targets.as_ref(), &known, new))
}

/// The targets of this kind that there are; `None` where it needs no looking up
/// or units answer for themselves.
async fn targets(
    organisation: &Organisation,
    new: &ExtensionFact,
) -> Result<Option<HashSet<String>>, StoreError> {
    if matches!(new.target_kind, TargetKind::Organisation | TargetKind::Unit) {
        return Ok(None);
    }
    if new.target_kind == TargetKind::Employee {
        let people: Vec<Recorded<PersonFact>> =
            organisation.facts_of(Known::Now, &new.target).await?;
        return Ok(Some(people.into_iter().map(|person| person.fact.employee_number).collect()));
    }
    let postings: Vec<Recorded<PostingFact>> = organisation.facts(Known::Now).await?;
    let names = postings.into_iter().flat_map(|recorded| {
        let PostingFact { assignment_number, post, .. } = recorded.fact;
        match new.target_kind {
            TargetKind::StaffGroup => vec![normal(&post.staff_group)],
            TargetKind::JobRole => vec![normal(&post.job_role)],
            TargetKind::Position => {
                vec![normal(&post.position_number), normal(&post.position_title)]
            }
            _ => vec![assignment_number],
        }
    });
    Ok(Some(names.collect()))
}

fn judge(
    rules: &Rules,
    targets: Option<&HashSet<String>>,
    known: &[Recorded<ExtensionFact>],
    mut new: ExtensionFact,
) -> Result<ExtensionFact, Refusal> {
    let framework = &rules.book.framework;
    let Some(subject) = framework.subject(&new.subject) else {
        return refuse(
            "subject",
            format!(
                "There is no subject {:?}: give it as the competences file has it.",
                new.subject
            ),
        );
    };
    new.subject = framework.subject_name(subject).into();
    if !(1..=MOST_DAYS).contains(&new.days) {
        return refuse(
            "days",
            format!("{} days cannot be added: enter 1 to {MOST_DAYS}.", new.days),
        );
    }
    if new.expiring_to.is_some_and(|to| to < new.expiring_from) {
        return refuse(
            "to-day",
            "The last expiry it moves is before the first: swap the two dates.",
        );
    }
    if new.authority.trim().is_empty() {
        return refuse(
            "authority",
            "Say who decided: the passport shows it on every line it touches.",
        );
    }
    let kind = new.target_kind.name();
    match (new.target_kind, new.target.trim()) {
        (TargetKind::Organisation, "") => {}
        (TargetKind::Organisation, _) => {
            return refuse("target", "An extension for the whole organisation names no target.");
        }
        (_, "") => return refuse("target", format!("Say which {kind} it is for.")),
        (TargetKind::Unit, unit) => {
            let Some(id) = rules.book.units.find(unit) else {
                return refuse(
                    "target",
                    format!("There is no one unit {unit:?}: give its whole path, joined by |."),
                );
            };
            new.target = rules.book.units.unit(id).path.clone();
        }
        (TargetKind::Employee | TargetKind::Assignment, number) => {
            if targets.is_some_and(|known| !known.contains(number)) {
                return refuse("target", format!("There is no {kind} {number:?}."));
            }
        }
        (_, name) => {
            if targets.is_some_and(|known| !known.contains(&normal(name))) {
                return refuse("target", format!("There is no {kind} {name:?}."));
            }
        }
    }
    let twin = |other: &&Recorded<ExtensionFact>| {
        let other = &other.fact;
        normal(&other.subject) == normal(&new.subject)
            && (other.target_kind, normal(&other.target)) == (new.target_kind, normal(&new.target))
            && (other.expiring_from, other.expiring_to) == (new.expiring_from, new.expiring_to)
    };
    if let Some(other) = known.iter().find(twin) {
        return refuse(
            "from-day",
            format!(
                "Extension {} moves these expiries already, and the days of both would add up: void it first if it is wrong.",
                other.id
            ),
        );
    }
    Ok(new)
}

/// Voids an extension; what it said.
///
/// # Errors
/// When the database fails; refused in words where there is no such extension or
/// it is void already.
pub async fn void_extension(
    organisation: &Organisation,
    id: i64,
    reason: &str,
    actor: &str,
    now: Timestamp,
) -> Result<Result<ExtensionFact, Refusal>, StoreError> {
    let what = described(&format!("extension {id} voided"), reason);
    let mut change = organisation.begin(actor, &what, now).await?;
    if reason.trim().is_empty() {
        return Ok(refuse("reason", "Say why the extension is voided."));
    }
    let Some(extension) = organisation.fact::<ExtensionFact>(id).await? else {
        return Ok(refuse(
            "extension",
            format!("There is no extension {id}: `passport extension list` shows those there are."),
        ));
    };
    if let Some(by) = extension.voided {
        return Ok(refuse(
            "extension",
            format!("Extension {id} was voided already, by change {by}."),
        ));
    }
    change.void::<ExtensionFact>(&[id]).await?;
    change.commit().await?;
    Ok(Ok(extension.fact))
}
