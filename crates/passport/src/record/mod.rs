//! The record room: the only writer of facts. Each write is one change, with
//! its line in the organisation's change sequence in the same transaction.

mod alias;
mod award;
mod correction;
mod dismissal;
mod exemption;
mod extension;
mod mark;
mod return_grace;
mod unit_change;

pub use alias::{add_alias, alias, remove_alias};
pub use award::{NewAward, add_award, award_within, void_award};
pub use correction::{Correction, correct, withdraw};
pub use dismissal::{set_aside, take_up_again};
pub use exemption::{
    NewExemption, end_exemption, ended_early, exemptions, give_exemptions, void_exemption,
};
pub use extension::{add_extension, extension, void_extension};
pub use mark::{Marking, mark, unmark};
pub use return_grace::{give_return_grace, return_grace, void_return_grace};
pub use unit_change::{change_unit, undo_unit_change, unit_change};

use anyhow::Result;
use passport_core::changes::{Changes, Diff};
use passport_core::correction::CorrectionFact;
use passport_core::facts::{
    AwardFact, ClassFact, CompetenceFact, CourseFact, EnrolmentFact, EsrAnswerFact, ExemptionFact,
    ExtensionFact, OutboundFact, PersonFact, PostingFact, RequirementFact, SettingFact,
    UnitChangeFact,
};
use passport_store::{Change, Fact};

/// So many facts are recorded between one word of how far it has come and the next.
const STEP: usize = 5_000;

/// Writes what an import changes, and tells how many facts more are written. Facts
/// are handed over and freed kind by kind.
pub async fn apply(
    change: &mut Change,
    changes: &mut Changes,
    told: &(dyn Fn(u64) + Sync),
) -> Result<()> {
    write(change, &mut changes.people, told).await?;
    write(change, &mut changes.postings, told).await?;
    write(change, &mut changes.competences, told).await?;
    write(change, &mut changes.requirements, told).await?;
    write(change, &mut changes.awards, told).await?;
    write(change, &mut changes.exemptions, told).await?;
    write(change, &mut changes.courses, told).await?;
    write(change, &mut changes.classes, told).await?;
    write(change, &mut changes.enrolments, told).await?;
    write(change, &mut changes.unit_changes, told).await?;
    write(change, &mut changes.esr_answers, told).await?;
    write(change, &mut changes.outbound, told).await?;
    write(change, &mut changes.corrections, told).await
}

async fn write<F: Fact>(
    change: &mut Change,
    diff: &mut Diff<F>,
    told: &(dyn Fn(u64) + Sync),
) -> Result<()> {
    let diff = std::mem::take(diff);
    for void in diff.void.chunks(STEP) {
        change.void::<F>(void).await?;
        told(void.len() as u64);
    }
    for add in diff.add.chunks(STEP) {
        change.record(add).await?;
        told(add.len() as u64);
    }
    Ok(())
}

/// Takes back everything a change did to facts.
pub async fn reverse(change: &mut Change, of: i64) -> Result<()> {
    change.reverse::<PersonFact>(of).await?;
    change.reverse::<PostingFact>(of).await?;
    change.reverse::<CompetenceFact>(of).await?;
    change.reverse::<RequirementFact>(of).await?;
    change.reverse::<AwardFact>(of).await?;
    change.reverse::<ExemptionFact>(of).await?;
    change.reverse::<ExtensionFact>(of).await?;
    change.reverse::<CourseFact>(of).await?;
    change.reverse::<ClassFact>(of).await?;
    change.reverse::<EnrolmentFact>(of).await?;
    change.reverse::<UnitChangeFact>(of).await?;
    change.reverse::<EsrAnswerFact>(of).await?;
    change.reverse::<OutboundFact>(of).await?;
    change.reverse::<CorrectionFact>(of).await?;
    // That its extract was for comparing only.
    change.reverse::<SettingFact>(of).await?;
    Ok(())
}
