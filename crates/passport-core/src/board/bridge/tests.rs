use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop};
use proptest::{prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::{Bridge, Cause, Key, Post, Standing};
use crate::compliance::{Count, Status};

fn key(assignment: usize, subject: usize) -> Key {
    Key {
        assignment: format!("{assignment}"),
        subject: format!("Subject {subject}"),
        level: String::new(),
    }
}

/// Lines as an evaluation gives them: only of posts counted here, and counted by status.
fn standings() -> impl Strategy<Value = Standing> {
    let statuses = prop_oneof![
        Just(Status::Excluded),
        Just(Status::NotYetIntroduced),
        Just(Status::Exempt),
        Just(Status::Completed),
        Just(Status::RenewSoon),
        Just(Status::InGrace),
        Just(Status::Expired),
        Just(Status::NeverCompleted),
    ];
    let posts = prop_oneof![Just(Post::None), Just(Post::Elsewhere), Just(Post::Here)];
    let lines = prop::collection::vec(prop::option::of(statuses), 4);
    (prop::collection::vec((posts, lines), 2), any::<bool>()).prop_map(|(posts, grace_counts)| {
        let mut standing = Standing::default();
        for (assignment, (post, lines)) in posts.into_iter().enumerate() {
            if post == Post::None {
                continue;
            }
            standing.post(&assignment.to_string(), post);
            for (subject, status) in lines.into_iter().enumerate() {
                if let (Post::Here, Some(status)) = (post, status) {
                    let counted = match status {
                        Status::Excluded | Status::NotYetIntroduced | Status::Exempt => false,
                        Status::InGrace => grace_counts,
                        _ => true,
                    };
                    standing.require(key(assignment, subject), status, counted);
                }
            }
        }
        standing
    })
}

/// Lines counted and compliant, by another way than the bridge's own.
fn whole(standing: &Standing) -> Count {
    let counts = (0..2).flat_map(|assignment| (0..4).map(move |subject| (assignment, subject)));
    let lines = counts.map(|(assignment, subject)| standing.line(&key(assignment, subject)));
    lines.fold(Count::default(), |all, line| Count {
        counted: all.counted + u64::from(line.counted),
        compliant: all.compliant
            + u64::from(line.counted && line.status.is_some_and(Status::is_compliant)),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn what_all_causes_did_is_exactly_what_the_figure_moved(
        people in prop::collection::vec((standings(), standings(), standings()), 1..12),
    ) {
        let mut bridge = Bridge::default();
        let (mut from, mut to, mut differing) = (Count::default(), Count::default(), 0);
        for (then, corrected, now) in &people {
            bridge.add(then, corrected, now);
            from = super::plus(from, whole(then));
            to = super::plus(to, whole(now));
            for (assignment, subject) in (0..2).flat_map(|a| (0..4).map(move |s| (a, s))) {
                let key = key(assignment, subject);
                let at = [then, corrected, now].map(|standing| standing.line(&key).count());
                differing += u64::from(at[0] != at[1]) + u64::from(at[1] != at[2]);
            }
        }
        prop_assert_eq!((bridge.from, bridge.to), (from, to));
        let steps = bridge.steps();
        let mut at = from;
        for step in &steps {
            prop_assert_eq!(step.from, at);
            at = step.to;
        }
        prop_assert_eq!(at, to);
        // One cause for each line that differs, and none for one that does not.
        prop_assert_eq!(bridge.movements().iter().map(|m| m.lines).sum::<u64>(), differing);
        let counted: i64 = bridge.movements().iter().map(|m| m.counted).sum();
        prop_assert_eq!(counted, to.counted as i64 - from.counted as i64);
    }

    /// Of causes that can only go one way, none goes the other.
    #[test]
    fn a_lapse_never_improves_and_a_completion_never_worsens(
        people in prop::collection::vec((standings(), standings()), 1..12),
    ) {
        let mut bridge = Bridge::default();
        for (before, now) in &people {
            bridge.add(before, before, now);
        }
        let of = |cause: Cause| bridge.movements()[cause as usize];
        prop_assert!(of(Cause::Lapse).compliant <= 0);
        prop_assert!(of(Cause::Completion).compliant >= 0);
        prop_assert!(of(Cause::Starter).counted >= 0);
        prop_assert_eq!(of(Cause::Correction).lines, 0);
    }
}

#[test]
fn points_are_what_the_percentage_moved() {
    let mut bridge = Bridge::default();
    let mut before = Standing::default();
    before.post("1", Post::Here);
    before.require(key(1, 1), Status::Completed, true);
    before.require(key(1, 2), Status::Expired, true);
    let mut now = Standing::default();
    now.post("1", Post::Here);
    now.require(key(1, 1), Status::Completed, true);
    now.require(key(1, 2), Status::Completed, true);
    now.require(key(1, 3), Status::NeverCompleted, true);
    bridge.add(&before, &before, &now);
    let steps: Vec<_> =
        bridge.steps().iter().map(|step| (step.movement.cause, step.points())).collect();
    // 1 of 2 is 50%; 1 of 3 is 33.33%; 2 of 3 is 66.67%.
    assert_eq!(steps, [(Cause::Requirement, Some(-1_667)), (Cause::Completion, Some(3_333))]);
    assert_eq!(Bridge::default().steps(), []);
}
