//! What a board reads: whether a figure moved, why, and what it takes to reach
//! the target. Everything here is arithmetic on counts that `compliance` gives;
//! nothing here decides a status, and nothing asks what day it is.

pub mod bridge;
pub mod path;
pub mod seats;
pub mod spc;
pub mod suppress;
pub mod target;
