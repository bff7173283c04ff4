//! placeholder
use crate::{File, people::Trust};
pub fn spoil(_files: &mut [File], _trust: &Trust) {}
