//! The training lead's desk: what a file cannot bring, decided with what it would
//! change in sight.

mod decide;
mod exemptions;
mod extensions;
mod health;
mod home;
mod names;
mod units;

pub use decide::{AskedDay, AskedReason, DecidePage, EffectTable, Hidden, MovedRow};
pub use exemptions::{
    ExemptionPage, ExemptionRow, ExemptionsPage, GivenRow, NewExemptionPage, ReturnPage, ReturnRow,
    ReturnsPage,
};
pub use extensions::{ExtensionRow, ExtensionsPage, NewExtensionPage};
pub use health::{DataHealthPage, FindingPage, FindingRow, FindingsPage, KindRow};
pub use home::{DeskItem, DeskPage, ReconciledRow, ReconciliationPage};
pub use names::{AliasPage, AliasRow, CompetenceRow, CompetencesPage, UnmappedPage, UnmappedRow};
pub use units::{ManagerRow, UnitChangeRow, UnitPage, UnitRow, UnitsPage};
