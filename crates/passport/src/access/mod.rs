//! Who is asking, and what they may hold.
//!
//! A session says who asks and in which roles. [`Gate::open`] turns it into an
//! [`Access`], the only way to an organisation's data from a page: what one may
//! not see one cannot get a handle for. Every route declares by a [`Who`] whom it
//! is for; a route that needs no log-in gets no access at all.
//!
//! Log-in itself comes later: for now sessions are only made in a demonstration.

pub mod credentials;
mod demonstration;
mod gate;
mod handle;
mod reporting;
mod role;
mod seal;
mod session;
mod token;

pub use demonstration::{Part, parts};
pub use gate::Gate;
pub use handle::{Access, Figures, Oversight, Record, Team};
pub use reporting::ReportingLines;
pub use role::{Role, Roles, Who};
pub use seal::Seal;
pub use session::{Asker, Session, Sessions};
pub use token::Token;
