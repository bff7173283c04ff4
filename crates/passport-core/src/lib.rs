//! The rules of the training passport: given facts and a date, answers.
//!
//! Nothing here opens a file, speaks to a database or asks what day it is.

pub mod import;
