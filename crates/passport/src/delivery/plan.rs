//! The plan of a month: who gets a message, who a printed passport, who neither
//! and why; in the order of their teams.

use jiff::civil::Date;
use passport_core::delivery::{Entitlement, MailState, Month, Reason};
use passport_store::{MonthPlan, Organisation, Planned, PlannedPerson};

use crate::clock::Clock;
use crate::delivery::address::usable;
use crate::delivery::report::{NotReached, not_reached};
use crate::delivery::{DeliveryError, Sender};

/// Someone who may get a passport.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The employee number.
    pub employee_number: String,
    /// First (or preferred) and last name.
    pub name: String,
    /// Last name, by which a team's passports are ordered.
    pub last_name: String,
    /// The address as recorded; may be empty or wrong.
    pub address: String,
    /// The path of the unit of their primary assignment.
    pub unit: String,
    /// Whether they get one: [`passport_core::delivery::entitlement`].
    pub entitlement: Entitlement,
}

/// What the plan is made from.
#[derive(Clone, Debug)]
pub struct Basis {
    /// The month.
    pub month: Month,
    /// The day the passports speak of; a month planned before keeps its own.
    pub as_at: Date,
    /// The change after which the candidates were read.
    pub change: i64,
    /// Who plans.
    pub actor: String,
}

/// What a plan would do.
#[derive(Clone, Debug, serde::Serialize)]
pub struct DryRun {
    /// The month.
    pub month: Month,
    /// The day the passports speak of.
    pub as_at: Date,
    /// How many messages would be sent.
    pub to_send: usize,
    /// How many people have had theirs.
    pub sent_before: usize,
    /// How many passports would be printed.
    pub to_print: usize,
    /// Who would not be reached by email, and why.
    pub not_reached: Vec<NotReached>,
}

/// The day a month's passports speak of: that of its plan, if there is one.
/// Candidates are to be read as at this day.
///
/// # Errors
/// When the database fails.
pub async fn day_of(
    organisation: &Organisation,
    month: Month,
    asked: Date,
) -> Result<Date, DeliveryError> {
    Ok(organisation.mail_run(month).await?.map_or(asked, |run| run.as_at))
}

/// Plans a month: one row a person, written before the first message goes.
/// Planning again brings up to date what was never handed over.
///
/// # Errors
/// When the database fails.
pub async fn plan(
    organisation: &Organisation,
    clock: Clock,
    sender: &Sender,
    basis: &Basis,
    candidates: &[Candidate],
) -> Result<Planned, DeliveryError> {
    let people = people(organisation, sender, basis.month, candidates).await?;
    let plan = MonthPlan {
        month: basis.month,
        as_at: basis.as_at,
        change: basis.change,
        actor: basis.actor.clone(),
        at: clock.now(),
    };
    Ok(organisation.plan_mail(&plan, &people).await?)
}

/// What [`plan`] and sending would do; writes nothing.
///
/// # Errors
/// When the database fails.
pub async fn dry_run(
    organisation: &Organisation,
    sender: &Sender,
    basis: &Basis,
    candidates: &[Candidate],
) -> Result<DryRun, DeliveryError> {
    let people = people(organisation, sender, basis.month, candidates).await?;
    let run = organisation.mail_run(basis.month).await?;
    let entries = organisation.outbox(basis.month).await?;
    let had: std::collections::HashSet<&str> = entries
        .iter()
        .filter(|entry| {
            matches!(entry.state, MailState::Sent | MailState::Printed | MailState::Held)
        })
        .map(|entry| entry.employee_number.as_str())
        .collect();
    let mut answer = DryRun {
        month: basis.month,
        as_at: run.map_or(basis.as_at, |run| run.as_at),
        to_send: 0,
        sent_before: had.len(),
        to_print: 0,
        not_reached: Vec::new(),
    };
    for person in people.iter().filter(|person| !had.contains(person.employee_number.as_str())) {
        match &person.not_sent {
            None => answer.to_send += 1,
            Some((reason, detail)) => {
                answer.to_print += usize::from(reason.is_printed());
                answer.not_reached.push(not_reached(
                    person.employee_number.clone(),
                    person.name.clone(),
                    &person.unit,
                    MailState::NotSent,
                    *reason,
                    detail,
                ));
            }
        }
    }
    Ok(answer)
}

/// Where a unit stands among others: as the tree is read, not as its path is spelt.
pub(crate) fn team_order(unit: &str) -> Vec<String> {
    unit.split('|').map(|name| name.trim().to_lowercase()).collect()
}

async fn people(
    organisation: &Organisation,
    sender: &Sender,
    month: Month,
    candidates: &[Candidate],
) -> Result<Vec<PlannedPerson>, DeliveryError> {
    let bounced = organisation.bounced_addresses().await?;
    let mut ordered: Vec<&Candidate> = candidates
        .iter()
        .filter(|candidate| candidate.entitlement != Entitlement::NotHere)
        .collect();
    ordered.sort_by_cached_key(|candidate| {
        let Candidate { unit, last_name, name, employee_number, .. } = candidate;
        (team_order(unit), last_name.to_lowercase(), name.to_lowercase(), employee_number.clone())
    });
    let one = |candidate: &&Candidate| {
        let address = candidate.address.trim();
        let bounce = bounced.get(&address.to_lowercase());
        let not_sent = match &candidate.entitlement {
            Entitlement::GetsNone(why) => Some(why.reason()),
            _ if address.is_empty() => Some((Reason::NoAddress, String::new())),
            _ if usable(address).is_none() => Some((Reason::AddressUnusable, on_one_line(address))),
            _ => bounce.map(|bounce| {
                let said = format!("{} {}", bounce.status, bounce.detail);
                (Reason::AddressBounced, said.trim().to_owned())
            }),
        };
        PlannedPerson {
            employee_number: candidate.employee_number.clone(),
            name: candidate.name.clone(),
            address: address.to_owned(),
            unit: candidate.unit.clone(),
            message_id: sender.message_id(
                &organisation.code,
                month,
                &candidate.employee_number,
                address,
            ),
            not_sent,
        }
    };
    Ok(ordered.iter().map(one).collect())
}

fn on_one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(100).collect()
}
