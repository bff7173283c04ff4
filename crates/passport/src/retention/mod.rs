//! The retention room: what is past its period, shown first, then destroyed as it
//! was shown, with a log (docs/decisions/0014-retention.md).

mod destroy;
mod differs;
mod plan;

pub use destroy::{Carried, Order, Refused, destroy};
pub use differs::differs;
pub use plan::{Item, Plan, plan};
