//! Who is asking, and what they may hold.
//!
//! [`Gate::enter`] finds the session of a cookie and what follows from its
//! person's roles today; an [`Access`] is made from it, the only way to an
//! organisation's data from a page: what one may not see one cannot get a handle
//! for. Every route declares by a [`Who`] whom it is for; a route that needs no
//! log-in gets no access at all.

mod asker;
mod authority;
pub mod credentials;
mod demonstration;
mod gate;
mod handle;
mod keys;
mod queries;
mod reporting;
mod role;
mod seal;
mod second_factor;
mod session;
pub mod sso;
mod team;
mod token;

pub use asker::{Asker, Place};
pub use authority::Authority;
pub use demonstration::{Part, account_of, parts};
pub use gate::{BeginError, Gate};
pub use handle::{
    Access, Administration, Deputies, Desk, Figures, Intake, Oversight, OwnAccount, Reach, Record,
    RequirementMatrix, Subject, Supervision,
};
pub use keys::{KeyError, Keys};
pub use queries::Queries;
pub(crate) use reporting::is_within;
pub use reporting::{ReportingLines, works_on};
pub use role::{Role, Roles, Who};
pub use seal::Seal;
pub use second_factor::{Checked, Offer, Recipient, SetUp, sealed_with};
pub use session::{Entry, HalfSession, Missing, Proof, Session};
pub use team::Team;
pub use token::Token;
