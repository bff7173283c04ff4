//! Exemptions entered here: given, ended early, voided. The reason is kept with the
//! exemption alone, for the approver's eyes, and not in the change sequence.

use jiff::Timestamp;
use jiff::civil::Date;
use passport_core::entered::Origin;
use passport_core::facts::{ExemptionFact, PersonFact, Recorded};
use passport_core::span::Span;
use passport_core::text::normal;
use passport_core::wording::long_date;
use passport_store::{Kept, Known, Organisation, StoreError};

use crate::compliance::{Rules, rules};
use crate::refusal::{Refusal, refuse};

/// The most letters of a reason or of an approver's name.
const LONGEST: usize = 200;

/// What is asked for, of one person or of several.
#[derive(Clone, Debug)]
pub struct NewExemption {
    /// Whose.
    pub employee_numbers: Vec<String>,
    /// From which subject.
    pub subject: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Option<Date>,
    /// Why; for the approver's eyes.
    pub reason: String,
    /// Who agreed.
    pub approved_by: String,
}

/// Gives exemptions, all of them or none.
///
/// # Errors
/// When the database fails; refused in words as [`exemptions`] says.
pub async fn give_exemptions(
    organisation: &Organisation,
    new: &NewExemption,
    actor: &str,
    now: Timestamp,
    today: Date,
) -> Result<Result<Vec<ExemptionFact>, Refusal>, StoreError> {
    let mut change = organisation.begin(actor, "exemption given", now).await?;
    let rules = rules(organisation, Known::Now, today).await?;
    let facts = match exemptions(organisation, &rules, new).await? {
        Ok(facts) => facts,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let people = facts.iter().map(|fact| fact.employee_number.as_str());
    change.concerns_each(people);
    change.describe("subject", &facts[0].subject);
    change.record(&facts).await?;
    change.commit().await?;
    Ok(Ok(facts))
}

/// The exemptions that would be recorded, or why they cannot be.
///
/// # Errors
/// When the database fails; refused in words where a person or the subject is not
/// known, the days make no sense, a reason is missing, or one overlaps another that
/// was entered here.
pub async fn exemptions(
    organisation: &Organisation,
    rules: &Rules,
    new: &NewExemption,
) -> Result<Result<Vec<ExemptionFact>, Refusal>, StoreError> {
    let framework = &rules.book.framework;
    let Some(subject) = framework.subject(&new.subject) else {
        return Ok(refuse("subject", "Choose a subject."));
    };
    if let Some(to) = new.to.filter(|to| *to < new.from) {
        let (to, from) = (long_date(to), long_date(new.from));
        return Ok(refuse("to-day", format!("The last day, {to}, is before the first, {from}.")));
    }
    if let Err(refusal) = said(&new.reason, &new.approved_by) {
        return Ok(Err(refusal));
    }
    let numbers: Vec<&str> = new.employee_numbers.iter().map(String::as_str).collect();
    let people: Vec<Recorded<PersonFact>> =
        organisation.facts_of_each(Known::Now, &numbers).await?;
    let is_known = |number: &&str| people.iter().any(|one| one.fact.employee_number == **number);
    let unknown: Vec<&str> = numbers.iter().copied().filter(|number| !is_known(number)).collect();
    if numbers.is_empty() || !unknown.is_empty() {
        return Ok(refuse(
            "people",
            match unknown.as_slice() {
                [] => "Enter an employee number.".to_owned(),
                [one] => format!(
                    "Nobody has the employee number {one}: numbers are text, and leading zeros count."
                ),
                many => format!("Nobody has these employee numbers: {}.", many.join(", ")),
            },
        ));
    }
    let standing: Vec<Recorded<ExemptionFact>> =
        organisation.facts_of_each(Known::Now, &numbers).await?;
    let mut facts: Vec<ExemptionFact> = Vec::new();
    for number in numbers {
        let fact = ExemptionFact {
            employee_number: number.to_owned(),
            subject: framework.subject_name(subject).to_owned(),
            date_from: new.from,
            date_to: new.to,
            reason: new.reason.trim().to_owned(),
            approved_by: new.approved_by.trim().to_owned(),
            applies: Span::since(new.from),
            origin: Origin::Entered,
        };
        if standing.iter().any(|known| overlap(&known.fact, &fact)) {
            return Ok(refuse(
                "people",
                format!("{number} is exempt from {} on some of these days already.", fact.subject),
            ));
        }
        if !facts.contains(&fact) {
            facts.push(fact);
        }
    }
    Ok(Ok(facts))
}

/// Whether two exemptions entered here cover one subject of one person on one day.
fn overlap(a: &ExemptionFact, b: &ExemptionFact) -> bool {
    let before =
        |a: &ExemptionFact, b: &ExemptionFact| a.date_to.is_some_and(|to| to < b.date_from);
    a.origin == b.origin
        && a.employee_number == b.employee_number
        && normal(&a.subject) == normal(&b.subject)
        && !before(a, b)
        && !before(b, a)
}

/// What is said of every decision about a person: why, and who agreed.
pub(super) fn said(reason: &str, approved_by: &str) -> Result<(), Refusal> {
    let is_long = |text: &str| text.trim().chars().count() > LONGEST;
    if reason.trim().is_empty() {
        refuse("reason", "Enter a reason.")
    } else if approved_by.trim().is_empty() {
        refuse("approved_by", "Enter who agreed.")
    } else if is_long(reason) || is_long(approved_by) {
        refuse(
            "reason",
            format!("Use at most {LONGEST} letters for the reason and for who agreed."),
        )
    } else {
        Ok(())
    }
}

/// Ends an exemption that was entered here on an earlier day than it said.
///
/// # Errors
/// When the database fails; refused in words where there is none, a file states it,
/// or the day is none of its own.
pub async fn end_exemption(
    organisation: &Organisation,
    id: i64,
    last: Date,
    actor: &str,
    now: Timestamp,
) -> Result<Result<ExemptionFact, Refusal>, StoreError> {
    let mut change = organisation.begin(actor, "exemption ended early", now).await?;
    let found = organisation.fact::<ExemptionFact>(id).await?;
    let found = match entered(found) {
        Ok(found) => found,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let fact = match ended_early(&found.fact, last) {
        Ok(fact) => fact,
        Err(refusal) => return Ok(Err(refusal)),
    };
    change.concerns(&fact.employee_number);
    change.describe("subject", &fact.subject);
    change.void::<ExemptionFact>(&[id]).await?;
    change.record(std::slice::from_ref(&fact)).await?;
    change.commit().await?;
    Ok(Ok(fact))
}

/// An exemption that ends on an earlier day than it said.
///
/// # Errors
/// In words, where the day is none of its own.
pub fn ended_early(fact: &ExemptionFact, last: Date) -> Result<ExemptionFact, Refusal> {
    if last < fact.date_from {
        return refuse(
            "day-day",
            format!(
                "It begins on {}: void it, if it should never have been.",
                long_date(fact.date_from)
            ),
        );
    }
    if fact.date_to.is_some_and(|to| to <= last) {
        return refuse("day-day", "Enter a day before its last day.");
    }
    Ok(ExemptionFact { date_to: Some(last), ..fact.clone() })
}

/// Voids an exemption that was entered here in error.
///
/// # Errors
/// When the database fails; refused in words where there is none, a file states it,
/// or no reason is given.
pub async fn void_exemption(
    organisation: &Organisation,
    id: i64,
    reason: &str,
    actor: &str,
    now: Timestamp,
) -> Result<Result<ExemptionFact, Refusal>, StoreError> {
    let mut change = organisation.begin(actor, "exemption voided", now).await?;
    let found = match entered(organisation.fact::<ExemptionFact>(id).await?) {
        Ok(found) => found,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if reason.trim().is_empty() {
        return Ok(refuse("reason", "Enter a reason."));
    }
    change.concerns(&found.fact.employee_number);
    change.describe("subject", &found.fact.subject);
    change.describe("reason", reason.trim());
    change.void::<ExemptionFact>(&[id]).await?;
    change.commit().await?;
    Ok(Ok(found.fact))
}

fn entered(found: Option<Kept<ExemptionFact>>) -> Result<Kept<ExemptionFact>, Refusal> {
    match found.filter(|kept| kept.voided.is_none()) {
        None => refuse("day-day", "There is no such exemption any more."),
        Some(kept) if kept.fact.origin == Origin::File => refuse(
            "day-day",
            "A file states this exemption: end it there, and import the file again.",
        ),
        Some(kept) => Ok(kept),
    }
}
