//! One typed context a page; its template has the same name.

mod common;
mod delivery_run;
mod demo_people;
mod error;
mod home;
mod imports;
mod jobs;
mod outcome;
mod passport;
mod team;

pub use common::{Count, Paging};
pub use delivery_run::{DeliveryRunPage, NotReached, PrintFile};
pub use demo_people::{DemoPeoplePage, DemoPerson};
pub use error::ErrorPage;
pub use home::HomePage;
pub use imports::{ImportFile, ImportPage, ImportProblem, ImportRow, ImportsPage, Severity};
pub use jobs::{JobRun, JobsPage, NextRun};
pub use outcome::Outcome;
pub use passport::PassportPage;
pub use team::{TeamMember, TeamPage};
