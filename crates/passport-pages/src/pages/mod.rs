//! One typed context a page; its template has the same name.

mod account;
mod common;
mod deliveries;
mod delivery_run;
mod demo_people;
mod error;
mod export;
mod figures;
mod home;
mod imports;
mod jobs;
mod log_in;
mod looks;
mod outcome;
mod passport;
mod people;
mod statements;
mod team;

pub use account::{AccountPage, SessionLine};
pub use common::{Count, Paging};
pub use deliveries::{DeliveriesPage, DeliveryRow};
pub use delivery_run::{DeliveryRunPage, NotReached, PrintFile};
pub use demo_people::{DemoPeoplePage, DemoPerson};
pub use error::ErrorPage;
pub use export::ExportPage;
pub use figures::{FigureLine, FiguresPage, Share};
pub use home::HomePage;
pub use imports::{ImportFile, ImportPage, ImportProblem, ImportRow, ImportsPage, Severity};
pub use jobs::{JobRun, JobsPage, NextRun};
pub use log_in::{ChoosePasswordPage, LogInPage};
pub use looks::{Look, LooksPage};
pub use outcome::Outcome;
pub use passport::PassportPage;
pub use people::{PeoplePage, PersonRow};
pub use statements::{AccessibilityPage, PrivacyPage};
pub use team::{TeamMember, TeamPage};
