use jiff::civil::{Date, date};

use super::{Stale, TakenBack, amounts, taken_back};
use crate::facts::{ProposalFact, Recorded, RequirementFact, RequirementOrigin, TargetKind};
use crate::requirement::Class;
use crate::span::Span;

const TODAY: Date = date(2026, 11, 22);

fn stands(id: i64, within: &str, level: &str) -> Recorded<RequirementFact> {
    let fact = RequirementFact {
        target_kind: TargetKind::Organisation,
        target: String::new(),
        within: within.into(),
        subject: "Fire Safety".into(),
        level: level.into(),
        competence_name: String::new(),
        class: Some(Class::Compulsory),
        class_of_competence: false,
        date_from: Some(date(2020, 1, 1)),
        date_to: None,
        period: None,
        grace_days: 28,
        introduced: None,
        reason: "The law".into(),
        approved_by: String::new(),
        origin: RequirementOrigin::File,
        filed: None,
        asked_before: Vec::new(),
        applies: Span::since(date(2020, 1, 1)),
    };
    Recorded { id, recorded: 1, fact }
}

/// The same requirement kept to another unit from 1 January 2027.
fn moved(id: i64, against: i64, within: &str, level: &str) -> Recorded<ProposalFact> {
    let fact = ProposalFact {
        against: Some(against),
        ends: false,
        target_kind: TargetKind::Organisation,
        target: String::new(),
        within: within.into(),
        subject: "Fire Safety".into(),
        level: level.into(),
        class: Some(Class::Compulsory),
        date_from: date(2027, 1, 1),
        date_to: None,
        period: None,
        grace_days: 28,
        introduced: None,
        reason: "Every ward".into(),
        approved_by: "The board".into(),
    };
    Recorded { id, recorded: 2, fact }
}

fn ending(id: i64, against: i64, last: Date) -> Recorded<ProposalFact> {
    let mut proposal = moved(id, against, "", "");
    proposal.fact.ends = true;
    proposal.fact.date_to = Some(last);
    proposal
}

/// The wording that a change makes.
fn new_wording(within: &str, to: &str) -> RequirementFact {
    let standing = [stands(1, within, "1")];
    let mut diff = amounts(&standing, &[moved(9, 1, to, "1")], TODAY).diff;
    diff.add.pop().expect("the new wording")
}

#[test]
fn a_requirement_that_reaches_further_is_new_to_those_it_did_not_reach() {
    for (from, to) in [("Trust|Ash Ward", ""), ("Trust|Ash Ward", "Trust|Beech Ward")] {
        let fact = new_wording(from, to);
        assert_eq!(fact.date_from, Some(date(2027, 1, 1)), "{to}");
        let [before] = fact.asked_before.as_slice() else { panic!("{fact:?}") };
        assert_eq!((before.within.as_str(), before.since), (from, Some(date(2020, 1, 1))));
        assert_eq!(before.until, date(2026, 12, 31));
    }
    // "Ash Ward 2" does not lie within "Ash Ward".
    let beside = new_wording("Trust|Ash Ward", "Trust|Ash Ward 2");
    assert_eq!(beside.date_from, Some(date(2027, 1, 1)));
}

#[test]
fn a_requirement_that_reaches_no_further_is_new_to_nobody() {
    for (from, to) in [("", "Trust|Ash Ward"), ("Trust", "trust | Ash Ward"), ("Trust", "Trust")] {
        let to = to.replace(" | ", "|");
        let fact = new_wording(from, &to);
        assert_eq!(fact.date_from, Some(date(2020, 1, 1)), "{to}");
        assert_eq!(fact.asked_before, []);
    }
}

#[test]
fn a_change_that_would_ask_what_is_asked_already_is_not_published() {
    let standing = [stands(1, "Trust|Ash Ward", "1"), stands(2, "", "1"), stands(3, "", "2")];
    // To the whole organisation, where the same is asked; or to the level of another.
    for proposal in [moved(9, 1, "", "1"), moved(9, 3, "", "1")] {
        let amounts = amounts(&standing, std::slice::from_ref(&proposal), TODAY);
        assert_eq!(amounts.stale, [(9, Stale::Already)]);
        assert!(amounts.diff.add.is_empty() && amounts.diff.void.is_empty());
    }
    // Once what is in the way ends, there is room, in whichever order they were made.
    let ends = ending(10, 2, date(2026, 12, 31));
    let done = amounts(&standing, &[moved(9, 1, "", "1"), ends], TODAY);
    assert_eq!(done.stale, []);
    // Until it has ended there is not.
    let late = ending(10, 2, date(2027, 1, 1));
    let done = amounts(&standing, &[moved(9, 1, "", "1"), late], TODAY);
    assert_eq!(done.stale, [(9, Stale::Already)]);
}

#[test]
fn what_files_ask_twice_may_still_be_changed_and_ended() {
    let standing = [stands(1, "", "1"), stands(2, "", "1")];
    for proposal in [moved(9, 1, "", "1"), ending(9, 1, TODAY)] {
        assert_eq!(amounts(&standing, &[proposal], TODAY).stale, []);
    }
}

/// Published on `TODAY` and taken back on a day: what stands then, as (number of
/// the fact if it is kept, level, first and last day).
fn after_taking_back(
    proposals: &[Recorded<ProposalFact>],
    on: Date,
) -> Vec<(String, Date, Option<Date>)> {
    let old = stands(1, "", "1");
    let diff = amounts(std::slice::from_ref(&old), proposals, TODAY).diff;
    let made: Vec<Recorded<RequirementFact>> = diff
        .add
        .into_iter()
        .zip(20..)
        .map(|(fact, id)| Recorded { id, recorded: 2, fact })
        .collect();
    let gone: Vec<RequirementFact> = diff.void.iter().map(|_| old.fact.clone()).collect();
    let TakenBack { diff: back, acts_on } = taken_back(&made, &gone, on);
    assert_eq!(acts_on, on.max(date(2027, 1, 1)));
    let kept = made.into_iter().filter(|known| !back.void.contains(&known.id));
    let mut all: Vec<(String, Date, Option<Date>)> = kept
        .map(|known| known.fact)
        .chain(back.add)
        .map(|fact| {
            assert!(fact.last_day().is_none_or(|last| fact.applies.from <= last), "{fact:?}");
            let last = fact.last_day();
            (fact.level, fact.applies.from, last)
        })
        .collect();
    all.sort();
    all
}

#[test]
fn what_has_not_begun_is_taken_back_without_a_trace() {
    let old = vec![("1".to_owned(), date(2020, 1, 1), None)];
    for on in [TODAY, date(2026, 12, 31), date(2027, 1, 1)] {
        assert_eq!(after_taking_back(&[moved(9, 1, "", "2")], on), old, "changed, {on}");
        let ends = ending(9, 1, date(2026, 12, 31));
        assert_eq!(after_taking_back(&[ends], on), old, "ended, {on}");
    }
}

#[test]
fn of_what_has_begun_no_past_day_changes() {
    let begins = date(2027, 1, 1);
    for on in [date(2027, 1, 2), date(2027, 3, 1)] {
        let yesterday = on.yesterday().expect("a day");
        assert_eq!(
            after_taking_back(&[moved(9, 1, "", "2")], on),
            [
                ("1".to_owned(), date(2020, 1, 1), Some(date(2026, 12, 31))),
                ("1".to_owned(), on, None),
                ("2".to_owned(), begins, Some(yesterday)),
            ]
        );
        // It was not required from 1 January on, and is again from today.
        assert_eq!(
            after_taking_back(&[ending(9, 1, date(2026, 12, 30))], on),
            [
                ("1".to_owned(), date(2020, 1, 1), Some(date(2026, 12, 30))),
                ("1".to_owned(), on, None),
            ]
        );
    }
    // A new one ends.
    let mut new = moved(9, 1, "Trust|Ash Ward", "3");
    new.fact.against = None;
    assert_eq!(
        after_taking_back(&[new], date(2027, 1, 2)),
        [("3".to_owned(), begins, Some(begins))]
    );
}
