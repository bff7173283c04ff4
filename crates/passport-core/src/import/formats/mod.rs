//! The kinds of file, one a module: its headings and the row it yields.

pub mod assignments;
pub mod awards;
pub mod classes;
pub mod competences;
pub mod compliance;
pub mod courses;
pub mod enrolments;
pub mod exemptions;
pub mod outbound;
pub mod requirements;
pub mod unit_changes;
