//! Supervision: that a manager and a member of staff discussed the passport, what
//! they agreed on, and what became of it. Recorded and voided, never edited.

use std::collections::HashMap;

use anyhow::Result;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use passport_core::facts::Recorded;
use passport_core::supervision::{
    self, Action, ActionFact, AnswerFact, Discussion, DiscussionFact, Doer, DoneFact,
    SupervisionFacts,
};
use passport_store::{Change, Known, Organisation, StoreError};

/// The most letters of an action.
pub const LONGEST_ACTION: usize = 200;
/// The most letters of a note, and of why somebody does not agree.
pub const LONGEST_NOTE: usize = 1_000;
/// The most actions of one discussion.
pub const MOST_ACTIONS: usize = 30;

/// Who writes, to whom it happens, and when.
#[derive(Clone, Debug)]
pub struct Writing<'a> {
    /// Whose supervision it is.
    pub employee_number: &'a str,
    /// Who writes, as the change sequence names them.
    pub actor: String,
    /// The same by name, as the other reads it.
    pub name: String,
    /// The day.
    pub today: Date,
    /// The moment.
    pub now: Timestamp,
}

/// An action to agree on.
#[derive(Clone, Debug)]
pub struct NewAction {
    /// What is to be done.
    pub what: String,
    /// Who does it.
    pub doer: Doer,
    /// By when.
    pub due: Date,
}

/// Why something is not recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No supervision is that far ahead or back.
    #[error("The day must be today or in the last 12 months.")]
    Day,
    /// A note or an answer that is too long.
    #[error("Write at most {LONGEST_NOTE} letters.")]
    LongNote,
    /// An action that is too long.
    #[error("Write at most {LONGEST_ACTION} letters.")]
    LongAction(usize),
    /// Actions are for days to come.
    #[error("The day must be today or later, and within 2 years.")]
    Due(usize),
    /// More than anybody does.
    #[error("One discussion has at most {MOST_ACTIONS} actions.")]
    TooMany,
    /// There is no such discussion or action of this person.
    #[error("There is no such record.")]
    NotThere,
    /// Whoever does not agree says with what.
    #[error("Enter what you do not agree with.")]
    NoWords,
}

/// A person's discussions as known, the latest first.
///
/// # Errors
/// When the database fails.
pub async fn discussions(
    organisation: &Organisation,
    known: Known,
    number: &str,
) -> Result<Vec<Discussion>, StoreError> {
    let discussions: Vec<Recorded<DiscussionFact>> = organisation.facts_of(known, number).await?;
    // Most people have none yet, and their pages need not ask further.
    if discussions.is_empty() {
        return Ok(Vec::new());
    }
    Ok(supervision::discussions(SupervisionFacts {
        discussions,
        actions: organisation.facts_of(known, number).await?,
        answers: organisation.facts_of(known, number).await?,
        done: organisation.facts_of(known, number).await?,
    }))
}

/// What a person's passport names of it.
///
/// # Errors
/// When the database fails.
pub async fn actions(
    organisation: &Organisation,
    known: Known,
    number: &str,
) -> Result<Vec<Action>, StoreError> {
    Ok(supervision::actions(&discussions(organisation, known, number).await?))
}

/// The same for several people, by employee number.
///
/// # Errors
/// When the database fails.
pub async fn actions_of_each(
    organisation: &Organisation,
    numbers: &[&str],
) -> Result<HashMap<String, Vec<Action>>, StoreError> {
    let mut of: HashMap<String, SupervisionFacts> = HashMap::new();
    let known = Known::Now;
    for found in organisation.facts_of_each::<DiscussionFact>(known, numbers).await? {
        let number = found.fact.employee_number.clone();
        of.entry(number).or_default().discussions.push(found);
    }
    for found in organisation.facts_of_each::<ActionFact>(known, numbers).await? {
        let number = found.fact.employee_number.clone();
        of.entry(number).or_default().actions.push(found);
    }
    for found in organisation.facts_of_each::<DoneFact>(known, numbers).await? {
        let number = found.fact.employee_number.clone();
        of.entry(number).or_default().done.push(found);
    }
    let shown = |facts| supervision::actions(&supervision::discussions(facts));
    Ok(of.into_iter().map(|(number, facts)| (number, shown(facts))).collect())
}

/// Records that the passport was discussed, and what was agreed.
///
/// # Errors
/// When the database fails.
pub async fn record(
    organisation: &Organisation,
    writing: &Writing<'_>,
    on: Date,
    note: &str,
    actions: &[NewAction],
) -> Result<Result<(), Refusal>> {
    let earliest = writing.today.saturating_sub(12.months());
    if !(earliest..=writing.today).contains(&on) {
        return Ok(Err(Refusal::Day));
    }
    if note.chars().count() > LONGEST_NOTE {
        return Ok(Err(Refusal::LongNote));
    }
    if let Err(refusal) = in_order(actions, 0, writing.today) {
        return Ok(Err(refusal));
    }
    let mut change = begin(organisation, writing, "supervision recorded").await?;
    // Sent twice, it is recorded once.
    let earlier = discussions(organisation, Known::Now, writing.employee_number).await?;
    if earlier.iter().any(|known| is_same(known, on, note, &writing.name, actions)) {
        return Ok(Ok(()));
    }
    let discussion = DiscussionFact {
        employee_number: writing.employee_number.to_owned(),
        on,
        note: note.to_owned(),
        recorded_by: writing.name.clone(),
    };
    let ids = change.record(&[discussion]).await?;
    if let [discussion] = ids[..] {
        agree(&mut change, writing, discussion, actions).await?;
    }
    change.commit().await?;
    Ok(Ok(()))
}

/// Adds actions to the latest discussion.
///
/// # Errors
/// When the database fails.
pub async fn add_actions(
    organisation: &Organisation,
    writing: &Writing<'_>,
    actions: &[NewAction],
) -> Result<Result<(), Refusal>> {
    let mut change = begin(organisation, writing, "supervision actions added").await?;
    let all = discussions(organisation, Known::Now, writing.employee_number).await?;
    let Some(latest) = all.first() else { return Ok(Err(Refusal::NotThere)) };
    if let Err(refusal) = in_order(actions, latest.actions.len(), writing.today) {
        return Ok(Err(refusal));
    }
    let known = |new: &NewAction| {
        latest.actions.iter().any(|known| known.what == new.what && known.due == new.due)
    };
    let new: Vec<NewAction> = actions.iter().filter(|new| !known(new)).cloned().collect();
    if new.is_empty() {
        return Ok(Ok(()));
    }
    agree(&mut change, writing, latest.id, &new).await?;
    change.commit().await?;
    Ok(Ok(()))
}

/// The member of staff agrees with what was recorded, or says with what they do
/// not. Said anew, it takes the place of what was said before.
///
/// # Errors
/// When the database fails.
pub async fn answer(
    organisation: &Organisation,
    writing: &Writing<'_>,
    discussion: i64,
    agrees: bool,
    words: &str,
) -> Result<Result<(), Refusal>> {
    if !agrees && words.is_empty() {
        return Ok(Err(Refusal::NoWords));
    }
    if words.chars().count() > LONGEST_NOTE {
        return Ok(Err(Refusal::LongNote));
    }
    let mut change = begin(organisation, writing, "supervision answered").await?;
    let number = writing.employee_number;
    let all = discussions(organisation, Known::Now, number).await?;
    let Some(found) = all.iter().find(|known| known.id == discussion) else {
        return Ok(Err(Refusal::NotThere));
    };
    let words = if agrees { String::new() } else { words.to_owned() };
    let new = AnswerFact { employee_number: number.to_owned(), discussion, agrees, words };
    if found.answer.as_ref() == Some(&new) {
        return Ok(Ok(()));
    }
    let before: Vec<Recorded<AnswerFact>> = organisation.facts_of(Known::Now, number).await?;
    let before = before.iter().filter(|answer| answer.fact.discussion == discussion);
    let before: Vec<i64> = before.map(|answer| answer.id).collect();
    change.void::<AnswerFact>(&before).await?;
    change.record(&[new]).await?;
    change.commit().await?;
    Ok(Ok(()))
}

/// Says that an action is done. Said twice, it was done the first time.
///
/// # Errors
/// When the database fails.
pub async fn done(
    organisation: &Organisation,
    writing: &Writing<'_>,
    action: i64,
) -> Result<Result<(), Refusal>> {
    let mut change = begin(organisation, writing, "supervision action done").await?;
    let number = writing.employee_number;
    let all = discussions(organisation, Known::Now, number).await?;
    let found = all.iter().flat_map(|known| &known.actions).find(|known| known.id == action);
    let Some(found) = found else { return Ok(Err(Refusal::NotThere)) };
    if found.done.is_some() {
        return Ok(Ok(()));
    }
    let done = DoneFact {
        employee_number: number.to_owned(),
        action,
        on: writing.today,
        said_by: writing.name.clone(),
    };
    change.record(&[done]).await?;
    change.commit().await?;
    Ok(Ok(()))
}

/// Takes the turn before anything is looked up, so that of two at once the second
/// sees what the first did.
async fn begin(
    organisation: &Organisation,
    writing: &Writing<'_>,
    what: &str,
) -> Result<Change, StoreError> {
    let mut change = organisation.begin(&writing.actor, what, writing.now).await?;
    change.concerns(writing.employee_number);
    Ok(change)
}

async fn agree(
    change: &mut Change,
    writing: &Writing<'_>,
    discussion: i64,
    actions: &[NewAction],
) -> Result<(), StoreError> {
    let fact = |new: &NewAction| ActionFact {
        employee_number: writing.employee_number.to_owned(),
        discussion,
        what: new.what.clone(),
        doer: new.doer,
        due: new.due,
    };
    let facts: Vec<ActionFact> = actions.iter().map(fact).collect();
    change.record(&facts).await?;
    Ok(())
}

fn is_same(known: &Discussion, on: Date, note: &str, by: &str, actions: &[NewAction]) -> bool {
    let same = |new: &NewAction| {
        known
            .actions
            .iter()
            .any(|known| known.what == new.what && known.due == new.due && known.doer == new.doer)
    };
    known.fact.on == on
        && known.fact.note == note
        && known.fact.recorded_by == by
        && known.actions.len() == actions.len()
        && actions.iter().all(same)
}

/// Whether actions can be agreed on; the refusal names the first that cannot.
fn in_order(actions: &[NewAction], already: usize, today: Date) -> Result<(), Refusal> {
    if already + actions.len() > MOST_ACTIONS {
        return Err(Refusal::TooMany);
    }
    let latest = today.saturating_add(24.months());
    for (place, action) in actions.iter().enumerate() {
        if action.what.chars().count() > LONGEST_ACTION {
            return Err(Refusal::LongAction(place));
        }
        if !(today..=latest).contains(&action.due) {
            return Err(Refusal::Due(place));
        }
    }
    Ok(())
}
