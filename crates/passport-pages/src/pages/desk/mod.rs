//! The training lead's desk: what a file cannot bring, decided with what it would
//! change in sight.

mod decide;
mod exemptions;
mod names;

pub use decide::{AskedDay, AskedReason, DecidePage, EffectTable, Hidden, MovedRow};
pub use exemptions::{
    ExemptionPage, ExemptionRow, ExemptionsPage, GivenRow, NewExemptionPage, ReturnPage, ReturnRow,
    ReturnsPage,
};
pub use names::{AliasPage, AliasRow, CompetenceRow, CompetencesPage, UnmappedPage, UnmappedRow};
