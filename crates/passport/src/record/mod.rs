//! The record room: the only writer of facts. Each write is one change, with
//! its line in the organisation's change sequence in the same transaction.

mod alias;
mod award;
mod correction;
mod dismissal;
mod exemption;
mod extension;
mod mark;
mod refusal;
mod return_grace;
mod unit_change;

pub use alias::{add_alias, alias, remove_alias};
pub use award::{NewAward, add_award, void_award};
pub use correction::{Correction, correct, withdraw};
pub use dismissal::{set_aside, take_up_again};
pub use exemption::{NewExemption, end_exemption, exemptions, give_exemptions, void_exemption};
pub use extension::{add_extension, extension, void_extension};
pub use mark::{Marking, mark, unmark};
pub use refusal::Refusal;
pub use return_grace::{give_return_grace, return_grace, void_return_grace};
pub use unit_change::{change_unit, undo_unit_change, unit_change};

use anyhow::Result;
use passport_core::changes::{Changes, Diff};
use passport_core::correction::CorrectionFact;
use passport_core::facts::{
    AwardFact, ClassFact, CompetenceFact, CourseFact, EnrolmentFact, EsrAnswerFact, ExemptionFact,
    ExtensionFact, OutboundFact, PersonFact, PostingFact, RequirementFact, UnitChangeFact,
};
use passport_store::{Change, Fact};

/// Writes what an import changes. Facts are handed over and freed kind by kind.
pub async fn apply(change: &mut Change, changes: &mut Changes) -> Result<()> {
    write(change, &mut changes.people).await?;
    write(change, &mut changes.postings).await?;
    write(change, &mut changes.competences).await?;
    write(change, &mut changes.requirements).await?;
    write(change, &mut changes.awards).await?;
    write(change, &mut changes.exemptions).await?;
    write(change, &mut changes.courses).await?;
    write(change, &mut changes.classes).await?;
    write(change, &mut changes.enrolments).await?;
    write(change, &mut changes.unit_changes).await?;
    write(change, &mut changes.esr_answers).await?;
    write(change, &mut changes.outbound).await?;
    write(change, &mut changes.corrections).await
}

async fn write<F: Fact>(change: &mut Change, diff: &mut Diff<F>) -> Result<()> {
    let diff = std::mem::take(diff);
    change.void::<F>(&diff.void).await?;
    change.record(&diff.add).await?;
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
    Ok(())
}
