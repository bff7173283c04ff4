//! Supervision: that a manager and a member of staff talked about the passport,
//! what they agreed to do by when, and whether both stand by it
//! (docs/decisions/0018-supervision.md).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::facts::Recorded;

/// The passport was discussed. Whoever records it confirms it by recording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiscussionFact {
    /// Whose passport.
    pub employee_number: String,
    /// The day.
    pub on: Date,
    /// What should be remembered of it; may be empty.
    pub note: String,
    /// Who recorded it, by name, as the person reads it.
    pub recorded_by: String,
}

/// Something they agreed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionFact {
    /// Whose passport.
    pub employee_number: String,
    /// The discussion's number.
    pub discussion: i64,
    /// What is to be done.
    pub what: String,
    /// Who does it.
    pub doer: Doer,
    /// By when.
    pub due: Date,
}

/// Who does what was agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Doer {
    /// The member of staff.
    Staff,
    /// The manager.
    Manager,
}

impl Doer {
    /// As stored and as forms send it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Manager => "manager",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Staff, Self::Manager].into_iter().find(|doer| doer.name() == name)
    }
}

/// The member of staff agrees with what was recorded, or does not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerFact {
    /// Whose passport, and whose answer.
    pub employee_number: String,
    /// The discussion's number.
    pub discussion: i64,
    /// Whether they agree.
    pub agrees: bool,
    /// Why not, in their words.
    pub words: String,
}

/// An action was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoneFact {
    /// Whose passport.
    pub employee_number: String,
    /// The action's number.
    pub action: i64,
    /// The day.
    pub on: Date,
    /// Who said so, by name.
    pub said_by: String,
}

/// Everything recorded of one person's supervision, in any order.
#[derive(Clone, Debug, Default)]
pub struct SupervisionFacts {
    /// That it was discussed.
    pub discussions: Vec<Recorded<DiscussionFact>>,
    /// What was agreed.
    pub actions: Vec<Recorded<ActionFact>>,
    /// Whether the person agrees.
    pub answers: Vec<Recorded<AnswerFact>>,
    /// What was done.
    pub done: Vec<Recorded<DoneFact>>,
}

/// An action as both see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Action {
    /// Its number.
    pub id: i64,
    /// What is to be done.
    pub what: String,
    /// Who does it.
    pub doer: Doer,
    /// By when.
    pub due: Date,
    /// The day it was agreed.
    pub agreed: Date,
    /// The day it was done, and who said so.
    pub done: Option<(Date, String)>,
}

/// A discussion with all that followed.
#[derive(Clone, Debug)]
pub struct Discussion {
    /// Its number.
    pub id: i64,
    /// The change that recorded it.
    pub recorded: i64,
    /// What was recorded.
    pub fact: DiscussionFact,
    /// What was agreed, by the day it is due.
    pub actions: Vec<Action>,
    /// What the member of staff says of it.
    pub answer: Option<AnswerFact>,
}

/// A person's discussions, the latest first.
#[must_use]
pub fn discussions(facts: SupervisionFacts) -> Vec<Discussion> {
    let SupervisionFacts { discussions, actions, answers, done } = facts;
    let action = |recorded: &Recorded<ActionFact>, agreed: Date| {
        let fact = recorded.fact.clone();
        // Said twice, it was done when it was first said to be.
        let done = done.iter().find(|done| done.fact.action == recorded.id);
        Action {
            id: recorded.id,
            what: fact.what,
            doer: fact.doer,
            due: fact.due,
            agreed,
            done: done.map(|done| (done.fact.on, done.fact.said_by.clone())),
        }
    };
    let mut all: Vec<Discussion> = discussions
        .into_iter()
        .map(|recorded| {
            let of_it = actions.iter().filter(|action| action.fact.discussion == recorded.id);
            let mut actions: Vec<Action> = of_it.map(|a| action(a, recorded.fact.on)).collect();
            actions.sort_by_key(|action| (action.due, action.id));
            let answer = answers.iter().find(|answer| answer.fact.discussion == recorded.id);
            Discussion {
                id: recorded.id,
                recorded: recorded.recorded,
                actions,
                answer: answer.map(|answer| answer.fact.clone()),
                fact: recorded.fact,
            }
        })
        .collect();
    all.sort_by_key(|discussion| std::cmp::Reverse((discussion.fact.on, discussion.id)));
    all
}

/// What a passport names: what is still to be done, by when, and what of the latest
/// discussion is done already.
#[must_use]
pub fn actions(discussions: &[Discussion]) -> Vec<Action> {
    let mut shown: Vec<Action> = Vec::new();
    for (place, discussion) in discussions.iter().enumerate() {
        let stands = |action: &&Action| place == 0 || action.done.is_none();
        shown.extend(discussion.actions.iter().filter(stands).cloned());
    }
    shown.sort_by_key(|action| (action.done.is_some(), action.due, action.id));
    shown
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::*;

    const NUMBER: &str = "00123";

    fn recorded<T>(id: i64, fact: T) -> Recorded<T> {
        Recorded { id, recorded: id, fact }
    }

    fn discussion(id: i64, on: Date) -> Recorded<DiscussionFact> {
        let (note, recorded_by) = (String::new(), "Grace Okonkwo".into());
        recorded(id, DiscussionFact { employee_number: NUMBER.into(), on, note, recorded_by })
    }

    fn action(id: i64, discussion: i64, due: Date) -> Recorded<ActionFact> {
        let (what, doer) = (format!("action {id}"), Doer::Staff);
        recorded(id, ActionFact { employee_number: NUMBER.into(), discussion, what, doer, due })
    }

    fn done(id: i64, action: i64, on: Date) -> Recorded<DoneFact> {
        let said_by = format!("{id}");
        recorded(id, DoneFact { employee_number: NUMBER.into(), action, on, said_by })
    }

    #[test]
    fn an_action_stands_until_it_is_done_and_then_until_the_next_discussion() {
        let (october, november) = (date(2026, 10, 5), date(2026, 11, 9));
        let mut facts = SupervisionFacts {
            discussions: vec![discussion(1, october)],
            actions: vec![action(2, 1, date(2026, 12, 1)), action(3, 1, date(2026, 11, 1))],
            done: vec![done(4, 3, date(2026, 10, 20)), done(5, 3, date(2026, 10, 25))],
            ..SupervisionFacts::default()
        };
        let shown = actions(&discussions(facts.clone()));
        assert_eq!(shown.iter().map(|a| a.id).collect::<Vec<_>>(), [2, 3], "open ones first");
        assert_eq!(shown[1].done, Some((date(2026, 10, 20), "4".into())), "the first that said so");
        facts.discussions.push(discussion(6, november));
        let all = discussions(facts);
        assert_eq!(all[0].id, 6, "the latest first");
        assert_eq!(actions(&all).iter().map(|a| a.id).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn what_belongs_to_another_discussion_is_not_told_of_this_one() {
        let facts = SupervisionFacts {
            discussions: vec![discussion(1, date(2026, 10, 5))],
            actions: vec![action(2, 9, date(2026, 12, 1))],
            ..SupervisionFacts::default()
        };
        assert!(actions(&discussions(facts)).is_empty());
    }
}
