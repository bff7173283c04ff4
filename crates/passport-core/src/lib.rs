//! The rules of the training passport: given facts and a date, answers.
//!
//! Nothing here opens a file, speaks to a database or asks what day it is.

pub mod assemble;
pub mod board;
pub mod changes;
pub mod compliance;
pub mod correction;
pub mod delivery;
pub mod entered;
pub mod facts;
pub mod framework;
pub mod import;
pub mod learning;
pub mod naming;
pub mod national;
pub mod organisation;
pub mod present;
pub mod proposal;
pub mod query;
pub mod record;
pub mod register;
pub mod reminder;
pub mod requirement;
pub mod retention;
pub mod setting;
pub mod span;
pub mod supervision;
pub mod text;
pub mod wording;
pub mod workforce;
