//! Awards entered by hand: added or voided, never edited. The reason is kept in
//! the change sequence, beside who and when.

use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::facts::{AwardFact, AwardOrigin, PersonFact, Recorded};
use passport_core::framework::Framework;
use passport_core::text::normal;
use passport_core::wording::long_date;
use passport_store::{Change, Known, Organisation, StoreError};

use crate::compliance::{Rules, rules};
use crate::refusal::{Refusal, refuse};

/// An award to add.
#[derive(Clone, Debug)]
pub struct NewAward {
    /// Whose it is.
    pub employee_number: String,
    /// The competence's name, or another name of it.
    pub competence: String,
    /// The day it was achieved.
    pub date: Date,
    /// The expiry printed on the certificate.
    pub printed_expiry: Option<Date>,
    /// The employer whose record it comes from, by number; empty: our own.
    pub vpd: String,
    /// Course or certificate.
    pub title: String,
    /// Why it is entered here.
    pub reason: String,
}

/// Records an award; its number.
///
/// # Errors
/// When the database fails; refused in words where the person or the competence
/// is not known, a date is not possible, or the award is recorded already.
pub async fn add_award(
    organisation: &Organisation,
    new: &NewAward,
    actor: &str,
    now: Timestamp,
    today: Date,
) -> Result<Result<Recorded<AwardFact>, Refusal>, StoreError> {
    let what = described(&format!("award added for {}", new.employee_number), &new.reason);
    // The turn is taken before anything is looked up, so that of two who enter
    // the same award at once the second is told.
    let mut change = organisation.begin(actor, &what, now).await?;
    let (id, fact) = match award_within(&mut change, organisation, new, today).await? {
        Ok(recorded) => recorded,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let recorded = change.commit().await?;
    Ok(Ok(Recorded { id, recorded, fact }))
}

/// Records an award as part of a change that has begun; its number.
///
/// # Errors
/// As [`add_award`].
pub async fn award_within(
    change: &mut Change,
    organisation: &Organisation,
    new: &NewAward,
    today: Date,
) -> Result<Result<(i64, AwardFact), Refusal>, StoreError> {
    let rules = rules(organisation, Known::Now, today).await?;
    let people: Vec<Recorded<PersonFact>> =
        organisation.facts_of(Known::Now, &new.employee_number).await?;
    let held: Vec<Recorded<AwardFact>> =
        organisation.facts_of(Known::Now, &new.employee_number).await?;
    let fact = match judge(&rules, &people, &held, new, today) {
        Ok(fact) => fact,
        Err(refusal) => return Ok(Err(refusal)),
    };
    change.concerns(&fact.employee_number);
    let ids = change.record(std::slice::from_ref(&fact)).await?;
    Ok(Ok((ids[0], fact)))
}

fn judge(
    rules: &Rules,
    people: &[Recorded<PersonFact>],
    held: &[Recorded<AwardFact>],
    new: &NewAward,
    today: Date,
) -> Result<AwardFact, Refusal> {
    let Some(person) = people.first() else {
        return refuse(
            "person",
            format!(
                "Nobody has the employee number {}: numbers are text, and leading zeros count.",
                new.employee_number
            ),
        );
    };
    let framework = &rules.book.framework;
    let Some(competence) = framework.by_name(&new.competence) else {
        return refuse("competence", unknown_competence(framework, &new.competence));
    };
    if new.date > today {
        return refuse(
            "completed-day",
            format!(
                "{} is in the future: an award is entered once it is achieved.",
                long_date(new.date)
            ),
        );
    }
    if let Some(expiry) = new.printed_expiry.filter(|expiry| *expiry < new.date) {
        return refuse(
            "expiry-day",
            format!(
                "The expiry {} is before the award of {}.",
                long_date(expiry),
                long_date(new.date)
            ),
        );
    }
    let same = |award: &&Recorded<AwardFact>| {
        award.fact.date == new.date
            && framework.by_name(&award.fact.competence_name) == Some(competence)
    };
    let name = &framework.competence(competence).name;
    if let Some(award) = held.iter().find(same) {
        return refuse(
            "completed-day",
            format!(
                "{name} of {} is recorded already, as award {}; void that first if it is wrong.",
                long_date(new.date),
                award.id
            ),
        );
    }
    Ok(AwardFact {
        employee_number: person.fact.employee_number.clone(),
        competence_name: name.clone(),
        date: new.date,
        printed_expiry: new.printed_expiry,
        vpd: new.vpd.trim().into(),
        title: new.title.trim().into(),
        origin: AwardOrigin::Entered,
    })
}

/// Names no competence, and those it may have meant.
fn unknown_competence(framework: &Framework, name: &str) -> String {
    let wanted = normal(name);
    let near: Vec<&str> = framework
        .iter()
        .map(|(_, competence)| competence)
        .filter(|competence| {
            !wanted.is_empty()
                && (normal(&competence.name).contains(&wanted)
                    || normal(&competence.subject) == wanted)
        })
        .map(|competence| competence.name.as_str())
        .take(5)
        .collect();
    let hint = match near.as_slice() {
        [] => "give its whole name, as the competences file has it".to_owned(),
        near => format!("did you mean {}?", near.join(" or ")),
    };
    format!("There is no competence {name:?}: {hint}")
}

/// Voids an award; what it said.
///
/// # Errors
/// When the database fails; refused in words where there is no such award or it
/// is void already.
pub async fn void_award(
    organisation: &Organisation,
    id: i64,
    reason: &str,
    actor: &str,
    now: Timestamp,
) -> Result<Result<AwardFact, Refusal>, StoreError> {
    let what = described(&format!("award {id} voided"), reason);
    let mut change = organisation.begin(actor, &what, now).await?;
    if reason.trim().is_empty() {
        return Ok(refuse("reason", "Say why the award is voided."));
    }
    let Some(award) = organisation.fact::<AwardFact>(id).await? else {
        return Ok(refuse(
            "award",
            format!(
                "There is no award {id}: `passport award list EMPLOYEE-NUMBER` shows a person's."
            ),
        ));
    };
    if let Some(by) = award.voided {
        return Ok(refuse("award", format!("Award {id} was voided already, by change {by}.")));
    }
    change.concerns(&award.fact.employee_number);
    change.void::<AwardFact>(&[id]).await?;
    change.commit().await?;
    Ok(Ok(award.fact))
}

/// What was done, and why where a reason is given.
pub(super) fn described(what: &str, reason: &str) -> String {
    match reason.trim() {
        "" => what.to_owned(),
        reason => format!("{what}: {reason}"),
    }
}
