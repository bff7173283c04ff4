//! Previews of decisions while somebody else writes.

use jiff::civil::date;
use passport::compliance::{Shelf, Supposed, effect};
use passport_core::changes::Diff;
use passport_core::compliance::Status;
use passport_core::entered::Origin;
use passport_core::facts::{ExemptionFact, PostingFact, RequirementFact, TargetKind};
use passport_core::span::Span;
use passport_store::{Known, Organisation};

use super::rehearsals::standing;
use super::support::{on_both, within};

/// Asks something of one person and exempts them from it, or neither, in one change.
async fn turn(organisation: &Organisation, asked: &RequirementFact, exempt: &ExemptionFact) {
    let now = "2026-11-22T12:05:00Z".parse().expect("an instant");
    let mut change = organisation.begin("test", "turned", now).await.expect("begun");
    let stands = organisation.facts::<RequirementFact>(Known::Now).await.expect("requirements");
    match stands.iter().find(|known| known.fact == *asked) {
        None => {
            change.record(std::slice::from_ref(asked)).await.expect("recorded");
            change.record(std::slice::from_ref(exempt)).await.expect("recorded");
        }
        Some(known) => {
            let exempt = organisation.facts::<ExemptionFact>(Known::Now).await.expect("facts");
            let exempt: Vec<i64> = exempt.iter().map(|known| known.id).collect();
            change.void::<RequirementFact>(&[known.id]).await.expect("voided");
            change.void::<ExemptionFact>(&exempt).await.expect("voided");
        }
    }
    change.commit().await.expect("committed");
}

#[test]
fn a_preview_never_mixes_what_was_before_a_change_with_what_was_after_it() {
    on_both("previews_mixed", |trust| {
        trust.import_everything();
        within(trust, async |organisation| {
            // Somebody on another ward than it is asked on.
            let posts = organisation.facts::<PostingFact>(Known::Now).await.expect("posts");
            let elsewhere = posts.iter().find(|known| !known.fact.post.unit.contains("Ash Ward"));
            let number = elsewhere.expect("somebody").fact.employee_number.clone();
            let blood = standing(&organisation, "Blood Transfusion", "").await.fact;
            let (target_kind, target) = (TargetKind::Employee, number.clone());
            let asked = RequirementFact { target_kind, target, ..blood };
            let exempt = ExemptionFact {
                employee_number: number,
                subject: "Blood Transfusion".into(),
                date_from: date(2026, 1, 1),
                date_to: None,
                reason: "Advice".into(),
                approved_by: "the training lead".into(),
                applies: Span::since(date(2026, 1, 1)),
                origin: Origin::Entered,
            };
            // Required where nothing was; where it is required already it changes nothing.
            let more = Diff { add: vec![asked.clone()], void: Vec::new() };
            let supposed = [Supposed::Requirements(more)];
            let write = async {
                loop {
                    turn(&organisation, &asked, &exempt).await;
                }
            };
            let shelf = Shelf::default();
            let look = async {
                let mut seen = [false; 2];
                for _ in 0..150 {
                    let found = effect(&organisation, &shelf, date(2026, 11, 22), &supposed).await;
                    let after = found.expect("a preview").moved.into_iter().map(|line| line.after);
                    let after: Vec<Option<Status>> =
                        after.map(|was| was.map(|was| was.status)).collect();
                    assert!(!after.contains(&Some(Status::Exempt)), "{after:?}");
                    seen[usize::from(after.is_empty())] = true;
                }
                assert_eq!(seen, [true; 2], "it was so, and it was not");
            };
            tokio::select! {
                () = write => {}
                () = look => {}
            }
        });
    });
}
